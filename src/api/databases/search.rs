//! Finding a text in a table.

use super::Asker;
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        databases::{
            access::{Asking, Key},
            search,
        },
    },
    model::database::DatabaseTable,
};
use axum::{
    Json,
    extract::{Path, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find))
}

/// The rows of which a text column holds the term, in whatever case: `numberOfRows` says how many, `rows` holds the first
/// thousand.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/tables/{table}/search/{searchTerm}",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("searchTerm" = String, Path, description = "What is looked for"),
    ),
    responses(
        (status = 200, description = "The table with what was found", body = DatabaseTable),
        (status = 400, description = "The database refuses it", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn find(
    State(app): State<App>,
    Asker(actor): Asker,
    Path((db_id, table, term)): Path<(String, String, String)>,
) -> Result<Json<DatabaseTable>, Listed> {
    Ok(Json(search::search(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &table, &term).await?))
}
