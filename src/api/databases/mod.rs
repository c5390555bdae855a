//! Hosted databases over HTTP (seed 002), with that seed's names and errors.

mod caller;
mod disposition;
mod files;
mod imports;
mod openapi;
mod row_request;
mod row_shapes;
mod rows;
mod rows_read;
mod rows_readonly;
mod sent;
mod upload;
mod whole;

use crate::domain::App;
use utoipa_axum::router::OpenApiRouter;

pub use caller::Asker;
pub(super) use row_request::{answered, text_of};
pub(super) use row_shapes::{RowGroups, RowPage, RowValues};

/// One line for each noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(whole::routes())
        .merge(files::routes())
        .merge(rows_read::routes())
        .merge(rows::routes())
        .merge(rows_readonly::routes())
        .merge(sent::routes())
        .merge(imports::routes())
        .merge(openapi::routes())
}
