//! The people of this server and its waiting mail, for its administrators.

use super::{Answer, fields::Fields};
use crate::model::{
    account::EmailInput,
    outcome::Message,
    people::{MailInput, OpenedMail, PeopleAnswer, PeopleInput, PersonInput, ServerAdminInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::{accounts, mail, people},
};

/// Accounts, invitations and waiting mail.
#[server(prefix = "/actions", endpoint = "listPeople", input = Fields)]
pub async fn list_people(input: PeopleInput) -> Answer<PeopleAnswer> {
    answer(async { people::list(&app()?, &account()?, input).await }.await)
}

/// Suspends an account; its sessions end at once.
#[server(prefix = "/actions", endpoint = "suspendUser", input = Fields)]
pub async fn suspend_user(input: PersonInput) -> Answer<Message> {
    answer(async { people::suspend(&app()?, &account()?, input).await }.await)
}

/// Lets a suspended account sign in again.
#[server(prefix = "/actions", endpoint = "reinstateUser", input = Fields)]
pub async fn reinstate_user(input: PersonInput) -> Answer<Message> {
    answer(async { people::reinstate(&app()?, &account()?, input).await }.await)
}

/// Gives or takes the server role `admin`; sessions of the account end.
#[server(prefix = "/actions", endpoint = "setServerAdmin", input = Fields)]
pub async fn set_server_admin(input: ServerAdminInput) -> Answer<Message> {
    answer(async { people::set_admin(&app()?, &account()?, input).await }.await)
}

/// Takes the second factors of an account away.
#[server(prefix = "/actions", endpoint = "removeSecondFactor", input = Fields)]
pub async fn remove_second_factor(input: PersonInput) -> Answer<Message> {
    answer(async { people::remove_factors(&app()?, &account()?, input).await }.await)
}

/// Has a link for a new password sent to an account's address.
#[server(prefix = "/actions", endpoint = "sendResetLink", input = Fields)]
pub async fn send_reset_link(input: PersonInput) -> Answer<Message> {
    answer(async { people::reset_link(&app()?, &account()?, input).await }.await)
}

/// Invites an address to make an account.
#[server(prefix = "/actions", endpoint = "inviteUser", input = Fields)]
pub async fn invite_user(input: EmailInput) -> Answer<Message> {
    answer(async { accounts::invite(&app()?, &account()?, input).await }.await)
}

/// Ends an invitation.
#[server(prefix = "/actions", endpoint = "withdrawInvitation", input = Fields)]
pub async fn withdraw_invitation(input: EmailInput) -> Answer<Message> {
    answer(async { accounts::withdraw(&app()?, &account()?, input).await }.await)
}

/// Tries a mail again at once.
#[server(prefix = "/actions", endpoint = "retryMail", input = Fields)]
pub async fn retry_mail(input: MailInput) -> Answer<Message> {
    answer(async { mail::retry(&app()?, &account()?, input).await }.await)
}

/// Shows the link in a mail once and removes the mail; only on a server without a mail server.
#[server(prefix = "/actions", endpoint = "openMail", input = Fields)]
pub async fn open_mail(input: MailInput) -> Answer<OpenedMail> {
    answer(async { mail::open(&app()?, &account()?, input).await }.await)
}

/// Removes a mail.
#[server(prefix = "/actions", endpoint = "discardMail", input = Fields)]
pub async fn discard_mail(input: MailInput) -> Answer<Message> {
    answer(async { mail::discard(&app()?, &account()?, input).await }.await)
}
