//! Columns of tables of a hosted database.

use super::{Asker, empty::OrEmpty};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::Strict,
    },
    domain::{
        App,
        actor::Client,
        databases::{Caller, access::Key, columns},
    },
    model::{database::DatabaseColumn, outcome::Nothing, table_input::ColumnInput},
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, change, delete))
}

/// Adds a column, of text unless another type is given.
#[utoipa::path(
    put,
    path = "/api/dbs/{dbId}/tables/{table}/columns/{column}",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("column" = String, Path, description = "Its name"),
    ),
    request_body = ColumnInput,
    responses(
        (status = 200, description = "The column", body = DatabaseColumn),
        (status = 400, description = "A broken rule, or SQLite refuses it", body = Errors),
        (status = 403, description = "The caller may not, or the structure is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The table has a column of this name", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn create(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, table, column)): Path<(String, String, String)>,
    OrEmpty(body): OrEmpty<ColumnInput>,
) -> Result<Json<DatabaseColumn>, Listed> {
    Ok(Json(columns::create(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table, &column, body).await?))
}

/// Gives a column another name, type, default, rule or place. Rows stay.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/tables/{table}/columns/{column}",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("column" = String, Path, description = "Its name"),
    ),
    request_body = ColumnInput,
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
    Path((db_id, table, column)): Path<(String, String, String)>,
    Strict(body): Strict<ColumnInput>,
) -> Result<Json<Nothing>, Listed> {
    columns::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table, &column, body).await?;
    Ok(Json(Nothing {}))
}

/// Drops a column with its values, with a kept copy of the database of before.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/tables/{table}/columns/{column}",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("column" = String, Path, description = "Its name"),
    ),
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
    Path((db_id, table, column)): Path<(String, String, String)>,
) -> Result<Json<Nothing>, Listed> {
    columns::delete(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &table, &column).await?;
    Ok(Json(Nothing {}))
}
