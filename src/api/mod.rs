//! Public HTTP, one file per documented family and noun; each exports `routes()`.

pub mod health;

use crate::domain::App;
use axum::Router;

/// Every family.
pub fn routes() -> Router<App> {
    Router::new().merge(health::routes())
}
