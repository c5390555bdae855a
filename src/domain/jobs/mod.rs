//! Background work as rows with leases in the store: it survives a crash and is shared by several servers.
//! A job validates one connection and then reads its schema, or only reads the schema again.

mod outcome;
mod overview;
mod recheck;
mod rounds;
mod under_way;
mod worker;

pub use overview::{cancel, list, retry};
pub use recheck::{Rechecks, recheck};
pub use rounds::Rounds;
pub use under_way::UnderWay;
pub use worker::start;

use super::{
    App,
    connections::sealed::{self, Failure},
};
use crate::{
    error::Result,
    model::{
        connection::{ConnectionStatus, ValidationResult},
        id::{JobId, ProjectId},
    },
    store::{
        self, Tx,
        jobs::{JobKind, JobState},
    },
};
use std::time::Duration;
use tokio::{sync::watch, time::Instant};

/// How long an action waits for the jobs it queued (00-conventions, Decided readings).
const PATIENCE: Duration = Duration::from_secs(8);
/// How long whoever asked for nothing but that work waits for it.
pub(crate) const LONG_PATIENCE: Duration = Duration::from_secs(60);
/// How often somebody who waits looks into the store: another server may have done the work.
const LOOK: Duration = Duration::from_millis(500);

/// Tells the worker of this process that there is work, and whoever waits that some ended.
pub struct Bell {
    queued: watch::Sender<u64>,
    ended: watch::Sender<u64>,
}

impl Default for Bell {
    fn default() -> Self {
        Self { queued: watch::Sender::new(0), ended: watch::Sender::new(0) }
    }
}

impl Bell {
    pub(crate) fn work_was_queued(&self) {
        self.queued.send_modify(|n| *n = n.wrapping_add(1));
    }

    fn work_ended(&self) {
        self.ended.send_modify(|n| *n = n.wrapping_add(1));
    }
}

/// Queues a validation of every connection of a project. They start after the commit, with the first `wait_...`.
pub(crate) async fn queue_validations(tx: &mut Tx, project: &ProjectId) -> Result<Vec<JobId>> {
    queue(tx, project, JobKind::Validate, |_| true).await
}

/// Queues reading the schema of every valid connection of a project.
pub(crate) async fn queue_introspections(tx: &mut Tx, project: &ProjectId) -> Result<Vec<JobId>> {
    queue(tx, project, JobKind::Introspect, |valid| valid == Some(true)).await
}

async fn queue(tx: &mut Tx, project: &ProjectId, kind: JobKind, wanted: fn(Option<bool>) -> bool) -> Result<Vec<JobId>> {
    let mut queued = Vec::new();
    for row in store::connections::of_project(tx, project).await?.into_iter().filter(|row| wanted(row.is_valid)) {
        queued.push(store::jobs::queue(tx, kind, project, &row.id, row.revision).await?);
    }
    Ok(queued)
}

/// Waits, at most as long as `patience`, until the jobs ended. Answers the state of each; a job that is gone (its connection was
/// deleted or changed) has failed.
pub(crate) async fn wait_for_end(app: &App, jobs: &[JobId], patience: Duration) -> Result<Vec<JobState>> {
    let mut ended = app.memory.bell.ended.subscribe();
    let deadline = Instant::now() + patience;
    app.memory.bell.work_was_queued();
    loop {
        let states = states(app, jobs).await?;
        if Instant::now() >= deadline || !states.contains(&JobState::Queued) {
            return Ok(states);
        }
        tokio::select! {
            _ = ended.changed() => {}
            () = tokio::time::sleep_until(deadline.min(Instant::now() + LOOK)) => {}
        }
    }
}

async fn states(app: &App, jobs: &[JobId]) -> Result<Vec<JobState>> {
    let mut db = app.store.read().await?;
    let mut states = Vec::with_capacity(jobs.len());
    for job in jobs {
        states.push(store::jobs::get(&mut db, job).await?.map_or(JobState::Failed, |job| job.state));
    }
    Ok(states)
}

/// Waits for jobs of a project and answers what is known of its connections; nothing when some were not tried yet.
pub(crate) async fn wait_for_validation(app: &App, project: &ProjectId, jobs: Vec<JobId>) -> Result<Option<ValidationResult>> {
    if !jobs.is_empty() {
        wait_for_end(app, &jobs, PATIENCE).await?;
    }
    let mut db = app.store.read().await?;
    let waiting = store::jobs::under_way(&mut db, project).await?.iter().any(|job| job.kind == JobKind::Validate);
    let rows = store::connections::of_project(&mut db, project).await?;
    if waiting || rows.iter().any(|row| row.is_valid.is_none()) {
        return Ok(None);
    }
    let status = |row: store::connections::ConnectionRow| {
        let is_valid = row.is_valid == Some(true);
        let error = sealed::reason(app, &row, Failure::Validation).filter(|_| !is_valid);
        ConnectionStatus { connection_id: row.id, title: row.title, is_valid, error }
    };
    let connection_statuses: Vec<_> = rows.into_iter().map(status).collect();
    Ok(Some(ValidationResult { success: connection_statuses.iter().all(|status| status.is_valid), connection_statuses }))
}
