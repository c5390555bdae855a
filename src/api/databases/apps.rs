//! Apps of a database: documents of people, shown in a sandbox.

use super::{Asker, shared::OwnPolicy};
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::Strict,
    },
    domain::{
        App,
        actor::Client,
        databases::{
            Caller,
            access::{Asking, Key},
            apps,
        },
    },
    error::AppError,
    model::{
        database_drawings::{AppInput, DatabaseApp},
        outcome::Nothing,
    },
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    http::HeaderValue,
    response::{Html, IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(change, delete)).routes(routes!(show))
}

/// Answer of `GET /api/dbs/{dbId}/apps`.
#[derive(Serialize, ToSchema)]
struct DatabaseApps {
    apps: Vec<DatabaseApp>,
}

/// The apps of a database, the oldest first.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/apps",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The apps", body = DatabaseApps),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn list(State(app): State<App>, Asker(actor): Asker, Path(db_id): Path<String>) -> Result<Json<DatabaseApps>, Listed> {
    Ok(Json(DatabaseApps { apps: apps::list(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await? }))
}

/// Keeps an HTML document with the database.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/apps",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = AppInput,
    responses(
        (status = 200, description = "The app", body = DatabaseApp),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn create(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    Strict(body): Strict<AppInput>,
) -> Result<Json<DatabaseApp>, Listed> {
    Ok(Json(apps::create(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), body).await?))
}

/// Changes the name or the document of an app.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/apps/{appId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("appId" = String, Path, description = "The app")),
    request_body = AppInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such app or database", body = Errors),
    )
)]
async fn change(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, app_id)): Path<(String, String)>,
    Strict(body): Strict<AppInput>,
) -> Result<Json<Nothing>, Listed> {
    apps::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &app_id, body).await?;
    Ok(Json(Nothing {}))
}

/// Deletes an app.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/apps/{appId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("appId" = String, Path, description = "The app")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such app or database", body = Errors),
    )
)]
async fn delete(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, app_id)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    apps::delete(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &app_id).await?;
    Ok(Json(Nothing {}))
}

/// The document of an app. Browsers show it as coming from nowhere: it has no cookies, no storage and no part in the
/// session, and reaches nothing but what anybody may read of a public database under its read-only id.
#[utoipa::path(
    get,
    path = "/dbs/{dbId}/apps/{appId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("appId" = String, Path, description = "The app")),
    responses(
        (status = 200, description = "The document", content_type = "text/html", body = String),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "No such app or database", body = Errors),
    )
)]
async fn show(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, app_id)): Path<(String, String)>,
) -> Result<Response, Listed> {
    let document = apps::document(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id), &app_id).await?;
    let policy = format!(
        "sandbox allow-scripts; default-src 'unsafe-inline' data: blob:; connect-src {}; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'self'",
        readable(&app, &client, &document.readonly_id)
    );
    let policy = HeaderValue::try_from(policy).map_err(AppError::internal)?;
    let mut response = Html(document.html).into_response();
    response.extensions_mut().insert(OwnPolicy(policy));
    Ok(response)
}

/// The only addresses that the document may ask, at the host by which it came itself.
fn readable(app: &App, client: &Client, readonly_id: &str) -> String {
    let is_plain = |host: &&String| host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    match client.host.as_ref().filter(is_plain) {
        Some(host) => {
            let scheme = if app.settings.secure_cookies { "https" } else { "http" };
            format!("{scheme}://{host}/readonly/{readonly_id}/")
        }
        None => format!("{}readonly/{readonly_id}/", app.settings.base_url),
    }
}
