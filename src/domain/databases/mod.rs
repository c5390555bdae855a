//! Hosted databases: an SQLite file each, made, imported, changed, asked and served (seed 002).
//!
//! The store holds everything about a database, a folder below `databases/` in the data directory its content, and the
//! engine `hosted` is the only one who opens it, in the process of the team that owns it. Every use case begins with
//! [`access`].

pub mod access;
pub mod apps;
pub mod azimutt;
mod caller;
pub mod cells;
mod change;
pub mod charts;
pub mod columns;
pub mod copies;
mod create;
pub mod dashboards;
mod definitions;
mod delete;
pub mod desk;
mod download;
mod duplicate;
pub mod export;
mod facts;
mod fresh;
mod ids;
pub mod import;
pub(crate) mod life;
pub mod log;
mod moment;
pub mod named;
mod place;
mod read;
mod replace;
pub mod rows;
pub mod schema;
pub mod search;
pub mod settings;
pub mod shape;
pub mod sql;
mod staging;
pub mod structure;
pub mod sweep;
pub mod tables;
pub mod text;
mod vacuum;
pub mod variables;
pub mod work;

pub use caller::Caller;
pub use change::change;
pub use create::{Sent, create, may_send, upload};
pub use delete::delete;
pub use download::{Copied, download};
pub use duplicate::{duplicate, name};
pub use ids::{regenerate_id, regenerate_readonly_id};
pub use read::{list, one};
pub use replace::{may_replace, replace};
pub use staging::{Incoming, Staged, too_large};
pub use vacuum::vacuum;
