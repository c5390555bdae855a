//! The bodies in which errors are answered, and which path has which (00-conventions, Errors). Handlers and the layers
//! around them use the same ones, so that a path speaks one language whoever refuses.

use super::refusal::unreadable;
use crate::error::{AppError, Kind};
use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

/// Whose body an error has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Seeds 000, 001 and 004: `{"error": "text"}`.
    Text,
    /// Seed 002: `{"errors": [{"message": "text"}]}`.
    List,
    /// Seed 003: `{"error": "kind", "message": "text"}`.
    Kind,
}

/// The paths of seed 002 and what is of their kind, with everything below them.
const LIST: [&str; 12] = [
    "/api/users",
    "/api/login",
    "/api/logout",
    "/api/status",
    "/api/teams",
    "/api/tokens",
    "/api/settings",
    "/api/events",
    "/api/dbs",
    "/dbs",
    "/readonly",
    "/databases/upload",
];
/// The paths of seed 003.
const KIND: [&str; 1] = ["/api/health"];

/// An error of seeds 000, 001 and 004.
#[derive(Serialize, ToSchema)]
pub struct ErrorBody {
    /// What happened and what to do.
    error: String,
    /// The name of a refusal that programs act on: `reauth_required`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// An error of seed 002.
#[derive(Serialize, ToSchema)]
pub struct Errors {
    #[schema(min_items = 1)]
    errors: [Message; 1],
}

#[derive(Serialize, ToSchema)]
#[schema(as = ErrorMessage)]
pub(super) struct Message {
    /// What happened and what to do.
    message: String,
    /// The name of a refusal that programs act on: `second_factor_required`, `reauth_required`.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

/// An error of a handler of seed 002.
#[derive(Debug)]
pub struct Listed(pub AppError);

impl From<AppError> for Listed {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<JsonRejection> for Listed {
    fn from(rejection: JsonRejection) -> Self {
        Self(unreadable(&rejection))
    }
}

impl IntoResponse for Listed {
    fn into_response(self) -> Response {
        Family::List.refuse(&self.0)
    }
}

/// An error of seed 003.
#[derive(Serialize)]
struct KindBody {
    /// The reason phrase of the status: `Unauthorized`.
    error: &'static str,
    message: String,
}

impl Family {
    pub fn of(path: &str) -> Self {
        let is_below = |known: &&str| path.strip_prefix(*known).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if LIST.iter().any(is_below) {
            Self::List
        } else if KIND.contains(&path) {
            Self::Kind
        } else {
            Self::Text
        }
    }

    /// The answer for an error.
    pub fn refuse(self, error: &AppError) -> Response {
        self.refuse_with(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error)
    }

    /// The same with a status of its own.
    pub fn refuse_with(self, status: StatusCode, error: &AppError) -> Response {
        let text = error.text.clone();
        // Of a fault of ours it is a reference into the log, which the text has.
        let code = error.code.clone().filter(|_| error.kind != Kind::Internal);
        let mut response = match self {
            Self::Text => (status, Json(ErrorBody { error: text, code })).into_response(),
            Self::List => (status, Json(Errors { errors: [Message { message: text, code }] })).into_response(),
            Self::Kind => {
                let error = status.canonical_reason().unwrap_or("Error");
                (status, Json(KindBody { error, message: text })).into_response()
            }
        };
        let headers = response.headers_mut();
        if let Some(seconds) = error.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self == Self::Kind && status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"VizBoard\""));
        }
        response
    }
}
