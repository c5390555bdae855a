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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, http::StatusCode, middleware::from_fn};
    use tower::ServiceExt;

    async fn fault() -> StatusCode {
        panic!("a fault with a secret")
    }

    #[tokio::test]
    async fn every_family_tells_a_fault_in_its_own_body() {
        let router: Router = Router::new().fallback(fault).layer(from_fn(catch));
        for (path, text) in [
            ("/api/login", "/errors/0/message"),
            ("/api/health", "/message"),
            ("/api/widgets/x", "/error"),
            ("/actions/getBoard", "/error"),
            ("/nowhere", "/error"),
        ] {
            let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
            let answer = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            let body = axum::body::to_bytes(answer.into_body(), 10_000).await.expect("a body");
            let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
            let text = body.pointer(text).and_then(serde_json::Value::as_str).unwrap_or_else(|| panic!("{path}: {body}"));
            assert!(text.contains("Reference") && !body.to_string().contains("secret"), "{path}: {body}");
        }
    }
}
