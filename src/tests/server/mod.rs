//! The listener, the layers and the life of the process.

mod forms;
mod headers;
mod listener;
mod origins;
mod paths;
mod process;
mod requests;
mod stop;
