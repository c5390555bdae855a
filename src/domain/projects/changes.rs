//! A given list of connections against the stored ones: what is new, changed, kept and gone.

use super::access;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        connections::{hosted, input, sealed},
    },
    error::{AppError, Result},
    model::{
        access::Access,
        audit::Verb,
        connection::ConnectionInput,
        engine::EngineKind,
        id::{ConnectionId, ProjectId, TeamId},
        ulid::DatabaseId,
    },
    store::{self, Tx, connections::ConnectionRow},
};
use std::collections::BTreeSet;

/// Most connections of one project.
const MOST_CONNECTIONS: usize = 50;

/// One connection of the list, ready to be written.
pub(super) enum Change {
    New(ConnectionRow),
    /// Title or place may differ; the database behind is the same.
    Kept(ConnectionRow),
    Replaced {
        row: ConnectionRow,
        /// The same server and database, so the stored schema still says something.
        keeps_schema: bool,
    },
}

/// Whose connections the list is.
pub(super) struct Home<'a> {
    pub project: &'a ProjectId,
    pub team: &'a TeamId,
}

/// Checks the whole list before anything is written. `stored` are the connections that the project has.
pub(super) fn plan(app: &App, home: &Home<'_>, stored: &[ConnectionRow], given: &[ConnectionInput]) -> Result<Vec<Change>> {
    if given.len() > MOST_CONNECTIONS {
        return Err(AppError::field("connections", format!("A project can have at most {MOST_CONNECTIONS} connections")));
    }
    let mut used = BTreeSet::new();
    let one = |(place, given): (usize, &ConnectionInput)| -> Result<Change> {
        let at = format!("connections[{place}]");
        let old = match given.id.as_deref().filter(|id| !id.is_empty()) {
            None => None,
            Some(id) => {
                let unknown = || AppError::field(format!("{at}[id]"), "This connection is not part of the project");
                let id = ConnectionId::parse(id).ok_or_else(unknown)?;
                let row = stored.iter().find(|row| row.id == id).ok_or_else(unknown)?;
                if !used.insert(id) {
                    return Err(AppError::field(format!("{at}[id]"), "This connection is listed twice"));
                }
                Some(row)
            }
        };
        change(app, home, &at, place, old, given)
    };
    given.iter().enumerate().map(one).collect()
}

fn change(app: &App, home: &Home<'_>, at: &str, place: usize, old: Option<&ConnectionRow>, given: &ConnectionInput) -> Result<Change> {
    let draft = input::draft(at, given)?;
    let position = i64::try_from(place).unwrap_or(i64::MAX);
    let title = draft.title.clone();
    let Some(old) = old else {
        let id = ConnectionId::new();
        let access = draft.access(at, None)?;
        return Ok(Change::New(ConnectionRow {
            access: sealed::seal(app, &id, &access)?,
            database_id: database_of(&access),
            hosted_folder: None,
            id,
            project_id: home.project.clone(),
            team_id: home.team.clone(),
            position,
            title,
            kind: access.kind,
            has_schema: false,
            table_count: None,
            is_valid: None,
            validation_error: None,
            introspection_error: None,
            last_validation: None,
            last_introspection: None,
            revision: 1,
            writing: false,
        }));
    };
    // A stored secret that does not open (a lost key) is mended by entering everything again.
    let (before, after) = sealed::redrawn(app, at, draft, Some(old))?;
    let row = ConnectionRow { position, title, ..old.clone() };
    if before.as_ref() == Some(&after) {
        return Ok(Change::Kept(row));
    }
    let keeps_schema = before.is_some_and(|before| same_database(&before, &after));
    let access = sealed::seal(app, &row.id, &after)?;
    let row =
        ConnectionRow { kind: after.kind, access, database_id: database_of(&after), revision: old.revision + 1, writing: false, ..row };
    Ok(Change::Replaced { row, keeps_schema })
}

/// The hosted database that an access object names.
fn database_of(access: &Access) -> Option<DatabaseId> {
    (access.kind == EngineKind::Hosted).then(|| DatabaseId::parse(&access.database)).flatten()
}

fn same_database(a: &Access, b: &Access) -> bool {
    a.kind == b.kind && a.host.eq_ignore_ascii_case(&b.host) && a.port == b.port && a.database == b.database
}

/// Makes the project's connections those of the list. Answers the ids that were deleted and those whose access
/// object changed, so that their pools can be closed once this is committed.
pub(super) async fn write(tx: &mut Tx, actor: &Actor, stored: &[ConnectionRow], changes: &[Change]) -> Result<Vec<ConnectionId>> {
    let mut to_forget = Vec::new();
    let stays = |id: &ConnectionId| {
        changes.iter().any(|change| matches!(change, Change::Kept(row) | Change::Replaced { row, .. } if row.id == *id))
    };
    for row in stored.iter().filter(|row| !stays(&row.id)) {
        store::connections::delete(tx, &row.id).await?;
        audit::done(tx, actor, Verb::Deleted, &Object::connection(row)).await?;
        to_forget.push(row.id.clone());
    }
    for change in changes {
        match change {
            Change::New(row) => {
                hosted::check(tx, actor, row).await?;
                store::connections::insert(tx, row).await?;
                audit::done(tx, actor, Verb::Created, &Object::connection(row).saying(row.kind.name())).await?;
            }
            Change::Kept(row) => store::connections::rename(tx, &row.id, row.position, &row.title).await?,
            Change::Replaced { row, keeps_schema } => {
                hosted::check(tx, actor, row).await?;
                store::connections::rename(tx, &row.id, row.position, &row.title).await?;
                store::connections::replace_access(tx, row, *keeps_schema).await?;
                if !keeps_schema {
                    store::schema_changes::forget(tx, &row.id).await?;
                }
                store::jobs::drop_stale(tx, &row.id, row.revision).await?;
                audit::done(tx, actor, Verb::Changed, &Object::connection(row).saying("access")).await?;
                to_forget.push(row.id.clone());
            }
        }
    }
    Ok(to_forget)
}

/// The project as named in an update, where the field is called `id`.
pub(super) fn id_of_update(given: Option<&str>) -> Result<ProjectId> {
    access::project_id(given).map_err(|error| AppError { field: Some("id".into()), ..error })
}
