//! The keys that seal secrets: a list, newest first. The newest seals, all of them open.
//!
//! Keys of a file follow the file while the process runs: it is looked at before a block of writes is sealed and when a
//! text names a key that is not known (00-conventions, Keys).

use super::{
    key_file::{self, Stamp},
    key_text::{self, Listed},
};
use crate::error::Result;
use aes_gcm::{Aes256Gcm, KeyInit};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Uses are counted in the store by blocks of this size, a block before its first use: after a crash the rest of a
/// block counts as used.
pub const USES_BLOCK: u64 = 1 << 16;

/// The keys of this installation. Cheap to clone; what one clone learns all know.
#[derive(Clone)]
pub struct KeyRing {
    inner: Arc<Inner>,
}

struct Inner {
    /// Newest first, never empty, ids distinct.
    keys: RwLock<Arc<[Arc<Key>]>>,
    file: Option<Followed>,
}

/// The file that the keys came from.
struct Followed {
    path: PathBuf,
    /// What was read last.
    seen: Mutex<Option<Stamp>>,
}

/// One key. Its text is in sealed secrets (`id`) and nowhere else (`cipher`, wiped when dropped).
pub(super) struct Key {
    pub(super) id: String,
    pub(super) cipher: Aes256Gcm,
    /// How often this key has sealed, in all processes so far (`sealing` refuses beyond 2^32).
    pub(super) uses: AtomicU64,
    /// Uses up to here were counted in the store.
    granted: AtomicU64,
}

impl Key {
    fn new(key: &Listed) -> Arc<Self> {
        let cipher = Aes256Gcm::new((&*key.bytes).into());
        Arc::new(Self { id: key.id.clone(), cipher, uses: AtomicU64::new(0), granted: AtomicU64::new(0) })
    }
}

impl KeyRing {
    /// The keys of a text, which stay as they are: `id:hex` per key, newest first, or one key alone.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read. It never repeats the text.
    pub fn parse(text: &str) -> Result<Self> {
        Ok(Self::new(&key_text::parse(text)?, None))
    }

    /// The keys of a file, which follow it.
    pub(super) fn following(path: &Path) -> Result<Self> {
        let (stamp, text) = key_file::read(path)?;
        let file = Followed { path: path.to_owned(), seen: Mutex::new(Some(stamp)) };
        Ok(Self::new(&key_text::parse(&text)?, Some(file)))
    }

    fn new(keys: &[Listed], file: Option<Followed>) -> Self {
        let keys = keys.iter().map(Key::new).collect();
        Self { inner: Arc::new(Inner { keys: RwLock::new(keys), file }) }
    }

    /// The ids of all keys, newest first.
    pub fn ids(&self) -> Vec<String> {
        self.look_again();
        self.keys().iter().map(|key| key.id.clone()).collect()
    }

    /// The id of the newest key when another block of its uses is to be counted in the store.
    pub fn wants_uses(&self) -> Option<String> {
        self.look_again();
        let newest = &self.keys()[0];
        let wants = newest.uses.load(Ordering::Relaxed) + USES_BLOCK / 2 > newest.granted.load(Ordering::Relaxed);
        wants.then(|| newest.id.clone())
    }

    /// A block that begins at the `from`th use of a key belongs to this process.
    pub fn grant_uses(&self, id: &str, from: u64) {
        if let Some(key) = self.known(id) {
            key.uses.fetch_max(from, Ordering::Relaxed);
            key.granted.fetch_max(from.saturating_add(USES_BLOCK), Ordering::Relaxed);
        }
    }

    /// The key that seals: the newest whose uses are counted, so that no use goes uncounted when a newer key appears
    /// between the counting and the sealing.
    pub(super) fn sealing(&self) -> Arc<Key> {
        let keys = self.keys();
        let counted = keys.iter().find(|key| key.granted.load(Ordering::Relaxed) > 0);
        Arc::clone(counted.unwrap_or(&keys[0]))
    }

    /// The key of this id, looked for in the file when it is not known.
    pub(super) fn by_id(&self, id: &str) -> Option<Arc<Key>> {
        self.known(id).or_else(|| {
            self.look_again();
            self.known(id)
        })
    }

    fn known(&self, id: &str) -> Option<Arc<Key>> {
        self.keys().iter().find(|key| key.id == id).cloned()
    }

    fn keys(&self) -> Arc<[Arc<Key>]> {
        Arc::clone(&self.inner.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the file again when it is another one than before. A file that cannot be used leaves the keys as they are.
    fn look_again(&self) {
        let Some(file) = &self.inner.file else { return };
        let mut seen = file.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = key_file::stamp(&file.path).ok();
        if now == *seen {
            return;
        }
        // Said once for each state of the file; one that could not be read is tried again.
        *seen = now;
        let read = key_file::read(&file.path).map(|(stamp, text)| (Some(stamp), key_text::parse(&text)));
        match read {
            Ok((stamp, Ok(keys))) => {
                *seen = stamp;
                self.replace(&keys);
                tracing::info!(keys = ?self, "the key file changed and was read again");
            }
            Ok((_, Err(error))) => tracing::error!("the key file changed, and the keys of before stay in use: {error}"),
            Err(error) => {
                *seen = None;
                tracing::error!("the keys of before stay in use: {error}");
            }
        }
    }

    /// An id keeps its key as long as the process runs, and its counters.
    fn replace(&self, listed: &[Listed]) {
        let keys = listed.iter().map(|key| self.known(&key.id).unwrap_or_else(|| Key::new(key))).collect();
        *self.inner.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys().iter().map(|key| &key.id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{Place, key_file::add_key, key_ring_of_folder};

    const PLACE: Place = Place { table: "t", column: "c", row: "r" };

    #[test]
    fn nothing_of_a_key_is_printed() {
        let key = "8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e";
        assert_eq!(format!("{:?}", KeyRing::parse(&format!("new:{key}")).unwrap()), "[\"new\"]");
    }

    #[test]
    fn a_key_that_appears_opens_at_once_and_seals_once_its_uses_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let running = key_ring_of_folder(folder.path()).unwrap();
        let old = running.ids().remove(0);
        running.grant_uses(&running.wants_uses().unwrap(), 0);
        assert_eq!(running.wants_uses(), None);
        let before = running.seal("before", &PLACE).unwrap();

        let new = add_key(folder.path()).unwrap();
        let other = key_ring_of_folder(folder.path()).unwrap();
        assert_eq!(other.ids(), [new.as_str(), &old]);
        let elsewhere = other.seal("elsewhere", &PLACE).unwrap();
        assert_eq!(running.open(&elsewhere, &PLACE).unwrap().expose(), "elsewhere");
        assert_eq!(running.open(&before, &PLACE).unwrap().expose(), "before");

        assert!(running.seal("x", &PLACE).unwrap().starts_with(&format!("v1.{old}.")), "the new one's uses are not counted yet");
        assert_eq!(running.wants_uses(), Some(new.clone()));
        running.grant_uses(&new, 0);
        assert!(running.seal("x", &PLACE).unwrap().starts_with(&format!("v1.{new}.")));
    }

    #[test]
    fn a_broken_or_missing_file_leaves_the_keys_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let (path, kept) = (folder.path().join("secret.key"), folder.path().join("kept"));
        let running = key_ring_of_folder(folder.path()).unwrap();
        let (sealed, ids) = (running.seal("s", &PLACE).unwrap(), running.ids());
        std::fs::rename(&path, &kept).unwrap();
        assert_eq!(running.ids(), ids);
        std::fs::write(&path, "not a key").unwrap();
        assert_eq!(running.ids(), ids);
        assert!(running.open("v1.unknown.AAAA", &PLACE).is_err());
        assert_eq!(running.open(&sealed, &PLACE).unwrap().expose(), "s");
        std::fs::rename(&kept, &path).unwrap();
        let new = add_key(folder.path()).unwrap();
        assert_eq!(running.ids(), [new, ids[0].clone()]);
    }
}
