//! Boards as documents.

use super::{
    family::ErrorBody,
    refusal::{Refusal, SignedIn},
};
use crate::{
    domain::{App, layout},
    model::{board_file::BoardFile, project::ProjectInput},
};
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(document))
}

/// The board of a project as a document to download; `importBoard` takes it in again.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/board",
    tag = "Projects",
    params(("projectId" = String, Path, description = "The project")),
    responses(
        (status = 200, description = "The board", body = BoardFile),
        (status = 400, description = "Not an id", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn document(State(app): State<App>, SignedIn(actor): SignedIn, Path(project_id): Path<String>) -> Result<Response, Refusal> {
    let answer = layout::export(&app, &actor, ProjectInput::of(project_id)).await?;
    Ok(([(header::CONTENT_DISPOSITION, "attachment; filename=\"board.json\"")], Json(answer.document)).into_response())
}
