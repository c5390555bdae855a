//! Kept copies of hosted databases: what is known of them. Each is a file beside its database.

use super::{Db, Result, read::id};
use crate::model::{
    time::Timestamp,
    ulid::{CopyId, DatabaseId},
};
use sqlx::{Row, any::AnyRow};

/// One row of `database_copies`.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyRow {
    pub id: CopyId,
    /// `manual`, or the change before which it was made.
    pub reason: String,
    pub size: i64,
    pub made_by: String,
    pub made_at: Timestamp,
}

fn copy(row: &AnyRow) -> sqlx::Result<CopyRow> {
    Ok(CopyRow {
        id: id(row, "id", CopyId::parse)?,
        reason: row.try_get("reason")?,
        size: row.try_get("size")?,
        made_by: row.try_get("made_by")?,
        made_at: Timestamp(row.try_get("made_at")?),
    })
}

/// The copies of a database, the newest first.
pub async fn all(db: &mut Db, database: &DatabaseId) -> Result<Vec<CopyRow>> {
    let rows =
        sqlx::query("select id, reason, size, made_by, made_at from database_copies where database_id = $1 order by made_at desc, id desc")
            .bind(database.as_str())
            .fetch_all(db)
            .await?;
    Ok(rows.iter().map(copy).collect::<sqlx::Result<_>>()?)
}

/// The copies of the database whose file lies in this folder.
pub async fn of_folder(db: &mut Db, folder: &str) -> Result<Vec<CopyId>> {
    let rows = sqlx::query("select c.id from database_copies c join databases d on d.id = c.database_id where d.folder = $1")
        .bind(folder)
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(|row| id(row, "id", CopyId::parse)).collect::<sqlx::Result<_>>()?)
}

pub async fn insert(db: &mut Db, database: &DatabaseId, row: &CopyRow) -> Result<()> {
    sqlx::query("insert into database_copies (id, database_id, reason, size, made_by, made_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(row.id.as_str())
        .bind(database.as_str())
        .bind(row.reason.as_str())
        .bind(row.size)
        .bind(row.made_by.as_str())
        .bind(row.made_at.0)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, copy: &CopyId) -> Result<()> {
    sqlx::query("delete from database_copies where id = $1").bind(copy.as_str()).execute(db).await?;
    Ok(())
}
