//! Hosted databases over HTTP (seed 002), with that seed's names and errors.

mod caller;
mod disposition;
mod files;
mod sent;
mod upload;
mod whole;

use crate::domain::App;
use utoipa_axum::router::OpenApiRouter;

pub use caller::Asker;

/// One line for each noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(whole::routes()).merge(files::routes()).merge(sent::routes())
}
