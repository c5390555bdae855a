//! The audit log, as pages and as a file.

use super::{
    exports::file,
    family::ErrorBody,
    refusal::{Refusal, SignedIn, parameter},
};
use crate::{
    domain::{App, audit},
    model::audit::{AuditInput, AuditPage},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Who did what to what, from where and how it ended, the newest first: in a project, for whoever may see its connections, or everywhere, for administrators of the server, who are not told the names of private projects of others.
#[utoipa::path(
    get,
    path = "/api/audit",
    tag = "Operation",
    params(
        ("projectId" = Option<String>, Query, description = "Only what concerns this project"),
        ("who" = Option<String>, Query, description = "A user name"),
        ("what" = Option<String>, Query, description = "A verb, as in the answers"),
        ("kind" = Option<String>, Query, description = "A kind of objects, as in the answers"),
        ("result" = Option<String>, Query, description = "done, refused or failed"),
        ("from" = Option<String>, Query, description = "The first day in UTC, 2026-01-31"),
        ("to" = Option<String>, Query, description = "The last day"),
        ("after" = Option<String>, Query, description = "next of the page before"),
        ("format" = Option<String>, Query, description = "csv or json: all pages as one file"),
    ),
    responses(
        (status = 200, description = "A page, or the file", content((AuditPage = "application/json"), (Vec<u8> = "text/csv"))),
        (status = 400, description = "A filter that is none", body = ErrorBody),
        (status = 401, description = "No session", body = ErrorBody),
        (status = 403, description = "Of the whole server, by somebody who does not administer it", body = ErrorBody),
        (status = 404, description = "A project that is unknown, or not the caller's", body = ErrorBody),
    )
)]
async fn list(State(app): State<App>, SignedIn(actor): SignedIn, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let given = |name: &str| parameter(query.as_deref(), name);
    let input = AuditInput {
        project_id: given("projectId")?,
        who: given("who")?,
        what: given("what")?,
        kind: given("kind")?,
        result: given("result")?,
        from: given("from")?,
        to: given("to")?,
        after: given("after")?,
        user_id: None,
    };
    Ok(match given("format")? {
        Some(format) => file(audit::download(&app, &actor, input, &format).await?),
        None => Json(audit::list(&app, &actor, input).await?).into_response(),
    })
}
