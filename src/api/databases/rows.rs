//! Rows of hosted databases, written.

use super::{
    Asker,
    row_request::{key_of, object, objects, of, results, terms, text_of, written},
    row_shapes::{BatchWritten, RowClash, RowObject, RowsWritten},
};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::Strict,
    },
    domain::{
        App,
        databases::{
            access::{Asking, Key},
            rows::write,
        },
    },
    model::row_batch::RowBatchInput,
};
use axum::{
    body::Bytes,
    extract::{OriginalUri, Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(insert, update_many, delete_many)).routes(routes!(put, update, delete)).routes(routes!(batch))
}

/// Inserts one row (an object) or several (a list), all or none. Columns that are left out get their default. Rows may also
/// come as text: application/x-ndjson, text/csv and text/tab-separated-values, with names in the first line. Bytes are
/// written as `{"base64": "..."}`.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/tables/{table}/rows",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "The table"),
        ("upsert" = Option<String>, Query, description = "A unique key, columns with commas between them: rows that exist under it are changed"),
        ("update" = Option<String>, Query, description = "What an upsert changes; all given columns when absent, and none when empty"),
        ("return" = Option<String>, Query, description = "rows or none; rows when the caller may read. Prefer: return=minimal says the same"),
    ),
    request_body(content = RowObject, description = "A row, or a list of rows"),
    responses(
        (status = 200, description = "Inserted", body = RowsWritten),
        (status = 400, description = "A column that is not there, a value that does not fit it, or the database refuses", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The key is taken", body = Errors),
        (status = 413, description = "Longer than 2 MiB", body = Errors),
        (status = 415, description = "Another kind of body", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn insert(
    State(app): State<App>,
    asker: Asker,
    Path((db_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Listed> {
    let (new, terms) = (objects(&headers, &body)?, terms(&headers)?);
    Ok(written(write::insert(&app, of(&asker, Key::id(&db_id), table), new, text_of(&query), &terms).await?))
}

/// Changes every row of a filter. Without one it is refused. Filters are those of reading.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/tables/{table}/rows",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "The table"),
        ("filter" = Option<Vec<String>>, Query, description = "column.operator.value; or column=value for any column"),
        ("return" = Option<String>, Query, description = "rows or none"),
    ),
    request_body(content = RowObject, description = "The columns to change, with their values"),
    responses(
        (status = 200, description = "Changed", body = RowsWritten),
        (status = 400, description = "No filter, a column that is not there, a value that does not fit it", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The key is taken", body = Errors),
        (status = 413, description = "Longer than 2 MiB", body = Errors),
        (status = 415, description = "Another kind of body", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn update_many(
    State(app): State<App>,
    asker: Asker,
    Path((db_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Listed> {
    let (set, terms) = (object(&headers, &body)?, terms(&headers)?);
    Ok(written(write::update(&app, of(&asker, Key::id(&db_id), table), None, set, text_of(&query), &terms).await?))
}

/// Deletes every row of a filter. Without one it is refused. With `return=rows` they are answered, so that they can be
/// inserted again.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/tables/{table}/rows",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "The table"),
        ("filter" = Option<Vec<String>>, Query, description = "column.operator.value; or column=value for any column"),
        ("return" = Option<String>, Query, description = "rows or none; none when absent"),
    ),
    responses(
        (status = 200, description = "Deleted", body = RowsWritten),
        (status = 400, description = "No filter, a column that is not there, or the database refuses", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn delete_many(
    State(app): State<App>,
    asker: Asker,
    Path((db_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Listed> {
    let terms = terms(&headers)?;
    Ok(written(write::delete(&app, of(&asker, Key::id(&db_id), table), None, text_of(&query), &terms).await?))
}

/// Writes a row under a key, whether it exists or not. Columns that are left out stay as they are, or get their default.
/// With If-Match it must exist in that version; with If-None-Match: * it must not exist.
#[utoipa::path(
    put,
    path = "/api/dbs/{dbId}/tables/{table}/rows/{key}",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "The table"),
        ("key" = String, Path, description = "The values of the key, with commas between them"),
        ("return" = Option<String>, Query, description = "rows or none"),
    ),
    request_body(content = RowObject, description = "The row"),
    responses(
        (status = 200, description = "Written", body = RowsWritten),
        (status = 400, description = "A column that is not there, a value that does not fit it, or the database refuses", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The key is taken", body = Errors),
        (status = 412, description = "The row has another version now", body = RowClash),
        (status = 413, description = "Longer than 2 MiB", body = Errors),
        (status = 415, description = "Another kind of body", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn put(
    State(app): State<App>,
    asker: Asker,
    Path((db_id, table, _)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Listed> {
    let (row, terms) = (object(&headers, &body)?, terms(&headers)?);
    Ok(written(write::put(&app, of(&asker, Key::id(&db_id), table), &key_of(&uri)?, row, text_of(&query), &terms).await?))
}

/// Changes one row. With If-Match only if it still has that version: else the row as it is now is answered.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/tables/{table}/rows/{key}",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "The table"),
        ("key" = String, Path, description = "The values of the key, with commas between them"),
        ("return" = Option<String>, Query, description = "rows or none"),
    ),
    request_body(content = RowObject, description = "The columns to change, with their values"),
    responses(
        (status = 200, description = "Changed", body = RowsWritten),
        (status = 400, description = "A column that is not there, a value that does not fit it, or the database refuses", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such row, or the database is unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "The key is taken", body = Errors),
        (status = 412, description = "The row has another version now", body = RowClash),
        (status = 413, description = "Longer than 2 MiB", body = Errors),
        (status = 415, description = "Another kind of body", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn update(
    State(app): State<App>,
    asker: Asker,
    Path((db_id, table, _)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Listed> {
    let (set, terms, key) = (object(&headers, &body)?, terms(&headers)?, key_of(&uri)?);
    Ok(written(write::update(&app, of(&asker, Key::id(&db_id), table), Some(&key), set, text_of(&query), &terms).await?))
}

/// Deletes one row. With If-Match only if it still has that version.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/tables/{table}/rows/{key}",
    tag = "Rows",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "The table"),
        ("key" = String, Path, description = "The values of the key, with commas between them"),
        ("return" = Option<String>, Query, description = "rows or none; none when absent"),
    ),
    responses(
        (status = 200, description = "Deleted", body = RowsWritten),
        (status = 400, description = "Not a key of this table, or the database refuses", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such row, or the database is unknown, or private and not the caller's", body = Errors),
        (status = 412, description = "The row has another version now", body = RowClash),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn delete(
    State(app): State<App>,
    asker: Asker,
    Path((db_id, table, _)): Path<(String, String, String)>,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Listed> {
    let (terms, key) = (terms(&headers)?, key_of(&uri)?);
    Ok(written(write::delete(&app, of(&asker, Key::id(&db_id), table), Some(&key), text_of(&query), &terms).await?))
}

/// Several changes of rows of one database, all or none, in their order.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/batch",
    tag = "Rows",
    params(("dbId" = String, Path, description = "The database")),
    request_body = RowBatchInput,
    responses(
        (status = 200, description = "All of them happened", body = BatchWritten),
        (status = 400, description = "What does not fit; the text says of which change", body = Errors),
        (status = 401, description = "The token is not known", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "A row or table that is not there, or the database is unknown, or private and not the caller's", body = Errors),
        (status = 409, description = "A key is taken", body = Errors),
        (status = 412, description = "A row has another version now", body = RowClash),
        (status = 413, description = "Longer than 2 MiB", body = Errors),
        (status = 415, description = "Another kind of body", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn batch(
    State(app): State<App>,
    Asker(actor): Asker,
    Path(db_id): Path<String>,
    Strict(body): Strict<RowBatchInput>,
) -> Result<Response, Listed> {
    Ok(results(write::batch(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &body).await?))
}
