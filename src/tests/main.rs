//! Everything that is tested from outside a module.

// Helpers of tests assert by unwrapping, like the tests themselves.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod accounts;
mod billing;
mod catalogue;
mod charts;
mod databases;
mod databases_rows;
mod databases_tables;
mod demo;
mod engines;
mod factors;
mod guards;
mod harness;
mod installation;
mod keys;
mod mail;
mod operation;
mod outside;
mod projects;
mod routes;
mod row_rules;
mod server;
mod sign_in;
mod store;
mod teams;
mod tokens;
