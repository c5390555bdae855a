//! A file for a new database or for a table, sent by the form of a page: the browser is led on to the database, or to what
//! there is to say first.

use super::{Asker, upload::receive};
use crate::{
    api::family::Listed,
    domain::{
        App,
        actor::Client,
        databases::{self, Caller, desk},
    },
    error::{AppError, Kind},
    model::address::{Query, step},
};
use axum::{
    Extension,
    extract::{DefaultBodyLimit, Query as Asked, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(land)).layer(DefaultBodyLimit::disable())
}

/// The table that rows of the file are for; a new database when it is not named.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Into {
    /// The database of the table.
    database: Option<String>,
    table: Option<String>,
}

/// Takes the file of a page. Programs use `POST /dbs` and `POST /api/dbs/{dbId}/imports`.
#[utoipa::path(
    post,
    path = "/databases/upload",
    tag = "Databases",
    params(Into),
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
    Asked(into): Asked<Into>,
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
    let into = into.database.zip(into.table);
    let to = match desk::land(&app, caller, &actor, sent, into.is_some()).await? {
        desk::Landed::Database(id) => format!("/databases/{id}"),
        desk::Landed::Waiting(upload) => {
            let page = match into {
                Some((database, table)) => format!("/databases/{}/tables/{}/import", step(&database), step(&table)),
                None => "/databases/new".to_owned(),
            };
            Query::default().with("upload", upload).on(&page)
        }
    };
    Ok(Redirect::to(&to).into_response())
}
