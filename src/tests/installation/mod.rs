//! What administrators of the server set: hosts and variables.

mod hosts;
mod variables;
