//! Stopping a run by the id that its caller gave it, also where the word comes before the engine knows of the run: the way
//! there leads through rights, schemas and connections, and a second request may overtake the first.

use super::App;
use crate::model::engine::EngineKind;
use std::{
    collections::HashMap,
    future::Future,
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How long a stop waits for a run that nobody knows yet.
const EARLY: Duration = Duration::from_secs(10);
/// Most stops that wait: beyond, the oldest are over first.
const MOST_EARLY: usize = 1_000;
/// How often the engine is told of a stop while the run has not ended.
const AGAIN: Duration = Duration::from_millis(25);

/// Runs under way by their ids, and stops that came before their run.
#[derive(Default)]
pub struct Stops(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// With how many bear the id at once.
    running: HashMap<String, (CancellationToken, usize)>,
    early: HashMap<String, Instant>,
}

/// That a run is under way, until it is dropped.
struct Mark<'s> {
    stops: &'s Stops,
    id: String,
    stopped: CancellationToken,
}

impl Stops {
    fn begin(&self, id: &str) -> Mark<'_> {
        let mut known = self.locked();
        let was_early = known.early.remove(id).is_some_and(|since| since.elapsed() < EARLY);
        let (token, count) = known.running.entry(id.to_owned()).or_default();
        *count += 1;
        if was_early {
            token.cancel();
        }
        Mark { stops: self, id: id.to_owned(), stopped: token.clone() }
    }

    fn stop(&self, id: &str) {
        let mut known = self.locked();
        if let Some((token, _)) = known.running.get(id) {
            token.cancel();
            return;
        }
        known.early.retain(|_, since| since.elapsed() < EARLY);
        if known.early.len() >= MOST_EARLY
            && let Some(oldest) = known.early.iter().min_by_key(|(_, since)| **since).map(|(id, _)| id.clone())
        {
            known.early.remove(&oldest);
        }
        known.early.insert(id.to_owned(), Instant::now());
    }

    fn locked(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        let mut known = self.stops.locked();
        if let Some((_, count)) = known.running.get_mut(&self.id) {
            *count -= 1;
            if *count == 0 {
                known.running.remove(&self.id);
            }
        }
    }
}

/// Does what an engine knows under this id. After [`stop`] the engine is told until it has ended.
pub(crate) async fn stoppable<T>(app: &App, kind: EngineKind, id: &str, run: impl Future<Output = T>) -> T {
    let mark = app.memory.stops.begin(id);
    let mut run = pin!(run);
    tokio::select! {
        done = &mut run => return done,
        () = mark.stopped.cancelled() => {}
    }
    loop {
        app.engines.of(kind).cancel(id).await;
        tokio::select! {
            done = &mut run => return done,
            () = sleep(AGAIN) => {}
        }
    }
}

/// Stops what runs under this id, or is about to; what has ended stays as it is.
pub(crate) fn stop(app: &App, id: &str) {
    app.memory.stops.stop(id);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_meets_its_run_before_and_while_it_runs_and_no_other() {
        let stops = Stops::default();
        let (one, other) = (stops.begin("one"), stops.begin("other"));
        stops.stop("one");
        assert!(one.stopped.is_cancelled() && !other.stopped.is_cancelled());
        drop(one);
        assert!(!stops.begin("one").stopped.is_cancelled(), "the next run with this id was not meant");
        stops.stop("early");
        let early = stops.begin("early");
        assert!(early.stopped.is_cancelled());
        drop(early);
        assert!(!stops.begin("early").stopped.is_cancelled(), "a stop is for one run");
        drop(other);
        let known = stops.locked();
        assert!(known.running.is_empty() && known.early.is_empty());
    }

    #[test]
    fn two_runs_with_one_id_are_stopped_together() {
        let stops = Stops::default();
        let (one, two) = (stops.begin("same"), stops.begin("same"));
        drop(one);
        stops.stop("same");
        assert!(two.stopped.is_cancelled());
    }

    #[test]
    fn stops_of_nothing_fill_no_memory() {
        let stops = Stops::default();
        for n in 0..MOST_EARLY * 2 {
            stops.stop(&n.to_string());
        }
        assert!(stops.locked().early.len() <= MOST_EARLY);
        assert!(stops.begin(&(MOST_EARLY * 2 - 1).to_string()).stopped.is_cancelled(), "the last one is among them");
    }
}
