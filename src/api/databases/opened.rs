//! The address that stands before everything of a public database, opened as it is.

use super::Asker;
use crate::{
    api::family::{Errors, Listed},
    domain::{
        App,
        databases::access::{self, Asking, Key},
    },
    model::{address::step, database_right::DatabaseRight},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::Redirect,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(open))
}

/// Leads to the page that shows the database to readers. What programs read stands below this address.
#[utoipa::path(
    get,
    path = "/readonly/{readonlyId}",
    tag = "Databases",
    params(("readonlyId" = String, Path, description = "The read-only id of the database")),
    responses(
        (status = 303, description = "To the page for readers"),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn open(
    State(app): State<App>,
    Asker(actor): Asker,
    Path(readonly_id): Path<String>,
    headers: HeaderMap,
) -> Result<Redirect, Listed> {
    let key = Key::readonly(&readonly_id);
    let found = access::open(&app, Asking { actor: actor.as_ref() }, &key, DatabaseRight::Read).await;
    // To people the page itself says that there is none.
    let by_browser = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    match (found, key) {
        (Err(error), Key::Unknown) => Err(error.into()),
        (Err(error), _) if !by_browser => Err(error.into()),
        _ => Ok(Redirect::to(&format!("/public/databases/{}", step(&readonly_id)))),
    }
}
