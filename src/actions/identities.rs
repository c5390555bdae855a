//! Identities at providers of sign-in, of the caller's own account.

use super::{Answer, fields::Fields};
use crate::model::{
    identity::{FirstPasswordInput, IdentitiesAnswer, IdentityInput},
    outcome::Message,
    project::UserInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, client, start_session},
    crate::domain::accounts::identities,
};

/// Which providers open the caller's account, and which could.
#[server(prefix = "/actions", endpoint = "listIdentities", input = Fields)]
pub async fn list_identities(input: UserInput) -> Answer<IdentitiesAnswer> {
    answer(async { identities::list(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// Takes a provider off the caller's account; never the last way in.
#[server(prefix = "/actions", endpoint = "unlinkIdentity", input = Fields)]
pub async fn unlink_identity(input: IdentityInput) -> Answer<Message> {
    answer(async { identities::unlink(&app()?, &account()?, input).await }.await)
}

/// Gives the caller's account its first password and ends every other session.
#[server(prefix = "/actions", endpoint = "setUserPassword", input = Fields)]
pub async fn set_user_password(input: FirstPasswordInput) -> Answer<Message> {
    answer(
        async {
            let (message, session) = identities::set_first_password(&app()?, &account()?, &client()?, input).await?;
            start_session(session);
            Ok(message)
        }
        .await,
    )
}
