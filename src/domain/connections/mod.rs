//! Connections: written, tried, listed, compared, deleted.

mod compatible;
pub(crate) mod hosted;
pub(crate) mod input;
pub(crate) mod sealed;
mod trial;

pub(crate) use compatible::fits;
pub use compatible::{compatible_tables, shared_tables};
pub use trial::test;

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    projects::access,
    sharing::publicity,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::Verb,
        connection::{ConnectionSummary, DeleteConnectionInput},
        id::ConnectionId,
        outcome::Message,
        role::Right,
    },
    store::{self, connections::ConnectionRow, projects::Settling},
};

/// `GET /api/listconnections`: the connections of a project of the caller, in order.
pub async fn list(app: &App, actor: &Actor, project: Option<&str>) -> Result<Vec<ConnectionSummary>> {
    let id = access::project_id(project)?;
    let project = access::project(app, actor, &id, Right::ViewConnections).await?;
    let rows = store::connections::of_project(&mut *app.store.read().await?, &project.id).await?;
    Ok(rows.into_iter().map(summary).collect())
}

/// The connection that a widget reads which names none: the first, whatever its state. `rows` are those of a project,
/// in order.
pub(crate) fn primary(rows: &[ConnectionRow]) -> Option<&ConnectionRow> {
    rows.first()
}

fn summary(row: ConnectionRow) -> ConnectionSummary {
    ConnectionSummary {
        id: row.id,
        title: row.title,
        last_introspection_at: row.last_introspection,
        has_schema: row.has_schema,
        is_valid: row.is_valid,
    }
}

/// `deleteConnection`: widgets that used it stay and say what is missing. Without a valid connection left the
/// project becomes private.
pub async fn delete(app: &App, actor: &Actor, input: DeleteConnectionInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let given = input.connection_id.as_deref().unwrap_or_default();
    if given.is_empty() {
        return Err(AppError::field("connectionId", "Connection ID is required"));
    }
    let id = ConnectionId::parse(given).ok_or_else(|| AppError::field("connectionId", "Invalid connection ID"))?;
    let missing = || AppError::not_found("Connection not found or you don't have permission to delete it");

    let found = store::connections::get(&mut *app.store.read().await?, &id).await?.ok_or_else(missing)?;
    let mut tx = app.store.begin().await?;
    let mut project =
        access::locked(&mut tx, actor, &found.project_id, Right::EditConnections).await.map_err(|error| access::hidden(error, missing))?;
    store::connections::delete(&mut tx, &id).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::connection(&found)).await?;
    if project.settling == Settling::No {
        project.settling = Settling::Forced;
    }
    publicity::settle_unless_waiting(&mut tx, &mut project).await?;
    super::projects::touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    tx.commit().await?;

    app.engines.forget(&id).await;
    Ok(Message { message: format!("Connection deleted from project '{}'", project.title) })
}
