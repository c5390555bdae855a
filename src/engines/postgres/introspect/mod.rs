//! What is in a database: five questions to the catalogue, asked in one read-only transaction, put together here.
//!
//! The questions are the same for PostgreSQL 12 to 18. Everything they name is in the manual of version 12 (chapter
//! "System Catalogs": `attgenerated` is the newest of it), and this is what later versions changed about it:
//!
//! | since | change | here |
//! | --- | --- | --- |
//! | 14 | `reltuples` is -1 until a table is counted | as unknown; 0 before that may mean either |
//! | 14 | multirange types | shown as their text, like ranges |
//! | 15 | views with `security_invoker`, keys with `NULLS NOT DISTINCT` | the same rows of the catalogue |
//! | 15 | foreign keys that set some columns only (`confdelsetcols`) | not asked for |
//! | 17 | `MERGE` into views, identity columns of partitioned tables | the same rows of the catalogue |
//! | 18 | `attgenerated` is `v` for columns computed when read | [`assemble`] knows both |
//! | 18 | not-null constraints of tables are rows of `pg_constraint` (`n`) | only kinds `p`, `u` and `f` are asked for |
//! | 18 | `attnotnull` may stand for a constraint that is not validated | NULLs that are there all the same are shown |
//! | 18 | keys `WITHOUT OVERLAPS` stay of kind `p` and `u` (`conperiod`) | they identify rows as a whole |
//! | 18 | foreign keys with `PERIOD` (`conperiod`) | left out: they do not join by equality |
//! | 18 | constraints that are not enforced (`conenforced`) | kept: they say what belongs together |

mod assemble;

pub use assemble::schema;

use super::Session;
use crate::{
    engines::driver::{Failure, LARGEST_SCHEMA},
    model::schema::TableKind,
};
use futures::TryStreamExt;
use sqlx::{FromRow, Postgres, Row, ValueRef, postgres::PgRow, query::Query};

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
        writes: bool,
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
    Asking { session, room: LARGEST_SCHEMA }.everything().await
}

struct Asking<'s> {
    session: &'s mut Session,
    /// How many bytes more may come.
    room: usize,
}

impl Asking<'_> {
    async fn everything(&mut self) -> Result<Findings, Failure> {
        // Compiling the questions would take longer than answering them.
        sqlx::raw_sql("SET LOCAL jit = off").execute(self.session.connection()).await?;
        let tables: Vec<TableRow> = self.rows(question(include_str!("tables.sql"))).await?;
        let ids = format!("{{{}}}", tables.iter().map(|table| table.id.to_string()).collect::<Vec<_>>().join(","));
        Ok(Findings {
            tables,
            columns: self.rows(question(include_str!("columns.sql")).bind(&ids)).await?,
            keys: self.rows(question(include_str!("keys.sql")).bind(&ids)).await?,
            indexes: self.rows(question(include_str!("indexes.sql")).bind(&ids)).await?,
            enums: self.rows(question(include_str!("enums.sql"))).await?,
        })
    }

    async fn rows<T: for<'r> FromRow<'r, PgRow>>(&mut self, question: Question<'_>) -> Result<Vec<T>, Failure> {
        let (mut found, mut rows) = (Vec::new(), question.fetch(self.session.connection()));
        while let Some(row) = rows.try_next().await? {
            let size = size_of::<T>() + bytes(&row)?;
            self.room = self.room.checked_sub(size).ok_or(Failure::TooMuch)?;
            found.push(T::from_row(&row)?);
        }
        Ok(found)
    }
}

type Question<'q> = Query<'q, Postgres, sqlx::postgres::PgArguments>;

fn question<'q>(text: &'static str) -> Question<'q> {
    sqlx::query(text).persistent(false)
}

fn bytes(row: &PgRow) -> Result<usize, sqlx::Error> {
    (0..row.len()).try_fold(0, |sum, index| {
        let raw = row.try_get_raw(index)?;
        Ok(sum + if raw.is_null() { 0 } else { raw.as_bytes().map_err(sqlx::Error::Decode)?.len() })
    })
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
