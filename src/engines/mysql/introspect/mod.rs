//! What is in a database: five questions to the catalogue, asked in one read-only transaction, put together in
//! `assemble`. The catalogue shows what the user has any right to; columns also tell which.

mod assemble;

pub use assemble::schema;

use crate::engines::driver::{Failure, LARGEST_SCHEMA};
use futures::TryStreamExt;
use sqlx::{ColumnIndex, Decode, MySql, MySqlConnection, Row, ValueRef, mysql::MySqlRow};

struct TableRow {
    name: String,
    kind: String,
    estimate: Option<u64>,
    comment: Option<String>,
    /// The database.
    place: String,
}

struct ColumnRow {
    owner: String,
    name: String,
    type_name: String,
    full_type: String,
    nullable: bool,
    default_text: Option<String>,
    extra: String,
    expression: Option<String>,
    comment: Option<String>,
    writes_expressions: bool,
}

/// One column of an index, or one expression.
struct IndexRow {
    owner: String,
    name: String,
    is_unique: bool,
    column: Option<String>,
    /// How many characters of the column are in the index, when not all are.
    length: Option<u64>,
    expression: Option<String>,
}

/// One column of a foreign key.
struct KeyRow {
    owner: String,
    name: String,
    column: String,
    target_schema: Option<String>,
    target_name: String,
    target_column: String,
}

struct CheckRow {
    owner: String,
    clause: String,
}

/// Everything the questions found.
pub struct Findings {
    tables: Vec<TableRow>,
    columns: Vec<ColumnRow>,
    indexes: Vec<IndexRow>,
    keys: Vec<KeyRow>,
    checks: Vec<CheckRow>,
    may_write: bool,
}

pub async fn ask(connection: &mut MySqlConnection) -> Result<Findings, Failure> {
    let mut left = LARGEST_SCHEMA;
    let room = &mut left;
    Ok(Findings {
        tables: question(connection, room, include_str!("tables.sql"), |row| {
            Ok(TableRow {
                name: text(row, "name")?,
                kind: text(row, "kind")?,
                estimate: number(row, "estimate")?,
                comment: told(row, "comment")?,
                place: text(row, "place")?,
            })
        })
        .await?,
        columns: question(connection, room, include_str!("columns.sql"), |row| {
            Ok(ColumnRow {
                owner: text(row, "owner")?,
                name: text(row, "name")?,
                type_name: text(row, "type_name")?,
                full_type: text(row, "full_type")?,
                nullable: number(row, "nullable")? == Some(1),
                default_text: maybe(row, "default_text")?,
                extra: text(row, "extra")?,
                expression: told(row, "expression")?,
                comment: told(row, "comment")?,
                writes_expressions: number(row, "writes_expressions")? == Some(1),
            })
        })
        .await?,
        indexes: question(connection, room, include_str!("indexes.sql"), |row| {
            Ok(IndexRow {
                owner: text(row, "owner")?,
                name: text(row, "name")?,
                is_unique: number(row, "is_unique")? == Some(1),
                column: maybe(row, "column_name")?,
                length: number(row, "length")?,
                expression: told(row, "expression")?,
            })
        })
        .await?,
        keys: question(connection, room, include_str!("keys.sql"), |row| {
            Ok(KeyRow {
                owner: text(row, "owner")?,
                name: text(row, "name")?,
                column: text(row, "column_name")?,
                target_schema: maybe(row, "target_schema")?,
                target_name: text(row, "target_name")?,
                target_column: text(row, "target_column")?,
            })
        })
        .await?,
        checks: question(connection, room, include_str!("checks.sql"), |row| {
            Ok(CheckRow { owner: text(row, "owner")?, clause: text(row, "clause")? })
        })
        .await?,
        may_write: question(connection, room, include_str!("rights.sql"), |row| number(row, "writing"))
            .await?
            .into_iter()
            .flatten()
            .any(|rights| rights > 0),
    })
}

/// The rows of one answer. `room` is how many bytes more may come.
async fn question<T>(
    connection: &mut MySqlConnection,
    room: &mut usize,
    text: &'static str,
    read: impl Fn(&MySqlRow) -> sqlx::Result<T>,
) -> Result<Vec<T>, Failure> {
    let (mut found, mut rows) = (Vec::new(), sqlx::raw_sql(text).fetch(connection));
    while let Some(row) = rows.try_next().await? {
        let size =
            (0..row.len()).try_fold(size_of::<T>(), |sum, index| Ok::<_, sqlx::Error>(sum + bytes(&row, index)?.map_or(0, <[u8]>::len)));
        *room = room.checked_sub(size?).ok_or(Failure::TooMuch)?;
        found.push(read(&row)?);
    }
    Ok(found)
}

fn bytes(row: &MySqlRow, index: impl ColumnIndex<MySqlRow>) -> sqlx::Result<Option<&[u8]>> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(None);
    }
    <&[u8] as Decode<MySql>>::decode(raw).map(Some).map_err(sqlx::Error::Decode)
}

fn maybe(row: &MySqlRow, name: &str) -> sqlx::Result<Option<String>> {
    Ok(bytes(row, name)?.map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
}

fn text(row: &MySqlRow, name: &str) -> sqlx::Result<String> {
    Ok(maybe(row, name)?.unwrap_or_default())
}

/// A text that is empty where there is nothing to tell.
fn told(row: &MySqlRow, name: &str) -> sqlx::Result<Option<String>> {
    Ok(maybe(row, name)?.filter(|text| !text.is_empty()))
}

fn number(row: &MySqlRow, name: &str) -> sqlx::Result<Option<u64>> {
    Ok(maybe(row, name)?.and_then(|text| text.parse().ok()))
}
