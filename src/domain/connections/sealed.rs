//! The access object of a connection in its sealed form.

use super::input::Draft;
use crate::{
    domain::{App, Reader},
    engines::{PoolKey, Target},
    error::{AppError, Result},
    model::{access::Access, id::ConnectionId},
    secrets::{Place, USES_BLOCK},
    store::{self, connections::ConnectionRow},
};

const UNREADABLE: &str = "The stored password cannot be read: it was sealed with another key, or changed. Enter it again.";

fn place(id: &ConnectionId) -> Place<'_> {
    Place { table: "connections", column: "access", row: id.as_str() }
}

/// Counts the next uses of the key in the store, before the first of them. Called before something is sealed and with
/// no connection to the store in hand.
pub(crate) async fn count_uses(app: &App) -> Result<()> {
    if app.keys.wants_uses() {
        let mut tx = app.store.begin().await?;
        let from = store::settings::count(&mut tx, &format!("key_uses.{}", app.keys.newest_id()), USES_BLOCK).await?;
        tx.commit().await?;
        app.keys.grant_uses(from);
    }
    Ok(())
}

/// Seals an access object for one row; it opens in no other.
pub(crate) fn seal(app: &App, id: &ConnectionId, access: &Access) -> Result<String> {
    app.keys.seal(&access.expose_json(), &place(id))
}

pub(crate) fn open(app: &Reader, row: &ConnectionRow) -> Result<Access> {
    let opened = app.keys.open(&row.access, &place(&row.id))?;
    // The cause is not logged: a parser's message can quote what it read.
    Access::from_exposed_json(opened.expose()).map_err(|_| AppError::internal("a stored access object has no known form"))
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
    let key = PoolKey { connection: row.id.clone(), revision: row.revision };
    Ok(Target { connection: Some(key), access: open(app, row)? })
}
