//! Accounts and sessions.

pub mod admin;
mod known_places;
mod log_in;
mod names;
mod new_account;
mod password_rules;
mod profile;
pub mod sessions;
mod set_up;
mod sign_up;

pub use log_in::{log_in, log_out, teams_of};
pub use profile::{by_email, current, update_email, update_name, update_password};
pub use sessions::NewSession;
pub use set_up::{awaits_set_up, first_start, set_up};
pub use sign_up::sign_up;

use crate::error::AppError;

/// What `getUserBySession` answers without a session.
pub fn not_authenticated() -> AppError {
    AppError::forbidden("Not authenticated")
}
