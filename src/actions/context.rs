//! What an action finds around it: the application, the caller, and the way to set cookies.

use crate::{
    domain::{
        App,
        accounts::{
            self, Arrival, NewSession,
            sessions::{SessionChange, SessionSlot},
        },
        actor::{Actor, Client, TokenCaller, accounts_only},
        factors::{CEREMONY_COOKIE, CEREMONY_SECONDS},
        sharing::{PASS_SECONDS, Pass},
    },
    error::{AppError, Kind, Result},
    model::{
        access::Secret,
        id::TeamId,
        outcome::{Failure, Outcome},
        surroundings::{ChosenTeam, TEAM_COOKIE},
        theme::{THEME_COOKIE, Theme},
    },
};
use leptos::prelude::*;

/// The application, put into the context by the server.
///
/// # Errors
/// When the page that asks was left meanwhile: what its resources began goes on without the context of the request.
pub(super) fn app() -> Result<App> {
    use_context().ok_or_else(left)
}

/// The caller, who must be signed in. No API token.
pub(super) fn account() -> Result<Actor> {
    let refusal = || if use_context::<TokenCaller>().is_some() { accounts_only() } else { AppError::unauthorized() };
    use_context::<Actor>().ok_or_else(refusal)
}

/// The caller, who is signed in or an API token: for actions whose use case asks for a right to a project and does
/// nothing else for its caller.
pub(super) fn reader() -> Result<Actor> {
    match use_context::<TokenCaller>() {
        Some(TokenCaller(actor)) => Ok(actor),
        None => account(),
    }
}

/// The caller, if somebody is signed in: for what strangers see too.
pub(super) fn visitor() -> Option<Actor> {
    use_context::<Actor>()
}

/// Where the request comes from.
///
/// # Errors
/// As [`app`].
pub(super) fn client() -> Result<Client> {
    use_context().ok_or_else(left)
}

fn left() -> AppError {
    AppError::invalid("The page was left before this could be answered. Open it again.")
}

/// Has the cookie of a new session set (`api::auth` writes it).
pub(super) fn start_session(session: NewSession) {
    put(SessionChange::Started(session));
}

/// The same for somebody who may have to show a second factor first.
///
/// # Errors
/// That they have to: the browser has a cookie by which it is known then.
pub(super) fn arrived(arrival: Arrival) -> Result<()> {
    match arrival {
        Arrival::Session(session) => start_session(session),
        Arrival::Half(half) => {
            put(SessionChange::Half(half));
            // Here a session is what is asked for: that there is none yet is no reason for 401.
            return Err(AppError { kind: Kind::Forbidden, ..accounts::second_factor_required() });
        }
    }
    Ok(())
}

/// Removes the cookie.
pub(super) fn end_session() {
    put(SessionChange::Ended);
}

fn put(change: SessionChange) {
    if let Some(slot) = use_context::<SessionSlot>() {
        slot.put(change);
    }
}

/// Sets the cookie of the chosen look; it holds nothing secret and lasts a year.
pub(super) fn remember_theme(name: &str) {
    set_cookie(&format!("{THEME_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", Theme::parse(name).name()));
}

/// The team that this browser chose, put into the context by the server.
pub(super) fn chosen_team() -> ChosenTeam {
    use_context().unwrap_or_default()
}

/// Sets the cookie of the chosen team for a year, or removes it; it holds nothing secret and opens nothing.
pub(super) fn remember_team(team: Option<&TeamId>) {
    let (id, seconds) = team.map_or(("", 0), |id| (id.as_str(), 31_536_000));
    set_cookie(&format!("{TEAM_COOKIE}={id}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"));
}

/// Sets the cookie of a link that was unlocked.
pub(super) fn remember_pass(Pass { name, value }: &Pass) {
    keep(name, value, PASS_SECONDS);
}

/// Sets the cookie by which the browser is known that was given the challenge of a passkey.
pub(super) fn remember_ceremony(held: &Secret) {
    keep(CEREMONY_COOKIE, held.expose(), CEREMONY_SECONDS);
}

/// Sets a cookie that scripts do not see.
fn keep(name: &str, value: &str, seconds: i64) {
    let (prefix, secure) = if app().is_ok_and(|app| app.settings.secure_cookies) { ("__Host-", "; Secure") } else { ("", "") };
    set_cookie(&format!("{prefix}{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"));
}

fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(key), Ok(value)) =
        (use_context::<leptos_axum::ResponseOptions>(), "set-cookie".try_into(), cookie.try_into())
    {
        response.append_header(key, value);
    }
}

/// Whether a person opens a page: not a program that only asks whether it is there, fetches ahead or reads for a search.
pub(super) fn is_view() -> bool {
    let Some(parts) = use_context::<axum::http::request::Parts>() else { return false };
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let agent = text("user-agent");
    let is_robot = ["bot", "crawl", "spider", "preview", "slurp", "facebookexternalhit"].iter().any(|word| agent.contains(word));
    render_budget().is_some() && parts.method == axum::http::Method::GET && !is_robot && !text("sec-purpose").contains("prefetch")
}

/// Domain outcomes become `success: false`, the rest stays an error with its status.
pub(super) fn answer<T>(result: Result<T>) -> Result<Outcome<T>> {
    match result {
        Ok(value) => Ok(Outcome::Done(value)),
        Err(error) if error.is_domain_outcome() => Ok(Outcome::Failed(Failure { error: error.text, field: error.field, code: error.code })),
        Err(error) => Err(AppError { ..error }),
    }
}

/// The budget of the page that is being rendered, if that is why the action runs.
pub(super) fn render_budget() -> Option<std::time::Duration> {
    use_context::<super::RenderBudget>().map(|budget| budget.0)
}
