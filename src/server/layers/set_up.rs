//! Until the first administrator is made, everything but the way there, static files and the questions of monitors
//! leads to a notice or answers 503 (00-conventions, Identity and access).

use crate::{
    api::health,
    domain::{App, accounts},
    error::AppError,
    server::answer::{self, Face, refuse},
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
    let is_way_there = is_way_there(parts.uri.path());
    match accounts::awaits_set_up(&app).await {
        Ok(waits) if waits == is_way_there => next.run(Request::from_parts(parts, body)).await,
        // Used once, the way is gone.
        Ok(_) if is_way_there => answer::not_found(Face::of(&parts)),
        Ok(_) if Face::of(&parts) == Face::Page && parts.method == Method::GET => Redirect::to("/setup").into_response(),
        Ok(_) => {
            let text = "This server is not set up yet. Open the set-up link that it printed when it started.";
            refuse(Face::of(&parts), &AppError::unavailable(text))
        }
        Err(error) => refuse(Face::of(&parts), &error),
    }
}

fn is_open(path: &str) -> bool {
    let exact = ["/actions/setUp", "/favicon.ico", "/favicon.svg", "/robots.txt"];
    exact.contains(&path) || health::PATHS.contains(&path) || path.starts_with("/assets/")
}

/// The notice and the page of the link.
fn is_way_there(path: &str) -> bool {
    path == "/setup" || path.starts_with("/setup/")
}
