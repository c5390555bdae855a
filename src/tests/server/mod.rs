//! The listener, the layers and the life of the process.

mod errors;
mod faults;
mod forms;
mod full_disk;
mod headers;
mod listener;
mod logs;
mod origins;
mod own_store;
mod paths;
mod pipes;
mod process;
mod ready;
mod requests;
mod stages;
mod stop;
