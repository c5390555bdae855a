//! The grids of boards.

use super::{Db, Result, read::json};
use crate::model::{id::ProjectId, layout::Layout};

/// The stored grid of a project; an empty one when nobody has arranged its board yet.
pub async fn get(db: &mut Db, project: &ProjectId) -> Result<Layout> {
    let row = sqlx::query("select layout from layouts where project_id = $1").bind(project.as_str()).fetch_optional(&mut *db).await?;
    Ok(row.as_ref().map(|row| json(row, "layout")).transpose()?.unwrap_or_default())
}

pub async fn save(db: &mut Db, project: &ProjectId, layout: &Layout) -> Result<()> {
    sqlx::query(
        "insert into layouts (project_id, layout, by_hand) values ($1, $2, 0) \
         on conflict (project_id) do update set layout = excluded.layout",
    )
    .bind(project.as_str())
    .bind(serde_json::to_string(layout).expect("a layout is plain data"))
    .execute(&mut *db)
    .await?;
    Ok(())
}
