//! How many reads of people's databases run at once: so many for everybody, and fewer for one team, so that no team can
//! take all the places (security.md, check 175).

use crate::model::{
    engine::{EngineError, Step},
    id::TeamId,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Reads at once, and with them connections to people's databases that are in use.
const ALL: usize = 128;
/// Reads of one team at once: three boards of five connections.
const TEAM: usize = 16;
/// Longest wait for a place.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Turns {
    all: Arc<Semaphore>,
    teams: Mutex<HashMap<TeamId, Weak<Semaphore>>>,
    patience: Duration,
}

/// The right to read, until it is dropped.
pub(crate) struct Turn {
    _everybodys: OwnedSemaphorePermit,
    _teams: OwnedSemaphorePermit,
}

impl Default for Turns {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(ALL)), teams: Mutex::default(), patience: PATIENCE }
    }
}

impl Turns {
    /// Waits for a place. The team's own comes first: whoever waits for it holds up no other team.
    pub(crate) async fn take(&self, team: &TeamId) -> Result<Turn, EngineError> {
        let places = self.places(team);
        let taken = async {
            let teams = places.acquire_owned().await?;
            Ok::<_, tokio::sync::AcquireError>(Turn { _everybodys: self.all.clone().acquire_owned().await?, _teams: teams })
        };
        match timeout(self.patience, taken).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(EngineError::new(
                Step::Timeout,
                "Too many questions to databases are under way.",
                "Try again in a moment, or show fewer things at once.",
            )),
        }
    }

    fn places(&self, team: &TeamId) -> Arc<Semaphore> {
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = teams.get(team).and_then(Weak::upgrade) {
            return places;
        }
        teams.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(TEAM));
        teams.insert(team.clone(), Arc::downgrade(&places));
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_team_takes_its_places_and_no_others() {
        let (turns, greedy) = (Turns { patience: Duration::from_millis(20), ..Turns::default() }, TeamId::new());
        let mut held = Vec::new();
        for _ in 0..TEAM {
            held.push(turns.take(&greedy).await.expect("a place"));
        }
        assert_eq!(turns.take(&greedy).await.err().expect("no place").step, Step::Timeout);
        let other = turns.take(&TeamId::new()).await.expect("another team's place");
        held.pop();
        turns.take(&greedy).await.expect("one is free again");
        drop((held, other));
        let mut held = Vec::new();
        for _ in 0..ALL / TEAM {
            let team = TeamId::new();
            for _ in 0..TEAM {
                held.push(turns.take(&team).await.expect("a place"));
            }
        }
        assert!(turns.take(&greedy).await.is_err(), "never more than there are");
    }
}
