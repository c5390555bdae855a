//! How much and how slowly a body may come: 2 MiB within a minute (00-conventions, Errors). Files for hosted databases are
//! longer: whoever takes them reads and counts them piece by piece, once it is known who sends them.

use crate::{
    error::{AppError, Kind},
    server::answer::{Face, refuse, refuse_with},
};
use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::Response,
};
use futures::StreamExt;
use http_body_util::BodyExt;
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// Bytes that a body may have.
pub const LIMIT: usize = 2 * 1024 * 1024;
/// Time for the whole body.
const TIME: Duration = Duration::from_secs(60);
/// What is read and thrown away of a body that is too large: closing earlier would throw away the answer as well.
const DRAIN: usize = 4 * LIMIT;

/// Longest wait for it.
const DRAINING: Duration = Duration::from_secs(5);
/// In what files are sent.
const FORM: &str = "multipart/form-data";

/// Reads the body, so that whatever handles the request gets all of it or is not asked.
pub async fn limit(request: Request, next: Next) -> Response {
    if is_file(&request) {
        return uploaded(request, next).await;
    }
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

/// Whether this sends a file for a hosted database.
fn is_file(request: &Request) -> bool {
    let path = request.uri().path();
    let is_form = |kind: &str| kind.trim_start().get(..FORM.len()).is_some_and(|start| start.eq_ignore_ascii_case(FORM));
    matches!(*request.method(), Method::POST | Method::PUT)
        && (matches!(path, "/dbs" | "/databases/upload") || path.starts_with("/dbs/") || path.starts_with("/api/dbs/"))
        && request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(is_form)
}

/// Hands the body on as it comes. A refusal that comes before its end still waits for some of it, because closing earlier
/// would throw away the answer as well.
async fn uploaded(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let waits = parts.headers.contains_key(header::EXPECT);
    let rest = Arc::new(Mutex::new(Some(body)));
    let pieces = futures::stream::unfold(rest.clone(), |rest| async move {
        let mut body = rest.lock().await.take()?;
        let frame = body.frame().await;
        *rest.lock().await = Some(body);
        let piece = frame?.map(|frame| frame.into_data().unwrap_or_default());
        Some((piece, rest))
    });
    let response = next.run(Request::from_parts(parts, Body::from_stream(pieces.fuse()))).await;
    if response.status().is_client_error()
        && !waits
        && let Some(mut body) = rest.lock().await.take()
    {
        let drained = async {
            let mut length = 0;
            while let Some(Ok(frame)) = body.frame().await {
                length += frame.into_data().map_or(0, |data| data.len());
                if length > DRAIN {
                    break;
                }
            }
        };
        // Whoever sends slowly is not waited for.
        let _ = tokio::time::timeout(DRAINING, drained).await;
    }
    response
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
