//! People as others know them (seed 002).

use super::{
    family::{Errors, Listed},
    refusal::SignedIn,
};
use crate::{
    domain::{App, teams},
    model::team::Person,
};
use axum::{
    Json,
    extract::{Path, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(person))
}

/// Oneself and, for a server administrator, anybody. Of members of the same teams the name and the teams that both are in;
/// nobody else exists here.
#[utoipa::path(
    get,
    path = "/api/users/{username}",
    tag = "Teams",
    params(("username" = String, Path, description = "The user name")),
    responses(
        (status = 200, description = "Who it is", body = Person),
        (status = 401, description = "No session", body = Errors),
        (status = 404, description = "Unknown, or a stranger", body = Errors),
    )
)]
async fn person(State(app): State<App>, SignedIn(actor): SignedIn, Path(username): Path<String>) -> Result<Json<Person>, Listed> {
    Ok(Json(teams::person(&app, &actor, &username).await?))
}
