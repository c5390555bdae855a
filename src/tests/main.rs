//! Everything that is tested from outside a module.

mod guards;
