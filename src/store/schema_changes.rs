//! What readings of schemas found changed.

use super::{Db, Result, read};
use crate::model::{
    id::{ConnectionId, ProjectId},
    schema_change::SchemaChange,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// Readings that are kept of one connection.
const KEPT: i64 = 50;

/// One row of `schema_changes`.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaChangeRow {
    pub id: String,
    pub connection_id: ConnectionId,
    pub before_at: Timestamp,
    pub taken_at: Timestamp,
    pub changes: Vec<SchemaChange>,
    /// How many there are, also beyond those that are kept.
    pub count: u32,
}

fn row(row: &AnyRow) -> sqlx::Result<SchemaChangeRow> {
    Ok(SchemaChangeRow {
        id: row.try_get("id")?,
        connection_id: read::id(row, "connection_id", ConnectionId::parse)?,
        before_at: Timestamp(row.try_get("before_at")?),
        taken_at: Timestamp(row.try_get("taken_at")?),
        changes: read::json(row, "changes")?,
        count: read::count(row, "change_count")?,
    })
}

/// Adds a reading, and forgets the oldest of its connection beyond those that are kept.
pub async fn insert(db: &mut Db, change: &SchemaChangeRow) -> Result<()> {
    let changes = serde_json::to_string(&change.changes).expect("changes are plain data");
    sqlx::query(
        "insert into schema_changes (id, connection_id, before_at, taken_at, changes, change_count) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&change.id)
    .bind(change.connection_id.as_str())
    .bind(change.before_at.0)
    .bind(change.taken_at.0)
    .bind(changes)
    .bind(i64::from(change.count))
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "delete from schema_changes where connection_id = $1 and id not in \
         (select id from schema_changes where connection_id = $1 order by taken_at desc, id desc limit $2)",
    )
    .bind(change.connection_id.as_str())
    .bind(KEPT)
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Forgets everything about a connection: it leads to another database now.
pub async fn forget(db: &mut Db, connection: &ConnectionId) -> Result<()> {
    sqlx::query("delete from schema_changes where connection_id = $1").bind(connection.as_str()).execute(&mut *db).await?;
    Ok(())
}

/// The readings of a project's connections that found something, newest first.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<SchemaChangeRow>> {
    let rows = sqlx::query(
        "select id, connection_id, before_at, taken_at, changes, change_count from schema_changes \
         where connection_id in (select c.id from connections c where c.project_id = $1) order by taken_at desc, id desc",
    )
    .bind(project.as_str())
    .fetch_all(&mut *db)
    .await?;
    Ok(rows.iter().map(row).collect::<sqlx::Result<_>>()?)
}
