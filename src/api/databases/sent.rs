//! A file for a new database, sent by the form of a page: the browser is led on to the database, or to what there is to
//! say first.

use super::{Asker, upload::receive};
use crate::{
    api::family::Listed,
    domain::{
        App,
        actor::Client,
        databases::{self, Caller, desk},
    },
    error::{AppError, Kind},
    model::address::Query,
};
use axum::{
    Extension,
    extract::{DefaultBodyLimit, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(land)).layer(DefaultBodyLimit::disable())
}

/// Takes the file of the page for new databases. Programs use `POST /dbs`.
#[utoipa::path(
    post,
    path = "/databases/upload",
    tag = "Databases",
    request_body(content = super::files::DatabaseFile, content_type = "multipart/form-data"),
    responses(
        (status = 303, description = "To the database, or to the page that shows the file or says why it was refused"),
        (status = 401, description = "No session", body = crate::api::family::Errors),
        (status = 403, description = "An API token asks", body = crate::api::family::Errors),
        (status = 415, description = "The body is no form", body = crate::api::family::Errors),
    )
)]
async fn land(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    request: Request,
) -> Result<Response, Listed> {
    let actor = actor.ok_or_else(AppError::unauthorized)?;
    let caller = Caller::new(Some(&actor), &client);
    databases::may_send(&app, caller)?;
    let sent = match receive(&app, request).await {
        // No page sends anything but a form.
        Err(error) if error.kind == Kind::UnsupportedMediaType => return Err(error.into()),
        sent => sent,
    };
    let to = match desk::land(&app, caller, &actor, sent).await? {
        desk::Landed::Database(id) => format!("/databases/{id}"),
        desk::Landed::Waiting(upload) => Query::default().with("upload", upload).on("/databases/new"),
    };
    Ok(Redirect::to(&to).into_response())
}
