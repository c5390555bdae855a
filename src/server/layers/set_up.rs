//! Until the first administrator is made, everything but the way there, static files and the questions of monitors
//! leads to a notice or answers 503 (00-conventions, Identity and access).

use crate::{
    api::health,
    domain::{App, accounts},
    error::AppError,
    server::answer::{Face, refuse},
};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

pub async fn require(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if is_open(parts.uri.path()) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    match accounts::awaits_set_up(&app).await {
        Ok(false) => next.run(Request::from_parts(parts, body)).await,
        Ok(true) if Face::of(&parts) == Face::Page && parts.method == Method::GET => Redirect::to("/setup").into_response(),
        Ok(true) => {
            let text = "This server is not set up yet. Open the set-up link that it printed when it started.";
            refuse(Face::of(&parts), &AppError::unavailable(text))
        }
        Err(error) => refuse(Face::of(&parts), &error),
    }
}

fn is_open(path: &str) -> bool {
    let exact = ["/setup", "/actions/setUp", "/favicon.ico", "/favicon.svg", "/robots.txt"];
    exact.contains(&path) || health::PATHS.contains(&path) || ["/setup/", "/assets/"].iter().any(|start| path.starts_with(start))
}
