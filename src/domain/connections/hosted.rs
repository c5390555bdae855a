//! Connections that read a hosted database of the project's team (00-conventions, Vocabulary). They have no credentials:
//! that the database still belongs to the team is looked at each time one is read ([`ConnectionRow::hosted_folder`]).

use crate::{
    domain::{
        actor::Actor,
        databases::access::{Asking, Key, find},
    },
    error::{AppError, Kind, Result},
    model::{database_right::DatabaseRight, engine::EngineKind, id::TeamId},
    store::{Db, connections::ConnectionRow, databases::DatabaseRow},
};

fn unknown(field: &str) -> AppError {
    AppError::field(field, "There is no such hosted database in the team of the project. Give the id that its page shows.")
}

/// The hosted database that somebody names for a project of `team`.
///
/// # Errors
/// `Invalid` for one that the caller may not read, or that is not the team's.
pub(crate) async fn named(db: &mut Db, actor: &Actor, team: &TeamId, field: &str, id: &str) -> Result<DatabaseRow> {
    let found = find(db, Asking { actor: Some(actor) }, &Key::id(id), DatabaseRight::Read).await;
    let row = found.map(|found| found.row).map_err(|error| match error.kind {
        Kind::NotFound | Kind::Forbidden => unknown(field),
        _ => error,
    })?;
    if row.team_id.as_ref() == Some(team) { Ok(row) } else { Err(unknown(field)) }
}

/// Looks whether a connection that is about to be written names a database of its team.
///
/// # Errors
/// As [`named`], with the field of the connection's place.
pub(crate) async fn check(db: &mut Db, actor: &Actor, row: &ConnectionRow) -> Result<()> {
    if row.kind != EngineKind::Hosted {
        return Ok(());
    }
    let field = format!("connections[{}][database]", row.position);
    let id = row.database_id.as_ref().ok_or_else(|| unknown(&field))?;
    named(db, actor, &row.team_id, &field, id.as_str()).await.map(drop)
}

/// What a connection says whose database is gone or has another owner.
pub(crate) fn gone() -> AppError {
    AppError::database("The hosted database of this connection was deleted, or belongs to another team now. Choose another one.")
}
