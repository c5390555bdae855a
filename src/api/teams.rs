//! Teams and their members (seed 002). `POST` and the list of teams are not in the seed.

use super::{
    family::{Errors, Listed},
    refusal::{SignedIn, Strict},
};
use crate::{
    domain::{App, teams},
    model::{
        given::given,
        outcome::Nothing,
        team::{MemberInput, MemberRoles, NewTeamInput, Team, TeamChangesInput, TeamShort},
    },
};
use axum::{
    Json,
    extract::{Path, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, change, delete))
        .routes(routes!(members))
        .routes(routes!(set_roles, remove_member))
}

/// Answer of `GET /api/teams`.
#[derive(Serialize, ToSchema)]
struct Teams {
    teams: Vec<TeamShort>,
}

/// The teams of the caller, the personal one first.
#[utoipa::path(
    get,
    path = "/api/teams",
    tag = "Teams",
    responses((status = 200, description = "The teams", body = Teams), (status = 401, description = "No session", body = Errors))
)]
async fn list(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Json<Teams>, Listed> {
    Ok(Json(Teams { teams: teams::short(&app, &actor.account).await? }))
}

/// Body of `POST /api/teams`.
#[derive(Deserialize, ToSchema)]
struct TeamNameInput {
    #[serde(default, deserialize_with = "given")]
    #[schema(required)]
    name: Option<String>,
}

/// Makes a team with the caller as its administrator.
#[utoipa::path(
    post,
    path = "/api/teams",
    tag = "Teams",
    request_body = TeamNameInput,
    responses(
        (status = 200, description = "The team", body = Team),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 409, description = "The name is taken", body = Errors),
    )
)]
async fn create(State(app): State<App>, SignedIn(actor): SignedIn, Strict(body): Strict<TeamNameInput>) -> Result<Json<Team>, Listed> {
    let made = teams::create(&app, &actor, NewTeamInput { name: body.name, user_id: None }).await?;
    Ok(Json(teams::team(&app, &actor, made.team_id.as_str()).await?))
}

/// A team of the caller, by its name or its id.
#[utoipa::path(
    get,
    path = "/api/teams/{teamName}",
    tag = "Teams",
    params(("teamName" = String, Path, description = "The name, without case")),
    responses(
        (status = 200, description = "The team", body = Team),
        (status = 401, description = "No session", body = Errors),
        (status = 404, description = "Unknown, or not the caller's", body = Errors),
    )
)]
async fn show(State(app): State<App>, SignedIn(actor): SignedIn, Path(name): Path<String>) -> Result<Json<Team>, Listed> {
    Ok(Json(teams::team(&app, &actor, &name).await?))
}

/// Renames a team, or changes what billing says about it. What is not given stays.
#[utoipa::path(
    patch,
    path = "/api/teams/{teamName}",
    tag = "Teams",
    params(("teamName" = String, Path, description = "The name, without case")),
    request_body = TeamChangesInput,
    responses(
        (status = 200, description = "The team as it is now", body = Team),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller is no administrator of the team", body = Errors),
        (status = 404, description = "Unknown, or not the caller's", body = Errors),
        (status = 409, description = "The name is taken", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(name): Path<String>,
    Strict(body): Strict<TeamChangesInput>,
) -> Result<Json<Team>, Listed> {
    let team = teams::change(&app, &actor, Some(&name), body).await?;
    Ok(Json(teams::team(&app, &actor, team.id.as_str()).await?))
}

/// Deletes a team with everything it owns. A personal team lives as long as its account.
#[utoipa::path(
    delete,
    path = "/api/teams/{teamName}",
    tag = "Teams",
    params(("teamName" = String, Path, description = "The name, without case")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller is no administrator of the team", body = Errors),
        (status = 404, description = "Unknown, or not the caller's", body = Errors),
        (status = 409, description = "A personal team", body = Errors),
    )
)]
async fn delete(State(app): State<App>, SignedIn(actor): SignedIn, Path(name): Path<String>) -> Result<Json<Nothing>, Listed> {
    teams::delete_named(&app, &actor, &name).await?;
    Ok(Json(Nothing {}))
}

/// Answer of `GET /api/teams/{teamName}/members`.
#[derive(Serialize, ToSchema)]
struct Members {
    members: Vec<MemberRoles>,
}

/// The members of a team. Administrators also see who was asked by name and has not joined yet.
#[utoipa::path(
    get,
    path = "/api/teams/{teamName}/members",
    tag = "Teams",
    params(("teamName" = String, Path, description = "The name, without case")),
    responses(
        (status = 200, description = "The members", body = Members),
        (status = 401, description = "No session", body = Errors),
        (status = 404, description = "Unknown, or not the caller's", body = Errors),
    )
)]
async fn members(State(app): State<App>, SignedIn(actor): SignedIn, Path(name): Path<String>) -> Result<Json<Members>, Listed> {
    Ok(Json(Members { members: teams::members(&app, &actor, &name).await? }))
}

/// Body of `PATCH /api/teams/{teamName}/members/{username}`.
#[derive(Deserialize, ToSchema)]
struct RolesInput {
    /// `Admin`, `Editor`, `Viewer`; of several the strongest counts.
    #[serde(default, deserialize_with = "given")]
    #[schema(required)]
    roles: Option<Vec<String>>,
}

/// Gives a member a role. Somebody who is not a member is asked in, is listed with `joined: false`, and becomes a member by
/// accepting; the answer tells nobody whether there is such an account.
#[utoipa::path(
    patch,
    path = "/api/teams/{teamName}/members/{username}",
    tag = "Teams",
    params(
        ("teamName" = String, Path, description = "The name, without case"),
        ("username" = String, Path, description = "The user name of the member"),
    ),
    request_body = RolesInput,
    responses(
        (status = 200, description = "Done", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller is no administrator of the team; or with the role Admin, code reauth_required: who they are was shown more than ten minutes ago", body = Errors),
        (status = 404, description = "Unknown, or not the caller's", body = Errors),
        (status = 409, description = "The last administrator", body = Errors),
    )
)]
async fn set_roles(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((name, username)): Path<(String, String)>,
    Strict(body): Strict<RolesInput>,
) -> Result<Json<Nothing>, Listed> {
    teams::set_roles(&app, &actor, Some(&name), Some(&username), &body.roles.unwrap_or_default()).await?;
    Ok(Json(Nothing {}))
}

/// Removes a member; everybody may remove themselves. Their projects in the team go on with another administrator.
#[utoipa::path(
    delete,
    path = "/api/teams/{teamName}/members/{username}",
    tag = "Teams",
    params(
        ("teamName" = String, Path, description = "The name, without case"),
        ("username" = String, Path, description = "The user name of the member"),
    ),
    responses(
        (status = 200, description = "Removed", body = Nothing),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller is no administrator of the team", body = Errors),
        (status = 404, description = "Unknown, or not in the team", body = Errors),
        (status = 409, description = "The last administrator", body = Errors),
    )
)]
async fn remove_member(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((name, username)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    let input = MemberInput { team: Some(name), username: Some(username), ..MemberInput::default() };
    teams::remove(&app, &actor, input).await?;
    Ok(Json(Nothing {}))
}
