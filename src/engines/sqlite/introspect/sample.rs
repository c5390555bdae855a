//! What a view's columns without a declared type hold (sums, counts, expressions), seen from its first rows: without
//! that, no view could be charted.

use crate::{
    engines::{dialect::Dialect, sqlite::watch::Watching},
    model::{
        schema::{Column, TableRef},
        value::Kind,
    },
};
use rusqlite::{Connection, types::Type};
use std::time::Instant;

/// Rows that are looked at.
const ROWS: usize = 50;

/// Gives untyped columns the kind that all their values share. Leaves them as they are when the view cannot be read,
/// or no time is left.
pub(super) fn kinds(watching: &Watching<'_>, table: &TableRef, columns: &mut [Column], until: Instant) {
    if !columns.iter().any(super::is_untyped) || Instant::now() >= until {
        return;
    }
    let mut seen: Vec<Option<Kind>> = vec![None; columns.len()];
    if watching.sooner(until, |connection| look(connection, table, columns, &mut seen)).is_err() {
        return;
    }
    for (column, kind) in columns.iter_mut().zip(seen) {
        if let Some(kind) = kind.filter(|_| super::is_untyped(column)) {
            column.kind = kind;
            column.short_type = short_type(kind).to_owned();
        }
    }
}

fn look(connection: &Connection, table: &TableRef, columns: &[Column], seen: &mut [Option<Kind>]) -> rusqlite::Result<()> {
    let Ok(name) = Dialect::Sqlite.table(table) else { return Ok(()) };
    let mut statement = connection.prepare(&format!("SELECT * FROM {name} LIMIT {ROWS}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for (at, kind) in seen.iter_mut().enumerate().take(columns.len()) {
            let now = match row.get_ref(at)?.data_type() {
                Type::Null => continue,
                Type::Integer => Kind::Integer,
                Type::Real => Kind::Number,
                Type::Text => Kind::Text,
                Type::Blob => Kind::Bytes,
            };
            *kind = Some(match kind {
                None => now,
                Some(before) if *before == now => now,
                Some(before) if before.is_numeric() && now.is_numeric() => Kind::Number,
                Some(_) => Kind::Other,
            });
        }
    }
    Ok(())
}

fn short_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Number => "real",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
        _ => "any",
    }
}
