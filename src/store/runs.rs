//! What people ran: the latest runs of each person in each project.

use super::{
    Db, Result,
    read::{flag, id, json},
};
use crate::model::{
    id::{AccountId, ConnectionId, ProjectId, RunId},
    query::PastRun,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

fn run(row: &AnyRow) -> sqlx::Result<PastRun> {
    let connection: Option<String> = row.try_get("connection_id")?;
    let rows: Option<i64> = row.try_get("row_count")?;
    Ok(PastRun {
        run_id: id(row, "id", RunId::parse)?,
        connection_id: connection.as_deref().and_then(ConnectionId::parse),
        text: row.try_get("text")?,
        values: json(row, "given_values")?,
        started_at: Timestamp(row.try_get("started_at")?),
        elapsed_ms: u64::try_from(row.try_get::<i64, _>("elapsed_ms")?).unwrap_or_default(),
        row_count: rows.and_then(|rows| u64::try_from(rows).ok()),
        truncated: flag(row, "is_cut")?,
        error: row.try_get("error")?,
    })
}

/// The latest `most` runs of a person in a project, the latest first.
pub async fn latest(db: &mut Db, project: &ProjectId, account: &AccountId, most: u32) -> Result<Vec<PastRun>> {
    let rows = sqlx::query(
        "select id, connection_id, text, given_values, started_at, elapsed_ms, row_count, is_cut, error from query_runs \
         where project_id = $1 and account_id = $2 order by started_at desc, id desc limit $3",
    )
    .bind(project.as_str())
    .bind(account.as_str())
    .bind(i64::from(most))
    .fetch_all(&mut *db)
    .await?;
    Ok(rows.iter().map(run).collect::<sqlx::Result<_>>()?)
}

/// Remembers a run and forgets those of the same person in the same project that are older than the latest `most`.
pub async fn remember(db: &mut Db, project: &ProjectId, account: &AccountId, r: &PastRun, most: u32) -> Result<()> {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    sqlx::query(
        "insert into query_runs \
         (id, project_id, account_id, connection_id, text, given_values, started_at, elapsed_ms, row_count, is_cut, error) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(r.run_id.as_str())
    .bind(project.as_str())
    .bind(account.as_str())
    .bind(r.connection_id.as_ref().map(ConnectionId::as_str))
    .bind(&r.text)
    .bind(serde_json::to_string(&r.values).expect("values are plain data"))
    .bind(r.started_at.0)
    .bind(whole(r.elapsed_ms))
    .bind(r.row_count.map(whole))
    .bind(i64::from(r.truncated))
    .bind(&r.error)
    .execute(&mut *db)
    .await?;
    sqlx::query(
        "delete from query_runs where project_id = $1 and account_id = $2 and id not in \
         (select k.id from query_runs k where k.project_id = $1 and k.account_id = $2 order by k.started_at desc, k.id desc limit $3)",
    )
    .bind(project.as_str())
    .bind(account.as_str())
    .bind(i64::from(most))
    .execute(&mut *db)
    .await?;
    Ok(())
}
