//! The listener, the layers and the life of the process.

mod forms;
mod headers;
mod listener;
mod logs;
mod origins;
mod paths;
mod process;
mod requests;
mod stages;
mod stop;
