//! The whole result of a statement as a file.

use super::{Place, ready};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit,
        exports::{self, Download},
    },
    error::Result,
    model::{plan::Plan, query::RunInput},
};

/// `POST /api/projects/{projectId}/export` of a statement.
pub async fn download(app: &App, actor: &Actor, input: RunInput, format: Option<&str>) -> Result<Download> {
    let format = exports::named(format)?;
    let (Place { connection, sight, .. }, plan) = ready(app, actor, &input).await?;
    audit::exported(app, actor, &connection, format).await?;
    exports::download(app, connection, Plan::Statement(plan), format, &sight, "query").await
}
