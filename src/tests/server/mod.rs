//! The listener, the layers and the life of the process.

mod process;
