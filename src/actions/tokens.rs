//! API tokens of a team, for its administrators.

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::Message,
    reach::{ExplainInput, Explained, ReachAnswer},
    token::{CreateTokenInput, TokenIdInput, TokenMade, TokensAnswer, TokensInput},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app},
    crate::domain::tokens,
};

/// The tokens of a team, and what one can be given rights to.
#[server(prefix = "/actions", endpoint = "listTokens", input = Fields)]
pub async fn list_tokens(input: TokensInput) -> Answer<TokensAnswer> {
    answer(async { tokens::list(&app()?, &account()?, input).await }.await)
}

/// Makes a token. The whole of it is in this answer and never again.
#[server(prefix = "/actions", endpoint = "createToken", input = Fields)]
pub async fn create_token(input: CreateTokenInput) -> Answer<TokenMade> {
    answer(async { tokens::create_for(&app()?, &account()?, input).await }.await)
}

/// Ends a token at once and for good.
#[server(prefix = "/actions", endpoint = "revokeToken", input = Fields)]
pub async fn revoke_token(input: TokenIdInput) -> Answer<Message> {
    answer(
        async {
            tokens::revoke_for(&app()?, &account()?, input).await?;
            Ok(Message { message: "The token is revoked".into() })
        }
        .await,
    )
}

/// What the people, tokens and links of a team reach.
#[server(prefix = "/actions", endpoint = "getReach", input = Fields)]
pub async fn get_reach(input: TokensInput) -> Answer<ReachAnswer> {
    answer(async { tokens::reach(&app()?, &account()?, input).await }.await)
}

/// Why somebody is allowed or refused each thing with a project.
#[server(prefix = "/actions", endpoint = "explainAccess", input = Fields)]
pub async fn explain_access(input: ExplainInput) -> Answer<Explained> {
    answer(async { tokens::explain(&app()?, &account()?, input).await }.await)
}
