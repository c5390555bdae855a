//! Files of hosted databases into a backup, also while a server has them open.

use super::open;
use crate::model::engine::{EngineError, Step};
use rusqlite::{Connection, backup::Backup};
use std::{path::Path, time::Duration};

/// Pages that are copied at once.
const PAGES: i32 = 2_000;
/// How long it waits for a lock before it tries again.
const PAUSE: Duration = Duration::from_millis(5);

/// Copies a file page by page as it is at one moment, without its journal and without looking at what is in it: nothing
/// that a person put there runs. Blocks.
///
/// # Errors
/// What keeps it from being read or written, with its name.
pub fn copy_file(from: &Path, to: &Path) -> Result<(), EngineError> {
    let failed = |error: rusqlite::Error| {
        EngineError::new(Step::Database, format!("The file {} cannot be copied: {error}", from.display()), "Look at the disk.")
    };
    copy(from, to).map_err(failed)?;
    open::sync(to)
}

fn copy(from: &Path, to: &Path) -> rusqlite::Result<()> {
    let from = Connection::open_with_flags(from, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NOFOLLOW)?;
    from.busy_timeout(Duration::from_secs(30))?;
    let mut target = open::copy(to)?;
    // While this transaction is open, the file does not change for this connection.
    from.execute_batch("BEGIN; PRAGMA page_count")?;
    Backup::new(&from, &mut target)?.run_to_completion(PAGES, PAUSE, None)?;
    from.execute_batch("ROLLBACK")?;
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    target.close().map_err(|(_, error)| error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_in_the_journal_is_in_the_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("data.sqlite"), folder.path().join("copy.sqlite"));
        let writer = Connection::open(&from).expect("a file");
        writer
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES (7, 'x'), (9, 'y')")
            .expect("rows");
        copy_file(&from, &to).expect("copied");
        writer.execute_batch("INSERT INTO t VALUES ('later')").expect("a row");
        let copy = Connection::open(&to).expect("the copy");
        let row: (i64, String) =
            copy.query_row("SELECT rowid, a FROM t ORDER BY 1 DESC", [], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        assert_eq!(row, (9, "y".to_owned()), "row ids stay");
        assert!(!folder.path().join("copy.sqlite-wal").exists());
    }
}
