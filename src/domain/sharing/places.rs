//! How many files readers of links take along at once from the databases of one team: a quarter of what the team may ask at
//! once, so that strangers who read slowly leave the rest to its members.

use crate::{
    error::{AppError, Result},
    model::id::TeamId,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Files of one team at once.
const TEAM: usize = 4;

#[derive(Default)]
pub struct Places {
    taken: Arc<Mutex<HashMap<TeamId, usize>>>,
}

/// The right to write a file, until it is dropped.
pub(crate) struct Place {
    team: TeamId,
    taken: Arc<Mutex<HashMap<TeamId, usize>>>,
}

impl Places {
    /// # Errors
    /// `Unavailable` while others take as many as there may be.
    pub(super) fn take(&self, team: &TeamId) -> Result<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(team.clone()).or_insert(0);
        if *count >= TEAM {
            let text = "Too many files of this board are being written. Try again in a moment.";
            return Err(AppError { retry_after: Some(10), ..AppError::unavailable(text) });
        }
        *count += 1;
        Ok(Place { team: team.clone(), taken: Arc::clone(&self.taken) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.team) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.team);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn a_team_gives_so_many_and_another_its_own() {
        let (places, team) = (Places::default(), TeamId::new());
        let mut held: Vec<_> = (0..TEAM).map(|_| places.take(&team).expect("a place")).collect();
        assert_eq!(places.take(&team).err().map(|error| error.kind), Some(Kind::Unavailable));
        let other = places.take(&TeamId::new()).expect("another team's place");
        held.pop();
        held.push(places.take(&team).expect("a place again"));
        drop((held, other));
        assert!(places.taken.lock().expect("not poisoned").is_empty(), "nothing is remembered of who is done");
    }
}
