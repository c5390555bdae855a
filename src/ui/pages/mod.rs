//! The pages, one folder per area.

pub mod account;
pub mod admin;
pub mod board;
pub mod databases;
pub mod help;
pub mod home;
pub mod not_found;
pub mod operation;
pub mod people;
pub mod projects;
pub mod public;
pub mod row_rules;
pub mod rows;
pub mod schema;
pub mod search;
pub mod sql;
pub mod teams;
pub mod tokens;
