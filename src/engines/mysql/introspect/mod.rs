//! What is in a database: five questions to the catalogue, asked in one read-only transaction, put together in
//! `assemble`. The catalogue shows what the user has any right to; columns also tell which.

mod assemble;

pub use assemble::schema;

use sqlx::{Decode, MySql, MySqlConnection, Row, ValueRef, mysql::MySqlRow};

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
}

pub async fn ask(connection: &mut MySqlConnection) -> sqlx::Result<Findings> {
    Ok(Findings {
        tables: question(connection, include_str!("tables.sql"), |row| {
            Ok(TableRow {
                name: text(row, "name")?,
                kind: text(row, "kind")?,
                estimate: number(row, "estimate")?,
                comment: told(row, "comment")?,
                place: text(row, "place")?,
            })
        })
        .await?,
        columns: question(connection, include_str!("columns.sql"), |row| {
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
        indexes: question(connection, include_str!("indexes.sql"), |row| {
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
        keys: question(connection, include_str!("keys.sql"), |row| {
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
        checks: question(connection, include_str!("checks.sql"), |row| {
            Ok(CheckRow { owner: text(row, "owner")?, clause: text(row, "clause")? })
        })
        .await?,
    })
}

async fn question<T>(
    connection: &mut MySqlConnection,
    text: &'static str,
    read: impl Fn(&MySqlRow) -> sqlx::Result<T>,
) -> sqlx::Result<Vec<T>> {
    sqlx::raw_sql(text).fetch_all(connection).await?.iter().map(read).collect()
}

fn maybe(row: &MySqlRow, name: &str) -> sqlx::Result<Option<String>> {
    let raw = row.try_get_raw(name)?;
    if raw.is_null() {
        return Ok(None);
    }
    let bytes = <&[u8] as Decode<MySql>>::decode(raw).map_err(sqlx::Error::Decode)?;
    Ok(Some(String::from_utf8_lossy(bytes).into_owned()))
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
