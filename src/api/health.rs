//! Whether the process lives (seed 003 and seed 002 each have their own path) and whether it can do its work.

use super::auth;
use crate::{
    domain::{App, actor::Actor, health},
    model::time::Timestamp,
};
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What monitors ask. Nobody needs to be known for these, and nothing is looked up before them.
pub const PATHS: [&str; 3] = ["/api/health", "/api/status", "/api/ready"];
/// Longest wait for who asks, when the store does not answer as it should.
const PATIENCE: Duration = Duration::from_secs(1);

/// Body of `GET /api/health` (seed 003).
#[derive(Serialize, ToSchema)]
struct Health {
    status: &'static str,
    timestamp: Timestamp,
}

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(alive)).routes(routes!(status)).routes(routes!(ready))
}

/// What is answered before there is an application.
pub fn liveness() -> Router {
    Router::new().route("/api/health", get(alive)).route("/api/status", get(status))
}

/// Body of `GET /api/status` (seed 002): `{}`.
#[derive(Serialize, ToSchema)]
struct Alive {}

/// Body of `GET /api/ready`.
#[derive(Serialize, ToSchema)]
struct Ready {
    status: &'static str,
}

#[derive(Serialize, ToSchema)]
struct Unready {
    error: &'static str,
    /// For operators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// Whether the store and everything else that requests need answers. The gate around the application answers while
/// the server starts and stops.
#[utoipa::path(
    get,
    path = "/api/ready",
    tag = "Health",
    responses(
        (status = 200, description = "It can do its work", body = Ready),
        (status = 503, description = "It starts, stops, or a component does not answer", body = Unready),
    )
)]
async fn ready(State(app): State<App>, parts: Parts) -> Response {
    match health::ready(&app).await {
        Ok(()) => Json(Ready { status: "ready" }).into_response(),
        Err(reason) => {
            let code = is_operator(&app, parts).await.then(|| reason.code());
            (StatusCode::SERVICE_UNAVAILABLE, Json(Unready { error: "VizBoard is not ready", code })).into_response()
        }
    }
}

/// Whether the caller administers the server, as far as the store can still tell.
async fn is_operator(app: &App, mut parts: Parts) -> bool {
    let known = tokio::time::timeout(PATIENCE, auth::recognise(app, &mut parts)).await;
    matches!(known, Ok(Ok(_))) && parts.extensions.get::<Actor>().is_some_and(Actor::administers)
}

/// Whether the process lives.
#[utoipa::path(get, path = "/api/health", tag = "Health", responses((status = 200, description = "It does", body = Health)))]
async fn alive() -> Json<Health> {
    Json(Health { status: "ok", timestamp: Timestamp::now() })
}

/// Whether the process lives: `{}` (seed 002).
#[utoipa::path(get, path = "/api/status", tag = "Health", responses((status = 200, description = "It does", body = Alive)))]
async fn status() -> Json<Alive> {
    Json(Alive {})
}
