//! Widgets (spec 01).

use super::{
    family::ErrorBody,
    refusal::{Reading, Refusal},
};
use crate::{
    domain::{App, widgets},
    model::widget::Widget,
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Answer of `GET /api/widgets/{widgetId}`.
#[derive(Serialize, ToSchema)]
struct OneWidget {
    success: bool,
    widget: Widget,
}

/// A widget of a project of the caller.
#[utoipa::path(
    get,
    path = "/api/widgets/{widgetId}",
    tag = "Widgets",
    params(("widgetId" = String, Path, description = "The widget")),
    responses(
        (status = 200, description = "The widget", body = OneWidget),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn get(State(app): State<App>, Reading(actor): Reading, Path(widget_id): Path<String>) -> Result<Json<OneWidget>, Refusal> {
    Ok(Json(OneWidget { success: true, widget: widgets::get(&app, &actor, &widget_id).await? }))
}
