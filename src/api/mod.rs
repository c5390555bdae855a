//! Public HTTP, one file per documented family and noun; each exports `routes()`.

pub mod account_links;
pub mod accounts;
pub mod audit;
pub mod auth;
pub mod boards;
pub mod connections;
pub mod databases;
pub mod diagrams;
pub mod events;
pub mod exports;
pub mod family;
pub mod health;
pub mod projects;
pub mod public;
pub mod refusal;
pub mod row_rules;
pub mod rows;
pub mod settings;
pub mod teams;
pub mod tokens;
pub mod users;
pub mod widgets;

use crate::domain::App;
use utoipa_axum::router::OpenApiRouter;

/// Every family, with the description that OpenAPI is made from.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(account_links::routes())
        .merge(accounts::routes())
        .merge(audit::routes())
        .merge(boards::routes())
        .merge(connections::routes())
        .merge(databases::routes())
        .merge(events::routes())
        .merge(exports::routes())
        .merge(diagrams::routes())
        .merge(health::routes())
        .merge(projects::routes())
        .merge(rows::routes())
        .merge(public::routes())
        .merge(row_rules::routes())
        .merge(teams::routes())
        .merge(users::routes())
        .merge(settings::routes())
        .merge(tokens::routes())
        .merge(widgets::routes())
}
