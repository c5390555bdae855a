//! The grids of boards, and what of them is published by hand.

use super::{
    Db, Result,
    read::{flag, json},
};
use crate::model::{content::Content, id::ProjectId, layout::Layout};
use sqlx::Row;

/// One row of `layouts`; that of a board which nobody has arranged yet is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayoutRow {
    pub layout: Layout,
    /// Readers see `published`.
    pub by_hand: bool,
    pub published: Option<Content>,
}

pub async fn get(db: &mut Db, project: &ProjectId) -> Result<LayoutRow> {
    let row = sqlx::query("select layout, by_hand, published from layouts where project_id = $1")
        .bind(project.as_str())
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(LayoutRow::default()) };
    let published: Option<String> = row.try_get("published")?;
    Ok(LayoutRow {
        layout: json(&row, "layout")?,
        by_hand: flag(&row, "by_hand")?,
        published: published.map(|_| json(&row, "published")).transpose()?,
    })
}

pub async fn save(db: &mut Db, project: &ProjectId, row: &LayoutRow) -> Result<()> {
    sqlx::query(
        "insert into layouts (project_id, layout, by_hand, published) values ($1, $2, $3, $4) \
         on conflict (project_id) do update set layout = excluded.layout, by_hand = excluded.by_hand, published = excluded.published",
    )
    .bind(project.as_str())
    .bind(serde_json::to_string(&row.layout).expect("a layout is plain data"))
    .bind(i64::from(row.by_hand))
    .bind(row.published.as_ref().map(|content| serde_json::to_string(content).expect("a board is plain data")))
    .execute(&mut *db)
    .await?;
    Ok(())
}
