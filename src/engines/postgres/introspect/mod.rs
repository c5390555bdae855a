//! What is in a database: five questions to the catalogue, asked in one read-only transaction, put together here.

mod assemble;

pub use assemble::schema;

use super::Session;
use crate::{engines::driver::Failure, model::schema::TableKind};
use sqlx::{FromRow, Postgres, Row, ValueRef, postgres::PgRow, query::QueryAs};

/// What a field of a row can be. Texts may hold bytes that are not UTF-8 in databases with the encoding SQL_ASCII.
trait Field: Sized {
    fn read(row: &PgRow, name: &str) -> sqlx::Result<Self>;
}

macro_rules! plain_fields {
    ($($kind:ty)*) => {$(
        impl Field for $kind {
            fn read(row: &PgRow, name: &str) -> sqlx::Result<Self> {
                row.try_get(name)
            }
        }
    )*};
}

plain_fields!(i64 bool f64 Vec<String>);

impl Field for Option<String> {
    fn read(row: &PgRow, name: &str) -> sqlx::Result<Self> {
        let raw = row.try_get_raw(name)?;
        if raw.is_null() {
            return Ok(None);
        }
        raw.as_bytes().map(|bytes| Some(String::from_utf8_lossy(bytes).into_owned())).map_err(sqlx::Error::Decode)
    }
}

impl Field for String {
    fn read(row: &PgRow, name: &str) -> sqlx::Result<Self> {
        Ok(Option::read(row, name)?.unwrap_or_default())
    }
}

/// Structs that are read from a row by the names of their fields.
macro_rules! rows {
    ($(struct $name:ident { $($field:ident: $kind:ty,)* })*) => {$(
        struct $name {
            $($field: $kind,)*
        }

        impl FromRow<'_, PgRow> for $name {
            fn from_row(row: &PgRow) -> sqlx::Result<Self> {
                Ok(Self { $($field: Field::read(row, stringify!($field))?,)* })
            }
        }
    )*};
}

rows! {
    struct TableRow {
        id: i64,
        schema: String,
        name: String,
        kind: String,
        is_partition: bool,
        estimate: f64,
        comment: Option<String>,
        parent_schema: Option<String>,
        parent_name: Option<String>,
    }

    struct ColumnRow {
        id: i64,
        name: String,
        full_type: String,
        type_name: String,
        type_schema: Option<String>,
        is_array: bool,
        is_enum: bool,
        type_id: i64,
        nullable: bool,
        default_text: Option<String>,
        generated: String,
        identity: String,
        comment: Option<String>,
    }

    struct KeyRow {
        id: i64,
        name: String,
        kind: String,
        columns: Vec<String>,
        target_schema: Option<String>,
        target_name: Option<String>,
        target_columns: Vec<String>,
    }

    struct IndexRow {
        id: i64,
        name: String,
        is_unique: bool,
        is_key: bool,
        columns: Vec<String>,
    }

    struct EnumRow {
        id: i64,
        labels: Vec<String>,
    }
}

/// Everything the questions found.
pub struct Findings {
    tables: Vec<TableRow>,
    columns: Vec<ColumnRow>,
    keys: Vec<KeyRow>,
    indexes: Vec<IndexRow>,
    enums: Vec<EnumRow>,
}

pub async fn ask(session: &mut Session) -> Result<Findings, Failure> {
    // Compiling the questions would take longer than answering them.
    sqlx::raw_sql("SET LOCAL jit = off").execute(session.connection()).await?;
    let tables: Vec<TableRow> = question(include_str!("tables.sql")).fetch_all(session.connection()).await?;
    let ids = format!("{{{}}}", tables.iter().map(|table| table.id.to_string()).collect::<Vec<_>>().join(","));
    Ok(Findings {
        tables,
        columns: question(include_str!("columns.sql")).bind(&ids).fetch_all(session.connection()).await?,
        keys: question(include_str!("keys.sql")).bind(&ids).fetch_all(session.connection()).await?,
        indexes: question(include_str!("indexes.sql")).bind(&ids).fetch_all(session.connection()).await?,
        enums: question(include_str!("enums.sql")).fetch_all(session.connection()).await?,
    })
}

fn question<'q, T: for<'r> FromRow<'r, PgRow>>(text: &'static str) -> QueryAs<'q, Postgres, T, sqlx::postgres::PgArguments> {
    sqlx::query_as(text).persistent(false)
}

/// Of `pg_class.relkind`.
fn table_kind(kind: &str, is_partition: bool) -> TableKind {
    match kind {
        _ if is_partition => TableKind::Partition,
        "p" => TableKind::PartitionedTable,
        "v" => TableKind::View,
        "m" => TableKind::MaterializedView,
        "f" => TableKind::ForeignTable,
        _ => TableKind::Table,
    }
}
