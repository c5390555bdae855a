//! Databases as files: sent, replaced, fetched.

use super::{Asker, disposition, upload::receive};
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        actor::Client,
        databases::{self, Caller, access::Key},
    },
    model::database::NewDatabase,
};
use axum::{
    Extension, Json,
    body::Body,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What SQLite files are called (IANA).
const MEDIA_TYPE: &str = "application/vnd.sqlite3";
/// Bytes of one piece.
const PIECE: usize = 64 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    // The size of a file is counted while it is read.
    OpenApiRouter::new().routes(routes!(upload)).routes(routes!(replace)).routes(routes!(download)).layer(DefaultBodyLimit::disable())
}

/// A form with one file.
#[derive(ToSchema)]
#[allow(dead_code)]
pub(super) struct DatabaseFile {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Name or id of the team that is to own it; the personal team when absent.
    team: Option<String>,
    /// The name of the database; that of the file when absent.
    name: Option<String>,
}

/// Makes a database of a file: SQLite or CSV with a line of names.
#[utoipa::path(
    post,
    path = "/dbs",
    tag = "Databases",
    request_body(content = DatabaseFile, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "The database", body = NewDatabase),
        (status = 400, description = "No file, or not a sound one", body = Errors),
        (status = 401, description = "No session", body = Errors),
        (status = 403, description = "The caller's role in the team does not allow it, or an API token asks", body = Errors),
        (status = 404, description = "No such team", body = Errors),
        (status = 409, description = "The team has as many databases as it may", body = Errors),
        (status = 413, description = "Larger than this server takes", body = Errors),
        (status = 415, description = "No form", body = Errors),
        (status = 429, description = "Too many databases without an account", body = Errors),
    )
)]
async fn upload(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    request: Request,
) -> Result<Json<NewDatabase>, Listed> {
    let caller = Caller::new(actor.as_ref(), &client);
    databases::may_send(&app, caller)?;
    let sent = receive(&app, request).await?;
    Ok(Json(databases::upload(&app, caller, sent).await?))
}

/// Replaces the content of a database by that of an SQLite file, in one step.
#[utoipa::path(
    put,
    path = "/dbs/{dbId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body(content = DatabaseFile, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "Replaced", body = NewDatabase),
        (status = 400, description = "No file, or not a sound one", body = Errors),
        (status = 403, description = "The caller may not change the structure, or it is locked", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 413, description = "Larger than this server takes", body = Errors),
        (status = 415, description = "No form", body = Errors),
    )
)]
async fn replace(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    request: Request,
) -> Result<Json<NewDatabase>, Listed> {
    let (caller, key) = (Caller::new(actor.as_ref(), &client), Key::id(&db_id));
    databases::may_replace(&app, caller, &key).await?;
    let sent = receive(&app, request).await?;
    Ok(Json(databases::replace(&app, caller, &key, &sent).await?))
}

/// The database as one file, as it is at one moment.
#[utoipa::path(
    get,
    path = "/dbs/{dbId}/download",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The file", content_type = "application/vnd.sqlite3", body = Vec<u8>),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn download(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
) -> Result<Response, Listed> {
    let copied = databases::download(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id)).await?;
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE.to_owned()), (header::CONTENT_DISPOSITION, disposition::attachment(&copied.name))];
    let mut response = (headers, Body::from_stream(ReaderStream::with_capacity(copied.file, PIECE))).into_response();
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(copied.length));
    Ok(response)
}
