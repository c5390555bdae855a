//! The one error that leaves a use case. Faces (actions, API families, pages) render it in their own body.
//!
//! A text says what happened and what to do. Whatever the reader cannot act on is logged where it arose,
//! under the reference in `code`, and never put into the text (00-conventions, Errors).

use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// What went wrong, in terms a face can turn into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The body does not parse or a field has the wrong JSON kind (400, also for actions).
    Malformed,
    /// A rule of a field or of the product is broken (400; `success: false` for actions).
    Invalid,
    /// No or bad credentials (401).
    Unauthorized,
    /// Known but not allowed (403).
    Forbidden,
    /// Unknown, or hidden from this caller: both look the same (404).
    NotFound,
    /// The state changed meanwhile or the name is taken (409).
    Conflict,
    /// Body over the limit (413).
    TooLarge,
    /// Wrong content type (415).
    UnsupportedMediaType,
    /// Too many tries (429, with `retry_after`).
    RateLimited,
    /// A component is not configured or not reachable; the text says which (503).
    Unavailable,
    /// Somebody's database refused or failed (400; `success: false` for actions).
    Database,
    /// Our fault (500); the cause is in the log under `code`.
    Internal,
    /// The browser could not reach the server. Made in the browser only.
    Transport,
}

/// The error of every use case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{text}")]
pub struct AppError {
    pub kind: Kind,
    /// What happened and what to do, for a person.
    #[serde(rename = "error")]
    pub text: String,
    /// The input field that broke a rule, as named in the request (`connections[0].port`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Reference into the log; of a refusal that programs act on, its name (`model::factor`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Seconds to wait, with [`Kind::RateLimited`] and [`Kind::Unavailable`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

pub type Result<T, E = AppError> = std::result::Result<T, E>;

impl AppError {
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), field: None, code: None, retry_after: None }
    }

    /// A broken rule of one field. The text names field and rule.
    pub fn field(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(Kind::Invalid, text) }
    }

    pub fn invalid(text: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, text)
    }

    pub fn malformed(text: impl Into<String>) -> Self {
        Self::new(Kind::Malformed, text)
    }

    pub fn unauthorized() -> Self {
        Self::new(Kind::Unauthorized, "Unauthorized")
    }

    pub fn forbidden(text: impl Into<String>) -> Self {
        Self::new(Kind::Forbidden, text)
    }

    pub fn not_found(text: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, text)
    }

    pub fn conflict(text: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, text)
    }

    pub fn unavailable(text: impl Into<String>) -> Self {
        Self::new(Kind::Unavailable, text)
    }

    pub fn database(text: impl Into<String>) -> Self {
        Self::new(Kind::Database, text)
    }

    pub fn rate_limited(retry_after: u32) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(Kind::RateLimited, format!("Too many attempts. Try again in {retry_after} seconds."))
        }
    }

    /// A fault of ours: `cause` goes to the log under a fresh reference, the caller gets the reference only.
    #[cfg(feature = "ssr")]
    #[track_caller]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let code = nanoid::nanoid!(10);
        let place = std::panic::Location::caller();
        tracing::error!(error.code = %code, place = %place, "internal error: {cause}");
        Self { code: Some(code.clone()), ..Self::new(Kind::Internal, format!("Something went wrong on our side. Reference: {code}")) }
    }

    /// HTTP status of this kind for families without a documented exception.
    pub fn status(&self) -> u16 {
        match self.kind {
            Kind::Malformed | Kind::Invalid | Kind::Database => 400,
            Kind::Unauthorized => 401,
            Kind::Forbidden => 403,
            Kind::NotFound => 404,
            Kind::Conflict => 409,
            Kind::TooLarge => 413,
            Kind::UnsupportedMediaType => 415,
            Kind::RateLimited => 429,
            Kind::Unavailable | Kind::Transport => 503,
            Kind::Internal => 500,
        }
    }

    /// Whether an action answers this as HTTP 200 with `success: false` (00-conventions, Server actions).
    pub fn is_domain_outcome(&self) -> bool {
        matches!(self.kind, Kind::Invalid | Kind::Forbidden | Kind::NotFound | Kind::Conflict | Kind::Database)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Args(text) | ServerFnErrorErr::MissingArg(text) => Self::malformed(text),
            // Decoding of a request body arrives here; its text names the field and the expected kind.
            ServerFnErrorErr::Deserialization(text) => Self::malformed(text),
            ServerFnErrorErr::Request(_) => {
                Self::new(Kind::Transport, "The server cannot be reached. Check your connection and try again.")
            }
            other => Self::new(Kind::Internal, other.to_string()),
        }
    }
}
