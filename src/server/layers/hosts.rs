//! By which hosts the server answers, once its administrators said so. Monitors are answered by any: they ask by address.

use crate::{
    api::health,
    domain::{App, installation},
    error::AppError,
    server::answer::{Face, refuse_with},
};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};

pub async fn require(State(app): State<App>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if health::PATHS.contains(&request.uri().path()) || installation::is_answered(&app, host).await {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    let text = "This server does not answer by this name. Its administrator can add the name to the allowed hosts.";
    refuse_with(Face::of(&parts), StatusCode::MISDIRECTED_REQUEST, &AppError::forbidden(text))
}
