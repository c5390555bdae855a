//! Refusals of seeds 000 and 001, and reading JSON bodies strictly.

use super::family::Family;
use crate::{
    domain::actor::{Actor, TokenCaller, accounts_only},
    error::{AppError, Kind, Result as AppResult},
    model::given::Object,
};
use axum::{
    Extension, Json,
    extract::{FromRequest, FromRequestParts, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

/// An error as it is answered.
#[derive(Debug)]
pub struct Refusal(pub AppError);

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        Family::Text.refuse(&self.0)
    }
}

/// Why a handler was not called, in the body of its path's family.
#[derive(Debug)]
pub struct Rejected {
    family: Family,
    error: AppError,
}

impl Rejected {
    fn new(path: &str, error: AppError) -> Self {
        Self { family: Family::of(path), error }
    }
}

impl IntoResponse for Rejected {
    fn into_response(self) -> Response {
        self.family.refuse(&self.error)
    }
}

/// The signed-in caller; nobody else gets further, and no API token.
pub struct SignedIn(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Rejected;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejected> {
        let refusal = || if parts.extensions.get::<TokenCaller>().is_some() { accounts_only() } else { AppError::unauthorized() };
        let actor = parts.extensions.get::<Actor>().cloned();
        actor.map(Self).ok_or_else(|| Rejected::new(parts.uri.path(), refusal()))
    }
}

/// The signed-in caller, or an API token that names what is asked for: for handlers whose use case asks for a right to
/// a project and does nothing else for its caller.
pub struct Reading(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for Reading {
    type Rejection = Rejected;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejected> {
        match parts.extensions.get::<TokenCaller>() {
            Some(TokenCaller(actor)) => Ok(Self(actor.clone())),
            None => SignedIn::from_request_parts(parts, state).await.map(|SignedIn(actor)| Self(actor)),
        }
    }
}

/// The caller, if there is one.
pub type Caller = Option<Extension<Actor>>;

/// A JSON body. A field of the wrong kind is refused, never turned into another.
pub struct Strict<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Strict<T> {
    type Rejection = Rejected;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejected> {
        let path = request.uri().path().to_owned();
        match Json::from_request(request, state).await {
            Ok(Json(Object(body))) => Ok(Self(body)),
            Err(rejection) => Err(Rejected::new(&path, unreadable(&rejection))),
        }
    }
}

/// Why a body cannot be read.
pub fn unreadable(rejection: &JsonRejection) -> AppError {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::new(Kind::TooLarge, "The body is too large"),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            AppError::new(Kind::UnsupportedMediaType, "Send the body as JSON, with the header Content-Type: application/json")
        }
        _ => AppError::malformed(format!("The body does not have the documented form: {}", rejection.body_text())),
    }
}

/// The parameters of the query, each at most once.
pub fn parameter(query: Option<&str>, name: &str) -> AppResult<Option<String>> {
    let mut values = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).filter(|(key, _)| key == name);
    let first = values.next().map(|(_, value)| value.into_owned());
    if values.next().is_some() {
        return Err(AppError::malformed(format!("The parameter {name} is given twice")));
    }
    Ok(first)
}
