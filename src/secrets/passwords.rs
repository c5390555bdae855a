//! Passwords: argon2id on threads of their own, a few at a time.

use crate::{
    error::{AppError, Kind, Result},
    model::access::Secret,
};
use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::{Output, ParamsString, SaltString},
};
use std::sync::{
    Arc, Mutex, OnceLock, PoisonError,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// 19 MiB, two passes, one lane: the floor of OWASP's password storage advice.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// How many are computed at once: memory stays below 2 x 19 MiB and other requests keep a core.
const AT_ONCE: usize = 2;
/// How many may wait; beyond that callers are sent away.
const WAITING: usize = 64;

/// Makes and checks password hashes. Cheap to clone; the bounds are shared.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    computed: Arc<AtomicU64>,
    /// Memory of hashes that are done, for the next ones: at most as much as [`AT_ONCE`] need. Given back to the
    /// allocator it would stay with the thread that took it, and there are many threads.
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Passwords {
    pub fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::default(), computed: Arc::default(), memory: Arc::default() }
    }

    /// The text to store for a password: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
    ///
    /// # Errors
    /// `Unavailable` with a time to wait when too many wait already.
    pub async fn hash(&self, password: &Secret) -> Result<String> {
        let password = password.clone();
        self.run(move |memory| hash_now(&password, memory)).await?
    }

    /// Whether `password` is the one of `stored`. Without a stored text (an unknown account) the same work is done
    /// against one that nothing matches, so that the time does not tell.
    ///
    /// # Errors
    /// `Unavailable` with a time to wait when too many wait already.
    pub async fn verify(&self, stored: Option<&str>, password: &Secret) -> Result<bool> {
        let (stored, password) = (stored.map(str::to_owned), password.clone());
        self.run(move |memory| {
            let known = stored.is_some();
            let text = match stored {
                Some(text) => text,
                None => unmatched()?,
            };
            Ok(matches(&text, &password, memory)? && known)
        })
        .await?
    }

    /// How many hashes were computed since the start: what a test of equal work counts.
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::SeqCst)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static) -> Result<T> {
        let place = Waiting::enter(&self.waiting)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(AppError::internal)?;
        drop(place);
        self.computed.fetch_add(1, Ordering::SeqCst);
        let kept = Arc::clone(&self.memory);
        tokio::task::spawn_blocking(move || {
            let mut memory = kept.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
            let result = work(&mut memory);
            kept.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
            // Held by the thread: a caller who went away does not make room before the work is done.
            drop(permit);
            result
        })
        .await
        .map_err(AppError::internal)
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// A place in the queue, given back also when the caller goes away.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn enter(count: &'a AtomicUsize) -> Result<Self> {
        let place = Self(count);
        if count.fetch_add(1, Ordering::SeqCst) >= WAITING + AT_ONCE {
            return Err(AppError {
                retry_after: Some(2),
                ..AppError::new(Kind::Unavailable, "Too many people are signing in at once. Try again in a few seconds.")
            });
        }
        Ok(place)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The argon2id of a password, 32 bytes.
fn output(params: Params, password: &Secret, salt: &[u8], memory: &mut Vec<Block>) -> Result<Output> {
    let blocks = params.block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::default());
    }
    let mut bytes = [0_u8; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password.expose().as_bytes(), salt, &mut bytes, &mut memory[..blocks])
        .map_err(AppError::internal)?;
    Output::new(&bytes).map_err(AppError::internal)
}

fn hash_now(password: &Secret, memory: &mut Vec<Block>) -> Result<String> {
    let mut salt = [0_u8; 16];
    super::tokens::fill_random(&mut salt)?;
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(AppError::internal)?;
    let text = SaltString::encode_b64(&salt).map_err(AppError::internal)?;
    let stored = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(AppError::internal)?,
        salt: Some(text.as_salt()),
        hash: Some(output(params, password, &salt, memory)?),
    };
    Ok(stored.to_string())
}

/// Whether `password` is the one of the stored `text`. The comparison takes the same time for every difference.
fn matches(text: &str, password: &Secret, memory: &mut Vec<Block>) -> Result<bool> {
    let stored = PasswordHash::new(text).map_err(AppError::internal)?;
    let (Some(salt), Some(hash)) = (stored.salt, stored.hash) else { return Ok(false) };
    let mut bytes = [0_u8; 64];
    let salt = salt.decode_b64(&mut bytes).map_err(AppError::internal)?;
    let params = Params::try_from(&stored).map_err(AppError::internal)?;
    Ok(output(params, password, salt, memory)? == hash)
}

/// The stored text of a password that nobody knows.
fn unmatched() -> Result<String> {
    static TEXT: OnceLock<String> = OnceLock::new();
    if let Some(text) = TEXT.get() {
        return Ok(text.clone());
    }
    // Salt and hash are made up: what counts is that checking against it costs the same.
    let mut bytes = [0_u8; 48];
    super::tokens::fill_random(&mut bytes)?;
    let salt = SaltString::encode_b64(&bytes[..16]).map_err(AppError::internal)?;
    let hash = Output::new(&bytes[16..]).map_err(AppError::internal)?;
    let text = format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${hash}");
    Ok(TEXT.get_or_init(|| text).clone())
}

/// Whether a password is among the most common ones, compared without case. The list is the password list of
/// zxcvbn (MIT, by Dropbox and Joshua Holmer): its 11,611 of at least 8 characters, and the 5,000 most common of 6
/// or 7 for installations that lowered the least length.
pub fn is_common(password: &str) -> bool {
    static LIST: OnceLock<std::collections::HashSet<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| include_str!("common_passwords.txt").lines().collect()).contains(password.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hashes_and_verifies() {
        let passwords = Passwords::new();
        let secret = Secret::new("  Pässwörd 🦀\u{7} ");
        let stored = passwords.hash(&secret).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_ne!(stored, passwords.hash(&secret).await.unwrap(), "the salt is fresh");
        assert!(passwords.verify(Some(&stored), &secret).await.unwrap());
        assert!(!passwords.verify(Some(&stored), &Secret::new("pässwörd 🦀")).await.unwrap());
        let before = passwords.computed();
        assert!(!passwords.verify(None, &secret).await.unwrap());
        assert_eq!(passwords.computed(), before + 1, "an unknown account costs one hash too");
    }

    #[tokio::test]
    async fn what_the_library_wrote_is_understood_and_the_other_way_round() {
        use argon2::{PasswordHasher, PasswordVerifier};
        let (passwords, secret) = (Passwords::new(), Secret::new("correct horse"));
        let salt = SaltString::encode_b64(b"sixteen bytes..!").unwrap();
        // Other parameters than ours, as an import or a later version would bring.
        let other = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 3, 2, None).unwrap());
        let theirs = other.hash_password(b"correct horse", &salt).unwrap().to_string();
        assert!(passwords.verify(Some(&theirs), &secret).await.unwrap());
        assert!(!passwords.verify(Some(&theirs), &Secret::new("correct horsf")).await.unwrap());
        let ours = passwords.hash(&secret).await.unwrap();
        assert!(Argon2::default().verify_password(b"correct horse", &PasswordHash::new(&ours).unwrap()).is_ok());
    }

    #[tokio::test]
    async fn memory_is_used_again() {
        let passwords = Passwords::new();
        let tries = (0..12).map(|n| {
            let passwords = passwords.clone();
            async move { passwords.verify(None, &Secret::new(format!("try {n}"))).await }
        });
        for answer in futures::future::join_all(tries).await {
            assert!(!answer.unwrap());
        }
        assert!((1..=AT_ONCE).contains(&passwords.memory.lock().unwrap().len()));
    }

    #[tokio::test]
    async fn a_full_queue_sends_away() {
        let passwords = Passwords::new();
        let holders = passwords.permits.clone().acquire_many_owned(AT_ONCE as u32).await.unwrap();
        let queued: Vec<_> = (0..WAITING + AT_ONCE).map(|_| Waiting::enter(&passwords.waiting).unwrap()).collect();
        let error = passwords.hash(&Secret::new("x")).await.unwrap_err();
        assert_eq!((error.kind, error.retry_after), (Kind::Unavailable, Some(2)));
        drop((queued, holders));
        assert!(passwords.hash(&Secret::new("x")).await.is_ok());
        assert_eq!(passwords.waiting.load(Ordering::SeqCst), 0);
    }
}
