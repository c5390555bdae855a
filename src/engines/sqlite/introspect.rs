//! Tables, columns, keys and relations of a file, in one read transaction. SQLite answers each question through its
//! `pragma_...` table functions, so names are bound as values, however hostile they are.

mod detail;
mod sample;

use super::{kinds, watch::Watching};
use crate::model::{
    schema::{Column, Generated, Schema, Table, TableKind, TableRef},
    sqlite_definition::{Written, written},
    value::Kind,
};
use rusqlite::{Connection, OptionalExtension, params};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Time for counting and sampling, which only improve the answer; and for one table's or view's part of it.
const EXTRAS: Duration = Duration::from_millis(1_500);
const EXTRA: Duration = Duration::from_millis(250);

/// Fails when the file is no readable database.
pub(in crate::engines) fn readable(watching: &Watching<'_>) -> rusqlite::Result<()> {
    watching.connection().query_row("SELECT count(*) FROM main.sqlite_schema", [], |row| row.get::<_, i64>(0)).map(|_| ())
}

pub(in crate::engines) fn schema(watching: &Watching<'_>) -> rusqlite::Result<Schema> {
    let connection = watching.connection();
    connection.execute_batch("BEGIN")?;
    let tables = tables(watching);
    // A connection whose transaction stayed open is not put back, so a failure here cannot hurt the next reader.
    connection.execute_batch("ROLLBACK")?;
    // A file knows no users.
    Ok(Schema { tables: tables?, may_write: None })
}

/// A line of `pragma_table_list`.
struct Listed {
    name: String,
    kind: TableKind,
    without_rowid: bool,
}

fn tables(watching: &Watching<'_>) -> rusqlite::Result<Vec<Table>> {
    let connection = watching.connection();
    let until = Instant::now() + EXTRAS;
    let estimates = detail::statistics(connection)?;
    let mut tables = Vec::new();
    for listed in list(connection)? {
        tables.push(table(watching, &listed, &estimates, until)?);
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    // A foreign key may name its table in another case, and leave out the columns when it means the primary key.
    let keys: HashMap<String, (String, Vec<String>)> =
        tables.iter().map(|t| (t.at.name.to_lowercase(), (t.at.name.clone(), t.primary_key.clone()))).collect();
    for key in tables.iter_mut().flat_map(|table| &mut table.foreign_keys) {
        if let Some((name, primary)) = keys.get(&key.references.name.to_lowercase()) {
            key.references.name.clone_from(name);
            if key.referenced_columns.is_empty() {
                key.referenced_columns.clone_from(primary);
            }
        }
    }
    Ok(tables)
}

fn list(connection: &Connection) -> rusqlite::Result<Vec<Listed>> {
    let mut statement = connection.prepare(
        "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    )?;
    let rows = statement.query_map([], |row| {
        let kind = match row.get::<_, String>(1)?.as_str() {
            "view" => TableKind::View,
            "virtual" => TableKind::VirtualTable,
            _ => TableKind::Table,
        };
        Ok(Listed { name: row.get(0)?, kind, without_rowid: row.get(2)? })
    })?;
    rows.collect()
}

fn table(watching: &Watching<'_>, listed: &Listed, estimates: &HashMap<String, u64>, until: Instant) -> rusqlite::Result<Table> {
    let connection = watching.connection();
    let until = until.min(Instant::now() + EXTRA);
    let at = TableRef { schema: None, name: listed.name.clone() };
    // A view whose tables are gone, or a virtual table whose module is missing, has no columns to tell of.
    let (mut columns, primary_key) = match columns(connection, listed) {
        Ok(found) => found,
        Err(_) if listed.kind != TableKind::Table => (Vec::new(), Vec::new()),
        Err(error) => return Err(error),
    };
    let (indexes, unique_keys) = detail::indexes(connection, &listed.name)?;
    let row_estimate = match estimates.get(&listed.name) {
        Some(rows) => Some(*rows),
        None if listed.kind == TableKind::Table => detail::count(watching, &at, until),
        None => None,
    };
    if listed.kind == TableKind::View {
        sample::kinds(watching, &at, &mut columns, until);
    }
    Ok(Table {
        name: at.label(None),
        kind: listed.kind,
        columns,
        primary_key,
        unique_keys,
        foreign_keys: detail::foreign_keys(connection, &listed.name)?,
        indexes,
        row_estimate,
        comment: None,
        partition_of: None,
        at,
    })
}

/// What the statement that made a table says beyond what SQLite tells: checks which list the values of a column.
fn definition(connection: &Connection, listed: &Listed) -> rusqlite::Result<Written> {
    if listed.kind != TableKind::Table {
        return Ok(Written::default());
    }
    let mut statement = connection.prepare_cached("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1")?;
    let sql: Option<Option<String>> = statement.query_row(params![listed.name], |row| row.get(0)).optional()?;
    Ok(sql.flatten().map(|sql| written(&sql)).unwrap_or_default())
}

/// Columns in order, and the names of the primary key's in key order.
fn columns(connection: &Connection, listed: &Listed) -> rusqlite::Result<(Vec<Column>, Vec<String>)> {
    let checks = definition(connection, listed)?;
    let mut statement = connection.prepare(
        "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1 ORDER BY cid",
    )?;
    let mut columns = Vec::new();
    let mut key: Vec<(i64, usize)> = Vec::new();
    let mut rows = statement.query(params![listed.name])?;
    while let Some(row) = rows.next()? {
        let (name, declared): (String, String) = (row.get(0)?, row.get(1)?);
        let (short_type, kind) = kinds::of_declared(&declared);
        let generated = match row.get::<_, i64>(5)? {
            2 => Some(Generated::Virtual),
            3 => Some(Generated::Stored),
            _ => None,
        };
        let in_key: i64 = row.get(4)?;
        if in_key > 0 {
            key.push((in_key, columns.len()));
        }
        columns.push(Column {
            enum_values: checks.items(&name).map(<[String]>::to_vec).unwrap_or_default(),
            name,
            short_type,
            full_type: if declared.trim().is_empty() { "ANY".to_owned() } else { declared },
            kind,
            nullable: !(row.get::<_, bool>(2)? || in_key > 0 && listed.without_rowid),
            default: row.get(3)?,
            generated,
            comment: None,
        });
    }
    key.sort_unstable();
    // `INTEGER PRIMARY KEY` is the row's own number: never NULL, given by SQLite.
    if let ([(_, at)], false) = (key.as_slice(), listed.without_rowid)
        && columns[*at].full_type.eq_ignore_ascii_case("integer")
    {
        columns[*at].nullable = false;
        columns[*at].generated = Some(Generated::AutoIncrement);
    }
    let key = key.iter().map(|(_, at)| columns[*at].name.clone()).collect();
    Ok((columns, key))
}

/// Whether sampling may say what such a column holds: it was declared without a type.
fn is_untyped(column: &Column) -> bool {
    column.kind == Kind::Other && column.short_type == "any"
}
