//! Hosted databases over HTTP (seed 002), with that seed's names and errors.

mod caller;
mod cells;
mod columns;
mod disposition;
mod empty;
mod export;
mod schema;
mod search;
mod sql;
mod structure;
mod tables;

use crate::domain::App;
use utoipa_axum::router::OpenApiRouter;

pub use caller::Asker;

/// One line for each noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(cells::routes())
        .merge(columns::routes())
        .merge(export::routes())
        .merge(schema::routes())
        .merge(search::routes())
        .merge(sql::routes())
        .merge(structure::routes())
        .merge(tables::routes())
}
