//! The rows of one hosted database as an OpenAPI document.

use super::Asker;
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        databases::{
            access::{Asking, Key},
            rows::document,
        },
    },
};
use axum::{
    Json,
    extract::{Path, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(database_document))
}

/// The rows of a database as an OpenAPI document of its own, made from its tables as they are now.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/openapi.json",
    tag = "Rows",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The document, OpenAPI 3.1", body = serde_json::Value),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn database_document(
    State(app): State<App>,
    Asker(actor): Asker,
    Path(db_id): Path<String>,
) -> Result<Json<serde_json::Value>, Listed> {
    Ok(Json(document::document(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await?))
}
