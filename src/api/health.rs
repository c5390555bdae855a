//! Whether the process lives (seed 003 and seed 002 each have their own path) and whether it can do its work.

use crate::{
    domain::{App, actor::Actor, health},
    model::time::Timestamp,
};
use axum::{
    Extension, Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

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
async fn ready(State(app): State<App>, actor: Option<Extension<Actor>>) -> Response {
    match health::ready(&app).await {
        Ok(()) => Json(Ready { status: "ready" }).into_response(),
        Err(reason) => {
            let code = actor.is_some_and(|Extension(actor)| actor.is_admin).then(|| reason.code());
            (StatusCode::SERVICE_UNAVAILABLE, Json(Unready { error: "VizBoard is not ready", code })).into_response()
        }
    }
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
