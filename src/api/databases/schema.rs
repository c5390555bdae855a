//! The structure of a hosted database as text and for Azimutt.

use super::Asker;
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        databases::{
            access::{Asking, Key},
            azimutt, text,
        },
    },
    model::azimutt::AzimuttSchema,
};
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(schema)).routes(routes!(azimutt_schema))
}

/// The CREATE statements of everything in it, in the order in which it was made.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/schema",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The statements", body = String, content_type = "text/plain"),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn schema(State(app): State<App>, Asker(actor): Asker, Path(db_id): Path<String>) -> Result<Response, Listed> {
    let text = text::text(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Tables and relations in the form that Azimutt reads.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/azimutt-schema",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The document", body = AzimuttSchema),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn azimutt_schema(State(app): State<App>, Asker(actor): Asker, Path(db_id): Path<String>) -> Result<Json<AzimuttSchema>, Listed> {
    Ok(Json(azimutt::schema(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await?))
}
