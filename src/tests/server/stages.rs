//! What is answered before there is an application, and when a handler breaks.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
    middleware::from_fn,
    routing::get,
};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use tower::ServiceExt;
use vizboard::server::{
    config::Config,
    layers::panic,
    lifecycle::{Lifecycle, Stage},
    router,
};

async fn ask(router: &Router, path: &str, accept: &str) -> (StatusCode, HeaderMap, String) {
    let request = Request::get(path).header("accept", accept).body(Body::empty()).expect("a request");
    let (parts, body) = router.clone().oneshot(request).await.expect("an answer").into_parts();
    let text = body.collect().await.expect("a body").to_bytes();
    (parts.status, parts.headers, String::from_utf8_lossy(&text).into_owned())
}

#[tokio::test]
async fn a_server_that_starts_lives_but_is_not_ready() {
    let lifecycle = Lifecycle::new();
    let config = Config::from_variables(&BTreeMap::new()).expect("defaults");
    let router = router::outside(&config, &lifecycle);
    assert_eq!(lifecycle.stage(), Stage::Starting);
    assert_eq!(ask(&router, "/api/health", "*/*").await.0, StatusCode::OK);
    assert_eq!(ask(&router, "/api/status", "*/*").await.2, "{}");
    for (path, accept, expected) in
        [("/api/ready", "*/*", "{\"error\":\"VizBoard is starting"), ("/projects", "text/html", "<!DOCTYPE html>")]
    {
        let (status, headers, text) = ask(&router, path, accept).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(headers["retry-after"], "2", "{path}");
        assert!(headers.contains_key("content-security-policy"), "{path}");
        assert!(text.starts_with(expected), "{text}");
    }
    lifecycle.serve(Router::new().route("/projects", get(|| async { "here" })));
    assert_eq!(ask(&router, "/projects", "text/html").await.2, "here");
    lifecycle.stop(std::future::pending()).await;
    assert_eq!(ask(&router, "/projects", "text/html").await.0, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_handler_that_panics_answers_with_a_reference() {
    let broken = || async {
        if true {
            panic!("secret detail")
        }
    };
    let router = Router::new().route("/api/broken", get(broken)).route("/broken", get(broken)).layer(from_fn(panic::catch));
    let (status, _, text) = ask(&router, "/api/broken", "*/*").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let body: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(body["error"].as_str().is_some_and(|text| text.contains("Reference: ")), "{text}");
    let (status, _, page) = ask(&router, "/broken", "text/html").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains("Reference: ") && !page.contains("secret detail") && !text.contains("secret detail"), "{page}");
}
