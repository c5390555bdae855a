//! The worker of one process: takes jobs, several at once, and gives them back when the process stops.

use super::outcome;
use crate::{
    domain::{App, connections::sealed},
    engines::Target,
    error::Result,
    model::{
        engine::{EngineError, Step},
        time::Timestamp,
    },
    store::{
        self,
        connections::ConnectionRow,
        jobs::{JobKind, JobRow, JobState},
    },
};
use std::{future::Future, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// Jobs that one process works on at once.
const PARALLEL: usize = 8;
/// A lease runs this long and is renewed three times in that time; after a crash the job is free when it ends.
const LEASE: Duration = Duration::from_secs(15);
/// Claims of one job before it is given up: each but the last ended with its process.
const ATTEMPTS: i64 = 3;
/// How often the worker looks for jobs that other servers queued or left behind.
const LOOK: Duration = Duration::from_secs(2);
/// Longest time for one step. Engines answer within 5 s for an unreachable host.
const VALIDATION: Duration = Duration::from_secs(20);
const INTROSPECTION: Duration = Duration::from_secs(120);
/// Ended jobs are kept for those who wait for them.
const KEEP: Duration = Duration::from_secs(3600);

/// Starts the worker of this process. After `stop` is cancelled it ends within moments; wait for it before the
/// store is closed.
pub fn start(app: App, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let places = Arc::new(Semaphore::new(PARALLEL));
        let mut running = JoinSet::new();
        let mut rounds = Rounds { abandoned: Instant::now(), finished: Instant::now() };
        while !stop.is_cancelled() {
            match take(&app, &places, &mut rounds, &stop).await {
                Ok(Some((job, place))) => {
                    let (app, stop) = (app.clone(), stop.clone());
                    running.spawn(async move {
                        work(&app, job, &stop).await;
                        drop(place);
                    });
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!("jobs cannot be taken: {error}");
                    pause(&stop, LOOK).await;
                }
            }
            while running.try_join_next().is_some() {}
        }
        while running.join_next().await.is_some() {}
    })
}

async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = sleep(time) => {}
    }
}

/// The next job and the place it takes; nothing when there was none for a while.
async fn take(
    app: &App,
    places: &Arc<Semaphore>,
    rounds: &mut Rounds,
    stop: &CancellationToken,
) -> Result<Option<(JobRow, OwnedSemaphorePermit)>> {
    let Ok(place) = Arc::clone(places).acquire_owned().await else { return Ok(None) };
    let now = Timestamp::now();
    rounds.make(app, now).await?;
    // A look costs a read; only a job that is there costs a write.
    if store::jobs::any_waiting(&mut *app.store.read().await?, now, ATTEMPTS).await? {
        let mut tx = app.store.begin().await?;
        let lease = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
        let claimed = store::jobs::claim(&mut tx, now, lease, ATTEMPTS).await?;
        tx.commit().await?;
        return Ok(claimed.map(|job| (job, place)));
    }
    tokio::select! {
        () = app.memory.bell.queued.notified() => {}
        () = pause(stop, LOOK) => {}
    }
    Ok(None)
}

/// What is looked after from time to time, and when it last was.
struct Rounds {
    abandoned: Instant,
    finished: Instant,
}

impl Rounds {
    /// Gives up jobs whose workers died again and again, and forgets old ones.
    async fn make(&mut self, app: &App, now: Timestamp) -> Result<()> {
        if self.abandoned.elapsed() > LEASE {
            self.abandoned = Instant::now();
            let abandoned = store::jobs::abandoned(&mut *app.store.read().await?, now, ATTEMPTS).await?;
            for job in abandoned {
                tracing::error!(job = %job.id, connection = %job.connection_id, "a job was given up: its worker stopped {ATTEMPTS} times");
                outcome::give_up(app, &job, "The check was interrupted several times. Try again.").await?;
            }
        }
        if self.finished.elapsed() > KEEP {
            self.finished = Instant::now();
            let keep = i64::try_from(KEEP.as_secs()).unwrap_or_default();
            let mut tx = app.store.begin().await?;
            store::jobs::forget_finished(&mut tx, now.plus_seconds(-keep)).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Works on one job under a lease that is renewed meanwhile. A fault of ours leaves the job to the end of its lease.
async fn work(app: &App, job: JobRow, stop: &CancellationToken) {
    let done = tokio::select! {
        done = steps(app, &job) => done,
        () = keep_lease(app, &job) => Ok(()),
        () = stop.cancelled() => give_back(app, &job).await,
    };
    if let Err(error) = done {
        tracing::warn!(job = %job.id, "a job will be tried again: {error}");
    }
}

/// Ends when the job is no longer ours.
async fn keep_lease(app: &App, job: &JobRow) {
    let lease = i64::try_from(LEASE.as_secs()).unwrap_or_default();
    loop {
        sleep(LEASE / 3).await;
        let renewed = async {
            let mut tx = app.store.begin().await?;
            let ours = store::jobs::renew(&mut tx, job, Timestamp::now().plus_seconds(lease)).await?;
            tx.commit().await?;
            Ok::<_, store::Error>(ours)
        };
        match renewed.await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(job = %job.id, "a lease could not be renewed: {error}"),
        }
    }
}

async fn give_back(app: &App, job: &JobRow) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::jobs::release(&mut tx, job).await?;
    tx.commit().await?;
    Ok(())
}

async fn steps(app: &App, job: &JobRow) -> Result<()> {
    let row = store::connections::get(&mut *app.store.read().await?, &job.connection_id).await?;
    // The result would be about something that is no longer there.
    let Some(row) = row.filter(|row| row.revision == job.revision) else {
        return outcome::end(app, job, JobState::Failed).await;
    };
    let target = match sealed::target(app, &row) {
        Ok(target) => target,
        Err(error) => return outcome::give_up(app, job, &error.text).await,
    };
    if job.kind == JobKind::Validate {
        let found = in_time(VALIDATION, "The database did not answer", app.engines.of(row.kind).validate(&target)).await;
        let valid = found.is_ok();
        let ours = outcome::validated(app, job, found.map(drop)).await?;
        if !valid || !ours {
            return Ok(());
        }
    }
    introspect(app, job, &row, &target).await
}

async fn introspect(app: &App, job: &JobRow, row: &ConnectionRow, target: &Target) -> Result<()> {
    let found = in_time(INTROSPECTION, "Reading the schema did not end", app.engines.of(row.kind).introspect(target)).await;
    outcome::introspected(app, job, found).await
}

async fn in_time<T>(longest: Duration, what: &str, work: impl Future<Output = Result<T, EngineError>>) -> Result<T, EngineError> {
    timeout(longest, work).await.unwrap_or_else(|_| {
        Err(EngineError::new(Step::Timeout, format!("{what} within {} s.", longest.as_secs()), "Try again when it is less busy."))
    })
}
