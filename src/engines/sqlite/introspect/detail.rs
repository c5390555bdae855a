//! Indexes, keys and row counts of one table.

use crate::{
    engines::{dialect::Dialect, sqlite::watch::Watching},
    model::schema::{ForeignKey, Index, TableRef},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::{collections::HashMap, time::Instant};

/// Up to this many rows are counted.
const COUNTED: i64 = 100_000;

/// Indexes (also those behind keys), and the keys that allow no duplicate.
pub(super) fn indexes(connection: &Connection, table: &str) -> rusqlite::Result<(Vec<Index>, Vec<Vec<String>>)> {
    let mut statement =
        connection.prepare("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?1, 'main') ORDER BY seq DESC")?;
    let listed: Vec<(String, bool, String, bool)> = statement
        .query_map(params![table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut columns = connection.prepare("SELECT name FROM pragma_index_xinfo(?1, 'main') WHERE key = 1 ORDER BY seqno")?;
    let (mut indexes, mut keys) = (Vec::new(), Vec::new());
    for (name, unique, origin, partial) in listed {
        // An expression has no name.
        let parts: Vec<Option<String>> = columns.query_map(params![name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        if unique && !partial && origin != "pk" && parts.iter().all(Option::is_some) {
            keys.push(parts.iter().flatten().cloned().collect());
        }
        let columns = parts.into_iter().map(|part| part.unwrap_or_else(|| "(expression)".to_owned())).collect();
        indexes.push(Index { name, columns, unique });
    }
    Ok((indexes, keys))
}

/// SQLite keeps no names of foreign keys; they are numbered in the order of their declaration. Without named columns on
/// the other side `referenced_columns` stays empty: the primary key is meant.
pub(super) fn foreign_keys(connection: &Connection, table: &str) -> rusqlite::Result<Vec<ForeignKey>> {
    let mut statement =
        connection.prepare("SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq")?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    let mut rows = statement.query(params![table])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if keys.last().is_none_or(|(last, _)| *last != id) {
            let references = TableRef { schema: None, name: row.get(1)? };
            let name = format!("foreign_key_{}", keys.len() + 1);
            keys.push((id, ForeignKey { name, columns: Vec::new(), references, referenced_columns: Vec::new() }));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.push(row.get(2)?);
            key.referenced_columns.extend(row.get::<_, Option<String>>(3)?);
        }
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}

/// Rows per table as of the last ANALYZE; empty when there was none.
pub(super) fn statistics(connection: &Connection) -> rusqlite::Result<HashMap<String, u64>> {
    let known: Option<i64> = connection
        .query_row("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_stat1' AND type = 'table'", [], |row| row.get(0))
        .optional()?;
    if known.is_none() {
        return Ok(HashMap::new());
    }
    // The text begins with the number of rows in the index; a partial index holds fewer than the table.
    let mut statement =
        connection.prepare("SELECT tbl, max(CAST(stat AS INTEGER)) FROM main.sqlite_stat1 WHERE tbl IS NOT NULL GROUP BY tbl")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)))?;
    let mut found = HashMap::new();
    for row in rows {
        let (table, count) = row?;
        if let Some(count) = count.and_then(|count| u64::try_from(count).ok()) {
            found.insert(table, count);
        }
    }
    Ok(found)
}

/// The number of rows, counted up to a bound; beyond it the greatest row number, which tells how many were ever added.
/// Nothing when no time is left, or the table cannot be read.
pub(super) fn count(watching: &Watching<'_>, table: &TableRef, until: Instant) -> Option<u64> {
    let name = Dialect::Sqlite.table(table).ok()?;
    let number =
        |question: String| watching.sooner(until, |connection| connection.query_row(&question, [], |row| row.get::<_, i64>(0))).ok();
    let rows = number(format!("SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {})", COUNTED + 1))?;
    if rows <= COUNTED {
        return u64::try_from(rows).ok();
    }
    // Tables WITHOUT ROWID have no such number.
    number(format!("SELECT max(rowid) FROM {name}")).filter(|rows| *rows > COUNTED).and_then(|rows| u64::try_from(rows).ok())
}
