//! Drawings by what they were drawn from, bounded in bytes.

use lru::LruCache;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, PoisonError};

/// What stands for one drawing.
pub(super) type Key = [u8; 32];

/// The key of an option at a size.
pub(super) fn key(option: &str, width: u32, height: u32) -> Key {
    Sha256::new().chain_update(width.to_le_bytes()).chain_update(height.to_le_bytes()).chain_update(option).finalize().into()
}

/// Forgets what was not asked for the longest.
pub(super) struct Cache {
    inner: Mutex<Inner>,
    /// Most bytes of drawings.
    most: usize,
}

struct Inner {
    drawings: LruCache<Key, Arc<str>>,
    bytes: usize,
}

impl Cache {
    pub(super) fn new(most: usize) -> Self {
        Self { inner: Mutex::new(Inner { drawings: LruCache::unbounded(), bytes: 0 }), most }
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<str>> {
        self.lock().drawings.get(key).cloned()
    }

    /// A drawing that alone is over the bound is not kept.
    pub(super) fn put(&self, key: Key, drawing: Arc<str>) {
        if drawing.len() > self.most {
            return;
        }
        let mut inner = self.lock();
        inner.bytes += drawing.len();
        if let Some(before) = inner.drawings.put(key, drawing) {
            inner.bytes -= before.len();
        }
        while inner.bytes > self.most {
            let Some((_, oldest)) = inner.drawings.pop_lru() else { break };
            inner.bytes -= oldest.len();
        }
    }

    /// A panic elsewhere leaves at worst a count that is too high, so the lock is taken all the same.
    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_was_used_last_within_its_bound() {
        let cache = Cache::new(10);
        let [a, b, c] = ["a", "b", "c"].map(|option| key(option, 1, 1));
        cache.put(a, "12345".into());
        cache.put(b, "12345".into());
        assert!(cache.get(&a).is_some());
        cache.put(c, "1".into());
        assert!(cache.get(&a).is_some() && cache.get(&b).is_none() && cache.get(&c).is_some());
        cache.put(b, "12345678901".into());
        assert!(cache.get(&b).is_none(), "too big to keep");
        for _ in 0..100 {
            cache.put(a, "12345".into());
        }
        assert!(cache.get(&c).is_some(), "the same drawing again takes no more room");
    }

    #[test]
    fn size_is_part_of_the_key() {
        let keys = [key("a", 1, 2), key("a", 2, 1), key("b", 1, 2)];
        assert!(keys[0] != keys[1] && keys[0] != keys[2]);
        assert_eq!(keys[0], key("a", 1, 2));
    }
}
