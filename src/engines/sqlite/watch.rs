//! Time limit and cancelling of one piece of work on a connection.

use crate::model::engine::{EngineError, Step};
use rusqlite::{Connection, InterruptHandle};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    time::{Duration, Instant},
};

/// SQLite instructions between two looks at the watch: a few microseconds of work.
const INSTRUCTIONS: i32 = 1_000;

/// Why work was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Timeout,
    Cancelled,
}

const RUNNING: u8 = 0;
const TIMEOUT: u8 = 1;
const CANCELLED: u8 = 2;

pub(super) struct Watch {
    pub deadline: Instant,
    limit: Duration,
    state: AtomicU8,
    /// Present only while the work runs, so that a late stop never hits the connection's next user.
    handle: Mutex<Option<InterruptHandle>>,
}

impl Watch {
    pub(super) fn new(limit: Duration) -> Arc<Self> {
        Arc::new(Self { deadline: Instant::now() + limit, limit, state: AtomicU8::new(RUNNING), handle: Mutex::new(None) })
    }

    /// Stops the work now. The first reason counts.
    pub(super) fn stop(&self, reason: Stop) {
        let state = match reason {
            Stop::Timeout => TIMEOUT,
            Stop::Cancelled => CANCELLED,
        };
        let _ = self.state.compare_exchange(RUNNING, state, Ordering::AcqRel, Ordering::Acquire);
        if let Some(handle) = &*self.handle.lock().unwrap_or_else(PoisonError::into_inner) {
            handle.interrupt();
        }
    }

    pub(super) fn stopped(&self) -> Option<Stop> {
        match self.state.load(Ordering::Acquire) {
            RUNNING if Instant::now() < self.deadline => None,
            RUNNING | TIMEOUT => Some(Stop::Timeout),
            _ => Some(Stop::Cancelled),
        }
    }

    /// The error of work that was stopped.
    pub(super) fn error(&self, reason: Stop) -> EngineError {
        match reason {
            Stop::Timeout => EngineError::new(
                Step::Timeout,
                format!("Reading took longer than {} s and was stopped.", self.limit.as_secs_f64()),
                "Filter the rows, or add an index to the file.",
            ),
            Stop::Cancelled => EngineError::new(Step::Cancelled, "The read was stopped.", ""),
        }
    }

    /// Watches `connection` until the guard is dropped.
    pub(super) fn over<'c>(self: &Arc<Self>, connection: &'c Connection) -> rusqlite::Result<Watching<'c>> {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection.get_interrupt_handle());
        let watching = Watching { connection, watch: Arc::clone(self) };
        watching.until(self.deadline)?;
        Ok(watching)
    }
}

pub(super) struct Watching<'c> {
    connection: &'c Connection,
    watch: Arc<Watch>,
}

impl Watching<'_> {
    pub(super) fn connection(&self) -> &Connection {
        self.connection
    }

    /// Runs a part of the work that must end sooner than the whole. When it does not, it fails as interrupted.
    pub(super) fn sooner<T>(&self, until: Instant, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        self.until(until.min(self.watch.deadline))?;
        let result = work(self.connection);
        self.until(self.watch.deadline)?;
        result
    }

    fn until(&self, until: Instant) -> rusqlite::Result<()> {
        let watch = self.watch.clone();
        self.connection.progress_handler(INSTRUCTIONS, Some(move || watch.stopped().is_some() || Instant::now() >= until))
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        *self.watch.handle.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // Fails only for connections that another library owns.
        let _ = self.connection.progress_handler(0, None::<fn() -> bool>);
    }
}
