//! Every address of the server on one screen.

use super::{
    answer, assets,
    config::Config,
    layers::{
        client::{self, TrustedProxies},
        gate,
        headers::{self, Https},
        panic, trace,
    },
    lifecycle::Lifecycle,
    pages,
};
use crate::{api, domain::App};
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use tower_http::compression::CompressionLayer;

/// What the listener calls: the layers that are there from the first moment, around whatever answers.
/// The last layer is the outermost.
pub fn outside(config: &Config, lifecycle: &Lifecycle) -> Router {
    Router::new()
        .fallback(gate::dispatch)
        .with_state(lifecycle.clone())
        .layer(from_fn_with_state(lifecycle.clone(), gate::watch))
        .layer(CompressionLayer::new())
        .layer(from_fn(panic::catch))
        .layer(from_fn_with_state(Https(config.is_https()), headers::secure))
        .layer(from_fn(trace::record))
        .layer(from_fn_with_state(TrustedProxies(config.trusted_proxies.clone().into()), client::identify))
}

/// The application: pages, actions, the API and the files.
pub fn inside(app: &App) -> Router {
    let mut router = Router::new();
    for path in pages::paths(app) {
        router = router.route(&path, get(pages::page));
    }
    router
        .route("/actions/{name}", post(pages::action))
        .route("/assets/{hash}/{*path}", get(assets::serve))
        .merge(api::routes())
        .fallback(pages::fallback)
        .method_not_allowed_fallback(answer::method_not_allowed)
        .with_state(app.clone())
}
