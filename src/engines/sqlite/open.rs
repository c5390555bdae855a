//! One way to open a file: read only, with everything off that a crafted file or statement could use.
//!
//! Known limit: SQLite looks at interrupts between its instructions, and a single instruction (a search in a value of
//! many megabytes) can take long. Until reads run in a process that can be killed, such a read answers at its time limit
//! and keeps its thread until the instruction ends.

use super::{fault, guard, place::Place};
use crate::model::engine::{EngineError, Step};
use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit};
use std::time::Duration;

/// The least SQLite that is free of the corruption by a checkpoint racing a commit.
pub(in crate::engines) const LEAST_VERSION: i32 = 3_051_003;
/// How long a read waits for a writer of another program.
const BUSY: Duration = Duration::from_secs(5);
/// Longest value or row, in bytes. Longer ones are an error, not a memory problem.
const MAX_LENGTH: i32 = 32 * 1024 * 1024;

/// What SQLite will accept on our connections (security.md, C.5a, where a file that the operator allowed may need more:
/// 2,000 columns as SQLite itself, long patterns from long search texts).
const LIMITS: [(Limit, i32); 12] = [
    (Limit::SQLITE_LIMIT_LENGTH, MAX_LENGTH),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024),
    (Limit::SQLITE_LIMIT_COLUMN, 2_000),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 50),
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 32),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 2_048),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 1_000),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// What differs between files that the operator allowed and hosted ones.
#[derive(Clone, Copy, Debug)]
pub(in crate::engines) struct Manner {
    /// Longest value or row, in bytes.
    pub length: i32,
    /// Limits beside those that all have, or in their place.
    pub limits: &'static [(Limit, i32)],
    /// Settings of the connection beyond those that all have.
    pub settings: &'static str,
    /// Whether a file that is no database may be looked into for saying why. Closing a file that this process has open
    /// elsewhere would drop its locks.
    pub may_look: bool,
}

/// At most 8 MB of pages in memory; sorts spill into temporary files.
pub(in crate::engines) const FILES: Manner =
    Manner { length: MAX_LENGTH, limits: &[], settings: "PRAGMA cache_size = -8192", may_look: true };

/// Opens and fences a file. Blocks.
pub(in crate::engines) fn open(place: &Place, manner: Manner) -> Result<Connection, EngineError> {
    // No URI flag: a name is only a name. NOFOLLOW: a link that took the file's place since it was checked is refused.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(&place.path, flags).map_err(|error| fault::explain(&error))?;
    fence(&connection, manner).map_err(|error| fault::explain(&error))?;
    // Opening is lazy: only a first look at the schema tells whether this is a database.
    match connection.query_row("SELECT count(*) FROM main.sqlite_schema", [], |row| row.get::<_, i64>(0)) {
        Ok(_) => Ok(connection),
        Err(error) if manner.may_look && fault::is_not_a_database(&error) => Err(not_a_database(place)),
        Err(error) => Err(fault::explain(&error)),
    }
}

fn fence(connection: &Connection, manner: Manner) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        connection.set_db_config(config, on)?;
    }
    for (limit, value) in LIMITS.iter().chain(manner.limits) {
        connection.set_limit(*limit, *value)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, manner.length)?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")?;
    connection.execute_batch(manner.settings)?;
    // From here on nothing of the above can be undone by a statement.
    connection.authorizer(Some(guard::authorize))
}

/// SQLite cannot tell an encrypted file from any other; its looks can: no known beginning, but whole pages of bytes.
fn not_a_database(place: &Place) -> EngineError {
    let beginning = std::fs::File::open(&place.path).and_then(|file| {
        use std::io::Read;
        let length = file.metadata()?.len();
        let mut bytes = Vec::new();
        file.take(64).read_to_end(&mut bytes)?;
        Ok((length, bytes))
    });
    let encrypted = beginning.is_ok_and(|(length, bytes)| {
        length >= 512
            && length % 512 == 0
            && bytes.iter().filter(|byte| !byte.is_ascii_graphic() && !byte.is_ascii_whitespace()).count() > 16
    });
    if encrypted {
        EngineError::new(Step::Database, "The file looks encrypted.", "VizBoard reads SQLite files that are not encrypted.")
    } else {
        EngineError::new(Step::Database, "The file is not an SQLite database.", "Check the path.")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_library_is_new_enough() {
        assert!(rusqlite::version_number() >= super::LEAST_VERSION, "{}", rusqlite::version());
    }
}
