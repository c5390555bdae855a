//! Whoever calls about a hosted database: an account, an API token, or nobody that is known.

use crate::domain::actor::{Actor, TokenCaller};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;

/// The caller by session or API token, if there is one. Refuses nobody: what is public has readers without either, and
/// [`crate::domain::databases::access`] decides.
pub struct Asker(pub Option<Actor>);

impl<S: Send + Sync> FromRequestParts<S> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let token = parts.extensions.get::<TokenCaller>().map(|TokenCaller(actor)| actor);
        Ok(Self(token.or_else(|| parts.extensions.get::<Actor>()).cloned()))
    }
}
