//! Databases as things: listed, made, shown, changed and deleted.

use super::Asker;
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::{SignedIn, Strict},
    },
    domain::{
        App,
        actor::Client,
        databases::{
            self, Caller,
            access::{Asking, Key},
        },
    },
    model::{
        database::{CreateDatabaseInput, Database, DatabaseChange, NewDatabase},
        outcome::Nothing,
    },
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, change, delete))
}

/// Answer of `GET /api/dbs`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Databases {
    databases: Vec<Database>,
    number_of_databases: usize,
}

/// The databases of all teams of the caller, by name.
#[utoipa::path(
    get,
    path = "/api/dbs",
    tag = "Databases",
    responses(
        (status = 200, description = "The databases", body = Databases),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "An API token asks", body = Errors),
    )
)]
async fn list(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Json<Databases>, Listed> {
    let databases = databases::list(&app, &actor).await?;
    Ok(Json(Databases { number_of_databases: databases.len(), databases }))
}

/// Makes a database: empty, or by a script, which is run as one. When it fails there is no database. Where the operator
/// allows it, people without an account make databases that nobody owns and that go after ten days.
#[utoipa::path(
    post,
    path = "/api/dbs",
    tag = "Databases",
    request_body = CreateDatabaseInput,
    responses(
        (status = 200, description = "The database", body = NewDatabase),
        (status = 400, description = "A broken rule, or SQLite refuses the script", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in the team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "No such team", body = Errors),
        (status = 409, description = "The team has as many databases as it may", body = Errors),
        (status = 429, description = "Too many databases without an account", body = Errors),
    )
)]
async fn create(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Strict(body): Strict<CreateDatabaseInput>,
) -> Result<Json<NewDatabase>, Listed> {
    Ok(Json(databases::create(&app, Caller::new(actor.as_ref(), &client), body).await?))
}

/// A database with its tables.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The database", body = Database),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "Its file cannot be opened", body = Errors),
    )
)]
async fn show(State(app): State<App>, Asker(actor): Asker, Path(db_id): Path<String>) -> Result<Json<Database>, Listed> {
    Ok(Json(databases::one(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await?))
}

/// Changes its name, its description or the team that owns it. Without an owner (null) whoever knows its id reads and
/// writes it, and it goes after ten days unless somebody gives it to a team again.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = DatabaseChange,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller may not, or is to show again who they are", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The team has as many databases as it may", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    Strict(body): Strict<DatabaseChange>,
) -> Result<Json<Nothing>, Listed> {
    databases::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), body).await?;
    Ok(Json(Nothing {}))
}

/// Deletes a database with everything that belongs to it.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller does not administer its team", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn delete(State(app): State<App>, SignedIn(actor): SignedIn, Path(db_id): Path<String>) -> Result<Json<Nothing>, Listed> {
    databases::delete(&app, &actor, &Key::id(&db_id)).await?;
    Ok(Json(Nothing {}))
}
