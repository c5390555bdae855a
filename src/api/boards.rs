//! Boards as documents and as pictures.

use super::{
    auth::cookie,
    family::ErrorBody,
    refusal::{Reading, Refusal, SignedIn},
};
use crate::{
    domain::{
        App,
        actor::Actor,
        layout,
        pictures::{self, Asked},
    },
    error::{AppError, Result},
    model::{
        address::Query,
        board_file::BoardFile,
        picture::{PictureFormat, THEME},
        project::ProjectInput,
        theme::{THEME_COOKIE, Theme},
    },
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(document)).routes(routes!(png)).routes(routes!(pdf))
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

/// A tab of a board as a picture: what its page shows at this address now. One at a time for each person.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/board.png",
    tag = "Projects",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("tab" = Option<String>, Query, description = "The tab; the first when absent. Filters and views of tables are named as in the address of the board's page"),
        ("theme" = Option<String>, Query, description = "light or dark; the caller's own when absent"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "image/png", body = Vec<u8>),
        (status = 400, description = "Another theme, too many widgets, or too tall", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
        (status = 429, description = "Another picture is being made for the caller", body = ErrorBody),
        (status = 503, description = "Too many pictures are being made", body = ErrorBody),
    )
)]
async fn png(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(project_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    picture(&app, &actor, project_id, query, &headers, PictureFormat::Png).await
}

/// A tab of a board as a PDF of one page, its texts as texts: what its page shows at this address now. One at a time for each person.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/board.pdf",
    tag = "Projects",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("tab" = Option<String>, Query, description = "The tab; the first when absent. Filters and views of tables are named as in the address of the board's page"),
        ("theme" = Option<String>, Query, description = "light or dark; the caller's own when absent"),
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/pdf", body = Vec<u8>),
        (status = 400, description = "Another theme, too many widgets, or too tall", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
        (status = 429, description = "Another picture is being made for the caller", body = ErrorBody),
        (status = 503, description = "Too many pictures are being made", body = ErrorBody),
    )
)]
async fn pdf(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(project_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    picture(&app, &actor, project_id, query, &headers, PictureFormat::Pdf).await
}

async fn picture(
    app: &App,
    actor: &Actor,
    project_id: String,
    query: Option<String>,
    headers: &HeaderMap,
    format: PictureFormat,
) -> Result<Response, Refusal> {
    let query = Query::parse(&query.unwrap_or_default());
    let theme = theme(query.get(THEME), cookie(headers, THEME_COOKIE))?;
    let picture = pictures::board(app, actor, Asked { project_id, query, theme, format }).await?;
    let disposition = format!("attachment; filename=\"{}\"", picture.name);
    Ok(([(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)], picture.bytes)
        .into_response())
}

/// The named theme, else the one that the person chose for the pages.
fn theme(named: Option<&str>, chosen: Option<&str>) -> Result<Theme> {
    match named.filter(|name| !name.is_empty()) {
        Some(name) => match Theme::parse(name) {
            Theme::Auto => Err(AppError::field(THEME, "The theme must be light or dark")),
            theme => Ok(theme),
        },
        None => Ok(chosen.map(Theme::parse).unwrap_or_default()),
    }
}
