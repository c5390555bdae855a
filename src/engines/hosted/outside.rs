//! Changes of rows in a file that the operator allowed, where writing was switched on for its connection. The file is
//! opened for this once: everything else reads it through connections that cannot write.

use super::{
    bounds::Bounds,
    fault::{End, parts},
    guard, rows,
};
use crate::{
    engines::sqlite::{fault::explain, place::Place, watch::Watch},
    model::{
        engine::{EngineError, Step},
        work::{Done, Outcome, RowChange, WorkLimits},
    },
};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, limits::Limit};
use std::{sync::Arc, time::Duration};

/// How long a change waits for a writer of another program.
const BUSY: Duration = Duration::from_secs(5);
/// Longest value or row, in bytes, as reads allow.
const LENGTH: i32 = 32 * 1024 * 1024;
const LIMITS: [(Limit, i32); 6] = [
    (Limit::SQLITE_LIMIT_LENGTH, LENGTH),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Does all of the changes or none; each is about exactly one row. Blocks.
///
/// # Errors
/// What kept it from being tried.
pub(in crate::engines) fn write(
    place: &Place,
    changes: &[RowChange],
    watch: &Arc<Watch>,
    limits: &WorkLimits,
) -> Result<Outcome, EngineError> {
    let connection = match open(place) {
        Ok(connection) => connection,
        Err(error) => return refusal(&error).map_or_else(|| Err(explain(&error)), |refused| Ok(Outcome::Refused(refused))),
    };
    match transaction(&connection, changes, watch, limits) {
        Ok(done) => Ok(Outcome::Done(done)),
        Err(End::Fault(error)) if refusal(&error).is_some() => Ok(Outcome::Refused(refusal(&error).unwrap_or_else(|| explain(&error)))),
        Err(end) => end.told(watch, limits),
    }
}

/// What a file says that cannot be written, in the words for whoever wanted to.
fn refusal(error: &rusqlite::Error) -> Option<EngineError> {
    let hint = "Give this server's account the right to write to the file and to its folder, or switch writing off.";
    match parts(error).0? {
        ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => {
            Some(EngineError::new(Step::Permission, "This server may not write to the file.", hint))
        }
        ErrorCode::DiskFull => Some(EngineError::new(Step::Query, "The disk that the file lies on has no room left.", "Free disk space.")),
        _ => None,
    }
}

fn open(place: &Place) -> rusqlite::Result<Connection> {
    // A file that is gone is not made anew.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(&place.path, flags)?;
    connection.busy_timeout(BUSY)?;
    // Keys and triggers of the file hold, as for every other program.
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        connection.set_db_config(config, on)?;
    }
    for (limit, value) in LIMITS {
        connection.set_limit(limit, value)?;
    }
    connection.execute_batch("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA synchronous = FULL")?;
    guard::base(&connection)?;
    Ok(connection)
}

fn transaction(connection: &Connection, changes: &[RowChange], watch: &Arc<Watch>, limits: &WorkLimits) -> Result<Done, End> {
    let watching = watch.over(connection)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    // Dropped with the connection, the transaction is taken back.
    let done = rows::run(connection, changes, &mut Bounds::default(), watch, limits)?;
    if let Some(other) = done.each.iter().find(|count| **count != 1) {
        return Err(End::refused(
            format!("The file wrote {other} rows where one was meant, so nothing was saved."),
            "A trigger of the table may have done so. Change this table with another program.",
        ));
    }
    drop(watching);
    connection.execute_batch("COMMIT")?;
    Ok(done)
}
