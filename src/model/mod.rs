//! The vocabulary of the product: data and pure rules, no I/O, no framework. Compiled for server and browser.

pub mod access;
pub mod account;
pub mod address;
pub mod board;
pub mod connection;
pub mod drawing;
pub mod engine;
pub mod filter;
pub mod flash;
pub mod given;
pub mod id;
pub mod outcome;
pub mod plan;
pub mod project;
pub mod public;
pub mod role;
pub mod rules;
pub mod schema;
pub mod theme;
pub mod time;
pub mod value;
pub mod view_query;
pub mod widget;
