//! The SQLite engine on files made for each test.

mod fence;
mod ground;
mod life;
mod reads;
mod schema;
mod types;
mod validate;
