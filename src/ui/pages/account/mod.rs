//! Coming in, and what a person sets for themselves.

mod card;
mod links;
mod log_in;
mod set_up;
mod settings;
mod sign_up;

pub use card::Card;
pub use links::Links;
pub use log_in::LogIn;
pub use set_up::{SetUp, SetUpNotice};
pub use settings::Settings;
pub use sign_up::SignUp;
