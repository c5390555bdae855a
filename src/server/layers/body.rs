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
use http_body_util::BodyExt;
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
    if announced.is_some_and(|length| length > LIMIT) && parts.headers.contains_key(header::EXPECT) {
        // The client waits for a word before it sends.
        return refuse(Face::of(&parts), &too_large());
    }
    match tokio::time::timeout(TIME, read(body, announced)).await {
        Ok(Ok(Some(whole))) => next.run(Request::from_parts(parts, Body::from(whole))).await,
        Ok(Ok(None)) => refuse(Face::of(&parts), &too_large()),
        Ok(Err(error)) => {
            tracing::debug!("a body broke off: {error}");
            refuse(Face::of(&parts), &AppError::malformed("The body of the request broke off"))
        }
        Err(_) => too_slow(&parts),
    }
}

/// The body, or nothing when it is larger than [`LIMIT`].
async fn read(mut body: Body, announced: Option<usize>) -> Result<Option<Vec<u8>>, axum::Error> {
    let mut whole = Vec::with_capacity(announced.unwrap_or_default().min(64 * 1024));
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        length += data.len();
        if length <= LIMIT {
            whole.extend_from_slice(&data);
        } else if length > LIMIT + DRAIN {
            return Ok(None);
        } else {
            whole = Vec::new();
        }
    }
    Ok((length <= LIMIT).then_some(whole))
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
