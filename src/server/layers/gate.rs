//! What is answered while the server starts and stops: it lives, it is not ready, and it takes no work.

use crate::{
    error::AppError,
    server::{
        answer::{Face, refuse},
        lifecycle::{Lifecycle, Stage},
    },
};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use tower::ServiceExt;

/// Whether the process lives is answered at every stage.
fn is_liveness(request: &Request) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD) && matches!(request.uri().path(), "/api/health" | "/api/status")
}

/// Lets requests through while serving, and counts them so that a stop can wait for them.
pub async fn watch(State(lifecycle): State<Lifecycle>, request: Request, next: Next) -> Response {
    match lifecycle.stage() {
        _ if is_liveness(&request) => next.run(request).await,
        Stage::Serving => {
            let work = lifecycle.in_flight();
            let response = next.run(request).await;
            drop(work);
            response
        }
        Stage::Starting => later(request, "VizBoard is starting. Try again in a moment."),
        Stage::Stopping => {
            let mut response = later(request, "VizBoard is stopping. Try again in a moment.");
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

fn later(request: Request, text: &str) -> Response {
    let (parts, _) = request.into_parts();
    refuse(Face::of(&parts), &AppError { retry_after: Some(2), ..AppError::unavailable(text) })
}

/// Hands the request to the application, or answers for it before there is one.
pub async fn dispatch(State(lifecycle): State<Lifecycle>, request: Request) -> Response {
    let router = match lifecycle.router() {
        Some(router) => router,
        None => crate::api::health::liveness(),
    };
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
