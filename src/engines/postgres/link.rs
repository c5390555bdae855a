//! The way to one database: a pipe, a bounded pool through it, and one connection apart for cancelling.

use super::{
    explain::{self, Scene},
    options,
    watch::{Progress, StartWatch},
};
use crate::{
    engines::network::{Class, Fault, Pipe, Policy, Resolve, Route, certificate_name, classify},
    model::{
        access::{Access, TlsMode},
        engine::EngineError,
    },
};
use sqlx::{
    ConnectOptions, Connection, PgConnection, PgPool, Postgres,
    pool::{PoolConnection, PoolOptions},
    postgres::PgConnectOptions,
};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio_util::task::TaskTracker;
use tracing::debug;

/// Longest wait for a connection: shorter than a reader's patience, longer than a slow log-in.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long an unused connection stays open.
const IDLE: Duration = Duration::from_secs(60);
/// How long the order to cancel may take.
const CANCEL: Duration = Duration::from_secs(2);
/// How long a server may take to show that a connection is still good.
const SIGN_OF_LIFE: Duration = Duration::from_secs(2);

/// What every link of an engine shares.
#[derive(Clone)]
pub struct Network {
    pub policy: Policy,
    pub resolver: Arc<dyn Resolve>,
    /// Where the sockets of pipes are made.
    pub pipes: PathBuf,
    /// Everything under way that a server must be told about before the process ends.
    pub work: TaskTracker,
}

pub struct Link {
    access: Access,
    pipe: Pipe,
    progress: Progress,
    options: PgConnectOptions,
    pool: PgPool,
    /// One connection at most, opened when something must be cancelled while the pool may be full.
    control: PgPool,
    used: Mutex<Instant>,
    work: TaskTracker,
}

impl Link {
    /// Checks the address and prepares the way; connects to nothing yet.
    pub async fn open(access: &Access, network: &Network, pool_size: u32) -> Result<Self, EngineError> {
        options::check(access)?;
        let progress = Progress::default();
        let refused = |fault: Fault| Scene { access, fault: Some(fault), stage: progress.get() }.fault(fault);
        let policy = network.policy.clone().towards(&access.database);
        let route = Route::new(&access.host, access.port, policy, network.resolver.clone()).map_err(refused)?;
        let addresses = route.vetted().await.map_err(refused)?;
        let is_public = addresses.iter().any(|address| classify(address.ip()) == Class::Public);
        let (mode, route) = match access.options.tls {
            Some(mode) => (mode, route),
            None if is_public => (TlsMode::VerifyFull, route),
            // The weaker default was chosen for these addresses and holds for no others.
            None => (TlsMode::Prefer, route.keep_private()),
        };
        let name = addresses
            .first()
            .map_or_else(|| access.host.clone(), |first| certificate_name(access.host.trim_matches(['[', ']']), first.ip()));
        let noted = progress.clone();
        let socket = format!(".s.PGSQL.{}", access.port);
        let pipe = Pipe::open(route, &network.pipes, &socket, move || StartWatch::new(noted.clone())).map_err(explain::ours)?;
        let options = options::build(access, pipe.folder(), &name, mode)?;
        let pool = |size: u32| {
            PoolOptions::<Postgres>::new()
                .max_connections(size.max(1))
                .min_connections(0)
                .acquire_timeout(ACQUIRE)
                .idle_timeout(IDLE)
                // The pool's own test would wait for as long as a connection may be waited for at all.
                .test_before_acquire(false)
                .before_acquire(|connection, _| Box::pin(async { Ok(is_alive(connection).await) }))
                .connect_lazy_with(options.clone())
        };
        let (pool, control) = (pool(pool_size), pool(1));
        let (used, work) = (Mutex::new(Instant::now()), network.work.clone());
        Ok(Self { access: access.clone(), pipe, progress, options, pool, control, used, work })
    }

    /// A connection outside the pool, for trying the way itself.
    pub async fn connect(&self) -> Result<PgConnection, EngineError> {
        self.options.connect().await.map_err(|error| self.explain(&error))
    }

    pub async fn acquire(&self) -> Result<PoolConnection<Postgres>, EngineError> {
        self.touch();
        self.pool.acquire().await.map_err(|error| self.explain(&error))
    }

    /// Asks the server to stop what the session `pid` does. Failing is logged only: the statement's own time limit,
    /// which the server keeps, ends it then.
    pub async fn cancel(&self, pid: i32) {
        let order = async {
            let mut connection = self.control.acquire().await?;
            // Also if the time runs out meanwhile: then nobody knows what is under way on it.
            connection.close_on_drop();
            sqlx::query("select pg_catalog.pg_cancel_backend($1)").persistent(false).bind(pid).execute(&mut *connection).await?;
            give_back(connection).await;
            Ok(())
        };
        match tokio::time::timeout(CANCEL, order).await {
            Ok(Ok(())) => {}
            Ok(Err::<_, sqlx::Error>(error)) => debug!("cancelling failed: {}", self.scene().tidy(&error.to_string())),
            Err(_) => debug!("cancelling took too long"),
        }
    }

    /// Where tasks that must end before the process does are noted.
    pub fn work(&self) -> &TaskTracker {
        &self.work
    }

    /// Whether a server has said something on the latest connection.
    pub fn has_answered(&self) -> bool {
        self.progress.get() > super::watch::Stage::Started
    }

    /// Whether the latest connection is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.progress.get() == super::watch::Stage::Encrypted
    }

    pub fn explain(&self, error: &sqlx::Error) -> EngineError {
        self.scene().explain(error)
    }

    pub fn scene(&self) -> Scene<'_> {
        Scene { access: &self.access, fault: self.pipe.fault(), stage: self.progress.get() }
    }

    /// Whether the protection that was chosen for this link no longer fits where the name leads.
    pub fn is_outdated(&self) -> bool {
        self.pipe.fault() == Some(Fault::Moved)
    }

    /// Whether nobody used it for this long and nothing of it is open.
    pub fn is_idle(&self, since: Duration) -> bool {
        let used = *self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.elapsed() > since && self.pool.size() == 0 && self.control.size() == 0
    }

    /// Closes what is idle now and the rest as it comes back. What is under way may still have to be cancelled: the
    /// connection for that ends with the link itself.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    fn touch(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

/// Whether a connection that was idle still leads somewhere: firewalls forget connections without a word.
async fn is_alive(connection: &mut PgConnection) -> bool {
    tokio::time::timeout(SIGN_OF_LIFE, connection.ping()).await.is_ok_and(|answer| answer.is_ok())
}

/// Gives a connection back to its pool if the server still answers on it. Dropping it does the same, but waits for the
/// answer without end, and its place in the pool would be taken as long.
pub async fn give_back(mut connection: PoolConnection<Postgres>) {
    if tokio::time::timeout(SIGN_OF_LIFE, connection.return_to_pool()).await.is_err() {
        debug!("a connection that does not answer is closed");
    }
}
