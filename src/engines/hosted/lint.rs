//! What a new table may not be although SQLite makes it (03, SQL endpoint).

use super::fault::End;
use rusqlite::{Connection, OptionalExtension};

/// # Errors
/// The documented texts.
pub(super) fn tables(connection: &Connection, created: &[String]) -> Result<(), End> {
    for table in created {
        let without: Option<bool> = connection
            .query_row("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name = ?1", [table], |row| row.get(0))
            .optional()?;
        if without == Some(true) {
            let text = format!("Table '{table}' does not have a rowid column. Such tables are not currently supported by Airsequel.");
            return Err(End::refused(text, ""));
        }
        let mut keys = connection.prepare("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1, 'main')")?;
        let keys: Vec<(String, String, Option<String>)> =
            keys.query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
        for (column, other, target) in keys {
            let Some(target) = target.filter(|target| is_rowid(target)) else { continue };
            let is_named: bool = connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM pragma_table_xinfo(?1, 'main') WHERE name = ?2 COLLATE NOCASE)",
                [&other, &target],
                |row| row.get(0),
            )?;
            if !is_named {
                let text = format!(
                    "Column '{column}' references the rowid column of table '{other}'.\nThis is not supported by SQLite:\nhttps://www.sqlite.org/foreignkeys.html"
                );
                return Err(End::refused(text, ""));
            }
        }
    }
    Ok(())
}

fn is_rowid(column: &str) -> bool {
    ["rowid", "_rowid_", "oid"].iter().any(|name| name.eq_ignore_ascii_case(column))
}
