//! Work under way, by the id of its request, for stopping it from elsewhere.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What stops each piece of work. Clones share one list.
pub struct UnderWay<T>(Arc<Mutex<HashMap<String, T>>>);

/// The entry of one piece of work; gone when dropped.
pub struct Entry<T> {
    list: UnderWay<T>,
    id: String,
}

impl<T> UnderWay<T> {
    pub fn enter(&self, id: &str, stop: T) -> Entry<T> {
        self.locked().insert(id.to_owned(), stop);
        Entry { list: self.clone(), id: id.to_owned() }
    }

    /// Does something with the entry of an id; unknown ids are ignored.
    pub fn with(&self, id: &str, act: impl FnOnce(&T)) {
        if let Some(stop) = self.locked().get(id) {
            act(stop);
        }
    }

    pub fn with_all(&self, act: impl Fn(&T)) {
        self.locked().values().for_each(act);
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<String, T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Clone for UnderWay<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for UnderWay<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Drop for Entry<T> {
    fn drop(&mut self) {
        self.list.locked().remove(&self.id);
    }
}
