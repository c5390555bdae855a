//! Public HTTP, one file per documented family and noun; each exports `routes()`.

pub mod accounts;
pub mod auth;
pub mod health;

use crate::domain::App;
use axum::Router;

/// Every family.
pub fn routes() -> Router<App> {
    Router::new().merge(accounts::routes()).merge(health::routes())
}
