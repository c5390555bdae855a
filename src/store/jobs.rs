//! Background work as rows with leases. A job is claimed by one statement that repeats the lease condition, so
//! that of several workers, in one process or in many, one gets it. `attempts` counts the claims and fences: a
//! worker whose lease ran out and whose job was taken by another can no longer write under its old number.

use super::{
    Db, Result,
    read::{count, id},
};
use crate::model::{
    id::{ConnectionId, JobId, ProjectId},
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// What a job does. A validation that succeeds goes on as an introspection under the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    Validate,
    Introspect,
}

impl JobKind {
    fn name(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Introspect => "introspect",
        }
    }

    pub(super) fn parse(name: &str) -> sqlx::Result<Self> {
        match name {
            "validate" => Ok(Self::Validate),
            "introspect" => Ok(Self::Introspect),
            other => Err(sqlx::Error::Decode(format!("no job is called {other}").into())),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    Queued,
    Done,
    Failed,
}

impl JobState {
    fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn parse(name: &str) -> sqlx::Result<Self> {
        match name {
            "queued" => Ok(Self::Queued),
            "done" => Ok(Self::Done),
            "failed" => Ok(Self::Failed),
            other => Err(sqlx::Error::Decode(format!("no job state is called {other}").into())),
        }
    }
}

/// One row of `jobs`.
#[derive(Clone, Debug, PartialEq)]
pub struct JobRow {
    pub id: JobId,
    pub kind: JobKind,
    pub project_id: ProjectId,
    pub connection_id: ConnectionId,
    /// Revision of the connection that the job is about.
    pub revision: i64,
    pub state: JobState,
    pub lease_until: Timestamp,
    pub attempts: i64,
}

macro_rules! columns {
    () => {
        "id, kind, project_id, connection_id, revision, state, lease_until, attempts"
    };
}

pub(super) fn job(row: &AnyRow) -> sqlx::Result<JobRow> {
    Ok(JobRow {
        id: id(row, "id", JobId::parse)?,
        kind: JobKind::parse(row.try_get::<String, _>("kind")?.as_str())?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        connection_id: id(row, "connection_id", ConnectionId::parse)?,
        revision: row.try_get("revision")?,
        state: JobState::parse(row.try_get::<String, _>("state")?.as_str())?,
        lease_until: Timestamp(row.try_get("lease_until")?),
        attempts: row.try_get("attempts")?,
    })
}

/// Takes the oldest job of this kind that nobody works on, for `lease_ms`, unless it was tried `max_attempts` times.
pub async fn claim(db: &mut Db, kind: JobKind, now: Timestamp, lease_ms: i64, max_attempts: i64) -> Result<Option<JobRow>> {
    let row = sqlx::query(concat!(
        "update jobs set lease_until = $1, attempts = attempts + 1 where id = (select j.id from jobs j where j.state = 'queued' \
         and j.kind = $4 and j.lease_until <= $2 and j.attempts < $3 order by j.created_at, j.id limit 1) \
         and state = 'queued' and lease_until <= $2 and attempts < $3 returning ",
        columns!()
    ))
    .bind(now.0 + lease_ms)
    .bind(now.0)
    .bind(max_attempts)
    .bind(kind.name())
    .fetch_optional(&mut *db)
    .await?;
    Ok(row.as_ref().map(job).transpose()?)
}

/// Whether there is a job of this kind to claim.
pub async fn any_waiting(db: &mut Db, kind: JobKind, now: Timestamp, max_attempts: i64) -> Result<bool> {
    let row = sqlx::query("select id from jobs where state = 'queued' and kind = $3 and lease_until <= $1 and attempts < $2 limit 1")
        .bind(now.0)
        .bind(max_attempts)
        .bind(kind.name())
        .fetch_optional(&mut *db)
        .await?;
    Ok(row.is_some())
}

/// Jobs that nobody works on although they were tried `max_attempts` times: their worker died each time.
pub async fn abandoned(db: &mut Db, now: Timestamp, max_attempts: i64) -> Result<Vec<JobRow>> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        " from jobs where state = 'queued' and lease_until <= $1 and attempts >= $2 order by created_at, id"
    ))
    .bind(now.0)
    .bind(max_attempts)
    .fetch_all(&mut *db)
    .await?;
    Ok(rows.iter().map(job).collect::<sqlx::Result<_>>()?)
}

/// Prolongs the lease of a job that is still this worker's. Returns whether it is.
pub async fn renew(db: &mut Db, job: &JobRow, until: Timestamp) -> Result<bool> {
    let done = sqlx::query("update jobs set lease_until = $3 where id = $1 and attempts = $2 and state = 'queued'")
        .bind(job.id.as_str())
        .bind(job.attempts)
        .bind(until.0)
        .execute(&mut *db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a job back that is still this worker's: the claim does not count.
pub async fn release(db: &mut Db, job: &JobRow) -> Result<()> {
    sqlx::query("update jobs set lease_until = 0, attempts = attempts - 1 where id = $1 and attempts = $2 and state = 'queued'")
        .bind(job.id.as_str())
        .bind(job.attempts)
        .execute(&mut *db)
        .await?;
    Ok(())
}

pub async fn get(db: &mut Db, id: &JobId) -> Result<Option<JobRow>> {
    let row = sqlx::query(concat!("select ", columns!(), " from jobs where id = $1")).bind(id.as_str()).fetch_optional(&mut *db).await?;
    Ok(row.as_ref().map(job).transpose()?)
}

/// The jobs of a project that are queued or running, oldest first.
pub async fn under_way(db: &mut Db, project: &ProjectId) -> Result<Vec<JobRow>> {
    let rows = sqlx::query(concat!("select ", columns!(), " from jobs where project_id = $1 and state = 'queued' order by created_at, id"))
        .bind(project.as_str())
        .fetch_all(&mut *db)
        .await?;
    Ok(rows.iter().map(job).collect::<sqlx::Result<_>>()?)
}

/// How many jobs are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    pub waiting: u32,
    /// Their lease runs.
    pub running: u32,
    pub failed: u32,
}

pub async fn counts(db: &mut Db, now: Timestamp) -> Result<JobCounts> {
    let row = sqlx::query(
        "select (select count(*) from jobs where state = 'queued' and lease_until <= $1) as waiting, \
         (select count(*) from jobs where state = 'queued' and lease_until > $1) as running, \
         (select count(*) from jobs where state = 'failed') as failed",
    )
    .bind(now.0)
    .fetch_one(&mut *db)
    .await?;
    Ok(JobCounts { waiting: count(&row, "waiting")?, running: count(&row, "running")?, failed: count(&row, "failed")? })
}

/// Queues every failed job again whose connection is still what it was about, or only the one that is named. Answers how
/// many these are.
pub async fn queue_failed(db: &mut Db, only: Option<&JobId>) -> Result<u64> {
    let done = sqlx::query(
        "update jobs set state = 'queued', lease_until = 0, attempts = 0, finished_at = null where state = 'failed' \
         and revision = (select c.revision from connections c where c.id = jobs.connection_id) and ($1 = '' or id = $1)",
    )
    .bind(only.map_or("", JobId::as_str))
    .execute(&mut *db)
    .await?;
    Ok(done.rows_affected())
}

/// Removes finished jobs that ended before `before`.
pub async fn forget_finished(db: &mut Db, before: Timestamp) -> Result<()> {
    sqlx::query("delete from jobs where state <> 'queued' and finished_at < $1").bind(before.0).execute(&mut *db).await?;
    Ok(())
}

/// Queues a job for a connection, or finds the one that is queued already for the same revision.
pub async fn queue(db: &mut Db, kind: JobKind, project: &ProjectId, connection: &ConnectionId, revision: i64) -> Result<JobId> {
    let queued = sqlx::query(
        "select id from jobs where connection_id = $1 and kind = $2 and revision = $3 and state = 'queued' \
         and lease_until = 0 order by created_at, id limit 1",
    )
    .bind(connection.as_str())
    .bind(kind.name())
    .bind(revision)
    .fetch_optional(&mut *db)
    .await?;
    if let Some(row) = queued {
        return Ok(id(&row, "id", JobId::parse)?);
    }
    let new = JobId::new();
    sqlx::query(
        "insert into jobs (id, kind, project_id, connection_id, revision, state, lease_until, attempts, created_at) \
         values ($1, $2, $3, $4, $5, 'queued', 0, 0, $6)",
    )
    .bind(new.as_str())
    .bind(kind.name())
    .bind(project.as_str())
    .bind(connection.as_str())
    .bind(revision)
    .bind(Timestamp::now().0)
    .execute(&mut *db)
    .await?;
    Ok(new)
}

/// Drops the jobs of a connection that are about an older revision.
pub async fn drop_stale(db: &mut Db, connection: &ConnectionId, revision: i64) -> Result<()> {
    sqlx::query("delete from jobs where connection_id = $1 and revision < $2 and state = 'queued'")
        .bind(connection.as_str())
        .bind(revision)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// Whether the job is still this worker's, that is, nobody claimed it since.
pub async fn holds(db: &mut Db, job: &JobRow) -> Result<bool> {
    let row = sqlx::query("update jobs set attempts = attempts where id = $1 and attempts = $2 and state = 'queued' returning id")
        .bind(job.id.as_str())
        .bind(job.attempts)
        .fetch_optional(&mut *db)
        .await?;
    Ok(row.is_some())
}

/// Turns a validation that succeeded into an introspection of the same connection, under the same lease.
pub async fn continue_with_introspection(db: &mut Db, job: &JobId) -> Result<()> {
    sqlx::query("update jobs set kind = 'introspect' where id = $1").bind(job.as_str()).execute(&mut *db).await?;
    Ok(())
}

pub async fn finish(db: &mut Db, job: &JobId, state: JobState, at: Timestamp) -> Result<()> {
    sqlx::query("update jobs set state = $2, finished_at = $3 where id = $1")
        .bind(job.as_str())
        .bind(state.name())
        .bind(at.0)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// How many validations of a project are queued or running.
pub async fn validations_under_way(db: &mut Db, project: &ProjectId) -> Result<u32> {
    let row = sqlx::query("select count(*) as n from jobs where project_id = $1 and kind = 'validate' and state = 'queued'")
        .bind(project.as_str())
        .fetch_one(&mut *db)
        .await?;
    Ok(count(&row, "n")?)
}
