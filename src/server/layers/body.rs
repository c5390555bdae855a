//! How much and how slowly a body may come: 2 MiB within a minute (00-conventions, Errors).

use crate::{
    error::{AppError, Kind},
    server::answer::{Face, refuse, refuse_with},
};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;

/// Bytes that a body may have.
pub const LIMIT: usize = 2 * 1024 * 1024;
/// Time for the whole body.
const TIME: Duration = Duration::from_secs(60);
/// What is read and thrown away of a body that is too large: closing earlier would throw away the answer as well.
const DRAIN: usize = 4 * LIMIT;

/// Reads the body, so that whatever handles the request gets all of it or is not asked.
pub async fn limit(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > LIMIT) {
        let drained = Limited::new(body, DRAIN).collect();
        tokio::time::timeout(Duration::from_secs(5), drained).await.ok();
        return refuse(Face::of(&parts), &too_large());
    }
    match tokio::time::timeout(TIME, Limited::new(body, LIMIT).collect()).await {
        Ok(Ok(whole)) => next.run(Request::from_parts(parts, Body::from(whole.to_bytes()))).await,
        Ok(Err(error)) if error.is::<LengthLimitError>() => refuse(Face::of(&parts), &too_large()),
        Ok(Err(error)) => {
            tracing::debug!("a body broke off: {error}");
            refuse(Face::of(&parts), &AppError::malformed("The body of the request broke off"))
        }
        Err(_) => too_slow(&parts),
    }
}

/// The body of a request that went through [`limit`].
pub async fn whole(body: Body) -> Bytes {
    body.collect().await.map(|body| body.to_bytes()).unwrap_or_default()
}

fn too_large() -> AppError {
    AppError::new(Kind::TooLarge, "The body is larger than 2 MiB")
}

fn too_slow(parts: &Parts) -> Response {
    let error = AppError::malformed(format!("The body did not arrive within {} seconds", TIME.as_secs()));
    refuse_with(Face::of(parts), StatusCode::REQUEST_TIMEOUT, &error)
}
