//! Hosted SQLite databases: one file each below `databases/` in the data directory, written by one connection and read by
//! several.

mod answer;
mod backup;
mod bounds;
mod cell;
mod desk;
mod fault;
mod file;
mod guard;
mod lint;
mod open;
pub(in crate::engines) mod outside;
mod place;
mod questions;
mod rows;
mod session;
mod statement;
mod structure;

pub use backup::copy_file;
pub use questions::versions;

use super::{
    Engine, EngineSettings, RowStream, Target,
    sqlite::{
        Sqlite, blocking,
        watch::{Stop, Watch},
    },
    under_way::{Entry, UnderWay},
};
use crate::model::{
    engine::{EngineError, EngineKind, ReadRequest, ServerFacts, Step},
    id::ConnectionId,
    schema::Schema,
    work::{CellPlan, Done, FileWork, Outcome, StatementWork, Work, WorkLimits, WorkRequest},
};
use async_trait::async_trait;
use desk::{Desk, Desks, Job};
use fault::End;
use place::Places;
use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

pub struct Hosted {
    reader: Sqlite,
    places: Arc<Places>,
    desks: Arc<Desks>,
    /// Work by the id of its request.
    running: UnderWay<Running>,
    stopped: AtomicBool,
}

/// What stops a piece of work.
#[derive(Clone)]
struct Running {
    watch: Arc<Watch>,
    /// Where it waits, once it does.
    desk: Arc<Mutex<Option<Arc<Desk>>>>,
}

impl Running {
    fn stop(&self, id: &str, reason: Stop) {
        self.watch.stop(reason);
        if let Some(desk) = self.desk.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            desk.withdraw(id, reason);
        }
    }
}

impl Hosted {
    pub fn new(settings: &EngineSettings) -> Self {
        let places = Arc::new(Places::new(settings));
        let found = places.clone();
        let reader = Sqlite::over(Arc::new(move |name| found.resolve(name)), settings.pool_size, open::READER);
        Self { reader, desks: Desks::new(places.clone()), places, running: UnderWay::default(), stopped: AtomicBool::new(false) }
    }

    /// Files that are open for writing.
    pub fn open_for_writing(&self) -> usize {
        self.desks.open_files()
    }

    fn enter(&self, id: &str, watch: &Arc<Watch>) -> (Running, Entry<Running>) {
        let running = Running { watch: watch.clone(), desk: Arc::default() };
        let entry = self.running.enter(id, running.clone());
        if self.stopped.load(Ordering::Acquire) {
            watch.stop(Stop::Cancelled);
        }
        (running, entry)
    }

    /// Has the work done by whoever writes to that database.
    async fn write(&self, target: &Target, request: WorkRequest, running: &Running) -> Result<Outcome, EngineError> {
        let (answer, answered) = oneshot::channel();
        let (id, watch) = (request.id.clone(), running.watch.clone());
        let desk = self.desks.enqueue(&target.access.database, Job { request, watch: watch.clone(), answer });
        *running.desk.lock().unwrap_or_else(PoisonError::into_inner) = Some(desk.clone());
        if let Some(reason) = watch.stopped() {
            desk.withdraw(&id, reason);
        }
        tokio::pin!(answered);
        let ended = tokio::select! {
            ended = &mut answered => ended,
            () = tokio::time::sleep_until(watch.deadline.into()) => {
                running.stop(&id, Stop::Timeout);
                answered.await
            }
        };
        ended.unwrap_or_else(|_| {
            Err(EngineError::new(Step::Query, "The work ended unexpectedly.", "Look whether the change is there before you try again."))
        })
    }

    /// A statement that only reads, at a file that is open for reading; nothing when it writes.
    async fn read_statement(
        &self,
        target: &Target,
        work: StatementWork,
        watch: &Arc<Watch>,
        limits: WorkLimits,
    ) -> Result<Option<Outcome>, EngineError> {
        let lease = self.reader.lease(target, watch.deadline).await?;
        let watch = watch.clone();
        // The file is closed afterwards: nothing that a person's words left behind is seen by anybody.
        blocking(move || {
            let started = Instant::now();
            let result =
                watch.over(lease.connection()).map_err(End::from).and_then(|_watching| statement::read(lease.connection(), &work, &limits));
            match result {
                Ok(statement::Read::Writes) => Ok(None),
                Ok(statement::Read::Done(done)) => Ok(Some(finished(done, started))),
                Err(end) => end.told(&watch, &limits).map(Some),
            }
        })
        .await
    }

    async fn cell(&self, target: &Target, plan: CellPlan, watch: &Arc<Watch>, limits: WorkLimits) -> Result<Outcome, EngineError> {
        let lease = self.reader.lease(target, watch.deadline).await?;
        let watch = watch.clone();
        blocking(move || {
            let started = Instant::now();
            let result = watch.over(lease.connection()).map_err(End::from).and_then(|_watching| cell::run(lease.connection(), &plan));
            match result {
                Ok(done) => {
                    lease.keep();
                    Ok(finished(done, started))
                }
                Err(end) => end.told(&watch, &limits),
            }
        })
        .await
    }

    async fn file(&self, target: &Target, work: &FileWork, watch: &Arc<Watch>, limits: WorkLimits) -> Result<Outcome, EngineError> {
        let started = Instant::now();
        let name = target.access.database.clone();
        let (places, watch) = (self.places.clone(), watch.clone());
        match work {
            FileWork::Create => blocking(move || file::create(&places, &name)).await?,
            FileWork::Check(path) => {
                let path = path.clone();
                let checked = blocking(move || {
                    let place = places.given(&path)?;
                    let checked = file::check::run(&place, &watch, &limits);
                    open::tidy(&place.path);
                    match checked {
                        Ok(()) => Ok(None),
                        Err(end) => end.told(&watch, &limits).map(Some),
                    }
                });
                if let Some(refused) = checked.await? {
                    return Ok(refused);
                }
            }
            FileWork::CopyTo(path) => {
                let to = self.places.new_file(path)?;
                let lease = self.reader.lease(target, watch.deadline).await?;
                let copied = blocking(move || match file::copy::run(lease.connection(), &to, &watch) {
                    Ok(()) => Ok(None),
                    Err(end) => {
                        remove(&to);
                        end.told(&watch, &limits).map(Some)
                    }
                });
                if let Some(refused) = copied.await? {
                    return Ok(refused);
                }
            }
            _ => {
                self.desks.close(&name).await;
                if let Some(key) = &target.connection {
                    self.reader.forget(&key.connection).await;
                }
            }
        }
        Ok(finished(Done::default(), started))
    }
}

#[async_trait]
impl Engine for Hosted {
    fn kind(&self) -> EngineKind {
        EngineKind::Hosted
    }

    async fn validate(&self, target: &Target) -> Result<ServerFacts, EngineError> {
        self.reader.validate(target).await
    }

    async fn introspect(&self, target: &Target) -> Result<Schema, EngineError> {
        self.reader.introspect(target).await
    }

    async fn read(&self, target: &Target, request: ReadRequest) -> Result<RowStream, EngineError> {
        self.reader.read(target, request).await
    }

    async fn work(&self, target: &Target, request: WorkRequest) -> Result<Outcome, EngineError> {
        let watch = Watch::new(Duration::from_millis(request.limits.timeout_ms));
        let (running, _entry) = self.enter(&request.id, &watch);
        let limits = request.limits;
        match &request.work {
            Work::Cell(plan) => return self.cell(target, plan.clone(), &watch, limits).await,
            Work::File(work @ (FileWork::Create | FileWork::Check(_) | FileWork::CopyTo(_) | FileWork::Close)) => {
                return self.file(target, work, &watch, limits).await;
            }
            Work::File(FileWork::Replace(path)) => drop(self.places.given(path)?),
            Work::File(FileWork::ImportCsv(import)) => drop(self.places.given(&import.path)?),
            // What says that it writes is not tried at a file that is open for reading, which knows no triggers.
            Work::Statement(work) if work.may.write_something() && statement::says_to_write(&work.text) => {}
            Work::Statement(work) => {
                if let Some(outcome) = self.read_statement(target, work.clone(), &watch, limits).await? {
                    return Ok(outcome);
                }
            }
            Work::Script(_) | Work::Rows(_) | Work::Structure(_) | Work::File(FileWork::Vacuum) => {}
        }
        self.write(target, request, &running).await
    }

    async fn cancel(&self, request_id: &str) {
        self.reader.cancel(request_id).await;
        let mut found = None;
        self.running.with(request_id, |running| found = Some(running.clone()));
        if let Some(running) = found {
            running.stop(request_id, Stop::Cancelled);
        }
    }

    async fn forget(&self, connection: &ConnectionId) {
        self.reader.forget(connection).await;
    }

    async fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.running.with_all(|running| running.watch.stop(Stop::Cancelled));
        self.reader.stop().await;
    }
}

fn finished(done: Done, started: Instant) -> Outcome {
    Outcome::Done(Done { elapsed_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX), ..done })
}

/// A copy that was not finished goes, with what SQLite put beside it.
fn remove(path: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
}
