//! Everything that happens around every request, one file each. The order stands in [`super::router`].

pub mod client;
pub mod gate;
pub mod headers;
pub mod panic;
pub mod trace;
