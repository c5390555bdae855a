//! What this process works on, and since when: the store knows only how long a lease runs.

use crate::model::{id::JobId, time::Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

#[derive(Default)]
pub struct UnderWay(Mutex<HashMap<JobId, Timestamp>>);

/// That a job is being worked on, until it is dropped.
pub(super) struct Mark<'a> {
    under_way: &'a UnderWay,
    job: JobId,
}

impl UnderWay {
    pub(super) fn begin(&self, job: &JobId) -> Mark<'_> {
        self.locked().insert(job.clone(), Timestamp::now());
        Mark { under_way: self, job: job.clone() }
    }

    /// Nothing for what another server of the store works on.
    pub(super) fn since(&self, job: &JobId) -> Option<Timestamp> {
        self.locked().get(job).copied()
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<JobId, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        self.under_way.locked().remove(&self.job);
    }
}
