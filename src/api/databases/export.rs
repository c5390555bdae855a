//! Tables and whole databases as files.

use super::{Asker, disposition};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::parameter,
    },
    domain::{
        App,
        actor::Client,
        databases::{
            Caller,
            access::Key,
            export::{self, Exported},
        },
        exports,
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(table)).routes(routes!(whole))
}

/// All rows of a table or a view as a file. Texts that a spreadsheet would take for formulas get an apostrophe in front in
/// CSV; `guard=off` leaves them as they are, to be read back by programs.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/tables/{table}/export",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("format" = Option<String>, Query, description = "`csv` (when absent), `json`, `ndjson`, `xlsx`, `parquet` or `sql`"),
        ("guard" = Option<String>, Query, description = "`off` for CSV that holds every text as it is"),
    ),
    responses(
        (status = 200, description = "The file", content(
            (Vec<u8> = "text/csv"),
            (Vec<u8> = "application/json"),
            (Vec<u8> = "application/x-ndjson"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.apache.parquet"),
            (Vec<u8> = "application/sql")
        )),
        (status = 400, description = "No such format, or the database refuses it", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn table(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, table)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Listed> {
    let (format, guard) = (parameter(query.as_deref(), "format")?, parameter(query.as_deref(), "guard")?);
    let caller = Caller::new(actor.as_ref(), &client);
    let exported = export::table(&app, caller, &Key::id(&db_id), &table, format.as_deref(), guard.as_deref()).await?;
    Ok(file(exported))
}

/// Everything as the SQL statements that make it again.
#[utoipa::path(
    get,
    path = "/dbs/{dbId}/export",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("format" = Option<String>, Query, description = "`sql`"),
    ),
    responses(
        (status = 200, description = "The statements", content((Vec<u8> = "application/sql"))),
        (status = 400, description = "Another format", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn whole(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Listed> {
    let format = parameter(query.as_deref(), "format")?;
    let caller = Caller::new(actor.as_ref(), &client);
    Ok(file(export::whole(&app, caller, &Key::id(&db_id), format.as_deref()).await?))
}

fn file(Exported { media_type, name, body }: Exported) -> Response {
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition::attachment(&name))];
    (headers, streamed(body)).into_response()
}

/// A body that is sent while it is written.
pub(super) fn streamed(body: exports::Body) -> Body {
    // Compression asks once more after the end, which an unfolded stream answers with a panic.
    Body::from_stream(stream::unfold(body, |mut body| async { body.recv().await.map(|piece| (piece, body)) }).fuse())
}
