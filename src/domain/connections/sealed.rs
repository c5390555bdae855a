//! The access object of a connection in its sealed form, and why it failed: such words name hosts, users and databases.

use super::{hosted, input::Draft};
use crate::{
    domain::{App, Reader, databases, keys},
    engines::{PoolKey, Target},
    error::{AppError, Result},
    model::{access::Access, engine::EngineKind, id::ConnectionId},
    secrets::Place,
    store::{
        connections::ConnectionRow,
        sealed::{ACCESS, INTROSPECTION_ERROR, SealedColumn, VALIDATION_ERROR},
    },
};

const LOST_REASON: &str = "Why it failed cannot be read any more. Validate the connection again.";
const UNREADABLE: &str = "The stored password cannot be read: it was sealed with another key, or changed. Enter it again.";

fn place<'a>(column: &SealedColumn, id: &'a ConnectionId) -> Place<'a> {
    keys::place(column, id.as_str())
}

/// What failed, by the column that says why.
#[derive(Clone, Copy)]
pub(crate) enum Failure {
    Validation,
    Introspection,
}

impl Failure {
    fn column(self) -> &'static SealedColumn {
        match self {
            Self::Validation => &VALIDATION_ERROR,
            Self::Introspection => &INTROSPECTION_ERROR,
        }
    }
}

pub(crate) fn seal_reason(app: &App, id: &ConnectionId, failure: Failure, reason: &str) -> Result<String> {
    app.keys.seal(reason, &place(failure.column(), id))
}

/// Why it failed last, if it did.
pub(crate) fn reason(app: &Reader, row: &ConnectionRow, failure: Failure) -> Option<String> {
    let sealed = match failure {
        Failure::Validation => row.validation_error.as_ref()?,
        Failure::Introspection => row.introspection_error.as_ref()?,
    };
    let opened = app.keys.open(sealed, &place(failure.column(), &row.id));
    Some(opened.map_or_else(|_| LOST_REASON.to_owned(), |reason| reason.expose().to_owned()))
}

/// Why the connection cannot be used, if something failed.
pub(crate) fn any_reason(app: &Reader, row: &ConnectionRow) -> Option<String> {
    reason(app, row, Failure::Validation).or_else(|| reason(app, row, Failure::Introspection))
}

/// Seals an access object for one row; it opens in no other.
pub(crate) fn seal(app: &App, id: &ConnectionId, access: &Access) -> Result<String> {
    app.keys.seal(&access.expose_json(), &place(&ACCESS, id))
}

pub(crate) fn open(app: &Reader, row: &ConnectionRow) -> Result<Access> {
    let opened = app.keys.open(&row.access, &place(&ACCESS, &row.id))?;
    // The cause is not logged: a parser's message can quote what it read.
    let access = Access::from_exposed_json(opened.expose()).map_err(|_| AppError::internal("a stored access object has no known form"))?;
    // The database may have been given another id since.
    let database = row.database_id.as_ref().map_or(access.database.clone(), ToString::to_string);
    Ok(Access { database, ..access })
}

/// What is stored for a connection and what a draft makes of it. A stored object that does not open counts as none, and a
/// draft that would keep its password is told why that cannot be.
pub(crate) fn redrawn(app: &App, at: &str, draft: Draft, row: Option<&ConnectionRow>) -> Result<(Option<Access>, Access)> {
    match row.map(|row| open(app, row)).transpose() {
        Ok(before) => {
            let after = draft.access(at, before.as_ref())?;
            Ok((before, after))
        }
        Err(_) => {
            let after = draft.access(at, None).map_err(|error| AppError { text: UNREADABLE.into(), ..error })?;
            Ok((None, after))
        }
    }
}

/// The stored connection as an engine is asked about it.
pub(crate) fn target(app: &Reader, row: &ConnectionRow) -> Result<Target> {
    if row.kind == EngineKind::Hosted {
        let folder = row.hosted_folder.as_deref().ok_or_else(hosted::gone)?;
        return Ok(databases::access::target_at(Some(&row.team_id), folder));
    }
    let key = PoolKey { connection: row.id.clone(), revision: row.revision };
    Ok(Target { team: row.team_id.clone(), connection: Some(key), access: open(app, row)? })
}
