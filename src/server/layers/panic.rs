//! A fault in a handler becomes an answer with a reference; the process and the other requests go on.

use crate::{
    error::AppError,
    server::answer::{Face, refuse},
};
use axum::{extract::Request, middleware::Next, response::Response};
use futures::FutureExt;
use std::{any::Any, panic::AssertUnwindSafe};

/// Catches what unwinds out of a handler.
pub async fn catch(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let face = Face::of(&parts);
    // The request is dropped with its handler, so nothing half-changed is seen afterwards.
    let outcome = AssertUnwindSafe(next.run(Request::from_parts(parts, body))).catch_unwind().await;
    outcome.unwrap_or_else(|cause| refuse(face, &AppError::internal(format!("a handler panicked: {}", text(cause.as_ref())))))
}

fn text(cause: &(dyn Any + Send)) -> &str {
    let owned = cause.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("without a text")
}
