//! Whether the process lives (seed 003 and seed 002 each have their own path) and whether it can do its work.

use crate::{domain::App, model::time::Timestamp};
use axum::{Json, Router, routing::get};
use serde::Serialize;

/// Body of `GET /api/health` (seed 003).
#[derive(Serialize)]
struct Health {
    status: &'static str,
    timestamp: Timestamp,
}

pub fn routes() -> Router<App> {
    Router::new().route("/api/health", get(health)).route("/api/status", get(status))
}

/// What is answered before there is an application.
pub fn liveness() -> Router {
    Router::new().route("/api/health", get(health)).route("/api/status", get(status))
}

async fn health() -> Json<Health> {
    Json(Health { status: "ok", timestamp: Timestamp::now() })
}

/// `{}` (seed 002).
async fn status() -> Json<serde_json::Map<String, serde_json::Value>> {
    Json(serde_json::Map::new())
}
