//! Coming in, and what a person sets for themselves.

mod card;
mod email;
mod forgotten;
mod linked;
mod links;
mod log_in;
mod sessions;
mod set_up;
mod settings;
mod sign_up;

pub use card::Card;
pub use forgotten::Forgotten;
pub use linked::{ResetPassword, SignUpInvitation, VerifyEmail};
pub use links::Links;
pub use log_in::LogIn;
pub use set_up::{SetUp, SetUpNotice};
pub use settings::Settings;
pub use sign_up::SignUp;
