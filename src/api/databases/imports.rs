//! CSV files into tables of hosted databases.

use super::{Asker, upload};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::parameter,
    },
    domain::{
        App,
        databases::{
            access::{self, Asking, Key},
            import,
        },
    },
    error::AppError,
    model::{
        csv_import::{ImportAnswer, ImportChoices, ImportState},
        database_right::DatabaseRight,
        given::Object,
    },
};
use axum::{
    Json,
    body::Body,
    extract::{DefaultBodyLimit, Path, RawQuery, Request, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    // The size of a file is counted while it is read.
    OpenApiRouter::new().routes(routes!(import)).layer(DefaultBodyLimit::disable()).routes(routes!(import_state, import_cancel))
}

/// Form of an import.
#[derive(Serialize, ToSchema)]
#[schema(as = DatabaseImportForm)]
struct ImportInput {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What is chosen, as JSON; all of it is found out from the file when absent.
    options: Option<ImportChoices>,
}

/// Imports a CSV file into a table, which is made unless it exists: all of its rows or none. The import goes on by itself, and
/// its state says how far it is. With `preview=true` nothing is imported: the answer is what was found in the file.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/imports",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("preview" = Option<bool>, Query, description = "true: only look at the file"),
    ),
    request_body(content = ImportInput, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The import has begun, or what is in the file", body = ImportAnswer),
        (status = 400, description = "No file, or options that do not fit it", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "Another import into the database is under way", body = Errors),
        (status = 413, description = "The file is too large", body = Errors),
        (status = 415, description = "No form", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn import(
    State(app): State<App>,
    Asker(actor): Asker,
    Path(db_id): Path<String>,
    RawQuery(query): RawQuery,
    request: Request<Body>,
) -> Result<Json<ImportAnswer>, Listed> {
    let (asking, key) = (Asking { actor: actor.as_ref() }, Key::id(&db_id));
    // Asked for before the first byte of the file is read.
    access::open(&app, asking, &key, DatabaseRight::Insert).await?;
    let preview = parameter(query.as_deref(), "preview")?.is_some_and(|text| text == "true" || text == "1");
    let sent = upload::receive(&app, request).await?;
    let choices = match sent.options.as_deref().filter(|text| !text.trim().is_empty()) {
        None => ImportChoices::default(),
        Some(text) => {
            let read = serde_json::from_str(text).map(|Object(choices)| choices);
            read.map_err(|error| AppError::malformed(format!("options does not have the documented form: {error}")))?
        }
    };
    Ok(Json(if preview {
        ImportAnswer::Preview(import::preview(&app, asking, &key, &sent, &choices).await?)
    } else {
        ImportAnswer::Begun(import::begin(&app, asking, &key, sent.into(), choices).await?)
    }))
}

/// How far an import is.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/imports/{importId}",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("importId" = String, Path, description = "The import"),
    ),
    responses(
        (status = 200, description = "Its state", body = ImportState),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, long ended, or private and not the caller's", body = Errors),
    )
)]
async fn import_state(
    State(app): State<App>,
    Asker(actor): Asker,
    Path((db_id, import_id)): Path<(String, String)>,
) -> Result<Json<ImportState>, Listed> {
    Ok(Json(import::state(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &import_id).await?))
}

/// Stops an import; nothing of it is left. One that has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/imports/{importId}",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("importId" = String, Path, description = "The import"),
    ),
    responses(
        (status = 200, description = "Its state", body = ImportState),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, long ended, or private and not the caller's", body = Errors),
    )
)]
async fn import_cancel(
    State(app): State<App>,
    Asker(actor): Asker,
    Path((db_id, import_id)): Path<(String, String)>,
) -> Result<Json<ImportState>, Listed> {
    Ok(Json(import::cancel(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &import_id).await?))
}
