//! Statements of people: saved, run, explained, remembered. Running one's own SQL is a right of its own; a tile that is
//! made from a saved query is read like every other tile.

mod bind;
mod download;
mod explain;
mod kept;
mod run;
mod saved;
mod source;

pub use download::download;
pub use explain::{describe, explain, format, names};
pub use kept::Kept;
pub use run::{history, kept_run, run, stop};
pub(crate) use saved::{checked, has_room};
pub use saved::{delete, list, save};

pub(crate) use bind::bind;
pub(crate) use source::as_table;

use super::{App, actor::Actor, connections::primary, projects::access, row_rules::Sight};
use crate::{
    error::{AppError, Result},
    model::{
        id::{ConnectionId, ProjectId},
        query::RunInput,
        role::Right,
        statement::StatementPlan,
    },
    store::{self, connections::ConnectionRow},
};

/// Where a statement is to be run, and which rows whoever asks may see there.
struct Place {
    project: ProjectId,
    connection: ConnectionRow,
    sight: Sight,
}

/// Checks who asks and where.
async fn place(app: &App, actor: &Actor, input: &RunInput) -> Result<Place> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::RunSql).await?;
    let connection = connection(app, &id, input.connection_id.as_deref()).await?;
    let sight = Sight::of(&mut *app.store.read().await?, actor, &project).await?;
    sight.lets_run(&connection.id)?;
    Ok(Place { project: id, connection, sight })
}

/// Checks who asks, where, and what.
async fn ready(app: &App, actor: &Actor, input: &RunInput) -> Result<(Place, StatementPlan)> {
    let place = place(app, actor, input).await?;
    let (plan, _) = bind(place.connection.kind, input.text.as_deref().unwrap_or_default(), &input.parameters, &input.values)?;
    Ok((place, plan))
}

/// The named connection of a project, else its first.
async fn connection(app: &App, project: &ProjectId, given: Option<&str>) -> Result<ConnectionRow> {
    let rows = store::connections::of_project(&mut *app.store.read().await?, project).await?;
    let found = match given.filter(|id| !id.is_empty()) {
        Some(given) => {
            let id = ConnectionId::parse(given);
            rows.into_iter().find(|row| Some(&row.id) == id.as_ref())
        }
        None => primary(&rows).cloned(),
    };
    found.ok_or_else(|| AppError::field("connectionId", "This connection is not part of the project"))
}
