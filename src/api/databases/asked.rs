//! What changes something although it has an address that is opened (seed 002 has it so): with a bearer it is done, with a
//! cookie a page asks first, because browsers open addresses by themselves.

use super::Asker;
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::SignedIn,
    },
    domain::{
        App,
        actor::{Actor, Client},
        databases::{self, Caller, access::Key},
    },
    error::Result,
    model::{database_right::DatabaseRight, ulid::DatabaseId},
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    http::{Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask_duplicate, duplicate))
        .routes(routes!(ask_new_id, new_id))
        .routes(routes!(ask_new_readonly_id, new_readonly_id))
        .routes(routes!(ask_duplicate_readonly, duplicate_readonly))
}

/// What somebody is asked.
struct Question {
    title: &'static str,
    text: String,
    button: &'static str,
}

fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · VizBoard</title></head><body style=\"font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem\">\
         <h1 style=\"font-size:1.4rem\">{title}</h1>{body}</body></html>"
    )
}

impl IntoResponse for Question {
    /// One button, which posts to the address of the page itself.
    fn into_response(self) -> Response {
        let body = format!(
            "<p>{}</p><form method=\"post\"><button style=\"font:inherit;padding:.4rem 1rem\">{}</button></form>\
             <p><a href=\"/databases\">Back</a></p>",
            text(&self.text),
            self.button
        );
        Html(page(self.title, &body)).into_response()
    }
}

/// On to the database.
fn done(title: &str, id: &DatabaseId) -> Response {
    let path = format!("/databases/{id}");
    let body = format!("<p><a href=\"{path}\">{path}</a></p>");
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)], Html(page(title, &body))).into_response()
}

/// Whether the caller is known by what no browser sends by itself.
fn has_bearer(request: &Request) -> bool {
    request.method() != Method::HEAD && request.headers().contains_key(header::AUTHORIZATION)
}

async fn ask_copy(app: &App, caller: Caller<'_>, key: &Key) -> Result<Response> {
    let name = databases::name(app, caller, key, DatabaseRight::Read).await?;
    databases::may_send(app, caller)?;
    let text = format!("This makes a database of your own with everything that {name} holds now.");
    Ok(Question { title: "Copy this database?", text, button: "Make a copy" }.into_response())
}

async fn copy(app: &App, caller: Caller<'_>, key: &Key) -> Result<Response> {
    let made = databases::duplicate(app, caller, key).await?;
    Ok(done("The copy is made", &made.id))
}

async fn ask_id(app: &App, actor: &Actor, client: &Client, key: &Key, is_readonly: bool) -> Result<Response> {
    let name = databases::name(app, Caller::new(Some(actor), client), key, DatabaseRight::Settings).await?;
    let question = match is_readonly {
        true => Question {
            title: "A new read-only id?",
            text: format!("Every link with the read-only id that {name} has now stops working."),
            button: "Make a new read-only id",
        },
        false => Question {
            title: "A new id?",
            text: format!("Every address and every program with the id that {name} has now stops working. Tokens keep their rights."),
            button: "Make a new id",
        },
    };
    Ok(question.into_response())
}

async fn set_id(app: &App, actor: &Actor, key: &Key, is_readonly: bool) -> Result<Response> {
    let id = match is_readonly {
        true => databases::regenerate_readonly_id(app, actor, key).await?,
        false => databases::regenerate_id(app, actor, key).await?,
    };
    Ok(done("The database has a new id", &id))
}

// Paths are taken as they stand: the description of the API does not read one that is wrapped as a literal.
macro_rules! copies {
    ($ask:ident, $act:ident, $path:tt, $name:tt, $text:tt, $key:path) => {
        /// Copies the database, when a bearer comes along; else a page asks first.
        #[utoipa::path(
                                    get,
                                    path = $path,
                                    tag = "Databases",
                                    params(($name = String, Path, description = $text)),
                                    responses(
                                        (status = 200, description = "A page with a button", content_type = "text/html", body = String),
                                        (status = 303, description = "Copied: on to the copy", content_type = "text/html", body = String),
                                        (status = 401, description = "No session", body = Errors),
                                        (status = 403, description = "The caller may not", body = Errors),
                                        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
                                        (status = 409, description = "The team has as many databases as it may", body = Errors),
                                    )
                                )]
        async fn $ask(
            State(app): State<App>,
            Asker(actor): Asker,
            Extension(client): Extension<Client>,
            Path(id): Path<String>,
            request: Request,
        ) -> Result<Response, Listed> {
            let (caller, key) = (Caller::new(actor.as_ref(), &client), $key(&id));
            Ok(if has_bearer(&request) { copy(&app, caller, &key).await? } else { ask_copy(&app, caller, &key).await? })
        }

        /// Copies the database: into its team where the caller makes databases there, else into their personal one.
        #[utoipa::path(
                                    post,
                                    path = $path,
                                    tag = "Databases",
                                    params(($name = String, Path, description = $text)),
                                    responses(
                                        (status = 303, description = "Copied: on to the copy", content_type = "text/html", body = String),
                                        (status = 401, description = "No session", body = Errors),
                                        (status = 403, description = "The caller may not", body = Errors),
                                        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
                                        (status = 409, description = "The team has as many databases as it may", body = Errors),
                                    )
                                )]
        async fn $act(
            State(app): State<App>,
            Asker(actor): Asker,
            Extension(client): Extension<Client>,
            Path(id): Path<String>,
        ) -> Result<Response, Listed> {
            Ok(copy(&app, Caller::new(actor.as_ref(), &client), &$key(&id)).await?)
        }
    };
}

copies!(ask_duplicate, duplicate, "/dbs/{dbId}/duplicate", "dbId", "The database", Key::id);
copies!(
    ask_duplicate_readonly,
    duplicate_readonly,
    "/readonly/{readonlyId}/duplicate",
    "readonlyId",
    "The read-only id of the database",
    Key::readonly
);

macro_rules! ids {
    ($ask:ident, $act:ident, $path:tt, $readonly:tt) => {
        /// Gives the database another id, when a bearer comes along; else a page asks first.
        #[utoipa::path(
                                    get,
                                    path = $path,
                                    tag = "Databases",
                                    params(("dbId" = String, Path, description = "The database")),
                                    responses(
                                        (status = 200, description = "A page with a button", content_type = "text/html", body = String),
                                        (status = 303, description = "Done: on to the database", content_type = "text/html", body = String),
                                        (status = 401, description = "No session", body = Errors),
                                        (status = 403, description = "The caller may not", body = Errors),
                                        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
                                    )
                                )]
        async fn $ask(
            State(app): State<App>,
            SignedIn(actor): SignedIn,
            Extension(client): Extension<Client>,
            Path(id): Path<String>,
            request: Request,
        ) -> Result<Response, Listed> {
            let key = Key::id(&id);
            Ok(match has_bearer(&request) {
                true => set_id(&app, &actor, &key, $readonly).await?,
                false => ask_id(&app, &actor, &client, &key, $readonly).await?,
            })
        }

        /// Gives the database another id: the one that it has stops working at once.
        #[utoipa::path(
                                    post,
                                    path = $path,
                                    tag = "Databases",
                                    params(("dbId" = String, Path, description = "The database")),
                                    responses(
                                        (status = 303, description = "Done: on to the database", content_type = "text/html", body = String),
                                        (status = 401, description = "No session", body = Errors),
                                        (status = 403, description = "The caller may not", body = Errors),
                                        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
                                    )
                                )]
        async fn $act(State(app): State<App>, SignedIn(actor): SignedIn, Path(id): Path<String>) -> Result<Response, Listed> {
            Ok(set_id(&app, &actor, &Key::id(&id), $readonly).await?)
        }
    };
}

ids!(ask_new_id, new_id, "/dbs/{dbId}/regenerate-db-id", false);
ids!(ask_new_readonly_id, new_readonly_id, "/dbs/{dbId}/regenerate-readonly-id", true);
