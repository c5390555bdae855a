//! Projects (seed 000).

use super::{
    family::ErrorBody,
    refusal::{Refusal, SignedIn, Strict, parameter},
};
use crate::{
    domain::{App, projects, sharing},
    model::{
        given::given,
        project::{ProjectSummary, Visibility, VisibilityInput},
    },
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(user_projects)).routes(routes!(set_public))
}

/// Answer of `GET /api/userprojects`.
#[derive(Serialize, ToSchema)]
struct UserProjects {
    projects: Vec<ProjectSummary>,
}

/// The projects of the caller's teams, newest update first.
#[utoipa::path(
    get,
    path = "/api/userprojects",
    tag = "Projects",
    params(
        ("userId" = String, Query, description = "The caller's own account id"),
        ("team" = Option<String>, Query, description = "Only those of this team, by its name or id"),
    ),
    responses(
        (status = 200, description = "The projects", body = UserProjects),
        (status = 400, description = "No userId", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "Another account's id", body = ErrorBody),
        (status = 404, description = "An unknown team, or one that the caller is not in", body = ErrorBody),
    )
)]
async fn user_projects(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    RawQuery(query): RawQuery,
) -> Result<Json<UserProjects>, Refusal> {
    let (user, team) = (parameter(query.as_deref(), "userId")?, parameter(query.as_deref(), "team")?);
    Ok(Json(UserProjects { projects: projects::summaries(&app, &actor, user.as_deref(), team.as_deref()).await? }))
}

/// Body of `POST /api/projects/{projectId}/public`.
#[derive(Deserialize, ToSchema)]
struct PublicBody {
    #[serde(default, deserialize_with = "given")]
    #[schema(required)]
    public: Option<bool>,
}

/// Makes a project public or private. Without a valid connection it becomes private, whatever is asked.
#[utoipa::path(
    post,
    path = "/api/projects/{projectId}/public",
    tag = "Projects",
    params(("projectId" = String, Path, description = "The project")),
    request_body = PublicBody,
    responses(
        (status = 200, description = "How it is now", body = Visibility),
        (status = 400, description = "Not a boolean, or not an id", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn set_public(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(project_id): Path<String>,
    Strict(body): Strict<PublicBody>,
) -> Result<Json<Visibility>, Refusal> {
    let input = VisibilityInput { project_id: Some(project_id), public: body.public, ..VisibilityInput::default() };
    Ok(Json(sharing::set_visibility(&app, &actor, input).await?))
}
