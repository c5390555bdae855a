//! Hosted databases: an SQLite file each, made, imported, changed, asked and served (seed 002).
//!
//! The store holds everything about a database, a folder below `databases/` in the data directory its content, and the
//! engine `hosted` is the only one who opens it, in the process of the team that owns it. Every use case begins with
//! [`access`].

pub mod access;
pub mod azimutt;
mod caller;
pub mod cells;
pub mod columns;
pub mod copies;
mod definitions;
pub mod export;
mod facts;
pub mod schema;
pub mod search;
pub mod shape;
pub mod sql;
pub mod structure;
pub mod tables;
pub mod text;
pub mod work;

pub use caller::Caller;
