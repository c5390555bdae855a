//! Whether the parts that every use case needs answer.

use super::App;
use std::time::Duration;

/// Longest wait for one part.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why the server cannot do its work. Named for operators; strangers only learn that it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReady {
    Store,
}

impl NotReady {
    /// Stable name for the log and for operators.
    pub fn code(self) -> &'static str {
        match self {
            Self::Store => "store_unreachable",
        }
    }
}

/// Asks every part.
pub async fn ready(app: &App) -> Result<(), NotReady> {
    match tokio::time::timeout(PATIENCE, app.store.ping()).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(code = NotReady::Store.code(), "not ready: {error}");
            Err(NotReady::Store)
        }
        Err(_) => {
            tracing::warn!(code = NotReady::Store.code(), "not ready: the store did not answer within {} s", PATIENCE.as_secs());
            Err(NotReady::Store)
        }
    }
}
