//! Rows of the databases that projects are connected to, changed where somebody switched on writing for a connection:
//! a page of a table that is ready to be edited, and changes of it in one transaction. Whoever may not run SQL of their own
//! there changes nothing either.

mod keys;
mod page;
mod save;
mod switch;
mod values;
mod work;

pub use page::page;
pub use save::{review, save};
pub use switch::set;

use super::{App, actor::Actor, boards::schemas, projects::access, row_rules::Sight};
use crate::{
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        id::{ConnectionId, ProjectId},
        plan::{Plan, PlanColumn, PlanFilter, RowsPlan},
        role::Right,
        schema::{Schema, Table, TableKind},
    },
    store::{self, Db, connections::ConnectionRow},
};
use std::sync::Arc;

/// Which table of which connection, as a request names it.
struct At<'r> {
    user: Option<&'r str>,
    project: Option<&'r str>,
    connection: Option<&'r str>,
    /// Its label.
    table: Option<&'r str>,
}

/// A table that the caller may change, as far as the project goes.
struct Opened {
    connection: ConnectionRow,
    sight: Sight,
    schema: Arc<Schema>,
    table: Table,
}

async fn open(app: &App, actor: &Actor, at: At<'_>) -> Result<Opened> {
    actor.check_user_id(at.user)?;
    let id = access::project_id(at.project)?;
    let project = access::project(app, actor, &id, Right::RunSql).await?;
    let mut db = app.store.read().await?;
    let connection = connection(&mut db, &id, at.connection).await?;
    let sight = Sight::of(&mut db, actor, &project).await?;
    drop(db);
    let schema = schemas::of(app, &connection)
        .await?
        .ok_or_else(|| AppError::conflict("The structure of this connection is not known yet. Regenerate the schemas of the project."))?;
    let table = schema.table(at.table.unwrap_or_default()).cloned().ok_or_else(|| AppError::not_found("Table not found"))?;
    Ok(Opened { connection, sight, schema, table })
}

/// A connection of a project.
async fn connection(db: &mut Db, project: &ProjectId, given: Option<&str>) -> Result<ConnectionRow> {
    let wanted = given.and_then(ConnectionId::parse);
    let all = store::connections::of_project(db, project).await?;
    all.into_iter().find(|row| Some(&row.id) == wanted.as_ref()).ok_or_else(|| AppError::not_found("Connection not found"))
}

impl Opened {
    /// Whether the caller may insert rows into the table.
    ///
    /// # Errors
    /// `Forbidden` with the reason, and who can do something about it.
    async fn writable(&self, app: &App) -> Result<()> {
        if self.connection.kind == EngineKind::Hosted {
            return Err(AppError::forbidden("Rows of a hosted database are changed on its own pages, under Databases."));
        }
        if !self.connection.writing {
            return Err(AppError::forbidden(format!(
                "Writing is switched off for \"{}\". The owner of the project or an administrator of the team can switch it on \
                 where the project is edited, under Writing.",
                self.connection.title
            )));
        }
        if !matches!(self.table.kind, TableKind::Table | TableKind::PartitionedTable | TableKind::Partition) {
            return Err(AppError::forbidden(format!("Rows of a {} cannot be changed.", self.table.kind.label().to_lowercase())));
        }
        self.sight.lets_write(app, &self.connection, &Plan::Rows(self.all())).await
    }

    /// Every row with every column.
    fn all(&self) -> RowsPlan {
        RowsPlan {
            source: self.table.at.clone().into(),
            columns: self.table.columns.iter().map(PlanColumn::of).collect(),
            filter: PlanFilter::default(),
            sort: Vec::new(),
            after: None,
            limit: None,
            offset: 0,
        }
    }
}
