//! Every address of the server on one screen.

use super::{
    answer, assets,
    config::Config,
    docs,
    layers::{
        actions, body,
        client::{self, TrustedProxies},
        flash, frames, gate,
        headers::{self, Https},
        hosts, panic,
        same_origin::{self, PublicOrigin},
        session, set_up, trace,
    },
    lifecycle::Lifecycle,
    openapi, pages, sign_in,
};
use crate::{api, domain::App};
use axum::{
    Extension, Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get, post},
};
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// What the listener calls: the layers that are there from the first moment, around whatever answers.
/// The last layer is the outermost.
pub fn outside(config: &Config, lifecycle: &Lifecycle) -> Router {
    Router::new()
        .fallback(gate::dispatch)
        .with_state(lifecycle.clone())
        .layer(from_fn(body::limit))
        .layer(from_fn_with_state(PublicOrigin(public_origin(config)), same_origin::check))
        .layer(from_fn_with_state(lifecycle.clone(), gate::watch))
        .layer(CompressionLayer::new())
        .layer(from_fn(panic::catch))
        .layer(from_fn_with_state(headers::Policy::of(config), headers::secure))
        .layer(from_fn(trace::record))
        .layer(from_fn_with_state(TrustedProxies(config.trusted_proxies.clone().into()), client::identify))
}

/// The application: pages, actions, the API and the files.
pub fn inside(config: &Config, app: &App) -> Router {
    let https = Https(config.is_https());
    let (api, routes) = api::routes().split_for_parts();
    let document = openapi::document(routes);
    let with_flash = from_fn_with_state(https, flash::read);
    let mut router = Router::new();
    for path in pages::paths(app) {
        let page = get(pages::page).layer(with_flash.clone());
        let is_framed = path.starts_with(frames::PATH);
        router = router.route(&path, if is_framed { page.layer(from_fn_with_state(app.clone(), frames::allow)) } else { page });
    }
    for path in pages::action_paths() {
        router = router.route(path, post(pages::action).layer(from_fn_with_state(https, actions::adapt)));
    }
    // Files are the same for everybody: no session is looked up for them.
    let files = Router::new().route("/assets/{hash}/{*path}", get(assets::serve)).method_not_allowed_fallback(answer::method_not_allowed);
    router
        .merge(api)
        .merge(sign_in::routes().layer(Extension(https)).layer(with_flash.clone()))
        .route(openapi::PATH, get(openapi::serve(&document)))
        .route(docs::PATH, get(docs::serve(&document)))
        .fallback_service(any(pages::fallback).layer(with_flash).with_state(app.clone()))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), session::recognise))
        .layer(from_fn_with_state(app.clone(), set_up::require))
        .merge(files)
        .layer(from_fn_with_state(app.clone(), hosts::require))
        .with_state(app.clone())
}

/// `VIZBOARD_PUBLIC_URL` as a browser writes it into `Origin`.
fn public_origin(config: &Config) -> Option<Arc<str>> {
    config.public_url.as_ref().map(|url| url.origin().ascii_serialization().into())
}
