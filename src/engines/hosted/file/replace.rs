//! Another content for a file that is in use: readers see the old one or the new one.

use super::{check, copy};
use crate::{
    engines::{
        hosted::{fault::End, open},
        sqlite::{place::Place, watch::Watch},
    },
    model::work::{Done, WorkLimits},
};
use rusqlite::Connection;
use std::{path::Path, sync::Arc};

pub(in crate::engines::hosted) fn run(
    connection: &mut Connection,
    from: &Path,
    watch: &Arc<Watch>,
    limits: &WorkLimits,
) -> Result<Done, End> {
    let gone = |_| End::refused("The file is not there any more.", "Send it again.");
    let place = Place::plain(from.to_owned()).map_err(gone)?;
    check::run(&place, watch, limits)?;
    let ours: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    {
        let source = open::foreign(from, false)?;
        let theirs: i64 = source.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        // Pages can only be copied into pages of the same size.
        if theirs != ours {
            source.set_limit(rusqlite::limits::Limit::SQLITE_LIMIT_ATTACHED, 1)?;
            source.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
            let _watching = watch.over(&source)?;
            source.execute_batch(&format!("PRAGMA page_size = {ours}; VACUUM;"))?;
        }
    }
    let source = open::foreign(from, true)?;
    let copied = copy::pages(&source, connection, watch);
    drop(source);
    open::tidy(from);
    copied?;
    Ok(Done { restructured: true, ..Done::default() })
}
