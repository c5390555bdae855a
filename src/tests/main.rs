//! Everything that is tested from outside a module.

mod guards;
mod harness;
mod server;
