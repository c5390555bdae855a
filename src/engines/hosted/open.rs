//! How hosted files are opened: everything off that a crafted file or statement could use, and saved for good at every
//! commit.

use super::guard;
use crate::{
    engines::sqlite::{
        open::{LEAST_VERSION, Manner},
        place::Place,
    },
    model::{
        engine::{EngineError, Step},
        work::WorkLimits,
    },
};
use rusqlite::{Connection, OpenFlags, config::DbConfig, limits::Limit};
use std::{path::Path, time::Duration};

/// How long a writer waits for one of another process.
const BUSY: Duration = Duration::from_secs(5);
/// Room for the other values of a row whose longest is as long as a cell may be.
const ROW: u64 = 2 * 1024 * 1024;
/// Statements that are kept ready.
const READY: usize = 64;

/// Readers. The memory of all connections of the process together is bounded (03, Limits). A value may be as long as a
/// cell is when it is written as a literal: two digits for each of its bytes. What a statement may be is the same for
/// readers and writers, so that nobody is told of a limit by the one that the other does not have.
pub(super) const READER: Manner = Manner {
    length: 24 * 1024 * 1024,
    limits: &LIMITS,
    settings: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048; PRAGMA case_sensitive_like = ON; PRAGMA hard_heap_limit = 500000000",
    may_look: false,
};

/// For all who write (security.md, C.5a). Lengths and widths are those of the work.
const LIMITS: [(Limit, i32); 10] = [
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 16_000_000),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 500),
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 64),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 2_048),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 5_000),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Opens the file for writing. Blocks.
pub(super) fn writer(place: &Place) -> rusqlite::Result<Connection> {
    assert!(rusqlite::version_number() >= LEAST_VERSION, "SQLite {} is too old", rusqlite::version());
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(&place.path, flags)?;
    fence(&connection)?;
    // Answers the mode, as `mmap_size` answers its size: rows that a batch passes over.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216; PRAGMA recursive_triggers = ON;",
    )?;
    connection.set_prepared_statement_cache_capacity(READY);
    guard::base(&connection)?;
    Ok(connection)
}

/// Makes an empty database, saved for good. Blocks.
pub(super) fn create(path: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    // A file without a page is no database yet.
    connection.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA user_version = 0;")?;
    connection.execute_batch("CREATE TABLE made (a); DROP TABLE made;")?;
    connection.close().map_err(|(_, error)| error)
}

/// A file that somebody sent, for reading; nothing of it was looked at.
pub(super) fn foreign(path: &Path, read_only: bool) -> rusqlite::Result<Connection> {
    let mode = if read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW)?;
    fence(&connection)?;
    Ok(connection)
}

/// Where a copy is written to; fast, because it counts only when it is whole.
pub(super) fn copy(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA mmap_size = 0; PRAGMA cache_size = -2048;")?;
    Ok(connection)
}

/// An empty database in memory, as fenced as a file that somebody sent.
pub(super) fn beside() -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    fence(&connection)?;
    Ok(connection)
}

fn fence(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        (DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        connection.set_db_config(config, on)?;
    }
    for (limit, value) in LIMITS {
        connection.set_limit(limit, value)?;
    }
    connection.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;
         PRAGMA case_sensitive_like = ON; PRAGMA hard_heap_limit = 500000000;",
    )
}

/// What the database may become under `limits`.
pub(super) fn limit(connection: &Connection, limits: &WorkLimits) -> rusqlite::Result<()> {
    let capped = |bytes: u64| i32::try_from(bytes).unwrap_or(i32::MAX);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, capped(limits.max_cell_bytes.saturating_add(ROW)))?;
    // SQLite's own tables have more columns than somebody may allow; the exact number is looked at afterwards.
    connection.set_limit(Limit::SQLITE_LIMIT_COLUMN, capped(limits.max_columns.max(64)))?;
    let page: u32 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    let pages = (limits.max_database_bytes / u64::from(page.max(1))).clamp(1, 4_294_967_294);
    connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
}

/// Takes away what SQLite puts beside a file that somebody sent, whose journal nobody sent.
pub(super) fn tidy(path: &Path) {
    for end in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
}

/// Writes a file and its folder through to the disk.
pub(super) fn sync(path: &Path) -> Result<(), EngineError> {
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    let folder = path.parent().map_or(Ok(()), |folder| std::fs::File::open(folder).and_then(|folder| folder.sync_all()));
    synced.and(folder).map_err(|_| EngineError::new(Step::Database, "The disk did not take the file.", "Check the disk of this server."))
}
