//! Everything that is tested from outside a module.

mod accounts;
mod charts;
mod demo;
mod engines;
mod guards;
mod harness;
mod projects;
mod routes;
mod server;
mod store;
