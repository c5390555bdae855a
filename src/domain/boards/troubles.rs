//! Why connections could not be read lately, in memory only: a failed read changes nothing that is stored, but it shows
//! at its connection as well as on its tile until a read succeeds again.

use crate::{
    model::{
        engine::{EngineError, Step},
        id::ConnectionId,
    },
    store::connections::ConnectionRow,
};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Most connections that are remembered.
const MOST: usize = 10_000;

#[derive(Default)]
pub struct Troubles {
    /// With the revision that was read.
    latest: Mutex<HashMap<ConnectionId, (i64, String)>>,
}

impl Troubles {
    /// Notes a failure that is the connection's: of the way there, not of what was asked.
    pub(super) fn note(&self, row: &ConnectionRow, error: &EngineError) {
        if !matches!(error.step, Step::Address | Step::Port | Step::Tls | Step::LogIn | Step::Database) {
            return;
        }
        let mut latest = self.locked();
        if latest.len() < MOST || latest.contains_key(&row.id) {
            latest.insert(row.id.clone(), (row.revision, error.to_string()));
        }
    }

    /// It was read or checked.
    pub(crate) fn clear(&self, id: &ConnectionId) {
        self.locked().remove(id);
    }

    /// What a reader of the connection met lately.
    pub(crate) fn of(&self, row: &ConnectionRow) -> Option<String> {
        self.locked().get(&row.id).filter(|(revision, _)| *revision == row.revision).map(|(_, text)| text.clone())
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<ConnectionId, (i64, String)>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
