//! Diagrams to take along.

use super::{
    family::ErrorBody,
    refusal::{Reading, Refusal},
};
use crate::{
    domain::{App, diagram},
    error::AppError,
    model::{
        address::Query,
        diagram::{CONNECTION, Choice, DiagramInput, Format},
    },
};
use axum::{
    extract::{Path, RawQuery, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// The entity diagram of a connection as a file: a picture, or the same tables as text.
#[utoipa::path(
    get,
    path = "/api/projects/{projectId}/diagram",
    tag = "Projects",
    params(
        ("projectId" = String, Path, description = "The project"),
        ("connection" = Option<String>, Query, description = "The connection; the first with a schema when absent"),
        ("format" = Option<String>, Query, description = "svg (when absent), png, sql, dbml or mermaid"),
        ("focus" = Option<String>, Query, description = "Label of a table that is shown with its neighbours only"),
        ("hide" = Option<Vec<String>>, Query, description = "Labels of tables that are not shown"),
        ("names" = Option<String>, Query, description = "1: names of tables without their columns"),
    ),
    responses(
        (status = 200, description = "The file", content(
            (String = "image/svg+xml"), (String = "image/png"), (String = "application/sql"), (String = "text/plain"),
        )),
        (status = 400, description = "Another format, nothing to show, or too large for a picture", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn get(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(project_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::parse(query.as_deref().unwrap_or_default());
    let known = || AppError::field("format", format!("The format must be one of {}", Format::ALL.map(Format::name).join(", ")));
    let format = Format::parse(query.get("format").unwrap_or(Format::Svg.name())).ok_or_else(known)?;
    let Choice { focus, hide, names_only } = Choice::of(&query);
    let connection_id = query.get(CONNECTION).map(str::to_owned);
    let input = DiagramInput { project_id: Some(project_id), connection_id, focus, hide, names: Some(names_only), user_id: None };
    let file = diagram::export(&app, &actor, input, format).await?;
    let disposition = format!("attachment; filename=\"{}.{}\"", file.name, format.ending());
    Ok(([(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, disposition)], file.bytes).into_response())
}
