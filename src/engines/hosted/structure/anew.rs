//! A table with another definition in the place of one: its rows, indexes and triggers are carried over.

use super::Work;
use crate::{
    engines::{
        hosted::fault::{self, End},
        sql::structure::{self as sql, Definition},
    },
    model::engine::EngineError,
};
use rusqlite::{Connection, OptionalExtension, config::DbConfig};

/// A table as it is.
struct Present {
    name: String,
    definition: Definition,
    /// Columns that hold values of their own.
    columns: Vec<String>,
    /// The name by which rows are known that have no key of their own.
    rowid: Option<&'static str>,
}

impl Present {
    fn of(connection: &Connection, table: &str) -> Result<Self, End> {
        let (name, text): (String, String) = connection.query_row(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE",
            [table],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let definition = Definition::parse(&text).map_err(End::Refused)?;
        let listed: Vec<(String, i64, i64, String)> = connection
            .prepare("SELECT name, hidden, pk, type FROM pragma_table_xinfo(?1, 'main') ORDER BY cid")?
            .query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let without_rowid: bool = connection.query_row(
            "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE",
            [&name],
            |row| row.get(0),
        )?;
        let keys: Vec<_> = listed.iter().filter(|(_, _, pk, _)| *pk > 0).collect();
        let has_number = matches!(keys.as_slice(), [(_, _, _, kind)] if kind.eq_ignore_ascii_case("integer"));
        let is_free = |name: &&str| !listed.iter().any(|(column, ..)| column.eq_ignore_ascii_case(name));
        let rowid = if without_rowid || has_number { None } else { ["rowid", "_rowid_", "oid"].into_iter().find(|name| is_free(name)) };
        let columns = listed.into_iter().filter(|(_, hidden, ..)| *hidden == 0).map(|(name, ..)| name).collect();
        Ok(Self { name, definition, columns, rowid })
    }

    /// The columns that are carried over, as they stand in statements.
    fn carried(&self, without: Option<&str>) -> Result<String, EngineError> {
        let mut names: Vec<String> = self.rowid.map(str::to_owned).into_iter().collect();
        for column in self.columns.iter().filter(|column| !without.is_some_and(|without| without.eq_ignore_ascii_case(column))) {
            names.push(crate::engines::dialect::Dialect::Sqlite.ident(column)?);
        }
        Ok(names.join(", "))
    }
}

/// Makes the table anew with a changed definition; `dropped` is the column that it loses.
pub(super) fn make(
    work: &mut Work<'_>,
    table: &str,
    dropped: Option<&str>,
    change: impl FnOnce(&mut Definition) -> Result<(), EngineError>,
) -> Result<(), End> {
    let connection = work.connection;
    let mut present = Present::of(connection, table)?;
    let name = present.name.clone();
    change(&mut present.definition).map_err(End::Refused)?;
    let kept = kept(connection, &name, dropped)?;
    let counter: Option<i64> = counter(connection, &name)?;
    let other = free(connection, &format!("new_{name}"))?;
    let (from, to) = (sql::place(&name).map_err(End::Refused)?, sql::place(&other).map_err(End::Refused)?);
    let columns = present.carried(dropped).map_err(End::Refused)?;
    let made = present.definition.create(&other).map_err(End::Refused)?;
    let result = (|| {
        work.run(made)?;
        if !columns.is_empty() {
            work.run(format!("INSERT INTO {to} ({columns}) SELECT {columns} FROM {from}"))?;
        }
        work.run(format!("DROP TABLE {from}"))?;
        // Otherwise views and triggers that name the table would be looked at while it is not there.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, true)?;
        let renamed = sql::ident(&name).map_err(End::Refused).and_then(|name| work.run(format!("ALTER TABLE {to} RENAME TO {name}")));
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false)?;
        renamed?;
        for text in kept {
            work.run(text)?;
        }
        if let Some(counter) = counter {
            connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = ?2", rusqlite::params![counter, name])?;
            connection.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT ?2, ?1 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?2)",
                rusqlite::params![counter, name],
            )?;
        }
        triggers(connection, &name)
    })();
    // People know the table by its own name.
    result.map_err(|end| renamed(end, &other, &name))
}

/// A table of the same definition under another name.
pub(super) fn clone(work: &mut Work<'_>, table: &str, to: &str, with_rows: bool) -> Result<(), End> {
    work.table(table)?;
    let connection = work.connection;
    let present = Present::of(connection, table)?;
    work.touch(to);
    work.run(present.definition.create(to).map_err(End::Refused)?)?;
    if with_rows && !present.columns.is_empty() {
        let columns = present.carried(None).map_err(End::Refused)?;
        let (from, into) = (sql::place(&present.name).map_err(End::Refused)?, sql::place(to).map_err(End::Refused)?);
        work.run(format!("INSERT INTO {into} ({columns}) SELECT {columns} FROM {from}"))?;
    }
    // In the order in which they were made, as they were written: with their conditions, expressions, orders and collations.
    let indexes: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ?1 COLLATE NOCASE AND sql IS NOT NULL
             ORDER BY rowid",
        )?
        .query_map([&present.name], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (index, text) in indexes {
        let columns: Vec<Option<String>> = connection
            .prepare("SELECT name FROM pragma_index_xinfo(?1, 'main') WHERE key = 1 ORDER BY seqno")?
            .query_map([&index], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let columns: Vec<String> = columns.into_iter().map(|name| name.unwrap_or_else(|| "expression".to_owned())).collect();
        let name = free(connection, &format!("{to}_{}", columns.join("_")))?;
        work.run(sql::index_for(&text, &name, &present.name, to).map_err(End::Refused)?)?;
    }
    Ok(())
}

/// The statements of the table's indexes and triggers; an index over the column that goes is not kept.
fn kept(connection: &Connection, table: &str, dropped: Option<&str>) -> Result<Vec<String>, End> {
    let listed: Vec<(String, String, String)> = connection
        .prepare(
            "SELECT type, name, sql FROM main.sqlite_schema WHERE tbl_name = ?1 COLLATE NOCASE AND type IN ('index', 'trigger')
             AND sql IS NOT NULL ORDER BY type, rowid",
        )?
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut kept = Vec::with_capacity(listed.len());
    for (kind, name, text) in listed {
        let goes = match dropped {
            Some(column) if kind == "index" => connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM pragma_index_info(?1, 'main') WHERE name = ?2 COLLATE NOCASE)",
                [name.as_str(), column],
                |row| row.get(0),
            )?,
            _ => false,
        };
        if !goes {
            kept.push(text);
        }
    }
    Ok(kept)
}

/// Where a table that counts its rows up has arrived.
fn counter(connection: &Connection, table: &str) -> Result<Option<i64>, End> {
    let counts: bool =
        connection.query_row("SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence')", [], |row| row.get(0))?;
    if !counts {
        return Ok(None);
    }
    Ok(connection.query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [table], |row| row.get(0)).optional()?)
}

/// A name that nothing has.
fn free(connection: &Connection, wanted: &str) -> Result<String, End> {
    let mut name = wanted.to_owned();
    for number in 2.. {
        let taken: bool =
            connection
                .query_row("SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE)", [&name], |row| row.get(0))?;
        if !taken {
            break;
        }
        name = format!("{wanted}_{number}");
    }
    Ok(name)
}

/// Whether the triggers of a table still find what they name.
fn triggers(connection: &Connection, table: &str) -> Result<(), End> {
    let place = sql::place(table).map_err(End::Refused)?;
    for text in [format!("DELETE FROM {place}"), format!("INSERT INTO {place} DEFAULT VALUES")] {
        if let Err(error) = connection.prepare(&text) {
            let (_, message) = fault::parts(&error);
            return Err(End::refused(message, "A trigger or a condition of the table needs what would go."));
        }
    }
    Ok(())
}

fn renamed(end: End, other: &str, name: &str) -> End {
    match end {
        End::Fault(error) => {
            let (code, message) = fault::parts(&error);
            match code {
                Some(rusqlite::ErrorCode::ConstraintViolation | rusqlite::ErrorCode::Unknown) => {
                    End::refused(message.replace(other, name), "")
                }
                _ => End::Fault(error),
            }
        }
        End::Refused(error) => End::Refused(EngineError { text: error.text.replace(other, name), ..error }),
        end => end,
    }
}
