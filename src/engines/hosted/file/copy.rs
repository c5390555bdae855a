//! Copies of a file that is in use.

use crate::engines::{
    hosted::{
        fault::{self, End},
        open,
    },
    sqlite::watch::Watch,
};
use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};
use std::{path::Path, sync::Arc, time::Duration};

/// Pages that are copied between two looks at the watch.
const PAGES: i32 = 2_000;
/// How long a copy waits for a lock before it tries again.
const PAUSE: Duration = Duration::from_millis(5);

/// Copies what `from` sees at one moment into a new file, without a journal, saved for good.
pub(in crate::engines::hosted) fn run(from: &Connection, to: &Path, watch: &Arc<Watch>) -> Result<(), End> {
    let mut target = open::copy(to)?;
    let _watching = watch.over(from)?;
    // While this transaction is open, the file does not change for this connection.
    from.execute_batch("BEGIN; SELECT 1 FROM main.sqlite_schema")?;
    let copied = pages(from, &mut target, watch);
    let _ = from.execute_batch("ROLLBACK");
    copied?;
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    target.close().map_err(|(_, error)| error)?;
    open::sync(to).map_err(End::Failed)
}

/// Copies all pages in one transaction of the target.
pub(super) fn pages(from: &Connection, to: &mut Connection, watch: &Watch) -> Result<(), End> {
    let copy = Backup::new(from, to)?;
    loop {
        if let Some(reason) = watch.stopped() {
            return Err(End::Failed(fault::stopped(watch, reason)));
        }
        match copy.step(PAGES)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => std::thread::sleep(PAUSE),
        }
    }
}
