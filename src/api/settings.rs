//! Settings of the server of seed 002, for its administrators.

use super::{
    family::{Errors, Listed},
    refusal::{SignedIn, Strict},
};
use crate::{
    domain::{App, actor::Client, installation},
    model::{
        access::Secret,
        given::{self, given, given_objects},
        installation::{EnvVar, ServerSettings},
        outcome::Nothing,
    },
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get, update)).routes(routes!(variables, add)).routes(routes!(change, delete))
}

/// Body of `PATCH /api/settings`. What is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SettingsInput {
    /// `example.org` or `example.org:8443`; any host when empty.
    #[serde(default, deserialize_with = "given")]
    allowed_hosts: Option<Vec<String>>,
    /// Set; variables that are not listed stay.
    #[serde(default, deserialize_with = "given_objects")]
    env_vars: Option<Vec<EnvVarInput>>,
}

/// A variable as it is set.
#[derive(Deserialize, ToSchema)]
struct EnvVarInput {
    #[serde(default, deserialize_with = "given")]
    #[schema(required)]
    name: Option<String>,
    #[serde(default, deserialize_with = "given::secret::deserialize")]
    #[schema(value_type = Option<String>, required)]
    value: Option<Secret>,
}

/// Body of `PATCH /api/settings/env/{varName}`. What is absent stays.
#[derive(Deserialize, ToSchema)]
struct EnvVarChangeInput {
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    #[serde(default, deserialize_with = "given::secret::deserialize")]
    #[schema(value_type = Option<String>)]
    value: Option<Secret>,
}

/// Answer of `GET /api/settings/env`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EnvVars {
    env_vars: Vec<EnvVar>,
}

/// By which hosts the server answers, and its variables.
#[utoipa::path(
    get,
    path = "/api/settings",
    tag = "Server",
    responses(
        (status = 200, description = "The settings", body = ServerSettings),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the server", body = Errors),
    )
)]
async fn get(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Json<ServerSettings>, Listed> {
    Ok(Json(installation::settings(&app, &actor).await?))
}

/// Changes them. A list of hosts that lacks the one by which this request came is refused.
#[utoipa::path(
    patch,
    path = "/api/settings",
    tag = "Server",
    request_body = SettingsInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the server", body = Errors),
    )
)]
async fn update(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Extension(client): Extension<Client>,
    Strict(body): Strict<SettingsInput>,
) -> Result<Json<Nothing>, Listed> {
    let variables = body.env_vars.unwrap_or_default().into_iter().map(|variable| (variable.name, variable.value)).collect();
    installation::update(&app, &actor, &client, body.allowed_hosts, variables).await?;
    Ok(Json(Nothing {}))
}

/// The variables of the server, by name.
#[utoipa::path(
    get,
    path = "/api/settings/env",
    tag = "Server",
    responses(
        (status = 200, description = "The variables", body = EnvVars),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the server", body = Errors),
    )
)]
async fn variables(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Json<EnvVars>, Listed> {
    Ok(Json(EnvVars { env_vars: installation::list(&app, &actor).await? }))
}

/// Adds a variable.
#[utoipa::path(
    post,
    path = "/api/settings/env",
    tag = "Server",
    request_body = EnvVarInput,
    responses(
        (status = 200, description = "The variable", body = EnvVar),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the server", body = Errors),
        (status = 409, description = "There is one of this name", body = Errors),
    )
)]
async fn add(State(app): State<App>, SignedIn(actor): SignedIn, Strict(body): Strict<EnvVarInput>) -> Result<Json<EnvVar>, Listed> {
    Ok(Json(installation::add(&app, &actor, body.name, body.value).await?))
}

/// Changes the value of a variable, or its name.
#[utoipa::path(
    patch,
    path = "/api/settings/env/{varName}",
    tag = "Server",
    params(("varName" = String, Path, description = "The variable")),
    request_body = EnvVarChangeInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the server", body = Errors),
        (status = 404, description = "There is none of this name", body = Errors),
        (status = 409, description = "The new name is taken", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(name): Path<String>,
    Strict(body): Strict<EnvVarChangeInput>,
) -> Result<Json<Nothing>, Listed> {
    installation::change(&app, &actor, &name, body.name, body.value).await?;
    Ok(Json(Nothing {}))
}

/// Deletes a variable.
#[utoipa::path(
    delete,
    path = "/api/settings/env/{varName}",
    tag = "Server",
    params(("varName" = String, Path, description = "The variable")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "Not an administrator of the server", body = Errors),
        (status = 404, description = "There is none of this name", body = Errors),
    )
)]
async fn delete(State(app): State<App>, SignedIn(actor): SignedIn, Path(name): Path<String>) -> Result<Json<Nothing>, Listed> {
    installation::delete(&app, &actor, &name).await?;
    Ok(Json(Nothing {}))
}
