//! Hosted databases: an SQLite file each, made, imported, changed, asked and served (seed 002).
//!
//! The store holds everything about a database, a folder below `databases/` in the data directory its content, and the
//! engine `hosted` is the only one who opens it, in the process of the team that owns it. Every use case begins with
//! [`access`].

pub mod access;
pub mod desk;
pub mod schema;
pub mod work;
