//! Accounts and sessions.

use super::{Answer, fields::Fields};
use crate::model::{
    account::{EmailInput, LogInInput, SetUpInput, SignUpInput, ThemeInput, UserAnswer, UserEmailInput, UserNameInput, UserPasswordInput},
    outcome::{Message, Nothing},
    project::UserInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, arrived, client, end_session, remember_theme, start_session},
    crate::{
        domain::accounts,
        error::{AppError, Kind},
    },
};

/// Makes an account and its personal team, and signs it in.
#[server(prefix = "/actions", endpoint = "SignUp", input = Fields)]
pub async fn sign_up(input: SignUpInput) -> Answer<Message> {
    answer(
        async {
            let session = accounts::sign_up(&app()?, &client()?, input).await?;
            start_session(session);
            Ok(Message { message: "User registered successfully".into() })
        }
        .await,
    )
}

/// Signs in with user name or e-mail and password; `success: false` with the code `second_factor_required` when the account
/// asks for more.
#[server(prefix = "/actions", endpoint = "logIn", input = Fields)]
pub async fn log_in(input: LogInInput) -> Answer<Nothing> {
    answer(
        async {
            // Here a session is what is asked for: that there is none yet is no reason for 401.
            let arrival = accounts::log_in(&app()?, &client()?, input).await.map_err(|error| match error.kind {
                Kind::Unauthorized => AppError { kind: Kind::Forbidden, ..error },
                _ => error,
            })?;
            arrived(arrival)?;
            Ok(Nothing {})
        }
        .await,
    )
}

/// Ends the session of the cookie.
#[server(prefix = "/actions", endpoint = "logOut", input = Fields)]
pub async fn log_out(input: UserInput) -> Answer<Nothing> {
    answer(
        async {
            let actor = account()?;
            actor.check_user_id(input.user_id.as_deref())?;
            accounts::log_out(&app()?, &actor).await?;
            end_session();
            Ok(Nothing {})
        }
        .await,
    )
}

/// Makes the first administrator through the printed set-up link.
#[server(prefix = "/actions", endpoint = "setUp", input = Fields)]
pub async fn set_up(input: SetUpInput) -> Answer<Nothing> {
    answer(
        async {
            let session = accounts::set_up(&app()?, &client()?, input).await?;
            start_session(session);
            Ok(Nothing {})
        }
        .await,
    )
}

/// The signed-in account. `success: false` with "Not authenticated" without a session.
#[server(prefix = "/actions", endpoint = "getUserBySession", input = Fields)]
pub async fn get_user_by_session(input: UserInput) -> Answer<UserAnswer> {
    answer(
        async {
            let actor = account().map_err(|_| accounts::not_authenticated())?;
            actor.check_user_id(input.user_id.as_deref())?;
            accounts::current(&app()?, &actor).await
        }
        .await,
    )
}

/// The account with this e-mail: the caller's own, or any for a server administrator; else null.
#[server(prefix = "/actions", endpoint = "getUserByEmail", input = Fields)]
pub async fn get_user_by_email(input: EmailInput) -> Answer<UserAnswer> {
    answer(async { accounts::by_email(&app()?, &account()?, input).await }.await)
}

/// Changes first and last name.
#[server(prefix = "/actions", endpoint = "updateUserName", input = Fields)]
pub async fn update_user_name(input: UserNameInput) -> Answer<Message> {
    answer(async { accounts::update_name(&app()?, &account()?, input).await }.await)
}

/// Changes the e-mail address.
#[server(prefix = "/actions", endpoint = "updateUserEmail", input = Fields)]
pub async fn update_user_email(input: UserEmailInput) -> Answer<Message> {
    answer(async { accounts::update_email(&app()?, &account()?, &client()?, input).await }.await)
}

/// Changes the password and ends every other session.
#[server(prefix = "/actions", endpoint = "updateUserPassword", input = Fields)]
pub async fn update_user_password(input: UserPasswordInput) -> Answer<Message> {
    answer(
        async {
            let (message, session) = accounts::update_password(&app()?, &account()?, &client()?, input).await?;
            start_session(session);
            Ok(message)
        }
        .await,
    )
}

/// Remembers the look of the pages in a cookie of this browser. Needs no session.
#[server(prefix = "/actions", endpoint = "setTheme", input = Fields)]
pub async fn set_theme(input: ThemeInput) -> Answer<Nothing> {
    remember_theme(input.theme.as_deref().unwrap_or_default());
    answer(Ok(Nothing {}))
}
