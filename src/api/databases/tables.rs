//! Tables of a hosted database.

use super::{Asker, empty::OrEmpty};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::Strict,
    },
    domain::{
        App,
        actor::Client,
        databases::{
            Caller,
            access::{Asking, Key},
            tables,
        },
    },
    model::{
        database::DatabaseTable,
        outcome::Nothing,
        table_input::{CloneInput, NewTableInput, TableChangeInput},
    },
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, create, change, delete)).routes(routes!(copy))
}

/// A table or a view with its columns.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/tables/{table}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("table" = String, Path, description = "Its name")),
    responses(
        (status = 200, description = "The table", body = DatabaseTable),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn show(
    State(app): State<App>,
    Asker(actor): Asker,
    Path((db_id, table)): Path<(String, String)>,
) -> Result<Json<DatabaseTable>, Listed> {
    Ok(Json(tables::get(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &table).await?))
}

/// Makes a table of that name. Without columns it has one, `id INTEGER PRIMARY KEY`.
#[utoipa::path(
    put,
    path = "/api/dbs/{dbId}/tables/{table}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("table" = String, Path, description = "Its name")),
    request_body = NewTableInput,
    responses(
        (status = 200, description = "The table", body = DatabaseTable),
        (status = 400, description = "A broken rule, or SQLite refuses it", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "There is a table or a view of this name", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn create(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, table)): Path<(String, String)>,
    OrEmpty(body): OrEmpty<NewTableInput>,
) -> Result<Json<DatabaseTable>, Listed> {
    Ok(Json(tables::create(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table, body).await?))
}

/// Gives a table another name, description or place among the others. Charts follow its name.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/tables/{table}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("table" = String, Path, description = "Its name")),
    request_body = TableChangeInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule, or SQLite refuses it", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The new name is taken", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, table)): Path<(String, String)>,
    Strict(body): Strict<TableChangeInput>,
) -> Result<Json<Nothing>, Listed> {
    tables::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table, body).await?;
    Ok(Json(Nothing {}))
}

/// Drops a table or a view, with a kept copy of the database of before.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/tables/{table}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("table" = String, Path, description = "Its name")),
    responses(
        (status = 200, description = "It is gone", body = Nothing),
        (status = 400, description = "SQLite refuses it", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn delete(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, table)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    tables::delete(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table).await?;
    Ok(Json(Nothing {}))
}

/// Makes a table of the same definition, with its rows or without.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/tables/{table}/clone",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("table" = String, Path, description = "Its name")),
    request_body = CloneInput,
    responses(
        (status = 200, description = "The copy", body = DatabaseTable),
        (status = 400, description = "A broken rule, or SQLite refuses it", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "There is a table or a view of the new name", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn copy(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, table)): Path<(String, String)>,
    Strict(body): Strict<CloneInput>,
) -> Result<Json<DatabaseTable>, Listed> {
    Ok(Json(tables::copy(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table, body).await?))
}
