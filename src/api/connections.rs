//! Connections (seed 000).

use super::{
    family::ErrorBody,
    refusal::{Caller, Refusal, SignedIn, Strict, parameter},
};
use crate::{
    domain::{App, actor::Client, connections},
    error::AppError,
    model::{
        connection::{CompatibleTables, ConnectionSummary},
        given::given,
    },
};
use axum::{
    Extension, Json,
    extract::{RawQuery, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(compatible_tables))
}

/// Answer of `GET /api/listconnections`.
#[derive(Serialize, ToSchema)]
struct Connections {
    connections: Vec<ConnectionSummary>,
}

/// The connections of a project, in order.
#[utoipa::path(
    get,
    path = "/api/listconnections",
    tag = "Connections",
    params(("projectId" = String, Query, description = "The project")),
    responses(
        (status = 200, description = "The connections", body = Connections),
        (status = 400, description = "No id, or not one", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn list(State(app): State<App>, SignedIn(actor): SignedIn, RawQuery(query): RawQuery) -> Result<Json<Connections>, Refusal> {
    let project = parameter(query.as_deref(), "projectId")?;
    Ok(Json(Connections { connections: connections::list(&app, &actor, project.as_deref()).await? }))
}

/// Body of `POST /api/compatible-tables`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Compared {
    /// Two or more; one that is named twice counts once.
    #[serde(default, deserialize_with = "given")]
    #[schema(required, min_items = 2)]
    connection_ids: Option<Vec<String>>,
}

/// The tables that several connections have in common, with the same columns and types. Needs no session unless
/// `VIZBOARD_COMPATIBLE_TABLES=owner`.
#[utoipa::path(
    post,
    path = "/api/compatible-tables",
    tag = "Connections",
    request_body = Compared,
    responses(
        (status = 200, description = "The tables", body = CompatibleTables),
        (status = 400, description = "Fewer than two ids, or a connection without a stored schema", body = ErrorBody),
        (status = 401, description = "A session is needed", body = ErrorBody),
        (status = 404, description = "An unknown connection", body = ErrorBody),
        (status = 429, description = "Too many tries", body = ErrorBody),
    )
)]
async fn compatible_tables(
    State(app): State<App>,
    caller: Caller,
    Extension(client): Extension<Client>,
    Strict(body): Strict<Compared>,
) -> Result<Json<CompatibleTables>, Refusal> {
    let ids = body.connection_ids.ok_or_else(|| AppError::invalid("connectionIds is required"))?;
    let actor = caller.map(|Extension(actor)| actor);
    Ok(Json(connections::compatible_tables(&app, actor.as_ref(), &client, &ids).await?))
}
