//! From start to stop: what is answered meanwhile, and how a stop waits for the work in flight.

use axum::Router;
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::sync::watch;
use tokio_util::{
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};

/// Longest wait for requests in flight after the stop signal.
pub const GRACE: Duration = Duration::from_secs(10);

/// Where the process is between start and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The address is taken, the store is being opened.
    Starting,
    Serving,
    /// No new work; what is in flight finishes.
    Stopping,
}

/// Shared by the listener, the gate and the signal handler.
#[derive(Clone)]
pub struct Lifecycle {
    inner: Arc<Inner>,
}

struct Inner {
    stage: watch::Sender<Stage>,
    router: OnceLock<Router>,
    requests: TaskTracker,
    /// Ends the listener and idle connections.
    closed: CancellationToken,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self::new()
    }
}

impl Lifecycle {
    pub fn new() -> Self {
        let inner = Inner {
            stage: watch::Sender::new(Stage::Starting),
            router: OnceLock::new(),
            requests: TaskTracker::new(),
            closed: CancellationToken::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn stage(&self) -> Stage {
        *self.inner.stage.borrow()
    }

    /// The application is ready: from now on `router` answers.
    pub fn serve(&self, router: Router) {
        if self.inner.router.set(router).is_ok() {
            self.inner.stage.send_if_modified(|stage| {
                let starting = *stage == Stage::Starting;
                if starting {
                    *stage = Stage::Serving;
                }
                starting
            });
        }
    }

    /// The application, once it serves.
    pub fn router(&self) -> Option<Router> {
        self.inner.router.get().cloned()
    }

    /// Held by a request that counts as work in flight.
    pub fn in_flight(&self) -> TaskTrackerToken {
        self.inner.requests.token()
    }

    /// Cancelled when connections are to end.
    pub fn closed(&self) -> &CancellationToken {
        &self.inner.closed
    }

    /// Takes no new work, waits for what is in flight, then closes connections. `hurry` ends the wait.
    pub async fn stop(&self, hurry: impl Future<Output = ()>) {
        self.inner.stage.send_replace(Stage::Stopping);
        self.inner.requests.close();
        tokio::select! {
            () = self.inner.requests.wait() => {}
            () = tokio::time::sleep(GRACE) => {
                tracing::warn!(requests = self.inner.requests.len(), "stopping with requests still running after {} s", GRACE.as_secs());
            }
            () = hurry => tracing::warn!(requests = self.inner.requests.len(), "stopping at once"),
        }
        self.inner.closed.cancel();
    }
}
