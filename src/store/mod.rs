//! VizBoard's own data on SQLite or PostgreSQL, one SQL text for both (sqlx `Any`).
//!
//! # Adding a group of tables
//!
//! 1. `migrations/NNNN_what.sql` and its line in [`migrations`]. A migration that was released never changes.
//! 2. `store/<what>.rs` with functions that take [`Db`] first and answer [`Result`]; `pub mod` below.
//!
//! What both databases agree on, and nothing else, may be used: `$1` placeholders (one may be used twice), columns
//! `text`, `bigint`, `integer`, `double precision` (the driver refuses others on one of the two), flags as integer
//! 0/1 read as `i64`, times as bigint milliseconds, JSON and sealed secrets as text, `returning`,
//! `on conflict ... do update`. No boolean expression in a select list, no `sum` of bigint, no collation: store a
//! lower-cased key instead. Bind `String`, `&str`, `i64`, `f64` and options of them.
//!
//! # Reading and writing
//!
//! `store.read()` lends a connection, `store.begin()` a write transaction; both coerce to `&mut Db`:
//!
//! ```ignore
//! let mut tx = app.store.begin().await?;
//! store::accounts::insert(&mut tx, &account).await.map_err(|e| e.taken("This email is already registered."))?;
//! tx.commit().await?;
//! ```
//!
//! A transaction that is dropped rolls back. Never hold one of either while asking for another, and never while
//! waiting for anything but the store: the pool is small.

mod address;
mod connect;
mod error;
mod migrations;
mod read;
mod records;

pub mod account_links;
pub mod accounts;
pub mod attempts;
pub mod audit;
pub mod billing;
pub mod connections;
pub mod database_copies;
pub mod database_counts;
pub mod database_drawings;
pub mod database_parts;
pub mod database_tables;
pub mod database_variables;
pub mod databases;
pub mod deleted;
pub mod deleted_rows;
pub mod emails;
pub mod embeddings;
pub mod factors;
pub mod filters;
pub mod half_log_ins;
pub mod identities;
pub mod invitations;
pub mod job_list;
pub mod jobs;
pub mod layouts;
pub mod links;
pub mod mails;
pub mod measures;
pub mod passkeys;
pub mod people;
pub mod projects;
pub mod queries;
pub mod row_rules;
pub mod runs;
pub mod schema_changes;
pub mod sealed;
pub mod server_variables;
pub mod sessions;
pub mod settings;
pub mod share_links;
pub mod snapshot;
pub mod team_list;
pub mod teams;
pub mod tokens;
pub mod versions;
pub mod widgets;

pub use address::{StoreAddress, StoreServer};
pub use error::{Error, Result};
pub use records::Records;

use sqlx::{Any, AnyConnection, AnyPool, Transaction, pool::PoolConnection};
use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};

/// Version of the SQLite library in this executable, whose known faults an operator may want to look up.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// How often the look whether the store can be written writes something: a full disk shows in nothing else, and whoever
/// asks keeps the disk busy.
const PROBE: Duration = Duration::from_secs(5);

/// A connection or a transaction: what every function of this folder takes.
pub type Db = AnyConnection;

/// A lent connection, for reading and for a single statement that writes.
pub type Reading = PoolConnection<Any>;

/// Which database holds the store. Statements are the same; locking is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// VizBoard's own data. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: AnyPool,
    records: Records,
    backend: Backend,
    /// SQLite has one writer: whoever wants to write waits here, in order, instead of polling for the lock.
    writer: Arc<Semaphore>,
    /// Held by the look whether the store can be written, so that many questions at once do not take its connections.
    /// When something was written last for that.
    probe: Arc<Mutex<Option<Instant>>>,
}

/// A write transaction. Rolls back when dropped.
pub struct Tx {
    // Dropped before the turn is handed on.
    inner: Transaction<'static, Any>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Store {
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The store for those who only read.
    pub fn records(&self) -> Records {
        self.records.clone()
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Reading> {
        Ok(self.pool.acquire().await?)
    }

    /// A write transaction. On SQLite it holds the write lock from its first moment, so that what it reads
    /// cannot change before it writes; on PostgreSQL conditions in the statements must see to that.
    pub async fn begin(&self) -> Result<Tx> {
        match self.backend {
            Backend::Sqlite => {
                let turn = Arc::clone(&self.writer).acquire_owned().await.map_err(|_| Error::Unreachable(sqlx::Error::PoolClosed))?;
                Ok(Tx { inner: self.pool.begin_with("begin immediate").await?, _turn: Some(turn) })
            }
            Backend::Postgres => Ok(Tx { inner: self.pool.begin().await?, _turn: None }),
        }
    }

    /// Whether the store can be read and written. SQLite is asked for its write lock, which a program that holds the
    /// file refuses and a file that may only be read does not have, and now and then to write; the answer to a mere
    /// `select 1` would come without a look at the file.
    pub async fn ping(&self) -> Result<()> {
        match self.backend {
            Backend::Sqlite => {
                let mut written = Arc::clone(&self.probe).lock_owned().await;
                let store = self.clone();
                // To its end, whoever still waits for it: a connection in the middle of this must not go back.
                let looking = tokio::spawn(async move {
                    let writes = written.is_none_or(|at| at.elapsed() >= PROBE);
                    let found = store.take_write_lock(writes).await;
                    if writes {
                        *written = found.is_ok().then(Instant::now);
                    }
                    found
                });
                looking.await.map_err(|_| Error::Unreachable(sqlx::Error::WorkerCrashed))?
            }
            Backend::Postgres => {
                let one: i64 = sqlx::query_scalar("select cast(1 as bigint)").fetch_one(&mut *self.read().await?).await?;
                debug_assert_eq!(one, 1);
                Ok(())
            }
        }
    }

    /// Takes the write lock of the file, writes something if asked to, and lets go of it again.
    async fn take_write_lock(&self, writes: bool) -> Result<()> {
        let mut db = self.read().await?;
        sqlx::raw_sql("pragma busy_timeout = 1000").execute(&mut *db).await?;
        let look = match writes {
            // A number in the head of the file that nobody uses: no row changes.
            true => "begin immediate; pragma user_version = 0; commit",
            false => "begin immediate; select count(*) from settings; rollback",
        };
        let locked = sqlx::raw_sql(look).execute(&mut *db).await;
        let restored = sqlx::raw_sql(connect::PATIENCE).execute(&mut *db).await;
        if locked.is_err() || restored.is_err() {
            db.close_on_drop();
        }
        locked.and(restored)?;
        Ok(())
    }

    /// Waits for what runs and closes every connection; on SQLite this also folds the journal into the file.
    pub async fn close(&self) {
        // The writer last: it folds the journal into the file.
        self.records.pool.close().await;
        self.pool.close().await;
    }
}

impl Tx {
    /// Makes everything that was done durable. Only after this may it be acknowledged.
    pub async fn commit(self) -> Result<()> {
        Ok(self.inner.commit().await?)
    }
}

impl Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.inner
    }
}
