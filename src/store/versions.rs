//! Versions of boards.

use super::{Db, Result, read::json};
use crate::model::{
    content::Kept,
    id::{AccountId, ProjectId},
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// One row of `board_versions` without its content, which is large.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionRow {
    pub number: i64,
    pub reason: String,
    pub account: Option<AccountId>,
    /// The user name of the account.
    pub by: Option<String>,
    pub begun_at: Timestamp,
    pub made_at: Timestamp,
}

fn version(row: &AnyRow) -> sqlx::Result<VersionRow> {
    let account: Option<String> = row.try_get("account_id")?;
    Ok(VersionRow {
        number: row.try_get("number")?,
        reason: row.try_get("reason")?,
        account: account.as_deref().and_then(AccountId::parse),
        by: row.try_get("username")?,
        begun_at: Timestamp(row.try_get("begun_at")?),
        made_at: Timestamp(row.try_get("made_at")?),
    })
}

/// The versions of a project, the newest first.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<VersionRow>> {
    let rows = sqlx::query(
        "select v.number, v.reason, v.account_id, v.begun_at, v.made_at, a.username from board_versions v \
         left join accounts a on a.id = v.account_id where v.project_id = $1 order by v.number desc",
    )
    .bind(project.as_str())
    .fetch_all(&mut *db)
    .await?;
    Ok(rows.iter().map(version).collect::<sqlx::Result<_>>()?)
}

pub async fn content(db: &mut Db, project: &ProjectId, number: i64) -> Result<Option<Kept>> {
    let row = sqlx::query("select content from board_versions where project_id = $1 and number = $2")
        .bind(project.as_str())
        .bind(number)
        .fetch_optional(&mut *db)
        .await?;
    Ok(row.as_ref().map(|row| json(row, "content")).transpose()?)
}

/// Writes a version, in place of the one with the same number.
pub async fn put(db: &mut Db, project: &ProjectId, row: &VersionRow, content: &Kept) -> Result<()> {
    sqlx::query(
        "insert into board_versions (project_id, number, reason, account_id, content, begun_at, made_at) \
         values ($1, $2, $3, $4, $5, $6, $7) \
         on conflict (project_id, number) do update set content = excluded.content, made_at = excluded.made_at",
    )
    .bind(project.as_str())
    .bind(row.number)
    .bind(&row.reason)
    .bind(row.account.as_ref().map(AccountId::as_str))
    .bind(serde_json::to_string(content).expect("a board is plain data"))
    .bind(row.begun_at.0)
    .bind(row.made_at.0)
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Forgets the versions of a project up to a number.
pub async fn forget(db: &mut Db, project: &ProjectId, until: i64) -> Result<()> {
    sqlx::query("delete from board_versions where project_id = $1 and number <= $2")
        .bind(project.as_str())
        .bind(until)
        .execute(&mut *db)
        .await?;
    Ok(())
}
