//! Accounts and sessions.

pub mod admin;
mod arrival;
mod confirm;
mod half;
pub mod identities;
mod invitations;
pub(crate) mod known_places;
mod links;
mod log_in;
mod names;
mod new_account;
pub(crate) mod notices;
mod own_sessions;
mod password_rules;
mod profile;
mod reset;
pub mod sessions;
mod set_up;
mod sign_up;
mod verification;

pub use arrival::{Arrival, arrive};
pub use confirm::confirm;
pub(crate) use confirm::password as password_is;
pub(crate) use half::account as half_signed_in;
pub use half::{
    HalfLogIn, finish as log_in_with_code, finish_with_passkey as log_in_with_passkey, look as second_step, second_factor_required,
};
pub use invitations::{accept, invite, withdraw};
pub(crate) use invitations::{closed as invitations_closed, list as invitations};
pub use links::look as look_at_link;
pub use log_in::{log_in, log_out, teams_of};
pub use own_sessions::{end as end_session, end_others as end_other_sessions, list as list_sessions};
pub use profile::{by_email, current, update_email, update_name, update_password};
pub(crate) use reset::send as send_reset;
pub use reset::{request as request_reset, submit as submit_reset};
pub use sessions::NewSession;
pub use set_up::{awaits_set_up, first_start, set_up};
pub use sign_up::sign_up;
pub use verification::{resend as resend_verification, status as email_status, verify as verify_email};

use crate::error::AppError;

/// What `getUserBySession` answers without a session.
pub fn not_authenticated() -> AppError {
    AppError::forbidden("Not authenticated")
}
