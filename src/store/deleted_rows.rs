//! Rows that were deleted from hosted databases lately and can be brought back: those of one deletion together.

use super::{
    Db, Result,
    read::{id, json},
};
use crate::model::{
    time::Timestamp,
    ulid::{DatabaseId, DeletedRowsId},
};
use sqlx::{Row, any::AnyRow};

/// What is known of a deletion without its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct DeletedRowsRow {
    pub id: DeletedRowsId,
    pub table_name: String,
    /// A text for each of the first rows.
    pub summary: Vec<String>,
    pub row_count: i64,
    /// Bytes of its rows.
    pub size: i64,
    pub deleted_by: String,
    pub deleted_at: Timestamp,
}

fn deleted(row: &AnyRow) -> sqlx::Result<DeletedRowsRow> {
    Ok(DeletedRowsRow {
        id: id(row, "id", DeletedRowsId::parse)?,
        table_name: row.try_get("table_name")?,
        summary: json(row, "summary")?,
        row_count: row.try_get("row_count")?,
        size: row.try_get("size")?,
        deleted_by: row.try_get("deleted_by")?,
        deleted_at: Timestamp(row.try_get("deleted_at")?),
    })
}

/// The deletions of a database, the last one first.
pub async fn of_database(db: &mut Db, database: &DatabaseId) -> Result<Vec<DeletedRowsRow>> {
    let rows = sqlx::query(
        "select id, table_name, summary, row_count, size, deleted_by, deleted_at from deleted_rows
         where database_id = $1 order by deleted_at desc, id desc",
    )
    .bind(database.as_str())
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(deleted).collect::<sqlx::Result<_>>()?)
}

/// One deletion of a database, with its rows as JSON.
pub async fn one(db: &mut Db, database: &DatabaseId, id: &DeletedRowsId) -> Result<Option<(DeletedRowsRow, String)>> {
    let row = sqlx::query(
        "select id, table_name, summary, row_count, size, deleted_by, deleted_at, content from deleted_rows
         where database_id = $1 and id = $2",
    )
    .bind(database.as_str())
    .bind(id.as_str())
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Ok::<_, sqlx::Error>((deleted(&row)?, row.try_get("content")?))).transpose()?)
}

pub async fn insert(db: &mut Db, database: &DatabaseId, row: &DeletedRowsRow, content: &str) -> Result<()> {
    sqlx::query(
        "insert into deleted_rows (id, database_id, table_name, content, summary, row_count, size, deleted_by, deleted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(row.id.as_str())
    .bind(database.as_str())
    .bind(row.table_name.as_str())
    .bind(content)
    .bind(serde_json::to_string(&row.summary).unwrap_or_default())
    .bind(row.row_count)
    .bind(row.size)
    .bind(row.deleted_by.as_str())
    .bind(row.deleted_at.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &DeletedRowsId) -> Result<()> {
    sqlx::query("delete from deleted_rows where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// Those of before a time go.
pub async fn forget(db: &mut Db, before: Timestamp) -> Result<u64> {
    Ok(sqlx::query("delete from deleted_rows where deleted_at < $1").bind(before.0).execute(db).await?.rows_affected())
}
