//! How many tables, columns and rows there may be. Rows are counted only where they could be too many.

use super::fault::End;
use crate::{
    engines::dialect::Dialect,
    model::{schema::TableRef, work::WorkLimits},
};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// For each table that got rows: at most so many rows it has.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    most: HashMap<String, u64>,
}

impl Bounds {
    /// A table got `added` rows.
    ///
    /// # Errors
    /// When it has more than it may have now.
    pub(super) fn grown(&mut self, connection: &Connection, table: &str, added: u64, limits: &WorkLimits) -> Result<(), End> {
        if added == 0 {
            return Ok(());
        }
        let known = match self.most.get(table) {
            Some(most) => most.saturating_add(added),
            None => self.span(connection, table)?,
        };
        let most = if known > limits.max_table_rows { count(connection, table, limits.max_table_rows)? } else { known };
        if most > limits.max_table_rows {
            self.most.remove(table);
            return Err(End::refused(
                format!("The table \"{table}\" would have more than {} rows.", limits.max_table_rows),
                "That is the most that a table may have here.",
            ));
        }
        self.most.insert(table.to_owned(), most);
        Ok(())
    }

    /// Nothing is known any more: a transaction was taken back, or the structure is another.
    pub(super) fn forget(&mut self) {
        self.most.clear();
    }

    /// As many rows as there are numbers of rows in use, which two looks into the table tell.
    fn span(&self, connection: &Connection, table: &str) -> Result<u64, End> {
        let name = name(table)?;
        let found =
            connection.query_row(&format!("SELECT (SELECT min(_rowid_) FROM {name}), (SELECT max(_rowid_) FROM {name})"), [], |row| {
                Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?))
            });
        Ok(match found {
            Ok((Some(least), Some(greatest))) => greatest.abs_diff(least).saturating_add(1),
            Ok(_) => 0,
            // Without numbers of rows they are counted; a view has none of its own.
            Err(_) => {
                let is_table: bool = connection.query_row(
                    "SELECT EXISTS (SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name = ?1)",
                    [table],
                    |row| row.get(0),
                )?;
                if is_table { u64::MAX } else { 0 }
            }
        })
    }
}

/// The number of rows, as far as one beyond `most`.
fn count(connection: &Connection, table: &str, most: u64) -> Result<u64, End> {
    let limit = i64::try_from(most.saturating_add(1)).unwrap_or(i64::MAX);
    let text = format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {limit})", name(table)?);
    // What is no table with rows of its own, such as a view, has no such limit.
    Ok(connection.query_row(&text, [], |row| row.get::<_, i64>(0)).map_or(0, |count| u64::try_from(count).unwrap_or_default()))
}

fn name(table: &str) -> Result<String, End> {
    Dialect::Sqlite.table(&TableRef { schema: None, name: table.to_owned() }).map_err(End::Refused)
}

/// # Errors
/// When there are more tables, or a table is wider, than may be.
pub(super) fn structure(connection: &Connection, limits: &WorkLimits) -> Result<(), End> {
    let tables: i64 = connection.query_row(
        "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
        [],
        |row| row.get(0),
    )?;
    if u64::try_from(tables).unwrap_or_default() > limits.max_tables {
        return Err(End::refused(
            format!("The database would have more than {} tables and views.", limits.max_tables),
            "That is the most that a database may have here.",
        ));
    }
    let wide: Option<String> = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND ncol > ?1 LIMIT 1")?
        .query_map(params![i64::try_from(limits.max_columns).unwrap_or(i64::MAX)], |row| row.get(0))?
        .next()
        .transpose()?;
    match wide {
        None => Ok(()),
        Some(table) => Err(End::refused(
            format!("The table \"{table}\" would have more than {} columns.", limits.max_columns),
            "That is the most that a table may have here.",
        )),
    }
}
