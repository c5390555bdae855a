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

/// Statements that ask the fence for the functions of defaults, each with its table: SQLite does not ask when it fills a
/// default in.
pub(super) fn defaults(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    connection
        .prepare(
            "SELECT l.name, 'SELECT (' || x.dflt_value || char(10) || ')' FROM pragma_table_list AS l, pragma_table_xinfo(l.name, 'main') AS x
             WHERE l.schema = 'main' AND l.type IN ('table', 'shadow') AND instr(x.dflt_value, '(') > 0",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// # Errors
/// When the fence that stands lets a default not pass. That something in it is missing is told where it is filled in.
pub(super) fn ask_for_defaults(connection: &Connection) -> Result<(), End> {
    for (_, text) in defaults(connection)? {
        if let Err(error) = connection.prepare(&text)
            && error.to_string().contains("not authorized")
        {
            return Err(End::Fault(error));
        }
    }
    Ok(())
}

fn is_rowid(column: &str) -> bool {
    ["rowid", "_rowid_", "oid"].iter().any(|name| name.eq_ignore_ascii_case(column))
}
