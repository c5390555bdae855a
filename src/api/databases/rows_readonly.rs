//! Rows of hosted databases by their read-only id: whoever knows it may look.

use super::{
    Asker,
    row_request::{key_of, of, one as one_answer, text_of},
    row_shapes::{RowGroups, RowObject, RowPage, RowValues},
};
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        databases::{
            access::Key,
            rows::{self, shown},
        },
    },
};
use axum::{
    Json,
    extract::{OriginalUri, Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(readonly_list))
        .routes(routes!(readonly_one))
        .routes(routes!(readonly_aggregate))
        .routes(routes!(readonly_values))
}

/// Rows of a table or view, page by page. Any other parameter is the name of a column: `country=DE`, `total=gte:100`,
/// `deleted=is_null:`, `country=in:DE,FR`; several are joined by AND.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}/tables/{table}/rows",
    tag = "Rows",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("table" = String, Path, description = "The table or view"),
        ("filter" = Option<Vec<String>>, Query, description = "column.operator.value, as in the addresses of boards"),
        ("or" = Option<Vec<String>>, Query, description = "Such conditions with | between them, of which one must hold"),
        ("search" = Option<String>, Query, description = "What any column holds, ignoring case"),
        ("sort" = Option<String>, Query, description = "Columns with commas between them; - in front sorts descending"),
        ("columns" = Option<String>, Query, description = "The columns that are wanted, with commas between them"),
        ("limit" = Option<u32>, Query, description = "1 to 1,000 rows; 50 when absent"),
        ("offset" = Option<u64>, Query, description = "Rows that are left out"),
        ("after" = Option<String>, Query, description = "next of the page before: as quick for the last page as for the first"),
        ("count" = Option<String>, Query, description = "none, estimated, capped (at 10,000) or exact"),
        ("versions" = Option<bool>, Query, description = "true: with the version of each row, for If-Match"),
    ),
    responses(
        (status = 200, description = "The rows", body = RowPage),
        (status = 400, description = "A column that is not there, a value that does not fit it, a parameter that is wrong", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn readonly_list(
    State(app): State<App>,
    asker: Asker,
    Path((readonly_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<shown::Listed>, Listed> {
    Ok(Json(rows::list(&app, of(&asker, Key::readonly(&readonly_id), table), text_of(&query)).await?))
}

/// One row by its key: the values of the primary key with commas between them, else the row's number. ETag is its version.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}/tables/{table}/rows/{key}",
    tag = "Rows",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("table" = String, Path, description = "The table"),
        ("key" = String, Path, description = "The key"),
        ("columns" = Option<String>, Query, description = "The columns that are wanted, with commas between them"),
    ),
    responses(
        (status = 200, description = "The row", body = RowObject),
        (status = 304, description = "It has the version of If-None-Match"),
        (status = 400, description = "Not a key of this table", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "No such row, or the database is unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn readonly_one(
    State(app): State<App>,
    asker: Asker,
    Path((readonly_id, table, _)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Listed> {
    let row = rows::one(&app, of(&asker, Key::readonly(&readonly_id), table), &key_of(&uri)?, text_of(&query)).await?;
    Ok(one_answer(&headers, row))
}

/// Groups of rows with figures about them. Filters are those of the rows.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}/tables/{table}/aggregate",
    tag = "Rows",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("table" = String, Path, description = "The table or view"),
        ("group" = Option<String>, Query, description = "Columns with commas between them; created:month groups by periods. All rows are one group without any"),
        ("measures" = Option<String>, Query, description = "count, distinct, sum, avg, min, max and median with a column: count,sum:total"),
        ("sort" = Option<String>, Query, description = "group, -group, measure or -measure, which is the first measure"),
        ("limit" = Option<u32>, Query, description = "1 to 1,000 groups; 50 when absent"),
    ),
    responses(
        (status = 200, description = "The groups", body = RowGroups),
        (status = 400, description = "What the table has not, or what does not fit", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn readonly_aggregate(
    State(app): State<App>,
    asker: Asker,
    Path((readonly_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<shown::Summed>, Listed> {
    Ok(Json(rows::summary(&app, of(&asker, Key::readonly(&readonly_id), table), text_of(&query)).await?))
}

/// The values of a column, each once, with how many rows have it.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}/tables/{table}/values",
    tag = "Rows",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("table" = String, Path, description = "The table or view"),
        ("column" = String, Query, description = "The column"),
        ("search" = Option<String>, Query, description = "What the values hold, ignoring case"),
        ("limit" = Option<u32>, Query, description = "1 to 1,000 values; 50 when absent"),
    ),
    responses(
        (status = 200, description = "The values", body = RowValues),
        (status = 400, description = "What the table has not, or what does not fit", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn readonly_values(
    State(app): State<App>,
    asker: Asker,
    Path((readonly_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<shown::Values>, Listed> {
    Ok(Json(rows::values(&app, of(&asker, Key::readonly(&readonly_id), table), text_of(&query)).await?))
}
