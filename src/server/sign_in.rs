//! Signing in by a provider: the way there and the way back. A browser opens both by itself, so what went wrong is said
//! by the page from which it began.

use super::{
    answer,
    layers::{flash, headers::Https},
    local_path::local_path,
    pages,
};
use crate::{
    api::refusal::parameter,
    domain::{
        App,
        accounts::{
            Arrival,
            identities::{self, ATTEMPT_SECONDS, Arrived, Attempt, Begun, Return, begin},
            sessions::{SessionChange, SessionSlot},
        },
        actor::{Actor, Client},
    },
    error::{AppError, Result},
    model::{address::Query, factor::REAUTH_REQUIRED, flash::Flash},
};
use axum::{
    Extension, Router,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

const COOKIE: &str = "vizboard_sign_in";
/// Where people go on to who wanted nothing else.
const START: &str = "/projects";

/// Only GET: a program that asks for the head of an address does not sign anybody in.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/auth/{provider}", get(leave).head(answer::method_not_allowed))
        .route("/auth/{provider}/callback", get(come_back).head(answer::method_not_allowed))
}

/// To the provider. `next` is where the person goes on afterwards; `link` comes with the buttons in the settings.
async fn leave(
    State(app): State<App>,
    Extension(https): Extension<Https>,
    actor: Option<Extension<Actor>>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    let Some(provider) = app.providers.find(&key) else { return pages::fallback(State(app), request).await };
    let query = request.uri().query();
    let asked = |name: &str| parameter(query, name).ok().flatten();
    let next = asked("next").filter(|path| local_path(path).is_some()).unwrap_or_else(|| START.to_owned());
    let link = asked("link");
    // A page of others must not sign people in, or into a team: they press the button here.
    let site = request.headers().get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if matches!(site, Some("cross-site" | "same-site")) {
        return to(&if next == START { "/login".to_owned() } else { with_next("/login", &next) });
    }
    match begin(&app, actor.as_deref(), provider, &next, link.as_deref()).await {
        Ok(Begun { address, cookie: value }) => {
            let mut response = to(&address);
            response.headers_mut().append(header::SET_COOKIE, cookie(&value, ATTEMPT_SECONDS, https));
            response
        }
        Err(error) if error.code.as_deref() == Some(REAUTH_REQUIRED) => to(&with_next("/confirm", "/settings")),
        Err(error) if link.is_some() => refused("/settings", error, https),
        Err(error) if next == START => refused("/login", error, https),
        Err(error) => refused(&with_next("/login", &next), error, https),
    }
}

/// Back from the provider.
async fn come_back(
    State(app): State<App>,
    Extension(https): Extension<Https>,
    Extension(client): Extension<Client>,
    Extension(slot): Extension<SessionSlot>,
    actor: Option<Extension<Actor>>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    if app.providers.find(&key).is_none() {
        return pages::fallback(State(app), request).await;
    }
    let (parts, _) = request.into_parts();
    let attempt = pages::cookie(&parts, &cookie_name(https)).and_then(|value| Attempt::read(&app, &key, value));
    let mut response = match attempt {
        None => {
            let text = "This sign-in was begun in another browser, or too long ago. Begin again.";
            refused("/login", AppError::forbidden(text), https)
        }
        Some(attempt) => {
            let arrived = match came(parts.uri.query()) {
                Ok(came) => identities::come_back(&app, &client, actor.as_deref(), &attempt, &came).await,
                Err(error) => Err(error),
            };
            match arrived {
                Ok(Arrived::SignedIn { arrival: Arrival::Session(session), next }) => {
                    slot.put(SessionChange::Started(session));
                    to(&next)
                }
                Ok(Arrived::SignedIn { arrival: Arrival::Half(half), next }) => {
                    slot.put(SessionChange::Half(half));
                    to(&with_next("/log-in/code", &next))
                }
                Ok(Arrived::Linked { message }) => saying(to(&attempt.origin()), Flash::message(message), https),
                Err(error) => refused(&attempt.origin(), error, https),
            }
        }
    };
    // Used up, whatever came of it.
    response.headers_mut().append(header::SET_COOKIE, cookie("", 0, https));
    response
}

fn came(query: Option<&str>) -> Result<Return> {
    let one = |name: &str| parameter(query, name);
    Ok(Return { code: one("code")?, state: one("state")?, error: one("error")?, issuer: one("iss")? })
}

fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// A page that leads on to another one.
fn with_next(page: &str, next: &str) -> String {
    Query::default().with("next", next).on(page)
}

/// To a page that says why.
fn refused(page: &str, error: AppError, https: Https) -> Response {
    // The forms of these pages, and their names.
    let form = if page.starts_with("/settings") { "linkIdentity" } else { "logIn" };
    saying(to(page), Flash { form: Some(form.to_owned()), error: Some(error.text), ..Flash::default() }, https)
}

fn saying(mut response: Response, flash: Flash, https: Https) -> Response {
    response.headers_mut().append(header::SET_COOKIE, flash::set(flash, https));
    response
}

/// As that of the session, the cookie comes back from a link on another site, and so from the provider.
fn cookie(value: &str, seconds: i64, https: Https) -> HeaderValue {
    let secure = if https.0 { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(https));
    let mut value = HeaderValue::from_str(&text).expect("base64 and hexadecimal digits are plain ASCII");
    value.set_sensitive(true);
    value
}

fn cookie_name(Https(https): Https) -> String {
    if https { format!("__Host-{COOKIE}") } else { COOKIE.to_owned() }
}
