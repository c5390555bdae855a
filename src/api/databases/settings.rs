//! Settings and variables of a database.

use crate::{
    api::{
        family::{Errors, Listed},
        refusal::{SignedIn, Strict},
    },
    domain::{
        App,
        databases::{access::Key, settings, variables},
    },
    model::{
        database_settings::{DatabaseSettings, DatabaseSettingsChange, DatabaseVariableInput},
        installation::EnvVar,
        outcome::Nothing,
    },
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, change)).routes(routes!(variables, add)).routes(routes!(change_variable, delete_variable))
}

/// Answer of `GET /api/dbs/{dbId}/env`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DatabaseVariables {
    env_vars: Vec<EnvVar>,
}

/// The settings of a database.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/settings",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The settings", body = DatabaseSettings),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn show(State(app): State<App>, SignedIn(actor): SignedIn, Path(db_id): Path<String>) -> Result<Json<DatabaseSettings>, Listed> {
    Ok(Json(settings::settings(&app, &actor, &Key::id(&db_id)).await?))
}

/// Changes settings of a database, all or none.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/settings",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = DatabaseSettingsChange,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(db_id): Path<String>,
    Strict(body): Strict<DatabaseSettingsChange>,
) -> Result<Json<Nothing>, Listed> {
    settings::change(&app, &actor, &Key::id(&db_id), body).await?;
    Ok(Json(Nothing {}))
}

/// The variables of a database, by name.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/env",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The variables", body = DatabaseVariables),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn variables(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(db_id): Path<String>,
) -> Result<Json<DatabaseVariables>, Listed> {
    Ok(Json(DatabaseVariables { env_vars: variables::list(&app, &actor, &Key::id(&db_id)).await? }))
}

/// Adds a variable to a database.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/env",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = DatabaseVariableInput,
    responses(
        (status = 200, description = "The variable", body = EnvVar),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "There is one of this name", body = Errors),
    )
)]
async fn add(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(db_id): Path<String>,
    Strict(body): Strict<DatabaseVariableInput>,
) -> Result<Json<EnvVar>, Listed> {
    Ok(Json(variables::add(&app, &actor, &Key::id(&db_id), body).await?))
}

/// Changes the value of a variable, or its name.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/env/{varName}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("varName" = String, Path, description = "The variable")),
    request_body = DatabaseVariableInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "No such variable or database", body = Errors),
        (status = 409, description = "The new name is taken", body = Errors),
    )
)]
async fn change_variable(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((db_id, name)): Path<(String, String)>,
    Strict(body): Strict<DatabaseVariableInput>,
) -> Result<Json<Nothing>, Listed> {
    variables::change(&app, &actor, &Key::id(&db_id), &name, body).await?;
    Ok(Json(Nothing {}))
}

/// Deletes a variable of a database.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/env/{varName}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("varName" = String, Path, description = "The variable")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in its team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "No such variable or database", body = Errors),
    )
)]
async fn delete_variable(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((db_id, name)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    variables::delete(&app, &actor, &Key::id(&db_id), &name).await?;
    Ok(Json(Nothing {}))
}
