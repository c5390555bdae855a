//! Everything that happens around every request, one file each. The order stands in [`super::router`].

pub mod actions;
pub mod body;
pub mod client;
pub mod flash;
pub mod frames;
pub mod gate;
pub mod headers;
pub mod hosts;
pub mod panic;
pub mod same_origin;
pub mod session;
pub mod set_up;
pub mod trace;
