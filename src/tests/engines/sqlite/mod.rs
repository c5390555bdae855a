//! The SQLite engine on files made for each test.

mod fence;
pub mod ground;
mod life;
mod reads;
mod schema;
mod statements;
mod types;
mod validate;
