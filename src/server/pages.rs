//! Pages and server functions through Leptos, with what they find in their context.

use super::{
    answer::{self, Face},
    assets,
    layers::{body, headers::Nonce, trace::shown},
    openapi,
};
use crate::{
    domain::{
        App,
        accounts::sessions::SessionSlot,
        actor::{Actor, Client, TokenCaller},
        factors,
    },
    error::AppError,
    model::{
        account::Entrance,
        flash::Flash,
        id::TeamId,
        identity::ProviderButton,
        surroundings::{ChosenTeam, TEAM_COOKIE},
    },
    providers::Provider,
    ui::{
        pages::help::ApiDocument,
        shell::{self, AssetRoot, THEME_COOKIE, Theme},
    },
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use std::time::Duration;

/// The paths of the interface, as its router lists them.
pub fn paths(app: &App) -> Vec<String> {
    let app = app.clone();
    let (routes, _) =
        leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(shell::shell, None, move || provide_context(app.clone()));
    routes.into_iter().map(|route| route.path().to_owned()).collect()
}

/// The paths of the server functions. Each is called by POST: none may act on a GET (security.md, check 22).
pub fn action_paths() -> Vec<&'static str> {
    server_fn::axum::server_fn_paths().filter(|(_, method)| *method == Method::POST).map(|(path, _)| path).collect()
}

/// A page of the interface, rendered with its data.
pub async fn page(State(app): State<App>, request: Request) -> Response {
    render(app, request).await
}

/// Everything that no route knows: files at the root, else the interface's own page that says so.
pub async fn fallback(State(app): State<App>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let is_reading = matches!(parts.method, Method::GET | Method::HEAD);
    if is_reading && let Some(file) = assets::at_root(parts.uri.path(), &parts.headers) {
        return file;
    }
    let face = Face::of(&parts);
    if !is_reading || face != Face::Page {
        return answer::not_found(face);
    }
    let mut response = render(app, Request::from_parts(parts, body)).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// One of [`action_paths`].
pub async fn action(State(app): State<App>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let token = parts.extensions.get::<TokenCaller>().cloned();
    let around = context(app, &parts);
    // Only actions know an API token: pages are for people.
    let context = move || {
        around();
        if let Some(token) = &token {
            provide_context(token.clone());
        }
    };
    leptos_axum::handle_server_fns_with_context(context, Request::from_parts(parts, body)).await.into_response()
}

/// How long a page may take to be made: each tile has its own, shorter budget.
const LONGEST: Duration = Duration::from_secs(8);
/// The same for a page whose reader asked to wait for slow tiles, which end at the time limit of a statement.
const LONGEST_PATIENT: Duration = Duration::from_secs(60);
/// How often a page is begun.
const ATTEMPTS: u32 = 3;

/// Makes a page whole. Very rarely rendering waits for a notification that was lost between two threads (leptos-rs/leptos
/// issues 4673 and 4851); it is begun anew then, because reading changes nothing.
async fn render(app: App, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let patient = parts.uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("patient=")));
    let longest = if patient { LONGEST_PATIENT } else { LONGEST };
    for attempt in 1..=ATTEMPTS {
        let render = leptos_axum::render_app_async_with_context(context(app.clone(), &parts), shell::shell);
        let made = async {
            let (head, body) = render(Request::from_parts(parts.clone(), Body::empty())).await.into_parts();
            Response::from_parts(head, Body::from(body::whole(body).await))
        };
        if let Ok(response) = tokio::time::timeout(longest, made).await {
            return response;
        }
        tracing::warn!(path = shown(parts.uri.path()), attempt, "a page was not made in {} s", longest.as_secs());
    }
    let text = "This page took too long to be made. Try again in a moment.";
    answer::refuse(Face::Page, &AppError { retry_after: Some(10), ..AppError::unavailable(text) })
}

/// What server functions and pages find with `use_context`, besides the request's `Parts`.
fn context(app: App, parts: &Parts) -> impl Fn() + Clone + Send + Sync + 'static {
    let nonce = parts.extensions.get::<Nonce>().cloned();
    let flash = parts.extensions.get::<Flash>().cloned();
    let actor = parts.extensions.get::<Actor>().cloned();
    let client = parts.extensions.get::<Client>().cloned();
    let slot = parts.extensions.get::<SessionSlot>().cloned();
    let theme = cookie(parts, THEME_COOKIE).map(Theme::parse).unwrap_or_default();
    let team = ChosenTeam(cookie(parts, TEAM_COOKIE).and_then(TeamId::parse));
    let settings = &app.settings;
    let entrance = Entrance {
        password_min: settings.password_min,
        closed: settings.sign_up.refusal(false).map(str::to_owned),
        passkeys: factors::passkeys_possible(&app),
        by_invitation: settings.sign_up.refusal(true).is_none(),
        providers: app.providers.all().iter().map(button).collect(),
    };
    move || {
        provide_context(app.clone());
        provide_context(entrance.clone());
        provide_context(AssetRoot(assets::root()));
        provide_context(theme);
        provide_context(team.clone());
        if let Some(text) = openapi::text() {
            provide_context(ApiDocument(text));
        }
        if let Some(actor) = &actor {
            provide_context(actor.clone());
        }
        if let Some(client) = &client {
            provide_context(client.clone());
        }
        if let Some(slot) = &slot {
            provide_context(slot.clone());
        }
        if let Some(nonce) = &nonce {
            provide_context(leptos::nonce::Nonce::from_value(nonce.as_str()));
        }
        if let Some(flash) = &flash {
            provide_context(flash.clone());
        }
    }
}

fn button(provider: &Provider) -> ProviderButton {
    ProviderButton { key: provider.key().to_owned(), name: provider.name().to_owned() }
}

/// The value of a cookie of this request.
pub fn cookie<'a>(parts: &'a Parts, name: &str) -> Option<&'a str> {
    let headers = parts.headers.get_all(axum::http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    headers.flat_map(|value| value.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}
