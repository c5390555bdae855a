//! Hosted databases over HTTP (seed 002), with that seed's names and errors.

mod apps;
mod asked;
mod caller;
mod cells;
mod columns;
mod copies;
mod disposition;
mod drawings;
mod empty;
mod export;
mod files;
mod imports;
mod openapi;
mod opened;
mod row_request;
mod row_shapes;
mod rows;
mod rows_read;
mod rows_readonly;
mod schema;
mod search;
mod sent;
mod settings;
mod shared;
mod sql;
mod structure;
mod tables;
mod upload;
mod whole;

use crate::domain::App;
use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;

pub use caller::Asker;
pub(super) use row_request::{answered, text_of};
pub(super) use row_shapes::{RowGroups, RowPage, RowValues};
pub use shared::OwnPolicy;

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
        .merge(whole::routes())
        .merge(files::routes())
        .merge(rows_read::routes())
        .merge(rows::routes())
        .merge(rows_readonly::routes())
        .merge(sent::routes())
        .merge(imports::routes())
        .merge(openapi::routes())
        .merge(opened::routes())
        .merge(asked::routes())
        .merge(settings::routes())
        .merge(copies::routes())
        .merge(drawings::routes())
        .merge(apps::routes())
        .layer(from_fn(shared::readable))
}
