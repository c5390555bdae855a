//! Results as files.

use super::{
    family::ErrorBody,
    refusal::{Reading, Refusal},
};
use crate::{
    actions::fields,
    domain::{App, boards, exports::Download, queries},
    error::{AppError, Kind},
    model::{
        board_view::BoardView,
        filter::TableView,
        given::{given, given_object, objects},
        parameter::{GivenValues, Parameter},
        query::RunInput,
        widget::WidgetDataInput,
    },
};
use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// Body of `POST /api/projects/{projectId}/export`, as JSON or as a form.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ExportBody {
    /// `csv`, `json`, `ndjson`, `xlsx` or `parquet`.
    #[serde(deserialize_with = "given")]
    #[schema(required)]
    format: Option<String>,
    /// The project's first connection when absent.
    #[serde(deserialize_with = "given")]
    connection_id: Option<String>,
    /// The statement.
    #[serde(deserialize_with = "given")]
    text: Option<String>,
    /// The rows behind this chart, in place of a statement.
    #[serde(deserialize_with = "given")]
    widget_id: Option<String>,
    /// How the rows are sorted, searched and filtered; of all of its pages.
    #[serde(deserialize_with = "given_object")]
    view: Option<TableView>,
    /// What was chosen for the whole board.
    #[serde(deserialize_with = "given_object")]
    board: Option<BoardView>,
    #[serde(deserialize_with = "objects")]
    parameters: Vec<Parameter>,
    #[schema(value_type = Object)]
    values: GivenValues,
}

/// Everything that one statement gives, or the rows behind a chart, as a file.
#[utoipa::path(
    post,
    path = "/api/projects/{projectId}/export",
    tag = "Projects",
    params(("projectId" = String, Path, description = "The project")),
    request_body = ExportBody,
    responses(
        (status = 200, description = "The file", content(
            (Vec<u8> = "text/csv"),
            (Vec<std::collections::BTreeMap<String, serde_json::Value>> = "application/json"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.apache.parquet")
        )),
        (status = 400, description = "No such format, or the database refuses the statement", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 404, description = "Unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn export(
    State(app): State<App>,
    Reading(actor): Reading,
    Path(project_id): Path<String>,
    headers: HeaderMap,
    sent: Bytes,
) -> Result<Response, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let body: ExportBody = match kind.split(';').next().unwrap_or_default().trim() {
        "application/x-www-form-urlencoded" => fields::from_form(&sent).map_err(AppError::malformed)?,
        "application/json" => fields::from_json(&sent).map_err(AppError::malformed)?,
        _ => {
            let text = "Send application/json or application/x-www-form-urlencoded";
            return Err(AppError::new(Kind::UnsupportedMediaType, text).into());
        }
    };
    let format = body.format.as_deref();
    let download = match body.widget_id {
        Some(id) => {
            let input = WidgetDataInput::behind(id, body.view.unwrap_or_default(), body.board.unwrap_or_default());
            boards::download(&app, &actor, &project_id, input, format).await?
        }
        None => {
            let input = RunInput {
                project_id: Some(project_id),
                connection_id: body.connection_id,
                text: body.text,
                parameters: body.parameters,
                values: body.values,
                ..RunInput::default()
            };
            queries::download(&app, &actor, input, format).await?
        }
    };
    Ok(file(download))
}

/// A file that is sent while it is written.
pub(super) fn file(download: Download) -> Response {
    // Compression asks once more after the end, which an unfolded stream answers with a panic.
    let pieces = stream::unfold(download.body, |mut body| async { body.recv().await.map(|piece| (piece, body)) }).fuse();
    let headers = [
        (header::CONTENT_TYPE, download.format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", download.name)),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
