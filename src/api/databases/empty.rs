//! Bodies that may be left out.

use crate::api::refusal::{Rejected, Strict};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
};
use serde::de::DeserializeOwned;

/// A JSON body as [`Strict`] takes it; no body at all is an empty object.
pub struct OrEmpty<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for OrEmpty<T> {
    type Rejection = Rejected;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejected> {
        let (parts, body) = request.into_parts();
        // Longer ones were refused before.
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_else(|_| Bytes::new());
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        let Strict(body) = Strict::from_request(Request::from_parts(parts, Body::from(bytes)), state).await?;
        Ok(Self(body))
    }
}
