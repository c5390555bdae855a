//! SQLite files that the operator allowed, read and changed on blocking threads.

pub mod demo;
pub(in crate::engines) mod fault;
pub(in crate::engines) mod guard;
pub(in crate::engines) mod introspect;
pub(in crate::engines) mod kinds;
pub(in crate::engines) mod open;
pub(in crate::engines) mod place;
pub(in crate::engines) mod pool;
mod read;
pub(in crate::engines) mod unseen;
pub(in crate::engines) mod values;
pub(in crate::engines) mod watch;

use super::{
    Engine, EngineSettings, RowStream, Target,
    dialect::Dialect,
    hosted, sql,
    under_way::{Entry, UnderWay},
};
use crate::model::{
    engine::{EngineError, EngineKind, ReadRequest, ServerFacts, Step},
    id::ConnectionId,
    schema::Schema,
    work::{Outcome, Work, WorkRequest},
};
use async_trait::async_trait;
use place::{Place, Places};
use pool::{Lease, Pool};
use read::{Batches, LastWord, Reading};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot};
use watch::{Stop, Watch, Watching};

/// Batches under way between the file and the reader.
const CHANNEL: usize = 2;
/// How long after its time limit a read that does not end by itself is answered all the same.
const GRACE: Duration = Duration::from_millis(500);
const VALIDATE_LIMIT: Duration = Duration::from_secs(5);
const INTROSPECT_LIMIT: Duration = Duration::from_secs(30);

/// Finds the file that the name of a database means. Blocks.
pub(in crate::engines) type Resolve = Arc<dyn Fn(&str) -> Result<Place, EngineError> + Send + Sync>;

pub struct Sqlite {
    resolve: Resolve,
    pool: Arc<Pool>,
    running: Running,
    /// Whether a read that passed its time limit is waited for until its thread is free: the process is ended then by
    /// whoever started it. Else it is answered, and keeps its thread.
    patient: bool,
    /// The files of the demo, which stay as they are.
    demo: Vec<PathBuf>,
}

/// Work under way, by the id of its request.
#[derive(Default)]
struct Running {
    all: UnderWay<Arc<Watch>>,
    /// The process ends: nothing begins any more.
    stopped: AtomicBool,
}

/// Stops work that nobody waits for any more. Work that has ended is not touched by it.
struct Waited(Arc<Watch>);

impl Drop for Waited {
    fn drop(&mut self) {
        self.0.stop(Stop::Cancelled);
    }
}

impl Sqlite {
    /// # Panics
    /// When the linked SQLite is older than the least safe one; the build decides that, not the operator.
    pub fn new(settings: &EngineSettings) -> Self {
        assert!(rusqlite::version_number() >= open::LEAST_VERSION, "SQLite {} is too old", rusqlite::version());
        let demo = [demo::SALES, demo::SUPPLIER].map(|file| settings.data_dir.join(file)).to_vec();
        let places = Places::new(settings);
        let resolve: Resolve = Arc::new(move |database| places.resolve(database));
        Self { resolve, pool: Pool::new(settings.pool_size, open::FILES), running: Running::default(), patient: false, demo }
    }

    /// Reads files that are found and opened in another way.
    pub(in crate::engines) fn over(resolve: Resolve, pool_size: u32, manner: open::Manner) -> Self {
        Self { resolve, pool: Pool::new(pool_size, manner), running: Running::default(), patient: true, demo: Vec::new() }
    }

    /// An open file for reading.
    pub(in crate::engines) async fn lease(&self, target: &Target, until: Instant) -> Result<Lease, EngineError> {
        let place = self.place(&target.access.database).await?;
        self.pool.lease(target.connection.as_ref(), place, until).await
    }

    async fn place(&self, database: &str) -> Result<Place, EngineError> {
        let (resolve, database) = (self.resolve.clone(), database.to_owned());
        blocking(move || resolve(&database)).await
    }

    /// Runs `work` on an open file under a time limit that holds even when SQLite does not look up.
    async fn within<T: Send + 'static>(
        &self,
        target: &Target,
        limit: Duration,
        work: impl FnOnce(&Watching<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, EngineError> {
        let watch = Watch::new(limit);
        let _entry = self.running.enter(&nanoid::nanoid!(), &watch);
        let _waited = Waited(watch.clone());
        let lease = self.lease(target, watch.deadline).await?;
        let inner = watch.clone();
        let task = blocking(move || {
            let result = inner.over(lease.connection()).and_then(|watching| work(&watching));
            match result {
                Ok(done) => {
                    lease.keep();
                    Ok(done)
                }
                Err(error) => Err(inner.stopped().map_or_else(|| fault::explain(&error), |reason| inner.error(reason))),
            }
        });
        if self.patient {
            return task.await;
        }
        match tokio::time::timeout_at((watch.deadline + GRACE).into(), task).await {
            Ok(result) => result,
            Err(_) => Err(watch.error(Stop::Timeout)),
        }
    }
}

#[async_trait]
impl Engine for Sqlite {
    fn kind(&self) -> EngineKind {
        EngineKind::Sqlite
    }

    async fn validate(&self, target: &Target) -> Result<ServerFacts, EngineError> {
        let started = Instant::now();
        self.within(target, VALIDATE_LIMIT, introspect::readable).await?;
        let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(ServerFacts { version: format!("SQLite {}", rusqlite::version()), tls: false, elapsed_ms })
    }

    async fn introspect(&self, target: &Target) -> Result<Schema, EngineError> {
        self.within(target, INTROSPECT_LIMIT, introspect::schema).await
    }

    async fn read(&self, target: &Target, request: ReadRequest) -> Result<RowStream, EngineError> {
        let statement = sql::render(&request.plan, Dialect::Sqlite)?;
        let watch = Watch::new(Duration::from_millis(request.limits.timeout_ms));
        let entry = self.running.enter(&request.id, &watch);
        let lease = self.lease(target, watch.deadline).await?;
        // One place more: it is kept for the last word.
        let (sender, batches) = mpsc::channel(CHANNEL + 1);
        let last_word = LastWord::of(&sender);
        let (ready, prepared) = oneshot::channel();
        let alarm = tokio::spawn(alarm(watch.clone(), sender.clone(), (!self.patient).then(|| last_word.clone()))).abort_handle();
        let reading = Reading { request, statement, watch: watch.clone(), batches: sender, last_word, ready };
        tokio::task::spawn_blocking(move || {
            reading.run(lease);
            alarm.abort();
            drop(entry);
        });
        let prepared = async {
            if self.patient { Ok(prepared.await) } else { tokio::time::timeout_at((watch.deadline + GRACE).into(), prepared).await }
        };
        match prepared.await {
            Ok(Ok(Ok(columns))) => Ok(RowStream { columns, batches }),
            Ok(Ok(Err(error))) => Err(error),
            Ok(Err(_)) => Err(EngineError::new(Step::Query, "The read ended unexpectedly.", "Try again.")),
            Err(_) => Err(watch.error(Stop::Timeout)),
        }
    }

    async fn work(&self, target: &Target, request: WorkRequest) -> Result<Outcome, EngineError> {
        let Work::Rows(changes) = request.work else {
            return Err(EngineError::new(Step::Permission, "VizBoard changes only rows of SQLite files.", ""));
        };
        let watch = Watch::new(Duration::from_millis(request.limits.timeout_ms));
        let entry = self.running.enter(&request.id, &watch);
        let place = self.place(&target.access.database).await?;
        if self.demo.iter().any(|file| file.canonicalize().is_ok_and(|file| place.path == file)) {
            let text = "The files of the demo are for everybody, so nobody changes them.";
            return Ok(Outcome::Refused(EngineError::new(Step::Permission, text, "Copy the file into a folder of your own.")));
        }
        let limits = request.limits;
        // Goes on when nobody waits any more: what was begun is either saved or taken back.
        blocking(move || {
            let _entry = entry;
            hosted::outside::write(&place, &changes, &watch, &limits)
        })
        .await
    }

    async fn cancel(&self, request_id: &str) {
        self.running.all.with(request_id, |watch| watch.stop(Stop::Cancelled));
    }

    async fn forget(&self, connection: &ConnectionId) {
        self.pool.forget(connection);
    }

    async fn stop(&self) {
        self.running.stop();
    }
}

impl Running {
    fn enter(&self, id: &str, watch: &Arc<Watch>) -> Entry<Arc<Watch>> {
        let entry = self.all.enter(id, watch.clone());
        if self.stopped.load(Ordering::Acquire) {
            watch.stop(Stop::Cancelled);
        }
        entry
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.all.with_all(|watch| watch.stop(Stop::Cancelled));
    }
}

/// Stops a read when its reader goes away or its time is up, and answers for one that does not stop.
async fn alarm(watch: Arc<Watch>, batches: Batches, last_word: Option<LastWord>) {
    tokio::select! {
        () = batches.closed() => watch.stop(Stop::Cancelled),
        () = tokio::time::sleep_until(watch.deadline.into()) => {
            watch.stop(Stop::Timeout);
            if let Some(last_word) = last_word {
                tokio::time::sleep(GRACE).await;
                last_word.say(watch.error(Stop::Timeout));
            }
        }
    }
}

pub(in crate::engines) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(EngineError::new(Step::Query, "Reading the file ended unexpectedly.", "Try again.")))
}
