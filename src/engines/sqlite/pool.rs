//! Open files: shared per connection, bounded per connection and in all, closed when idle, dropped when the connection
//! changes or the file was replaced.

use super::{
    open,
    place::{Identity, Place},
};
use crate::{
    engines::PoolKey,
    model::{
        engine::{EngineError, Step},
        id::ConnectionId,
    },
};
use rusqlite::Connection;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most files open at once, over all connections.
const MAX_OPEN: usize = 64;
/// How long an unused file stays open.
const IDLE: Duration = Duration::from_secs(60);
/// How often the unused ones are looked through.
const SWEEP: Duration = Duration::from_secs(20);

pub(in crate::engines) struct Pool {
    /// Most open files per connection.
    size: usize,
    manner: open::Manner,
    /// One permit per open file, idle or busy.
    slots: Arc<Semaphore>,
    shelves: Mutex<HashMap<PoolKey, Shelf>>,
    sweeping: AtomicBool,
}

/// The open files of one connection at one revision.
struct Shelf {
    /// One permit per file in use.
    turns: Arc<Semaphore>,
    idle: Vec<(Opened, Instant)>,
}

struct Opened {
    connection: Connection,
    identity: Identity,
    _slot: OwnedSemaphorePermit,
}

/// An open file for one piece of work. Closed when dropped, unless [`Lease::keep`] puts it back.
pub(in crate::engines) struct Lease {
    opened: Option<Opened>,
    home: Option<(Arc<Pool>, PoolKey, Arc<Semaphore>)>,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Pool {
    pub(in crate::engines) fn new(size: u32, manner: open::Manner) -> Arc<Self> {
        Arc::new(Self {
            size: size.max(1) as usize,
            manner,
            slots: Arc::new(Semaphore::new(MAX_OPEN)),
            shelves: Mutex::default(),
            sweeping: AtomicBool::new(false),
        })
    }

    /// An open connection to `place`; without a key it is opened for this once. Waits for a free place until `until`.
    pub(in crate::engines) async fn lease(
        self: &Arc<Self>,
        key: Option<&PoolKey>,
        place: Place,
        until: Instant,
    ) -> Result<Lease, EngineError> {
        let (turn, home) = match key {
            Some(key) => {
                let turns = self.turns(key);
                let turn = wait(turns.clone().acquire_owned(), until).await?;
                if let Some(opened) = self.take_idle(key, place.identity) {
                    return Ok(Lease { opened: Some(opened), home: Some((self.clone(), key.clone(), turns)), _turn: Some(turn) });
                }
                (Some(turn), Some((self.clone(), key.clone(), turns)))
            }
            None => (None, None),
        };
        let slot = self.slot(until).await?;
        let identity = place.identity;
        let manner = self.manner;
        let connection = tokio::task::spawn_blocking(move || open::open(&place, manner))
            .await
            .map_err(|_| EngineError::new(Step::Query, "The file could not be opened.", ""))??;
        Ok(Lease { opened: Some(Opened { connection, identity, _slot: slot }), home, _turn: turn })
    }

    /// Closes what is idle and keeps what is busy from coming back.
    pub(in crate::engines) fn forget(&self, connection: &ConnectionId) {
        self.locked().retain(|key, _| key.connection != *connection);
    }

    /// Idle and busy files, for tests.
    #[cfg(test)]
    pub(in crate::engines) fn open_files(&self) -> usize {
        MAX_OPEN - self.slots.available_permits()
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<PoolKey, Shelf>> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turns(&self, key: &PoolKey) -> Arc<Semaphore> {
        let mut shelves = self.locked();
        shelves.retain(|other, _| other.connection != key.connection || other.revision >= key.revision);
        let new = || Shelf { turns: Arc::new(Semaphore::new(self.size)), idle: Vec::new() };
        shelves.entry(key.clone()).or_insert_with(new).turns.clone()
    }

    /// An idle connection to this very file; those to a file that was replaced are closed.
    fn take_idle(&self, key: &PoolKey, identity: Identity) -> Option<Opened> {
        let mut shelves = self.locked();
        let idle = &mut shelves.get_mut(key)?.idle;
        idle.retain(|(opened, _)| opened.identity == identity);
        idle.pop().map(|(opened, _)| opened)
    }

    /// Room for one more open file; the longest idle one of any connection makes way.
    async fn slot(&self, until: Instant) -> Result<OwnedSemaphorePermit, EngineError> {
        if let Ok(slot) = self.slots.clone().try_acquire_owned() {
            return Ok(slot);
        }
        self.close_longest_idle();
        wait(self.slots.clone().acquire_owned(), until).await
    }

    fn close_longest_idle(&self) {
        let mut shelves = self.locked();
        let longest = shelves.values_mut().filter(|shelf| !shelf.idle.is_empty()).min_by_key(|shelf| shelf.idle[0].1);
        if let Some(shelf) = longest {
            shelf.idle.remove(0);
        }
    }

    /// Closes idle files until none is left. One such task runs at most.
    fn sweep_later(self: &Arc<Self>) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        if self.sweeping.swap(true, Ordering::AcqRel) {
            return;
        }
        let pool = Arc::downgrade(self);
        runtime.spawn(async move {
            loop {
                tokio::time::sleep(SWEEP).await;
                let Some(pool) = pool.upgrade() else { return };
                if pool.sweep(Instant::now()) == 0 {
                    pool.sweeping.store(false, Ordering::Release);
                    return;
                }
            }
        });
    }

    /// Closes what has been idle too long; answers how many idle files are left.
    fn sweep(&self, now: Instant) -> usize {
        let mut shelves = self.locked();
        for shelf in shelves.values_mut() {
            shelf.idle.retain(|(_, since)| now.saturating_duration_since(*since) < IDLE);
        }
        // A shelf that somebody waits at is held by that somebody, too.
        shelves.retain(|_, shelf| !shelf.idle.is_empty() || Arc::strong_count(&shelf.turns) > 1);
        shelves.values().map(|shelf| shelf.idle.len()).sum()
    }
}

impl Lease {
    pub(in crate::engines) fn connection(&self) -> &Connection {
        &self.opened.as_ref().expect("present until the lease ends").connection
    }

    /// Puts the connection back for the next reader, unless its pool was dropped meanwhile.
    pub(in crate::engines) fn keep(mut self) {
        let (Some(opened), Some((pool, key, turns))) = (self.opened.take(), self.home.take()) else { return };
        let mut shelves = pool.locked();
        if let Some(shelf) = shelves.get_mut(&key).filter(|shelf| Arc::ptr_eq(&shelf.turns, &turns)) {
            shelf.idle.push((opened, Instant::now()));
            drop(shelves);
            pool.sweep_later();
        }
    }
}

async fn wait(
    permit: impl Future<Output = Result<OwnedSemaphorePermit, tokio::sync::AcquireError>>,
    until: Instant,
) -> Result<OwnedSemaphorePermit, EngineError> {
    match tokio::time::timeout_at(until.into(), permit).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(EngineError::new(Step::Timeout, "Too many reads of SQLite files are under way.", "Try again in a moment.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn place(path: &Path) -> Place {
        let settings = crate::engines::EngineSettings {
            network: Default::default(),
            sqlite_dirs: vec![path.parent().expect("has a folder").to_owned()],
            data_dir: "/nonexistent".into(),
            own_store: None,
            pipes: tempfile::env::temp_dir(),
            pool_size: 2,
            worker: Default::default(),
            most_workers: 0,
            worker_idle: Duration::ZERO,
        };
        super::super::place::Places::new(&settings).resolve(path.to_str().expect("plain")).expect("allowed")
    }

    fn file(dir: &Path) -> Place {
        let path = dir.join("a.db");
        Connection::open(&path).and_then(|c| c.execute_batch("CREATE TABLE IF NOT EXISTS t (a)")).expect("writes");
        place(&path)
    }

    fn key(revision: i64) -> PoolKey {
        PoolKey { connection: ConnectionId::new(), revision }
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(100)
    }

    #[tokio::test]
    async fn files_are_shared_bounded_and_closed() {
        let dir = tempfile::tempdir().expect("a folder");
        let (place, pool, key) = (file(dir.path()), Pool::new(2, open::FILES), key(1));
        let first = pool.lease(Some(&key), place.clone(), soon()).await.expect("opens");
        let second = pool.lease(Some(&key), place.clone(), soon()).await.expect("opens");
        let third = pool.lease(Some(&key), place.clone(), soon()).await;
        assert_eq!(third.err().map(|error| error.step), Some(Step::Timeout), "bounded by the pool's size");
        first.keep();
        drop(second);
        assert_eq!(pool.open_files(), 1, "one was put back, one was closed");
        pool.lease(Some(&key), place.clone(), soon()).await.expect("shares").keep();
        assert_eq!(pool.open_files(), 1);
        assert_eq!(pool.sweep(Instant::now()), 1);
        assert_eq!(pool.sweep(Instant::now() + IDLE), 0);
        assert_eq!(pool.open_files(), 0);
        drop(pool.lease(None, place, soon()).await.expect("drafts open"));
        assert_eq!(pool.open_files(), 0, "and are never pooled");
    }

    #[tokio::test]
    async fn a_changed_connection_drops_its_files() {
        let dir = tempfile::tempdir().expect("a folder");
        let (place, pool, old) = (file(dir.path()), Pool::new(2, open::FILES), key(1));
        let new = PoolKey { revision: 2, ..old.clone() };
        let busy = pool.lease(Some(&old), place.clone(), soon()).await.expect("opens");
        pool.lease(Some(&old), place.clone(), soon()).await.expect("opens").keep();
        pool.lease(Some(&new), place.clone(), soon()).await.expect("opens").keep();
        busy.keep();
        assert_eq!(pool.open_files(), 1, "only the new revision's is left");
        let busy = pool.lease(Some(&new), place.clone(), soon()).await.expect("opens");
        pool.forget(&new.connection);
        busy.keep();
        assert_eq!(pool.open_files(), 0);
    }

    #[tokio::test]
    async fn a_replaced_file_is_opened_anew() {
        let dir = tempfile::tempdir().expect("a folder");
        let (before, pool, key) = (file(dir.path()), Pool::new(2, open::FILES), key(1));
        pool.lease(Some(&key), before.clone(), soon()).await.expect("opens").keep();
        let other = dir.path().join("other.db");
        Connection::open(&other).and_then(|c| c.execute_batch("CREATE TABLE new (a)")).expect("writes");
        std::fs::rename(&other, &before.path).expect("replaces");
        let lease = pool.lease(Some(&key), place(&before.path), soon()).await.expect("opens");
        let name: String = lease.connection().query_row("SELECT name FROM sqlite_schema", [], |row| row.get(0)).expect("reads");
        assert_eq!(name, "new");
        assert_eq!(pool.open_files(), 1);
    }

    #[tokio::test]
    async fn idle_files_make_way_when_the_house_is_full() {
        let dir = tempfile::tempdir().expect("a folder");
        let (place, pool) = (file(dir.path()), Pool::new(1, open::FILES));
        for _ in 0..MAX_OPEN + 3 {
            pool.lease(Some(&key(1)), place.clone(), soon()).await.expect("opens").keep();
        }
        assert_eq!(pool.open_files(), MAX_OPEN);
    }
}
