//! VizBoard's own data on SQLite or PostgreSQL, one SQL text for both.

#[derive(Clone)]
pub struct Store {}
