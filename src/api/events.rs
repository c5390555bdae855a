//! What services outside tell this server (seed 002).

use super::{
    family::{Errors, Listed},
    refusal::parameter,
};
use crate::{
    domain::{App, actor::Client, billing},
    error::{AppError, Kind},
    model::outcome::Nothing,
};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, header},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(paddle))
}

/// A billing event of Paddle (classic). One that came before, or after a newer one, changes nothing.
#[utoipa::path(
    post,
    path = "/api/events/paddle",
    tag = "Server",
    params(("key" = String, Query, description = "The key of VIZBOARD_PADDLE_KEY")),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "The event's fields"),
    responses(
        (status = 200, description = "Taken in", body = Nothing),
        (status = 400, description = "No event", body = Errors),
        (status = 403, description = "Another key, or a signature that does not fit", body = Errors),
        (status = 415, description = "Not a form", body = Errors),
        (status = 429, description = "Too many wrong keys", body = Errors),
        (status = 503, description = "Billing events are not set up", body = Errors),
    )
)]
async fn paddle(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Nothing>, Listed> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().unwrap_or_default().trim() != "application/x-www-form-urlencoded" {
        return Err(AppError::new(Kind::UnsupportedMediaType, "Send application/x-www-form-urlencoded").into());
    }
    let key = parameter(query.as_deref(), "key")?;
    billing::receive(&app, &client, key.as_deref(), &body).await?;
    Ok(Json(Nothing {}))
}
