//! Accounts and sessions.
#![allow(unused_variables, clippy::unused_async)]

use super::{
    App,
    actor::{Actor, Client},
};
use crate::{
    error::{AppError, Result},
    model::{
        account::{EmailInput, LogInInput, SetUpInput, SignUpInput, UserAnswer, UserEmailInput, UserNameInput, UserPasswordInput},
        outcome::Message,
    },
};

/// A session that was just made: the token for the cookie and how long it lives.
pub struct NewSession {
    pub token: String,
    pub max_age_seconds: i64,
}

/// What `getUserBySession` answers without a session.
pub fn not_authenticated() -> AppError {
    AppError::forbidden("Not authenticated")
}

pub async fn sign_up(app: &App, client: &Client, input: SignUpInput) -> Result<NewSession> {
    todo!()
}

pub async fn log_in(app: &App, client: &Client, input: LogInInput) -> Result<NewSession> {
    todo!()
}

pub async fn log_out(app: &App, actor: &Actor) -> Result<()> {
    todo!()
}

pub async fn set_up(app: &App, client: &Client, input: SetUpInput) -> Result<NewSession> {
    todo!()
}

pub async fn current(app: &App, actor: &Actor) -> Result<UserAnswer> {
    todo!()
}

pub async fn by_email(app: &App, actor: &Actor, input: EmailInput) -> Result<UserAnswer> {
    todo!()
}

pub async fn update_name(app: &App, actor: &Actor, input: UserNameInput) -> Result<Message> {
    todo!()
}

pub async fn update_email(app: &App, actor: &Actor, input: UserEmailInput) -> Result<Message> {
    todo!()
}

pub async fn update_password(app: &App, actor: &Actor, client: &Client, input: UserPasswordInput) -> Result<(Message, NewSession)> {
    todo!()
}
