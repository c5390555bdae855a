//! Every row of the store as it is at one moment, and back into a store that is empty: the same texts whichever database
//! holds it, so that what one of them gave the other can take.
//!
//! A piece is lines of JSON: the names of the columns, then each row as a list in their order. A number with a fraction
//! stands as `{"f": "1.5"}`, so that it is read back to the last bit.

use super::{Backend, Db, Error, Store, StoreAddress, Tx, migrations};
use crate::error::{AppError, Result};
use futures::TryStreamExt;
use serde_json::{Value as Json, json};
use sqlx::{
    Any, AssertSqlSafe, Column, Connection, Row, TypeInfo, ValueRef,
    any::{AnyArguments, AnyConnectOptions, AnyRow, AnyTypeInfoKind},
    query::Query,
};
use std::{path::Path, str::FromStr};
use tokio::sync::mpsc;

/// Bytes after which a piece is sent on.
const PIECE: usize = 1 << 20;

/// Some rows of one table.
#[derive(Debug)]
pub struct Piece {
    pub table: String,
    pub rows: u64,
    pub text: Vec<u8>,
}

/// The numbers of the migrations that this executable knows, in order.
pub fn migrations() -> Vec<i64> {
    migrations::numbers()
}

impl Store {
    /// Sends the rows of all tables as they are at one moment, while others go on writing. On SQLite the file is checked
    /// whole before. Ends early, and without an error, when nobody takes the pieces any more.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read: the store is damaged or does not answer.
    pub async fn dump(&self, pieces: &mpsc::Sender<Piece>) -> Result<()> {
        let begin = match self.backend {
            Backend::Sqlite => "begin",
            Backend::Postgres => "begin isolation level repeatable read, read only",
        };
        let mut tx = self.pool.begin_with(begin).await.map_err(Error::from)?;
        if self.backend == Backend::Sqlite {
            is_whole(&mut tx).await?;
        }
        for table in migrations::tables() {
            if !send(&mut tx, &table, pieces).await? {
                break;
            }
        }
        Ok(tx.rollback().await.map_err(Error::from)?)
    }

    /// Opens a store to fill it: nothing is made but, on SQLite, the file.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read.
    pub async fn bare(address: &StoreAddress, url: &str) -> Result<Self> {
        Self::open(address, url).await
    }

    /// Whether nobody has an account here, or there are no tables of ours at all.
    ///
    /// # Errors
    /// `Unavailable` when the store does not answer.
    pub async fn is_unused(&self) -> Result<bool> {
        let mut db = self.read().await?;
        let listed = match self.backend {
            Backend::Sqlite => "select name from sqlite_schema where type = 'table'",
            Backend::Postgres => "select cast(table_name as text) from information_schema.tables where table_schema = current_schema()",
        };
        let there: Vec<String> = sqlx::query_scalar(listed).fetch_all(&mut *db).await.map_err(Error::from)?;
        let ours = migrations::tables();
        if !there.iter().any(|table| ours.contains(table)) {
            return Ok(true);
        }
        // Tables of such names that another program made are not for us to drop.
        if !there.iter().any(|table| table == "_sqlx_migrations") {
            return Ok(false);
        }
        let accounts: i64 = sqlx::query_scalar("select count(*) from accounts").fetch_one(&mut *db).await.map_err(Error::from)?;
        Ok(accounts == 0)
    }

    /// Begins to fill the store in one transaction, with tables as they were after these migrations. What is there goes.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read.
    pub async fn refill(&self, migrations: &[i64]) -> Result<Filling> {
        let mut tx = self.begin().await?;
        let tables = migrations::tables();
        match self.backend {
            Backend::Sqlite => sqlx::raw_sql("pragma defer_foreign_keys = on").execute(&mut *tx).await.map_err(Error::from)?,
            Backend::Postgres => {
                let all = tables.join(", ");
                let gone = format!("drop table if exists {all}, _sqlx_migrations cascade");
                sqlx::raw_sql(AssertSqlSafe(gone)).execute(&mut *tx).await.map_err(Error::from)?
            }
        };
        migrations::run_only(&mut tx, migrations).await?;
        Ok(Filling { tx, tables, backend: self.backend })
    }
}

/// Whether the file of a store on SQLite holds together.
async fn is_whole(db: &mut Db) -> Result<()> {
    let found: String = sqlx::query_scalar("pragma integrity_check(1)").fetch_one(db).await.map_err(Error::from)?;
    match found.as_str() {
        "ok" => Ok(()),
        found => Err(AppError::unavailable(format!("The store is damaged ({found}). Restore it from a backup made before."))),
    }
}

/// Answers whether somebody still takes the pieces.
async fn send(db: &mut Db, table: &str, pieces: &mpsc::Sender<Piece>) -> Result<bool> {
    // Names of tables come from our own migrations.
    let mut rows = sqlx::query(AssertSqlSafe(format!("select * from {table}"))).fetch(db);
    let mut piece = Piece { table: table.to_owned(), rows: 0, text: Vec::new() };
    while let Some(row) = rows.try_next().await.map_err(Error::from)? {
        if piece.rows == 0 {
            let names: Vec<&str> = row.columns().iter().map(Column::name).collect();
            piece.text = line(&json!(names));
        }
        piece.text.extend(line(&cells(&row).map_err(Error::from)?));
        piece.rows += 1;
        if piece.text.len() >= PIECE {
            let next = Piece { table: table.to_owned(), rows: 0, text: Vec::new() };
            if pieces.send(std::mem::replace(&mut piece, next)).await.is_err() {
                return Ok(false);
            }
        }
    }
    Ok(piece.rows == 0 || pieces.send(piece).await.is_ok())
}

fn line(value: &Json) -> Vec<u8> {
    let mut text = value.to_string().into_bytes();
    text.push(b'\n');
    text
}

fn cells(row: &AnyRow) -> sqlx::Result<Json> {
    let cell = |place: usize| {
        let raw = row.try_get_raw(place)?;
        if raw.is_null() {
            return Ok(Json::Null);
        }
        let kind = raw.type_info().kind();
        Ok(match kind {
            AnyTypeInfoKind::Text => Json::from(row.try_get::<String, _>(place)?),
            AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => Json::from(row.try_get::<i64, _>(place)?),
            AnyTypeInfoKind::Real | AnyTypeInfoKind::Double => json!({ "f": row.try_get::<f64, _>(place)?.to_string() }),
            _ => return Err(sqlx::Error::Decode(format!("no column of the store is {}", raw.type_info().name()).into())),
        })
    };
    (0..row.len()).map(cell).collect::<sqlx::Result<Vec<_>>>().map(Json::from)
}

/// A store that is being filled. Dropped, it stays as it was.
pub struct Filling {
    tx: Tx,
    tables: Vec<String>,
    backend: Backend,
}

impl Filling {
    /// To look at what is there so far.
    pub fn db(&mut self) -> &mut Db {
        &mut self.tx
    }

    /// Adds a piece. Answers how many rows it had.
    ///
    /// # Errors
    /// `Invalid` for a piece that this store cannot have given.
    pub async fn add(&mut self, table: &str, text: &[u8]) -> Result<u64> {
        let strange = |what: &str| AppError::invalid(format!("The rows of the table \"{table}\" cannot be taken: {what}"));
        let known = self.tables.iter().find(|known| *known == table).ok_or_else(|| strange("there is no such table"))?;
        let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let columns: Vec<String> = lines.next().and_then(|line| serde_json::from_slice(line).ok()).ok_or_else(|| strange("no columns"))?;
        let is_name = |name: &String| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if columns.is_empty() || !columns.iter().all(is_name) {
            return Err(strange("a column has no name of ours"));
        }
        let head = format!("insert into {known} ({}) values (", columns.join(", "));
        let mut count = 0;
        for line in lines {
            let cells: Vec<Json> = serde_json::from_slice(line).map_err(|_| strange("a row is not a list"))?;
            if cells.len() != columns.len() {
                return Err(strange("a row has another number of columns"));
            }
            let mut used = 0;
            // A bound null would need the type of its column.
            let places = cells.iter().map(|cell| match cell {
                Json::Null => "null".to_owned(),
                _ => {
                    used += 1;
                    format!("${used}")
                }
            });
            let statement = format!("{head}{})", places.collect::<Vec<_>>().join(", "));
            let mut insert = sqlx::query(AssertSqlSafe(statement));
            for cell in cells {
                insert = bound(insert, cell).ok_or_else(|| strange("a value is of no kind of ours"))?;
            }
            insert.execute(&mut *self.tx).await.map_err(|cause| {
                tracing::error!("a row of {table} cannot be restored: {cause}");
                strange("the database refuses a row")
            })?;
            count += 1;
        }
        Ok(count)
    }

    /// Brings the tables up to date, checks that everything holds together and keeps it. `before` runs when nothing can
    /// be refused any more but the end itself.
    ///
    /// # Errors
    /// `Invalid` when rows refer to others that are missing.
    pub async fn finish(mut self, before: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.backend == Backend::Sqlite {
            let missing = sqlx::query("pragma foreign_key_check").fetch_optional(&mut *self.tx).await.map_err(Error::from)?;
            if missing.is_some() {
                return Err(AppError::invalid("Rows of the backup refer to others that are not in it."));
            }
        }
        migrations::run_only(&mut self.tx, &migrations()).await?;
        if self.backend == Backend::Sqlite {
            is_whole(&mut self.tx).await?;
        }
        before()?;
        Ok(self.tx.commit().await?)
    }
}

fn bound(insert: Query<'_, Any, AnyArguments>, cell: Json) -> Option<Query<'_, Any, AnyArguments>> {
    Some(match cell {
        Json::Null => insert,
        Json::String(text) => insert.bind(text),
        Json::Number(number) => insert.bind(number.as_i64()?),
        Json::Object(of) => insert.bind(of.get("f")?.as_str()?.parse::<f64>().ok()?),
        _ => return None,
    })
}

/// Copies a SQLite file that others may be writing, as it is at one moment.
///
/// # Errors
/// `Unavailable`, for the operator to read.
pub async fn copy_sqlite(from: &Path, to: &Path) -> Result<()> {
    let failed = |cause: sqlx::Error| AppError::unavailable(format!("The file {} cannot be copied: {cause}", from.display()));
    let path = |path: &Path| path.to_str().map(str::to_owned).ok_or_else(|| AppError::unavailable("A path is not valid UTF-8"));
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_str(&format!("sqlite://{}", super::connect::in_url(&path(from)?))).map_err(failed)?;
    let mut db = sqlx::AnyConnection::connect_with(&options).await.map_err(failed)?;
    let copied = sqlx::query("vacuum into $1").bind(path(to)?).execute(&mut db).await;
    db.close().await.ok();
    copied.map(drop).map_err(failed)
}
