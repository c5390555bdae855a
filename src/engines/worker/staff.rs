//! The workers of a server: one per team, started on demand, ended when idle, bounded in number.

use super::{call::Begun, process::Process, wire::Ask};
use crate::{
    engines::{ENDING, EngineSettings, Target},
    model::{
        engine::{EngineError, Step},
        id::{ConnectionId, TeamId},
    },
};
use futures::future::join_all;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Notify, time::timeout};

/// Longest wait for a place while every worker is busy with other teams.
const PLACE: Duration = Duration::from_secs(5);

pub struct Staff {
    settings: EngineSettings,
    workers: Mutex<HashMap<TeamId, Arc<Process>>>,
    /// A worker became idle or ended.
    freed: Arc<Notify>,
    stopped: AtomicBool,
}

impl Staff {
    pub fn new(settings: &EngineSettings) -> Arc<Self> {
        Arc::new(Self { settings: settings.clone(), workers: Mutex::default(), freed: Arc::default(), stopped: AtomicBool::new(false) })
    }

    /// Begins a call at the team's worker, which is started when there is none.
    ///
    /// # Errors
    /// When no worker can be had.
    pub async fn call(self: &Arc<Self>, target: &Target, ask: Ask) -> Result<Begun, EngineError> {
        let placed = async {
            loop {
                let freed = self.freed.notified();
                tokio::pin!(freed);
                freed.as_mut().enable();
                if let Some(begun) = self.try_call(target, &ask)? {
                    return Ok(begun);
                }
                freed.await;
            }
        };
        timeout(PLACE, placed).await.unwrap_or_else(|_| Err(busy()))
    }

    /// Nothing when every place is taken by a worker of another team.
    fn try_call(self: &Arc<Self>, target: &Target, ask: &Ask) -> Result<Option<Begun>, EngineError> {
        if self.stopped.load(Ordering::Acquire) {
            return Err(EngineError::new(Step::Cancelled, "VizBoard is stopping.", "Try again in a moment."));
        }
        // Begun under the lock, so that no worker is taken for idle between being chosen and being asked.
        let mut workers = self.locked();
        if let Some(worker) = workers.get(&target.team) {
            if let Some(begun) = (!worker.is_gone()).then(|| worker.call(target, ask.clone())).flatten() {
                return Ok(Some(begun));
            }
            workers.remove(&target.team);
        }
        if workers.len() >= self.settings.most_workers.max(1) && !dismiss_one(&mut workers) {
            return Ok(None);
        }
        let worker = Process::start(&self.settings.worker, &self.settings, self.freed.clone()).map_err(|error| {
            tracing::error!("a worker cannot be started: {error}");
            EngineError::new(
                Step::Port,
                "VizBoard could not start the process that reads this database.",
                "The operator finds the cause in VizBoard's log.",
            )
        })?;
        tracing::debug!(worker = worker.pid(), "a worker started");
        tokio::spawn(accompany(Arc::downgrade(self), target.team.clone(), worker.clone(), self.settings.worker_idle));
        let begun = worker.call(target, ask.clone());
        workers.insert(target.team.clone(), worker);
        Ok(begun)
    }

    pub fn forget(&self, connection: &ConnectionId) {
        self.locked().values().for_each(|worker| worker.forget(connection));
    }

    /// Process ids of the workers that run, for an operator to look at.
    pub fn pids(&self) -> Vec<u32> {
        self.locked().values().filter(|worker| !worker.is_gone()).map(|worker| worker.pid()).collect()
    }

    /// Ends every worker for good.
    pub async fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        let workers: Vec<_> = self.locked().drain().map(|(_, worker)| worker).collect();
        join_all(workers.iter().map(|worker| worker.stop(ENDING))).await;
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<TeamId, Arc<Process>>> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a worker off the list when it has been idle for long. Answers whether it was.
    fn dismiss_idle(&self, team: &TeamId, worker: &Arc<Process>) -> bool {
        let mut workers = self.locked();
        let is_idle = worker.idle().is_some_and(|since| since >= self.settings.worker_idle);
        if is_idle && workers.get(team).is_some_and(|known| Arc::ptr_eq(known, worker)) {
            workers.remove(team);
        }
        is_idle
    }
}

/// Takes the worker that has been idle longest off the list. False when all are busy.
fn dismiss_one(workers: &mut HashMap<TeamId, Arc<Process>>) -> bool {
    workers.retain(|_, worker| !worker.is_gone());
    let idle = workers.iter().filter_map(|(team, worker)| Some((worker.idle()?, team))).max().map(|(_, team)| team.clone());
    let Some(worker) = idle.and_then(|team| workers.remove(&team)) else { return false };
    tokio::spawn(async move { worker.stop(ENDING).await });
    true
}

/// Ends a worker when it is idle for long.
async fn accompany(staff: Weak<Staff>, team: TeamId, worker: Arc<Process>, idle: Duration) {
    let mut look = tokio::time::interval((idle / 8).max(Duration::from_millis(10)));
    loop {
        tokio::select! {
            () = worker.ended() => return,
            _ = look.tick() => {}
        }
        let Some(staff) = staff.upgrade() else { return worker.stop(ENDING).await };
        if staff.dismiss_idle(&team, &worker) {
            return worker.stop(ENDING).await;
        }
    }
}

fn busy() -> EngineError {
    EngineError::new(Step::Timeout, "VizBoard reads too many databases at once.", "Try again in a moment.")
}
