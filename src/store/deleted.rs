//! Widgets that were deleted lately and can be restored.

use super::{Db, Result, read::json};
use crate::model::{
    content::Part,
    id::{ProjectId, WidgetId},
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// A widget as it was, and when it went.
#[derive(Clone, Debug, PartialEq)]
pub struct DeletedRow {
    pub part: Part,
    pub deleted_at: Timestamp,
}

fn deleted(row: &AnyRow) -> sqlx::Result<DeletedRow> {
    Ok(DeletedRow { part: json(row, "widget")?, deleted_at: Timestamp(row.try_get("deleted_at")?) })
}

/// The widgets that were deleted from a project, the last one first.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<DeletedRow>> {
    let rows = sqlx::query("select widget, deleted_at from deleted_widgets where project_id = $1 order by deleted_at desc, id")
        .bind(project.as_str())
        .fetch_all(&mut *db)
        .await?;
    Ok(rows.iter().map(deleted).collect::<sqlx::Result<_>>()?)
}

/// The project from which a widget was deleted.
pub async fn project_of(db: &mut Db, id: &WidgetId) -> Result<Option<ProjectId>> {
    let found: Option<String> =
        sqlx::query_scalar("select project_id from deleted_widgets where id = $1").bind(id.as_str()).fetch_optional(&mut *db).await?;
    Ok(found.as_deref().and_then(ProjectId::parse))
}

pub async fn insert(db: &mut Db, project: &ProjectId, row: &DeletedRow) -> Result<()> {
    sqlx::query("insert into deleted_widgets (id, project_id, widget, deleted_at) values ($1, $2, $3, $4)")
        .bind(row.part.id.as_str())
        .bind(project.as_str())
        .bind(serde_json::to_string(&row.part).expect("a widget is plain data"))
        .bind(row.deleted_at.0)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// Forgets one that was restored.
pub async fn remove(db: &mut Db, id: &WidgetId) -> Result<()> {
    sqlx::query("delete from deleted_widgets where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    Ok(())
}

/// Forgets those of a project that went before `until`.
pub async fn forget(db: &mut Db, project: &ProjectId, until: Timestamp) -> Result<()> {
    sqlx::query("delete from deleted_widgets where project_id = $1 and deleted_at < $2")
        .bind(project.as_str())
        .bind(until.0)
        .execute(&mut *db)
        .await?;
    Ok(())
}
