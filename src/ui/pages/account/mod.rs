//! Coming in, and what a person sets for themselves.

mod authenticator;
mod card;
mod confirm;
mod email;
mod forgotten;
mod identities;
mod linked;
mod links;
mod log_in;
mod passkey;
mod passkeys;
mod providers;
mod second_step;
mod security;
mod sessions;
mod set_up;
mod settings;
mod sign_up;

pub use authenticator::NewAuthenticator;
pub use card::Card;
pub use confirm::Confirm;
pub use forgotten::Forgotten;
pub use linked::{ResetPassword, SignUpInvitation, VerifyEmail};
pub use links::Links;
pub use log_in::LogIn;
pub use second_step::SecondStepPage;
pub use security::Security;
pub use set_up::{SetUp, SetUpNotice};
pub use settings::Settings;
pub use sign_up::SignUp;
