//! Whether the process lives (seed 003 and seed 002 each have their own path) and whether it can do its work.

use crate::{domain::App, model::time::Timestamp};
use axum::{Json, Router, routing::get};
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
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(status))
}

/// What is answered before there is an application.
pub fn liveness() -> Router {
    Router::new().route("/api/health", get(health)).route("/api/status", get(status))
}

/// Whether the process lives.
#[utoipa::path(get, path = "/api/health", tag = "Health", responses((status = 200, description = "It does", body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "ok", timestamp: Timestamp::now() })
}

/// Whether the process lives: `{}` (seed 002).
#[utoipa::path(get, path = "/api/status", tag = "Health", responses((status = 200, description = "It does")))]
async fn status() -> Json<serde_json::Map<String, serde_json::Value>> {
    Json(serde_json::Map::new())
}
