//! Signing in by a provider that vouches for people. An identity is who somebody is at a provider, for ever; it opens the
//! account that it is linked to, whatever becomes of the address that the provider tells.
//!
//! An identity that is not linked yet opens an account only when the provider says that its address is confirmed and the
//! account has shown the same address to be its owner's. Everybody else logs in as they always do and links it in their
//! settings, or makes an account, where that is open to them.

mod attempt;
mod come_back;
mod own;
mod strangers;

pub use attempt::{ATTEMPT_SECONDS, Attempt, Begun, Return, begin};
pub use come_back::{Arrived, come_back};
pub(crate) use own::any_opens;
pub use own::{list, set_first_password, unlink};
