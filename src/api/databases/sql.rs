//! The SQL endpoint of hosted databases.

use super::{Asker, export::streamed};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::{Strict, parameter},
    },
    domain::{
        App,
        actor::Client,
        databases::{
            Caller,
            access::{Asking, Key},
            sql::{self, Ran, SqlInput},
        },
        exports::Format,
    },
    error::{AppError, Result as AppResult},
    model::{outcome::Nothing, sql_answer::SqlAnswer},
};
use axum::{
    Extension, Json,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(run)).routes(routes!(stop)).routes(routes!(ask_public, run_public))
}

/// Runs one statement. What SQLite says no to is in `errors`, with status 200. Rows are objects whose fields stand in the
/// order of the statement; with `format` (or `Accept`) the rows of a query come as a file instead, however many they are.
#[utoipa::path(
    post,
    path = "/dbs/{dbId}/sql",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("format" = Option<String>, Query, description = "`csv`, `ndjson`, `xlsx` or `parquet`"),
    ),
    request_body = SqlInput,
    responses(
        (status = 200, description = "What it gave", body = SqlAnswer),
        (status = 400, description = "Too long, parameters that do not fit, or a file of what is no query", body = Errors),
        (status = 403, description = "The structure is locked", body = SqlAnswer),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn run(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Strict(body): Strict<SqlInput>,
) -> Result<Response, Listed> {
    answer(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), body, query.as_deref(), &headers).await
}

/// Stops a run by the `runId` that its caller gave it.
#[utoipa::path(
    post,
    path = "/dbs/{dbId}/sql/{runId}/stop",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("runId" = String, Path, description = "The run")),
    responses(
        (status = 200, description = "It is stopped, or had ended", body = Nothing),
        (status = 404, description = "No id of a run, or a database that is unknown or not the caller's", body = Errors),
    )
)]
async fn stop(State(app): State<App>, Asker(actor): Asker, Path((db_id, run_id)): Path<(String, String)>) -> Result<Json<Nothing>, Listed> {
    sql::stop(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &run_id).await?;
    Ok(Json(Nothing {}))
}

/// Runs a query by the read-only id of a database.
#[utoipa::path(
    post,
    path = "/readonly/{readonlyId}/sql",
    tag = "Databases",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("format" = Option<String>, Query, description = "`csv`, `ndjson`, `xlsx` or `parquet`"),
    ),
    request_body = SqlInput,
    responses(
        (status = 200, description = "What it gave", body = SqlAnswer),
        (status = 400, description = "Too long, or parameters that do not fit", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn run_public(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(readonly_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Strict(body): Strict<SqlInput>,
) -> Result<Response, Listed> {
    answer(&app, Caller::new(actor.as_ref(), &client), &Key::readonly(&readonly_id), body, query.as_deref(), &headers).await
}

/// The same with the query in the address.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}/sql",
    tag = "Databases",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("query" = String, Query, description = "One statement"),
        ("params" = Option<String>, Query, description = "Values of its parameters, as JSON"),
        ("format" = Option<String>, Query, description = "`csv`, `ndjson`, `xlsx` or `parquet`"),
    ),
    responses(
        (status = 200, description = "What it gave", body = SqlAnswer),
        (status = 400, description = "Too long, or parameters that do not fit", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn ask_public(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(readonly_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Listed> {
    let given = |name: &str| parameter(query.as_deref(), name);
    let params = given("params")?.map(|text| serde_json::from_str(&text)).transpose();
    let params = params.map_err(|_| AppError::malformed("params is a list of values as JSON, or an object with a value for each name"))?;
    let input = SqlInput { query: given("query")?, params, run_id: None };
    answer(&app, Caller::new(actor.as_ref(), &client), &Key::readonly(&readonly_id), input, query.as_deref(), &headers).await
}

async fn answer(
    app: &App,
    caller: Caller<'_>,
    key: &Key,
    input: SqlInput,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, Listed> {
    if let Some(format) = wanted(query, headers)? {
        let body = sql::file(app, caller, key, input, format).await?;
        return Ok(([(header::CONTENT_TYPE, format.media_type())], streamed(body)).into_response());
    }
    let Ran { answer, is_locked } = sql::run(app, caller, key, input).await?;
    let status = if is_locked { StatusCode::FORBIDDEN } else { StatusCode::OK };
    Ok((status, Json(answer)).into_response())
}

/// The form of a file that is asked for; nothing for the documented answer.
fn wanted(query: Option<&str>, headers: &HeaderMap) -> AppResult<Option<Format>> {
    match parameter(query, "format")?.as_deref() {
        Some("json") => return Ok(None),
        Some(name) => {
            let format = Format::parse(name).filter(|format| *format != Format::Json);
            let unknown = || AppError::field("format", "The format must be one of json, csv, ndjson, xlsx, parquet");
            return format.ok_or_else(unknown).map(Some);
        }
        None => {}
    }
    let accepted = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let first = accepted.split([',', ';']).next().unwrap_or_default().trim();
    Ok([Format::Csv, Format::Ndjson].into_iter().find(|format| format.media_type().split(';').next() == Some(first)))
}
