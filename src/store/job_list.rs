//! Background work as administrators of the server list it: with the names of what it is about, and with what whoever
//! looks is in the team that has it.

use super::{
    Db, Result,
    accounts::account_id,
    jobs::{JobKind, JobRow, job},
    read::{count, flag},
    teams::role_of,
};
use crate::model::{id::AccountId, team_role::TeamRole, time::Timestamp};
use sqlx::{Row, any::AnyRow};

/// One job with what surrounds it.
#[derive(Clone, Debug)]
pub struct ListedJob {
    pub job: JobRow,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub team: String,
    pub project: String,
    pub connection: String,
    /// The connection is still what the job is about.
    pub is_current: bool,
    pub owner: AccountId,
    /// What whoever looks is in the team.
    pub role: Option<TeamRole>,
}

/// Jobs of one kind by their state.
#[derive(Clone, Debug)]
pub struct KindCounts {
    pub kind: JobKind,
    pub waiting: u32,
    pub running: u32,
    pub failed: u32,
}

macro_rules! staged {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from jobs j join connections c on c.id = j.connection_id join projects p on p.id = j.project_id \
             join teams t on t.id = p.team_id left join team_members m on m.team_id = p.team_id and m.account_id = $1 \
             where $2 = '' or $2 = case when j.state <> 'queued' then j.state when j.lease_until > $3 then 'running' else 'waiting' end ",
            $rest
        )
    };
}

/// How many jobs are at this stage; at any, when it is empty.
pub async fn how_many(db: &mut Db, viewer: &AccountId, stage: &str, now: Timestamp) -> Result<u32> {
    let row = sqlx::query(staged!("count(*) as n", "")).bind(viewer.as_str()).bind(stage).bind(now.0).fetch_one(db).await?;
    Ok(count(&row, "n")?)
}

/// Some of them, the newest first.
pub async fn list(db: &mut Db, viewer: &AccountId, stage: &str, now: Timestamp, limit: u32, offset: u32) -> Result<Vec<ListedJob>> {
    let rows = sqlx::query(staged!(
        "j.id, j.kind, j.project_id, j.connection_id, j.revision, j.state, j.lease_until, j.attempts, j.created_at, j.finished_at, \
         t.name as team, p.title as project, p.owner_id, c.title as connection, m.role, \
         case when c.revision = j.revision then 1 else 0 end as is_current",
        "order by j.created_at desc, j.id limit $4 offset $5"
    ))
    .bind(viewer.as_str())
    .bind(stage)
    .bind(now.0)
    .bind(i64::from(limit))
    .bind(i64::from(offset))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(listed).collect::<sqlx::Result<_>>()?)
}

fn listed(row: &AnyRow) -> sqlx::Result<ListedJob> {
    let is_member = row.try_get::<Option<String>, _>("role")?.is_some();
    Ok(ListedJob {
        job: job(row)?,
        created_at: Timestamp(row.try_get("created_at")?),
        finished_at: row.try_get::<Option<i64>, _>("finished_at")?.map(Timestamp),
        team: row.try_get("team")?,
        project: row.try_get("project")?,
        connection: row.try_get("connection")?,
        is_current: flag(row, "is_current")?,
        owner: account_id(row, "owner_id")?,
        role: is_member.then(|| role_of(row, "role")).transpose()?,
    })
}

/// How many jobs of each kind are in which state.
pub async fn counts(db: &mut Db, now: Timestamp) -> Result<Vec<KindCounts>> {
    let rows = sqlx::query(
        "select kind, count(case when state = 'queued' and lease_until <= $1 then 1 end) as waiting, \
         count(case when state = 'queued' and lease_until > $1 then 1 end) as running, \
         count(case when state = 'failed' then 1 end) as failed from jobs group by kind",
    )
    .bind(now.0)
    .fetch_all(db)
    .await?;
    let one = |row: &AnyRow| {
        Ok(KindCounts {
            kind: JobKind::parse(row.try_get::<String, _>("kind")?.as_str())?,
            waiting: count(row, "waiting")?,
            running: count(row, "running")?,
            failed: count(row, "failed")?,
        })
    };
    Ok(rows.iter().map(one).collect::<sqlx::Result<_>>()?)
}

/// When a check of a connection, and when reading a schema, succeeded last.
pub async fn last_successes(db: &mut Db) -> Result<[Option<Timestamp>; 2]> {
    let row = sqlx::query(
        "select (select max(last_validation) from connections where is_valid = 1) as checked, \
         (select max(last_introspection) from connections where schema_json is not null) as schema_read",
    )
    .fetch_one(db)
    .await?;
    let at = |column: &str| row.try_get::<Option<i64>, _>(column).map(|at| at.map(Timestamp));
    Ok([at("checked")?, at("schema_read")?])
}
