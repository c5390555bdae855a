//! What is done through links that come by mail, and what an account knows of its address and its sessions.

use super::{Answer, fields::Fields};
use crate::model::{
    account_link::{
        AcceptInput, AccountLink, AccountLinkInput, EmailStatus, ForgottenInput, ResetInput, SessionInput, SessionsAnswer, VerifyInput,
    },
    outcome::{Message, Nothing},
    project::UserInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, client, end_session as forget_cookie, start_session},
    crate::domain::accounts,
};

/// Where a link was sent to; `success: false` when it does not work (any more). Uses nothing up.
#[server(prefix = "/actions", endpoint = "getAccountLink", input = Fields)]
pub async fn get_account_link(input: AccountLinkInput) -> Answer<AccountLink> {
    answer(async { accounts::look_at_link(&app()?, &client()?, input).await }.await)
}

/// Has a link for a new password sent to an address, if an account has it. The answer does not tell.
#[server(prefix = "/actions", endpoint = "requestPasswordReset", input = Fields)]
pub async fn request_password_reset(input: ForgottenInput) -> Answer<Message> {
    answer(async { accounts::request_reset(&app()?, &client()?, input).await }.await)
}

/// Sets a new password through a link, once, and ends every session of the account.
#[server(prefix = "/actions", endpoint = "submitPasswordReset", input = Fields)]
pub async fn submit_password_reset(input: ResetInput) -> Answer<Message> {
    answer(async { accounts::submit_reset(&app()?, &client()?, input).await }.await)
}

/// Shows through a link that an address is one's own.
#[server(prefix = "/actions", endpoint = "verifyEmail", input = Fields)]
pub async fn verify_email(input: VerifyInput) -> Answer<Message> {
    answer(async { accounts::verify_email(&app()?, &client()?, input).await }.await)
}

/// Makes an account through an invitation and signs it in.
#[server(prefix = "/actions", endpoint = "signUpByInvitation", input = Fields)]
pub async fn sign_up_by_invitation(input: AcceptInput) -> Answer<Nothing> {
    answer(
        async {
            let session = accounts::accept(&app()?, &client()?, input).await?;
            start_session(session);
            Ok(Nothing {})
        }
        .await,
    )
}

/// Sends the link to one's address again.
#[server(prefix = "/actions", endpoint = "resendVerification", input = Fields)]
pub async fn resend_verification(input: UserInput) -> Answer<Message> {
    answer(async { accounts::resend_verification(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// What is known of one's address.
#[server(prefix = "/actions", endpoint = "getEmailStatus", input = Fields)]
pub async fn get_email_status(input: UserInput) -> Answer<EmailStatus> {
    answer(async { accounts::email_status(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// Where one is signed in.
#[server(prefix = "/actions", endpoint = "listSessions", input = Fields)]
pub async fn list_sessions(input: UserInput) -> Answer<SessionsAnswer> {
    answer(async { accounts::list_sessions(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// Ends one of one's own sessions.
#[server(prefix = "/actions", endpoint = "endSession", input = Fields)]
pub async fn end_session(input: SessionInput) -> Answer<Message> {
    answer(
        async {
            let (message, is_current) = accounts::end_session(&app()?, &account()?, input).await?;
            if is_current {
                forget_cookie();
            }
            Ok(message)
        }
        .await,
    )
}

/// Ends all of one's own sessions but the one that asks.
#[server(prefix = "/actions", endpoint = "endOtherSessions", input = Fields)]
pub async fn end_other_sessions(input: UserInput) -> Answer<Message> {
    answer(async { accounts::end_other_sessions(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}
