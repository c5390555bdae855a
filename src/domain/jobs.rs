//! Background work as rows with leases in the store.
