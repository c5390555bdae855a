//! Cells as files.

use super::{Asker, OwnPolicy, disposition};
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        actor::Client,
        databases::{
            Caller,
            access::{Asking, Key},
            cells::{self, CellFile, CellPlace},
        },
    },
    error::{AppError, Kind, Result as AppResult},
    model::outcome::Nothing,
};
use axum::{
    Extension, Json,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, fill)).layer(DefaultBodyLimit::max(LONGEST + 64 * 1024)).routes(routes!(show_public))
}

/// Most bytes of a cell (03, Limits).
const LONGEST: usize = 10_000_000;

/// What a cell may do in a browser that shows it: nothing (security.md, check 114).
const SANDBOX: &str = "sandbox; default-src 'none'";

/// Body of `PUT .../files/{primaryKey}/{equalsValue}`.
#[derive(ToSchema)]
#[allow(dead_code)]
struct CellUpload {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

type Names = (String, String, String, String, String);

fn place((_, table, column, key, value): &Names) -> CellPlace {
    CellPlace::new(table, column, key, value)
}

/// The bytes of a cell. Browsers show pictures and save everything else.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("column" = String, Path, description = "Name of the column"),
        ("primaryKey" = String, Path, description = "Name of the column by which the row is found, often `rowid`"),
        ("equalsValue" = String, Path, description = "Its value"),
    ),
    responses(
        (status = 200, description = "The bytes", content((Vec<u8> = "application/octet-stream"), (String = "text/plain"), (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/gif"), (Vec<u8> = "image/webp"), (Vec<u8> = "image/avif"))),
        (status = 400, description = "No row id, or several rows", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, empty, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn show(State(app): State<App>, Asker(actor): Asker, Path(names): Path<Names>) -> Result<Response, Listed> {
    let asking = Asking { actor: actor.as_ref() };
    Ok(file(cells::get(&app, asking, &Key::id(&names.0), &place(&names)).await?))
}

/// The same by the read-only id of the database.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}",
    tag = "Databases",
    params(
        ("readonlyId" = String, Path, description = "The read-only id of the database"),
        ("table" = String, Path, description = "Name of the table"),
        ("column" = String, Path, description = "Name of the column"),
        ("primaryKey" = String, Path, description = "Name of the column by which the row is found, often `rowid`"),
        ("equalsValue" = String, Path, description = "Its value"),
    ),
    responses(
        (status = 200, description = "The bytes", content((Vec<u8> = "application/octet-stream"), (String = "text/plain"), (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/gif"), (Vec<u8> = "image/webp"), (Vec<u8> = "image/avif"))),
        (status = 400, description = "No row id, or several rows", body = Errors),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, empty, or private and not the caller's", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn show_public(State(app): State<App>, Asker(actor): Asker, Path(names): Path<Names>) -> Result<Response, Listed> {
    let asking = Asking { actor: actor.as_ref() };
    Ok(file(cells::get(&app, asking, &Key::readonly(&names.0), &place(&names)).await?))
}

/// Writes the bytes of a cell: the part `file` of the form.
#[utoipa::path(
    put,
    path = "/api/dbs/{dbId}/tables/{table}/columns/{column}/files/{primaryKey}/{equalsValue}",
    tag = "Databases",
    params(
        ("dbId" = String, Path, description = "The database"),
        ("table" = String, Path, description = "Name of the table"),
        ("column" = String, Path, description = "Name of the column"),
        ("primaryKey" = String, Path, description = "Name of the column by which the row is found, often `rowid`"),
        ("equalsValue" = String, Path, description = "Its value"),
    ),
    request_body(content = CellUpload, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "Written", body = Nothing),
        (status = 400, description = "No row id, several rows, or SQLite refuses it", body = Errors),
        (status = 403, description = "The caller may not change rows", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
        (status = 413, description = "More bytes than a cell holds", body = Errors),
        (status = 415, description = "The body is no form", body = Errors),
        (status = 503, description = "The database cannot be opened", body = Errors),
    )
)]
async fn fill(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(names): Path<Names>,
    request: Request,
) -> Result<Json<Nothing>, Listed> {
    let caller = Caller::new(actor.as_ref(), &client);
    cells::may_put(&app, caller.asking(), &Key::id(&names.0)).await?;
    let bytes = sent(request).await?;
    cells::put(&app, caller, &Key::id(&names.0), &place(&names), bytes).await?;
    Ok(Json(Nothing {}))
}

/// The part `file`, or else the one with a file name.
async fn sent(request: Request) -> AppResult<Vec<u8>> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| {
        let text = "Send the file as a form, with the header Content-Type: multipart/form-data";
        AppError::new(Kind::UnsupportedMediaType, text)
    })?;
    while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
        if part.name() == Some("file") || part.file_name().is_some() {
            return Ok(part.bytes().await.map_err(|error| broken(&error))?.to_vec());
        }
    }
    Err(AppError::malformed("The form has no part called file"))
}

fn broken(error: &MultipartError) -> AppError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return AppError::new(Kind::TooLarge, format!("A cell holds at most {LONGEST} bytes"));
    }
    AppError::malformed("The body of the request broke off or is no whole form")
}

fn file(CellFile { bytes, media_type, name, is_shown }: CellFile) -> Response {
    let disposition = if is_shown { disposition::inline(&name) } else { disposition::attachment(&name) };
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    let mut response = (headers, bytes).into_response();
    response.extensions_mut().insert(OwnPolicy(HeaderValue::from_static(SANDBOX)));
    response
}
