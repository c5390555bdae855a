//! One line of the log per request, under an id that its other lines and the answer carry. No query strings and no
//! cookies: they hold what people must not find in a log.

use crate::domain::actor::Client;
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::{Instrument, info, info_span};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id and writes its line.
pub async fn record(request: Request, next: Next) -> Response {
    let id = nanoid::nanoid!(12);
    let client = request.extensions().get::<Client>().map(|client| client.address.to_string()).unwrap_or_default();
    let span = info_span!("request", id = %id, method = %request.method(), path = %shown(request.uri().path()), client = %client);
    async move {
        let start = Instant::now();
        let mut response = next.run(request).await;
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        info!(target: "vizboard::access", status = response.status().as_u16(), ms = start.elapsed().as_secs_f64() * 1000.0, "answered");
        response
    }
    .instrument(span)
    .await
}

/// Paths below which the rest is a key, and what is written in place of it.
const KEYS: [(&str, &str); 8] = [
    ("/api/public/", "/api/public/…"),
    ("/public/", "/public/…"),
    ("/embed/", "/embed/…"),
    ("/setup/", "/setup/…"),
    ("/password-reset/", "/password-reset/…"),
    ("/verify-email/", "/verify-email/…"),
    ("/invitation/", "/invitation/…"),
    ("/invite/", "/invite/…"),
];

/// The path without what only its holder should know.
pub(crate) fn shown(path: &str) -> &str {
    KEYS.iter().find(|(start, _)| path.starts_with(start)).map_or(path, |(_, shown)| shown)
}
