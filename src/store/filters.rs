//! Filters of boards, in order.

use super::{Db, Result, read::json};
use crate::model::{
    board_filter::BoardFilter,
    id::{FilterId, ProjectId},
};
use sqlx::any::AnyRow;

fn body(filter: &BoardFilter) -> String {
    serde_json::to_string(filter).expect("a filter is plain data")
}

/// The filters of a project's board, in its order.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<BoardFilter>> {
    let rows = sqlx::query("select body from board_filters where project_id = $1 order by position, id")
        .bind(project.as_str())
        .fetch_all(db)
        .await?;
    let filter = |row: &AnyRow| json(row, "body");
    Ok(rows.iter().map(filter).collect::<sqlx::Result<_>>()?)
}

/// Makes or replaces a filter of a locked project.
pub async fn save(db: &mut Db, project: &ProjectId, position: usize, filter: &BoardFilter) -> Result<()> {
    sqlx::query(
        "insert into board_filters (id, project_id, position, name, body) values ($1, $2, $3, $4, $5)
         on conflict (id) do update set position = excluded.position, name = excluded.name, body = excluded.body",
    )
    .bind(filter.id.as_str())
    .bind(project.as_str())
    .bind(i64::try_from(position).unwrap_or(i64::MAX))
    .bind(&filter.name)
    .bind(body(filter))
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &FilterId) -> Result<()> {
    sqlx::query("delete from board_filters where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}
