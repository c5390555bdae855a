//! The engine of every kind of server: shared links per connection, reads that can be cancelled, tasks that contain a
//! driver's panic.

use super::{Driver, Link, Network, Session, broken, read, validate, write};
use crate::{
    engines::{
        ENDING, Engine, EngineSettings, PoolKey, RowStream, Target,
        network::{Resolve, System},
        sql,
        under_way::UnderWay,
    },
    model::{
        access::Access,
        engine::{EngineError, EngineKind, ReadRequest, ServerFacts},
        id::ConnectionId,
        schema::Schema,
        work::{Outcome, Work, WorkRequest},
    },
};
use async_trait::async_trait;
use futures::FutureExt;
use std::{
    collections::HashMap,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};
use tokio_util::{
    sync::CancellationToken,
    task::{AbortOnDropHandle, TaskTracker},
};

/// A link that nobody used for this long is taken down altogether.
const FORGET_AFTER: Duration = Duration::from_secs(600);
/// Batches on their way between a server and a reader.
const IN_FLIGHT: usize = 2;

pub struct Served<D: Driver> {
    network: Network,
    pool_size: u32,
    links: Mutex<HashMap<PoolKey, Arc<Link<D>>>>,
    reads: UnderWay<CancellationToken>,
    /// Above the tokens of all reads.
    stop: CancellationToken,
}

impl<D: Driver> Served<D> {
    pub fn new(settings: &EngineSettings) -> Self {
        Self::with_resolver(settings, Arc::new(System))
    }

    /// An engine that asks another resolver for addresses.
    pub fn with_resolver(settings: &EngineSettings, resolver: Arc<dyn Resolve>) -> Self {
        Self {
            network: Network { policy: settings.network.clone(), resolver, pipes: settings.pipes.clone(), work: TaskTracker::new() },
            pool_size: settings.pool_size,
            links: Mutex::default(),
            reads: UnderWay::default(),
            stop: CancellationToken::new(),
        }
    }

    /// The shared link of a stored connection, or one for this call only.
    async fn link(&self, target: &Target) -> Result<Arc<Link<D>>, EngineError> {
        let Some(key) = &target.connection else { return self.open(&target.access, 1).await };
        if let Some(link) = self.kept(key) {
            return Ok(link);
        }
        let link = self.open(&target.access, self.pool_size).await?;
        Ok(lock(&self.links).entry(key.clone()).or_insert(link).clone())
    }

    async fn open(&self, access: &Access, pool_size: u32) -> Result<Arc<Link<D>>, EngineError> {
        Ok(Arc::new(Link::open(access, &self.network, pool_size).await?))
    }

    /// The link of exactly this revision; older ones of the connection and unused ones of others go on the way.
    fn kept(&self, key: &PoolKey) -> Option<Arc<Link<D>>> {
        self.drop_links(|known, link| {
            let replaced = known.connection == key.connection && known.revision < key.revision;
            replaced || link.is_outdated() || link.is_idle(FORGET_AFTER)
        });
        lock(&self.links).get(key).cloned()
    }

    fn drop_links(&self, goes: impl Fn(&PoolKey, &Link<D>) -> bool) {
        let dropped: Vec<_> = lock(&self.links).extract_if(|key, link| goes(key, link)).map(|(_, link)| link).collect();
        for link in dropped {
            // Connections that are in use are closed when they come back.
            tokio::spawn(async move { link.close().await });
        }
    }

    /// Runs `work` in a task of its own: a server that breaks the protocol can make the driver panic (a message of
    /// length zero does), which must not end more than this call. The task ends when nobody waits for it any more.
    async fn contained<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
    ) -> Result<T, EngineError> {
        AbortOnDropHandle::new(self.network.work.spawn(work)).await.unwrap_or_else(|_| Err(broken(&D::WORDS)))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl<D: Driver> Engine for Served<D> {
    fn kind(&self) -> EngineKind {
        D::KIND
    }

    async fn validate(&self, target: &Target) -> Result<ServerFacts, EngineError> {
        let (access, network) = (target.access.clone(), self.network.clone());
        self.contained(async move { validate::validate::<D>(&access, &network).await }).await
    }

    async fn introspect(&self, target: &Target) -> Result<Schema, EngineError> {
        let link = self.link(target).await?;
        self.contained(async move { Session::introspect(&link).await }).await
    }

    async fn read(&self, target: &Target, request: ReadRequest) -> Result<RowStream, EngineError> {
        let statement = sql::render(&request.plan, D::DIALECT)?;
        let link = self.link(target).await?;
        let stop = self.stop.child_token();
        let entry = self.reads.enter(&request.id, stop.clone());
        let (batches, receiver) = mpsc::channel(IN_FLIGHT);
        let (started, first) = oneshot::channel();
        let job = read::Job { link, statement, limits: request.limits, stop };
        let mut outlet = read::Outlet::new(started, batches);
        self.network.work.spawn(async move {
            let _entry = entry;
            let clean = match AssertUnwindSafe(job.run(&mut outlet)).catch_unwind().await {
                Ok(clean) => clean,
                Err(_) => {
                    // The driver panicked. A closed channel alone would look like the end of the rows.
                    outlet.fail(broken(&D::WORDS)).await;
                    None
                }
            };
            drop(outlet);
            if let Some(session) = clean {
                session.finish().await;
            }
        });
        let columns = first.await.unwrap_or_else(|_| Err(broken(&D::WORDS)))?;
        Ok(RowStream { columns, batches: receiver })
    }

    async fn work(&self, target: &Target, request: WorkRequest) -> Result<Outcome, EngineError> {
        let Work::Rows(changes) = request.work else { return Err(write::only_rows(&D::WORDS)) };
        let link = self.link(target).await?;
        let stop = self.stop.child_token();
        let entry = self.reads.enter(&request.id, stop.clone());
        let job = write::Job { link, changes, limits: request.limits, stop };
        // Goes on when nobody waits any more: what was begun is either saved or taken back.
        let task = self.network.work.spawn(async move {
            let _entry = entry;
            job.run().await
        });
        task.await.unwrap_or_else(|_| Err(write::in_doubt()))
    }

    async fn cancel(&self, request_id: &str) {
        self.reads.with(request_id, CancellationToken::cancel);
    }

    async fn forget(&self, connection: &ConnectionId) {
        self.drop_links(|key, _| &key.connection == connection);
    }

    async fn stop(&self) {
        self.stop.cancel();
        self.network.work.close();
        if tokio::time::timeout(ENDING, self.network.work.wait()).await.is_err() {
            tracing::warn!("some servers did not answer when they were told to stop their statements");
        }
    }
}
