//! What readers of links take along. No session is asked for: the link is the key.

use super::{exports::file, family::ErrorBody, refusal::Refusal};
use crate::{
    domain::{App, actor::Client, sharing},
    model::address::Query,
};
use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(tile))
}

/// The rows of one tile of a public board as a file: of all of its pages, the columns that it shows, where the link says so.
/// A link with a password wants the cookie of `unlockLink`.
#[utoipa::path(
    get,
    path = "/api/public/{idPublic}/tiles/{place}/file",
    tag = "Projects",
    params(
        ("idPublic" = String, Path, description = "The last part of the link's address"),
        ("place" = String, Path, description = "Place of the tile on the board, from 0"),
        ("format" = String, Query, description = "csv, json, xlsx or parquet. Filters and views of tables are named as in the address of the page"),
    ),
    responses(
        (status = 200, description = "The file", content(
            (Vec<u8> = "text/csv"),
            (Vec<std::collections::BTreeMap<String, serde_json::Value>> = "application/json"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.apache.parquet")
        )),
        (status = 400, description = "No such format, column or value, or more rows than can be put together", body = ErrorBody),
        (status = 404, description = "No such link or tile, or the link lets nothing be taken along", body = ErrorBody),
        (status = 429, description = "Too many files were asked for from this address", body = ErrorBody),
        (status = 503, description = "The rows cannot be read right now, or too many files of the board are being written", body = ErrorBody),
    )
)]
async fn tile(
    State(app): State<App>,
    Extension(client): Extension<Client>,
    Path((id, place)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::parse(query.as_deref().unwrap_or_default());
    Ok(file(sharing::public_file(&app, &client, &id, &place, &query).await?))
}
