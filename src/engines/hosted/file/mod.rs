//! Work on a file as a whole.

pub(super) mod check;
pub(super) mod copy;
pub(super) mod import;
pub(super) mod replace;

use super::{
    fault::End,
    guard, open,
    place::{FILE, Places},
};
use crate::{
    engines::sqlite::{fault::explain, watch::Watch},
    model::{
        engine::{EngineError, Step},
        work::Done,
    },
};
use rusqlite::{Connection, limits::Limit};
use std::sync::Arc;

/// Makes an empty database in its folder, which is there.
pub(super) fn create(places: &Places, name: &str) -> Result<(), EngineError> {
    let path = places.folder(name)?.join(FILE);
    if std::fs::symlink_metadata(&path).is_ok() {
        return Err(EngineError::new(Step::Database, "There is a database in that place already.", "Try again."));
    }
    open::create(&path).map_err(|error| explain(&error))?;
    open::sync(&path)
}

/// Gives back the room of what was deleted. Attaches a file of its own for that, which nobody else may.
pub(super) fn vacuum(connection: &Connection, watch: &Arc<Watch>) -> Result<Done, End> {
    guard::without(connection)?;
    let before = connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let result = watch.over(connection).and_then(|_watching| connection.execute_batch("VACUUM"));
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, before)?;
    guard::base(connection)?;
    result?;
    // Readers of what was before keep it from being written back; then it happens later.
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    Ok(Done::default())
}
