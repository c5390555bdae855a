//! People's databases. To add an engine: a folder with `connect`, `validate`, `introspect`, `read` and its
//! introspection questions as `.sql` files, a kind in `model::engine::EngineKind`, and one line in [`Engines::new`].
//! The engine story in `src/tests/engines` runs it then.

pub mod ddl;
pub mod dialect;
pub mod driver;
pub mod hosted;
pub mod mysql;
pub mod network;
pub mod plans;
pub mod postgres;
pub mod row_version;
pub mod sql;
pub mod sqlite;
mod under_way;
pub mod words;
pub mod worker;

use crate::model::{
    access::Access,
    engine::{EngineError, EngineKind, ReadRequest, ResultColumn, RowBatch, ServerFacts},
    id::{ConnectionId, TeamId},
    schema::Schema,
    work::{Outcome, WorkRequest},
};
use async_trait::async_trait;
use futures::future::join_all;
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::mpsc;

/// What an engine is asked about: a stored connection at one revision (its pool is shared), or a draft that was
/// never saved (nothing is pooled).
#[derive(Clone, Debug)]
pub struct Target {
    /// Whose database it is: no process of an engine serves two teams.
    pub team: TeamId,
    pub connection: Option<PoolKey>,
    pub access: Access,
}

/// Pools are shared per connection and dropped when its revision changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PoolKey {
    pub connection: ConnectionId,
    pub revision: i64,
}

/// Rows on their way. Dropping the stream cancels the read on the server, as dropping the future of any call does.
pub struct RowStream {
    pub columns: Vec<ResultColumn>,
    /// Batches in order; the channel is short, so a slow reader slows the database and memory stays flat.
    pub batches: mpsc::Receiver<Result<RowBatch, EngineError>>,
}

/// The adapter for one kind of database. Requests and answers are plain data (`model::engine`), so the same
/// engine can run in this process or behind a pipe.
#[async_trait]
pub trait Engine: Send + Sync {
    fn kind(&self) -> EngineKind;

    /// Connects, logs in and asks for the version; fails within 5 s when nothing answers.
    async fn validate(&self, target: &Target) -> Result<ServerFacts, EngineError>;

    async fn introspect(&self, target: &Target) -> Result<Schema, EngineError>;

    /// Runs a planned read in a read-only transaction enforced by the database.
    async fn read(&self, target: &Target, request: ReadRequest) -> Result<RowStream, EngineError>;

    /// Does a piece of work in one transaction: when this answers, all of it is saved or nothing happened. Once it has
    /// begun it goes on when the future is dropped, so that nobody is in doubt about half of it.
    ///
    /// # Errors
    /// What kept it from being tried: the file cannot be opened, the time limit, a worker that ended. Whether a worker that
    /// was lost had saved is unknown, and the error says so. What the database itself refuses is an [`Outcome`].
    async fn work(&self, target: &Target, request: WorkRequest) -> Result<Outcome, EngineError>;

    /// Stops a read or a piece of work by its id; unknown ids are ignored.
    async fn cancel(&self, request_id: &str);

    /// Closes every pool of a connection that was changed or deleted.
    async fn forget(&self, connection: &ConnectionId);

    /// Stops every read for good, and takes no more: the process ends. Returns when the servers know, or after
    /// [`ENDING`].
    async fn stop(&self);
}

/// Longest wait for servers to be told that nobody listens any more.
pub const ENDING: Duration = Duration::from_secs(3);

/// What the operator decided about reaching databases.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EngineSettings {
    pub network: network::Policy,
    /// Folders below which SQLite files may be opened.
    pub sqlite_dirs: Vec<PathBuf>,
    /// VizBoard's own folder: refused, except for its `demo` folder, which is always allowed.
    pub data_dir: PathBuf,
    /// VizBoard's own store where it is a file; refused under any name.
    pub own_store: Option<PathBuf>,
    /// Where the private sockets that drivers connect to are made ([`network::nest`]).
    pub pipes: PathBuf,
    /// Most connections per pool.
    pub pool_size: u32,
    /// The executable that is run as `vizboard worker`.
    pub worker: PathBuf,
    /// Most workers at once. Each team that reads through one has its own.
    pub most_workers: usize,
    /// A worker that nobody needed for this long is ended.
    pub worker_idle: Duration,
}

/// Every engine of this build, by kind.
#[derive(Clone)]
pub struct Engines {
    all: Arc<[Arc<dyn Engine>]>,
    /// Those that read in processes of their own; none in such a process itself.
    staff: Option<Arc<worker::Staff>>,
    most_workers: usize,
}

impl Engines {
    /// The engines of a server.
    pub fn new(settings: &EngineSettings) -> Self {
        let staff = worker::Staff::new(settings);
        // A hostile server can abort the process that speaks to it through sqlx-mysql.
        let mysql = worker::Remote::new(EngineKind::Mysql, staff.clone());
        // Statements of people can ignore every order to stop (security.md, M1).
        let hosted = worker::Remote::new(EngineKind::Hosted, staff.clone());
        Self {
            all: Arc::new([
                Arc::new(postgres::Postgres::new(settings)),
                Arc::new(mysql),
                Arc::new(sqlite::Sqlite::new(settings)),
                Arc::new(hosted),
            ]),
            staff: Some(staff),
            most_workers: settings.most_workers,
        }
    }

    /// Every engine in this process: what a worker runs.
    pub fn here(settings: &EngineSettings) -> Self {
        Self {
            all: Arc::new([
                Arc::new(postgres::Postgres::new(settings)),
                Arc::new(mysql::Mysql::new(settings)),
                Arc::new(sqlite::Sqlite::new(settings)),
                Arc::new(hosted::Hosted::new(settings)),
            ]),
            staff: None,
            most_workers: 0,
        }
    }

    /// Every engine in a worker.
    pub fn apart(settings: &EngineSettings) -> Self {
        let staff = worker::Staff::new(settings);
        Self {
            all: EngineKind::ALL.map(|kind| Arc::new(worker::Remote::new(kind, staff.clone())) as Arc<dyn Engine>).into(),
            staff: Some(staff),
            most_workers: settings.most_workers,
        }
    }

    /// Processes that read for the server now.
    pub fn workers(&self) -> usize {
        self.staff.as_ref().map_or(0, |staff| staff.pids().len())
    }

    pub fn most_workers(&self) -> usize {
        self.most_workers
    }

    pub fn of(&self, kind: EngineKind) -> &Arc<dyn Engine> {
        self.all.iter().find(|engine| engine.kind() == kind).expect("every EngineKind has a line in Engines::new")
    }

    /// Closes every pool of a connection, whatever its kind was.
    pub async fn forget(&self, connection: &ConnectionId) {
        for engine in self.all.iter() {
            engine.forget(connection).await;
        }
    }

    /// Stops what is still being read when the process ends. Statements would go on at people's servers without it.
    pub async fn stop(&self) {
        join_all(self.all.iter().map(|engine| engine.stop())).await;
    }
}
