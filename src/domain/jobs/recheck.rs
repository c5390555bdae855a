//! Connections that do not work are checked again by themselves, so that a database that was down comes back without
//! anybody asking. Publicity is never touched by that: only actions decide about it.
//!
//! The waits are in memory: a restart begins anew with the shortest one. With several servers on one store each checks
//! what it knows of.

use crate::{
    domain::App,
    error::Result,
    model::{id::ConnectionId, time::Timestamp},
    store::{self, connections::ConnectionRow, jobs::JobKind},
};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// The wait after the first failure. Each further one doubles it.
const FIRST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(3600);
/// Failures after which a connection that never worked is left alone: its settings are wrong, and a stranger's server
/// would be asked for ever.
const NEVER_WORKED: u32 = 6;
/// Checks that are queued at once; the rest is queued a moment later.
const AT_ONCE: usize = 32;

/// What waits to be checked again.
#[derive(Default)]
pub struct Rechecks {
    waiting: Mutex<HashMap<ConnectionId, Waiting>>,
}

struct Waiting {
    revision: i64,
    failures: u32,
    at: Instant,
}

impl Rechecks {
    /// A check, or reading a first schema, failed. Without a stored schema the connection never worked.
    pub(super) fn failed(&self, id: &ConnectionId, revision: i64, worked: bool, now: Instant) {
        let mut waiting = self.locked();
        let before = waiting.get(id).filter(|before| before.revision == revision).map_or(0, |before| before.failures);
        let failures = before.saturating_add(1);
        if !worked && failures > NEVER_WORKED {
            waiting.remove(id);
            return;
        }
        let wait = FIRST.saturating_mul(1 << before.min(16)).min(LONGEST);
        waiting.insert(id.clone(), Waiting { revision, failures, at: now + wait });
    }

    /// It works, or is no longer there.
    pub(super) fn settled(&self, id: &ConnectionId) {
        self.locked().remove(id);
    }

    /// The connections whose time has come. Each is due again when its check failed, or in an hour.
    fn due(&self, now: Instant) -> Vec<(ConnectionId, i64)> {
        let mut waiting = self.locked();
        let due = waiting.iter_mut().filter(|(_, waiting)| waiting.at <= now).take(AT_ONCE);
        due.map(|(id, waiting)| {
            waiting.at = now + LONGEST;
            (id.clone(), waiting.revision)
        })
        .collect()
    }

    /// How many connections wait to be checked again, and when the first of them is.
    pub(super) fn ahead(&self) -> (u32, Option<Timestamp>) {
        let (waiting, now) = (self.locked(), Instant::now());
        let first = waiting.values().map(|waiting| waiting.at.saturating_duration_since(now).as_secs()).min();
        let at = first.map(|seconds| Timestamp::now().plus_seconds(i64::try_from(seconds).unwrap_or_default()));
        (u32::try_from(waiting.len()).unwrap_or(u32::MAX), at)
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<ConnectionId, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes up what an earlier process left broken.
pub(super) async fn remember(app: &App) -> Result<()> {
    let now = Instant::now();
    for (id, revision) in store::connections::broken(&mut *app.store.read().await?).await? {
        app.memory.rechecks.failed(&id, revision, false, now);
    }
    Ok(())
}

/// Queues a check of every connection whose time has come.
pub async fn recheck(app: &App, now: Instant) -> Result<()> {
    let due = app.memory.rechecks.due(now);
    if due.is_empty() {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    for (id, revision) in due {
        let row = store::connections::get(&mut tx, &id).await?.filter(|row| row.revision == revision);
        match row.as_ref().and_then(|row| Some((row, needed(row)?))) {
            Some((row, kind)) => drop(store::jobs::queue(&mut tx, kind, &row.project_id, &id, revision).await?),
            None => app.memory.rechecks.settled(&id),
        }
    }
    tx.commit().await?;
    app.memory.bell.work_was_queued();
    Ok(())
}

/// A check that succeeds reads the schema too. One that is valid keeps that word while its schema is tried again.
fn needed(row: &ConnectionRow) -> Option<JobKind> {
    match (row.is_valid, row.has_schema) {
        (Some(false), _) => Some(JobKind::Validate),
        (Some(true), false) => Some(JobKind::Introspect),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The waits after each of some failures, in seconds.
    fn waits(worked: bool, count: usize) -> Vec<Option<u64>> {
        let (rechecks, id, now) = (Rechecks::default(), ConnectionId::new(), Instant::now());
        let one = |_| {
            rechecks.failed(&id, 1, worked, now);
            rechecks.locked().get(&id).map(|waiting| (waiting.at - now).as_secs())
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn waits_double_up_to_an_hour() {
        let expected = [60, 120, 240, 480, 960, 1920, 3600, 3600].map(Some);
        assert_eq!(waits(true, 8), expected);
        assert_eq!(waits(false, 6), expected[..6]);
        assert_eq!(waits(false, 7)[6], None, "it never worked");
    }

    #[test]
    fn what_is_due_is_queued_once_and_a_change_begins_anew() {
        let (rechecks, id, now) = (Rechecks::default(), ConnectionId::new(), Instant::now());
        rechecks.failed(&id, 1, true, now);
        assert!(rechecks.due(now).is_empty());
        assert_eq!(rechecks.due(now + FIRST), [(id.clone(), 1)]);
        assert!(rechecks.due(now + FIRST).is_empty(), "its check is under way");
        rechecks.failed(&id, 2, true, now);
        assert_eq!(rechecks.due(now + FIRST), [(id.clone(), 2)], "another revision waits the shortest time");
        rechecks.settled(&id);
        assert!(rechecks.due(now + LONGEST * 2).is_empty());
    }
}
