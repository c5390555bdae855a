//! One database's queue of work that writes. It is worked off by one thread at a time with one open file; small changes
//! of rows that wait are saved together.

use super::{fault, place::Places, session::Session};
use crate::{
    engines::sqlite::watch::{Stop, Watch},
    model::{
        engine::{EngineError, Step},
        work::{Outcome, RowChange, Work, WorkRequest},
    },
};
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Most files that are open for writing, over all databases.
const MAX_OPEN: usize = 24;
/// How long an unused file stays open.
const IDLE: Duration = Duration::from_secs(30);
/// How often the unused ones are looked through.
const SWEEP: Duration = Duration::from_secs(10);
/// Longest wait for a place while every open file is busy.
const PLACE: Duration = Duration::from_secs(5);
/// Most pieces of work, and most rows of all of them, that are saved together.
const TOGETHER: usize = 256;
const ROWS_TOGETHER: usize = 2_000;

pub(super) type Answered = Result<Outcome, EngineError>;

/// One piece of work that waits.
pub(super) struct Job {
    pub request: WorkRequest,
    pub watch: Arc<Watch>,
    pub answer: oneshot::Sender<Answered>,
}

impl Job {
    pub(super) fn say(self, answer: Answered) {
        // Whoever asked may have left.
        let _ = self.answer.send(answer);
    }

    /// Rows that it writes at least, when it may be saved together with others.
    fn small(&self) -> Option<usize> {
        let Work::Rows(changes) = &self.request.work else { return None };
        Some(changes.iter().map(|change| if let RowChange::Insert(plan) = change { plan.rows.len() } else { 1 }).sum())
    }
}

/// The queues of all databases.
pub(super) struct Desks {
    places: Arc<Places>,
    desks: Mutex<HashMap<String, Arc<Desk>>>,
    slots: Arc<Semaphore>,
    /// How many wait for one of them.
    waiting: AtomicUsize,
    sweeping: AtomicBool,
}

#[derive(Default)]
pub(super) struct Desk {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Somebody works the queue off.
    busy: bool,
    idle: Option<(Open, Instant)>,
}

struct Open {
    session: Session,
    _slot: OwnedSemaphorePermit,
}

impl Desks {
    pub(super) fn new(places: Arc<Places>) -> Arc<Self> {
        Arc::new(Self {
            places,
            desks: Mutex::default(),
            slots: Arc::new(Semaphore::new(MAX_OPEN)),
            waiting: AtomicUsize::new(0),
            sweeping: AtomicBool::new(false),
        })
    }

    /// Puts a piece of work into the queue of a database.
    pub(super) fn enqueue(self: &Arc<Self>, name: &str, job: Job) -> Arc<Desk> {
        let mut desks = self.locked();
        let desk = desks.entry(name.to_owned()).or_default().clone();
        let mut state = desk.locked();
        state.jobs.push_back(job);
        if !state.busy {
            state.busy = true;
            let (desks, desk, name) = (self.clone(), desk.clone(), name.to_owned());
            tokio::spawn(async move { desks.work_off(&name, &desk).await });
        }
        drop(state);
        desk
    }

    async fn work_off(self: &Arc<Self>, name: &str, desk: &Arc<Desk>) {
        let idle = desk.locked().idle.take();
        let slot = match &idle {
            Some(_) => None,
            None => match self.slot().await {
                Some(slot) => Some(slot),
                None => return desk.refuse_all(&too_many()),
            },
        };
        let (places, name, worked) = (self.places.clone(), name.to_owned(), desk.clone());
        let done = tokio::task::spawn_blocking(move || {
            let mut open = match (idle, slot) {
                (Some((open, _)), _) => open,
                (None, Some(slot)) => match places.resolve(&name).and_then(|place| Session::open(&place)) {
                    Ok(session) => Open { session, _slot: slot },
                    Err(error) => return worked.refuse_all(&error),
                },
                (None, None) => return worked.refuse_all(&too_many()),
            };
            loop {
                // A file that was replaced or removed meanwhile is not written to.
                let is_same = places.resolve(&name).is_ok_and(|place| place.identity == open.session.identity());
                if !is_same || open.session.is_spent() {
                    match places.resolve(&name).and_then(|place| Session::open(&place)) {
                        Ok(session) => open.session = session,
                        Err(error) => return worked.refuse_all(&error),
                    }
                }
                match worked.next() {
                    Some(jobs) => open.session.work(jobs),
                    None => {
                        let mut state = worked.locked();
                        if state.jobs.is_empty() {
                            state.busy = false;
                            state.idle = Some((open, Instant::now()));
                            return;
                        }
                    }
                }
            }
        });
        if done.await.is_err() {
            desk.refuse_all(&EngineError::new(
                Step::Query,
                "The work ended unexpectedly.",
                "Look whether the change is there before you try again.",
            ));
        }
        if self.waiting.load(Ordering::SeqCst) > 0 {
            close_behind(desk.take_idle());
        }
        self.sweep_later();
    }

    /// Room for one more open file; the longest idle one makes way.
    async fn slot(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(slot) = self.slots.clone().try_acquire_owned() {
            return Some(slot);
        }
        // Whoever becomes idle from here on makes way as well.
        self.waiting.fetch_add(1, Ordering::SeqCst);
        self.close_longest_idle();
        let slot = tokio::time::timeout(PLACE, self.slots.clone().acquire_owned()).await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        slot.ok()?.ok()
    }

    fn close_longest_idle(&self) {
        let desks: Vec<Arc<Desk>> = self.locked().values().cloned().collect();
        let since = |desk: &Arc<Desk>| desk.locked().idle.as_ref().map(|(_, since)| *since);
        let mut idle: Vec<_> = desks.iter().filter_map(|desk| since(desk).map(|since| (since, desk))).collect();
        idle.sort_by_key(|(since, _)| *since);
        // Some may be taken by others meanwhile.
        close_behind(idle.into_iter().find_map(|(_, desk)| desk.take_idle()));
    }

    /// Closes the file of a database, once what is under way is done.
    pub(super) async fn close(&self, name: &str) {
        loop {
            let Some(desk) = self.locked().get(name).cloned() else { return };
            let idle = {
                let mut state = desk.locked();
                if state.busy { None } else { Some(state.idle.take()) }
            };
            if let Some(idle) = idle {
                // Closing writes what is in the journal into the file.
                let _ = tokio::task::spawn_blocking(move || drop(idle)).await;
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Files that are open, idle or busy.
    pub(super) fn open_files(&self) -> usize {
        MAX_OPEN - self.slots.available_permits()
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<String, Arc<Desk>>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes idle files until none is left. One such task runs at most.
    fn sweep_later(self: &Arc<Self>) {
        if self.sweeping.swap(true, Ordering::AcqRel) {
            return;
        }
        let desks = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP).await;
                let Some(desks) = desks.upgrade() else { return };
                let swept = desks.clone();
                let left = tokio::task::spawn_blocking(move || swept.sweep(Instant::now())).await;
                if left.is_ok_and(|left| left == 0) {
                    desks.sweeping.store(false, Ordering::Release);
                    return;
                }
            }
        });
    }

    /// Closes what has been idle too long; answers how many queues are left.
    fn sweep(&self, now: Instant) -> usize {
        let all: Vec<Arc<Desk>> = self.locked().values().cloned().collect();
        for desk in &all {
            let stale = {
                let mut state = desk.locked();
                let is_stale = state.idle.as_ref().is_some_and(|(_, since)| now.saturating_duration_since(*since) >= IDLE);
                if is_stale { state.idle.take() } else { None }
            };
            drop(stale);
        }
        drop(all);
        let mut desks = self.locked();
        // A queue that somebody works off or waits at is held by that somebody, too.
        desks.retain(|_, desk| {
            let state = desk.locked();
            state.busy || state.idle.is_some() || !state.jobs.is_empty() || Arc::strong_count(desk) > 1
        });
        desks.len()
    }
}

impl Desk {
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_idle(&self) -> Option<Open> {
        self.locked().idle.take().map(|(open, _)| open)
    }

    /// What is to be done next: one piece of work, or several that are saved together.
    fn next(&self) -> Option<Vec<Job>> {
        let mut state = self.locked();
        let first = state.jobs.pop_front()?;
        let mut rows = first.small();
        let mut jobs = vec![first];
        while let Some(sum) = rows
            && jobs.len() < TOGETHER
            && let Some(more) = state.jobs.front().and_then(Job::small)
            && sum + more <= ROWS_TOGETHER
            && let Some(job) = state.jobs.pop_front()
        {
            rows = Some(sum + more);
            jobs.push(job);
        }
        Some(jobs)
    }

    /// Takes a piece of work back that was not begun, and answers it.
    pub(super) fn withdraw(&self, id: &str, reason: Stop) {
        let mut state = self.locked();
        if let Some(at) = state.jobs.iter().position(|job| job.request.id == id)
            && let Some(job) = state.jobs.remove(at)
        {
            drop(state);
            let error = fault::stopped(&job.watch, reason);
            job.say(Err(error));
        }
    }

    /// Nothing of it can be tried.
    fn refuse_all(&self, error: &EngineError) {
        let jobs = {
            let mut state = self.locked();
            state.busy = false;
            std::mem::take(&mut state.jobs)
        };
        for job in jobs {
            job.say(Err(error.clone()));
        }
    }
}

/// Closing writes what is in the journal into the file, for which nobody here waits.
fn close_behind(idle: Option<Open>) {
    if let Some(open) = idle {
        tokio::task::spawn_blocking(move || drop(open));
    }
}

fn too_many() -> EngineError {
    EngineError::new(Step::Timeout, "Too many databases are written to at once.", "Try again in a moment.")
}
