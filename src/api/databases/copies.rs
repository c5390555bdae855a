//! Kept copies of a database, its log, and its room on the disk.

use super::Asker;
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::{SignedIn, parameter},
    },
    domain::{
        App,
        actor::Client,
        databases::{self, Caller, access::Key, copies, log},
    },
    error::AppError,
    model::{
        database_copies::{DatabaseChangeLine, DatabaseCopy},
        outcome::Nothing,
    },
};
use axum::{
    Extension, Json,
    extract::{Path, RawQuery, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(restore))
        .routes(routes!(delete))
        .routes(routes!(changes))
        .routes(routes!(vacuum))
}

/// Answer of `GET /api/dbs/{dbId}/copies`.
#[derive(Serialize, ToSchema)]
struct DatabaseCopies {
    copies: Vec<DatabaseCopy>,
}

/// Answer of `GET /api/dbs/{dbId}/changes`.
#[derive(Serialize, ToSchema)]
struct DatabaseChanges {
    changes: Vec<DatabaseChangeLine>,
}

/// The kept copies of a database, the newest first.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/copies",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The copies", body = DatabaseCopies),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn list(State(app): State<App>, SignedIn(actor): SignedIn, Path(db_id): Path<String>) -> Result<Json<DatabaseCopies>, Listed> {
    Ok(Json(DatabaseCopies { copies: copies::list(&app, &actor, &Key::id(&db_id)).await? }))
}

/// Keeps a copy of the database as it is now.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/copies",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The copy", body = DatabaseCopy),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "As many as may be", body = Errors),
    )
)]
async fn create(State(app): State<App>, SignedIn(actor): SignedIn, Path(db_id): Path<String>) -> Result<Json<DatabaseCopy>, Listed> {
    Ok(Json(copies::create(&app, &actor, &Key::id(&db_id)).await?))
}

/// Makes the database what it was when the copy was made. What it is now is kept as a copy first.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/copies/{copyId}/restore",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("copyId" = String, Path, description = "The copy")),
    responses(
        (status = 200, description = "Restored", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or the structure is locked", body = Errors),
        (status = 404, description = "No such copy or database", body = Errors),
    )
)]
async fn restore(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((db_id, copy_id)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    copies::restore(&app, &actor, &Key::id(&db_id), &copy_id).await?;
    Ok(Json(Nothing {}))
}

/// Deletes a kept copy.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/copies/{copyId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("copyId" = String, Path, description = "The copy")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "No such copy or database", body = Errors),
    )
)]
async fn delete(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((db_id, copy_id)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    copies::delete(&app, &actor, &Key::id(&db_id), &copy_id).await?;
    Ok(Json(Nothing {}))
}

/// What was changed in a database while auditing was on, the newest first.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/changes",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("before" = Option<String>, Query, description = "Only changes before this time (RFC 3339): that of the last line of the answer before"),
        ("limit" = Option<i64>, Query, description = "Most lines: 1 to 1,000, else 100"),
    ),
    responses(
        (status = 200, description = "The changes", body = DatabaseChanges),
        (status = 400, description = "A parameter cannot be read", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn changes(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(db_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<DatabaseChanges>, Listed> {
    let before = parameter(query.as_deref(), "before")?;
    let limit = match parameter(query.as_deref(), "limit")? {
        None => 100,
        Some(text) => match text.parse::<i64>() {
            Ok(limit) if (1..=log::MOST).contains(&limit) => limit,
            _ => return Err(AppError::malformed(format!("limit must be between 1 and {}", log::MOST)).into()),
        },
    };
    Ok(Json(DatabaseChanges { changes: log::changes(&app, &actor, &Key::id(&db_id), before.as_deref(), limit).await? }))
}

/// Gives room that deleted rows left in the file back to the disk.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/vacuum",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "Done", body = Nothing),
        (status = 403, description = "The caller may not change its structure", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn vacuum(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
) -> Result<Json<Nothing>, Listed> {
    databases::vacuum(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id)).await?;
    Ok(Json(Nothing {}))
}
