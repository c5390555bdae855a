//! How the server itself refuses, in the body of the family that was asked (00-conventions, Errors).

use crate::{
    api::family::Family,
    error::{AppError, Kind},
};
use axum::{
    Json,
    body::Body,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use serde::Serialize;

/// Who asks: decides the form of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// `/actions/...`: `{"success": false, "error": ...}`.
    Action,
    /// `/api/...` and everything that does not want a page.
    Api(Family),
    /// A browser that shows what it gets.
    Page,
}

impl Face {
    pub fn of(parts: &Parts) -> Self {
        let path = parts.uri.path();
        if path.starts_with("/actions/") {
            if is_plain_form(parts) { Self::Page } else { Self::Action }
        } else if path.starts_with("/api/") || !accepts_html(parts) {
            Self::Api(Family::of(path))
        } else {
            Self::Page
        }
    }
}

/// Whether the caller is a browser that loads a page.
pub fn accepts_html(parts: &Parts) -> bool {
    parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// Whether the body is a form.
pub fn is_form(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Whether a browser sent a form by itself and shows whatever comes back.
pub fn is_plain_form(parts: &Parts) -> bool {
    is_form(parts) && accepts_html(parts)
}

/// The body of a failed action. `kind` lets the interface tell errors apart.
#[derive(Serialize)]
struct ActionBody<'a> {
    success: bool,
    #[serde(flatten)]
    error: &'a AppError,
}

/// The answer for an error that no handler renders.
pub fn refuse(face: Face, error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    refuse_with(face, status, error)
}

/// The same with a status of its own, as 405 and 408 have no [`Kind`].
pub fn refuse_with(face: Face, status: StatusCode, error: &AppError) -> Response {
    let mut response = match face {
        Face::Action => (status, Json(ActionBody { success: false, error })).into_response(),
        Face::Api(family) => return family.refuse_with(status, error),
        Face::Page => (status, Html(page(status, &error.text))).into_response(),
    };
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A path that does not exist, for whoever is not shown the application's own page.
pub fn not_found(face: Face) -> Response {
    refuse(face, &AppError::not_found("There is nothing at this address"))
}

/// A method that this path does not have; the router adds `Allow`.
pub async fn method_not_allowed(request: axum::extract::Request<Body>) -> Response {
    let (parts, _) = request.into_parts();
    let error = AppError::new(Kind::Invalid, format!("{} is not possible at this address", parts.method));
    refuse_with(Face::of(&parts), StatusCode::METHOD_NOT_ALLOWED, &error)
}

/// A page that needs nothing else to be shown: no style, no script, so that it also works while everything is down.
fn page(status: StatusCode, text: &str) -> String {
    let text = escape(text);
    let title = status.canonical_reason().unwrap_or("VizBoard");
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · VizBoard</title></head><body style=\"font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem\">\
         <h1 style=\"font-size:1.4rem\">{title}</h1><p>{text}</p><p><a href=\"/\">Home</a></p></body></html>"
    )
}

/// A text between tags, or in an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
