//! Hosted databases over HTTP (seed 002), with that seed's names and errors.

mod apps;
mod asked;
mod caller;
mod copies;
mod disposition;
mod drawings;
mod files;
mod settings;
mod shared;
mod upload;
mod whole;

use crate::domain::App;
use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;

pub use caller::Asker;
pub use shared::OwnPolicy;

/// One line for each noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(whole::routes())
        .merge(files::routes())
        .merge(asked::routes())
        .merge(settings::routes())
        .merge(copies::routes())
        .merge(drawings::routes())
        .merge(apps::routes())
        .layer(from_fn(shared::readable))
}
