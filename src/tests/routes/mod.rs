//! Every endpoint asked by everybody, and what the document says about it.

mod assignment;
mod confusion;
mod database_desk;
mod database_rows;
pub mod database_tables;
pub mod databases;
mod document;
mod everybody;
mod families;
mod kinds;
mod links;
mod methods;
mod own;
mod pages;
mod roles;
mod rows;
mod said;
mod spellings;
mod table;
mod tokens;
mod unchanged;
pub mod validator;
mod world;

pub use rows::rest;
pub use world::{run, token};
