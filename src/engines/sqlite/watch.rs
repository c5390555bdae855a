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
pub(in crate::engines) enum Stop {
    Timeout,
    Cancelled,
}

const RUNNING: u8 = 0;
const TIMEOUT: u8 = 1;
const CANCELLED: u8 = 2;

pub(in crate::engines) struct Watch {
    pub deadline: Instant,
    limit: Duration,
    state: AtomicU8,
    /// Present only while the work runs, so that a late stop never hits the connection's next user.
    handle: Mutex<Option<InterruptHandle>>,
}

impl Watch {
    pub(in crate::engines) fn new(limit: Duration) -> Arc<Self> {
        Arc::new(Self { deadline: Instant::now() + limit, limit, state: AtomicU8::new(RUNNING), handle: Mutex::new(None) })
    }

    /// How long the work may take.
    pub(in crate::engines) fn limit(&self) -> Duration {
        self.limit
    }

    /// Stops the work now. The first reason counts.
    pub(in crate::engines) fn stop(&self, reason: Stop) {
        let state = match reason {
            Stop::Timeout => TIMEOUT,
            Stop::Cancelled => CANCELLED,
        };
        let _ = self.state.compare_exchange(RUNNING, state, Ordering::AcqRel, Ordering::Acquire);
        if let Some(handle) = &*self.handle.lock().unwrap_or_else(PoisonError::into_inner) {
            handle.interrupt();
        }
    }

    pub(in crate::engines) fn stopped(&self) -> Option<Stop> {
        match self.state.load(Ordering::Acquire) {
            RUNNING if Instant::now() < self.deadline => None,
            RUNNING | TIMEOUT => Some(Stop::Timeout),
            _ => Some(Stop::Cancelled),
        }
    }

    /// The error of work that was stopped.
    pub(in crate::engines) fn error(&self, reason: Stop) -> EngineError {
        match reason {
            Stop::Timeout => EngineError::new(
                Step::Timeout,
                format!("Reading took longer than {} s and was stopped.", self.limit.as_secs_f64()),
                "Filter the rows, or add an index to the file.",
            ),
            Stop::Cancelled => EngineError::new(Step::Cancelled, "The read was stopped.", ""),
        }
    }

    /// Lets a stop reach work that is watched in another way, until [`Self::release`].
    pub(in crate::engines) fn hold(&self, handle: InterruptHandle) {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(handle);
    }

    pub(in crate::engines) fn release(&self) {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Watches `connection` until the guard is dropped.
    pub(in crate::engines) fn over<'c>(self: &Arc<Self>, connection: &'c Connection) -> rusqlite::Result<Watching<'c>> {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(connection.get_interrupt_handle());
        let watching = Watching { connection, watch: Arc::clone(self) };
        watching.until(self.deadline)?;
        Ok(watching)
    }
}

pub(in crate::engines) struct Watching<'c> {
    connection: &'c Connection,
    watch: Arc<Watch>,
}

impl Watching<'_> {
    pub(in crate::engines) fn connection(&self) -> &Connection {
        self.connection
    }

    /// Runs a part of the work that must end sooner than the whole. When it does not, it fails as interrupted.
    pub(in crate::engines) fn sooner<T>(
        &self,
        until: Instant,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
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
