//! The worker of one process: takes jobs, several at once, and gives them back when the process stops.

use super::{outcome, rounds};
use crate::{
    domain::{App, connections::sealed, mail},
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
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::{JoinHandle, JoinSet},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// Validations that one process works on at once: most of their time they wait for servers that do not answer.
const VALIDATIONS: usize = 64;
/// Schemas that one process reads at once: each takes memory and time of a database.
const INTROSPECTIONS: usize = 8;
/// A lease runs this long and is renewed three times in that time; after a crash the job is free when it ends.
pub(super) const LEASE: Duration = Duration::from_secs(15);
/// Claims of one job before it is given up: each but the last ended with its process.
pub(super) const ATTEMPTS: i64 = 3;
/// How often the worker looks for jobs that other servers queued or left behind.
pub(super) const LOOK: Duration = Duration::from_secs(2);
/// Longest time for one step. Engines answer within 5 s for an unreachable host.
const VALIDATION: Duration = Duration::from_secs(20);
const INTROSPECTION: Duration = Duration::from_secs(120);

/// Starts the worker of this process. After `stop` is cancelled it ends within moments; wait for it before the
/// store is closed.
pub fn start(app: App, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let places = Places::default();
        // Each kind of work has its own bound: servers that do not answer keep no schema from being read.
        tokio::join!(
            lane(&app, JobKind::Validate, &places, &stop),
            lane(&app, JobKind::Introspect, &places, &stop),
            rounds::run(&app, &stop),
            mail::run(&app, &stop)
        );
    })
}

/// Room for work under way.
#[derive(Clone)]
struct Places {
    validations: Arc<Semaphore>,
    introspections: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        Self { validations: Arc::new(Semaphore::new(VALIDATIONS)), introspections: Arc::new(Semaphore::new(INTROSPECTIONS)) }
    }
}

impl Places {
    /// A place for work of this kind. Nothing closes these.
    async fn take(&self, kind: JobKind) -> Option<OwnedSemaphorePermit> {
        let places = match kind {
            JobKind::Validate => &self.validations,
            JobKind::Introspect => &self.introspections,
        };
        Arc::clone(places).acquire_owned().await.ok()
    }
}

/// Takes jobs of one kind, as many at once as there are places.
async fn lane(app: &App, kind: JobKind, places: &Places, stop: &CancellationToken) {
    let mut queued = app.memory.bell.queued.subscribe();
    let mut running = JoinSet::new();
    while !stop.is_cancelled() {
        match take(app, kind, places, &mut queued, stop).await {
            Ok(Some((job, place))) => {
                let (app, places, stop) = (app.clone(), places.clone(), stop.clone());
                running.spawn(async move { work(&app, job, place, &places, &stop).await });
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!("jobs cannot be taken: {error}");
                pause(stop, LOOK).await;
            }
        }
        while running.try_join_next().is_some() {}
    }
    while running.join_next().await.is_some() {}
}

pub(super) async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = sleep(time) => {}
    }
}

/// The next job and the place it takes; nothing when there was none for a while.
async fn take(
    app: &App,
    kind: JobKind,
    places: &Places,
    queued: &mut watch::Receiver<u64>,
    stop: &CancellationToken,
) -> Result<Option<(JobRow, OwnedSemaphorePermit)>> {
    let place = tokio::select! {
        place = places.take(kind) => place,
        () = stop.cancelled() => None,
    };
    let Some(place) = place else { return Ok(None) };
    queued.mark_unchanged();
    let now = Timestamp::now();
    // A look costs a read; only a job that is there costs a write.
    if store::jobs::any_waiting(&mut *app.store.read().await?, kind, now, ATTEMPTS).await? {
        let mut tx = app.store.begin().await?;
        let lease = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
        let claimed = store::jobs::claim(&mut tx, kind, now, lease, ATTEMPTS).await?;
        tx.commit().await?;
        return Ok(claimed.map(|job| (job, place)));
    }
    tokio::select! {
        _ = queued.changed() => {}
        () = pause(stop, LOOK) => {}
    }
    Ok(None)
}

/// Works on one job under a lease that is renewed meanwhile. A fault of ours leaves the job to the end of its lease.
async fn work(app: &App, job: JobRow, place: OwnedSemaphorePermit, places: &Places, stop: &CancellationToken) {
    let _mark = app.memory.under_way.begin(&job.id);
    let done = tokio::select! {
        done = steps(app, &job, place, places) => done,
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

async fn steps(app: &App, job: &JobRow, mut place: OwnedSemaphorePermit, places: &Places) -> Result<()> {
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
        app.memory.troubles.clear(&row.id);
        if !valid {
            app.memory.rechecks.failed(&row.id, row.revision, row.has_schema, Instant::now().into_std());
        }
        if !valid || !ours {
            return Ok(());
        }
        drop(place);
        place = match places.take(JobKind::Introspect).await {
            Some(place) => place,
            None => return Ok(()),
        };
    }
    introspect(app, job, &row, &target).await?;
    drop(place);
    Ok(())
}

async fn introspect(app: &App, job: &JobRow, row: &ConnectionRow, target: &Target) -> Result<()> {
    let found = in_time(INTROSPECTION, "Reading the schema did not end", app.engines.of(row.kind).introspect(target)).await;
    if found.is_err() && !row.has_schema {
        app.memory.rechecks.failed(&row.id, row.revision, true, Instant::now().into_std());
    } else {
        app.memory.rechecks.settled(&row.id);
    }
    outcome::introspected(app, job, row, found).await
}

async fn in_time<T>(longest: Duration, what: &str, work: impl Future<Output = Result<T, EngineError>>) -> Result<T, EngineError> {
    timeout(longest, work).await.unwrap_or_else(|_| {
        Err(EngineError::new(Step::Timeout, format!("{what} within {} s.", longest.as_secs()), "Try again when it is less busy."))
    })
}
