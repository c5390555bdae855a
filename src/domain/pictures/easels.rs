//! Who makes a picture now: one at a time for each person, and few at once, since each takes memory and time.

use crate::{
    error::{AppError, Kind, Result},
    model::id::AccountId,
};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Pictures that are made at once; each takes up to some 150 MB.
const PLACES: usize = 2;
/// Longest wait for a place.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Easels {
    places: Arc<Semaphore>,
    busy: Arc<Mutex<HashSet<AccountId>>>,
    patience: Duration,
}

/// The right to make a picture, until it is dropped.
pub(super) struct Easel {
    _place: OwnedSemaphorePermit,
    _person: Person,
}

struct Person {
    account: AccountId,
    busy: Arc<Mutex<HashSet<AccountId>>>,
}

impl Default for Easels {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), busy: Arc::default(), patience: PATIENCE }
    }
}

impl Easels {
    /// How many people wait for their picture, and how many are made.
    pub(crate) fn under_way(&self) -> (u32, u32) {
        let people = self.busy.lock().unwrap_or_else(PoisonError::into_inner).len();
        let made = PLACES.saturating_sub(self.places.available_permits());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (count(people.saturating_sub(made)), count(made))
    }

    /// # Errors
    /// `RateLimited` while a picture of the same person is made, `Unavailable` when no place gets free in time.
    pub(super) async fn take(&self, account: &AccountId) -> Result<Easel> {
        let is_first = self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(account.clone());
        if !is_first {
            let text = "Another picture is being made for you. Ask again once it is there.";
            return Err(AppError { retry_after: Some(5), ..AppError::new(Kind::RateLimited, text) });
        }
        let person = Person { account: account.clone(), busy: Arc::clone(&self.busy) };
        match timeout(self.patience, self.places.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(Easel { _place: place, _person: person }),
            _ => {
                let text = "Too many pictures are being made. Ask again in a moment.";
                Err(AppError { retry_after: Some(10), ..AppError::unavailable(text) })
            }
        }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_for_each_person_and_few_at_once() {
        let easels = Easels { patience: Duration::from_millis(20), ..Easels::default() };
        let [ada, bo, eve] = [AccountId::new(), AccountId::new(), AccountId::new()];
        let first = easels.take(&ada).await.expect("a place");
        assert_eq!(easels.take(&ada).await.err().map(|error| error.kind), Some(Kind::RateLimited));
        let _second = easels.take(&bo).await.expect("a place");
        assert_eq!(easels.take(&eve).await.err().map(|error| error.kind), Some(Kind::Unavailable));
        drop(first);
        easels.take(&ada).await.expect("a place again");
        easels.take(&eve).await.expect("who waited in vain may try again");
    }
}
