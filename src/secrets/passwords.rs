//! Passwords: argon2id on threads of their own, a few at a time.

use crate::{
    error::{AppError, Kind, Result},
    model::access::Secret,
};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString};
use std::sync::{
    Arc, OnceLock,
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
}

impl Passwords {
    pub fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::default(), computed: Arc::default() }
    }

    /// The text to store for a password: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
    ///
    /// # Errors
    /// `Unavailable` with a time to wait when too many wait already.
    pub async fn hash(&self, password: &Secret) -> Result<String> {
        let password = password.clone();
        self.run(move || hash_now(&password)).await?
    }

    /// Whether `password` is the one of `stored`. Without a stored text (an unknown account) the same work is done
    /// against one that nothing matches, so that the time does not tell.
    ///
    /// # Errors
    /// `Unavailable` with a time to wait when too many wait already.
    pub async fn verify(&self, stored: Option<&str>, password: &Secret) -> Result<bool> {
        let (stored, password) = (stored.map(str::to_owned), password.clone());
        self.run(move || {
            let known = stored.is_some();
            let text = match stored {
                Some(text) => text,
                None => unmatched()?,
            };
            let parsed = PasswordHash::new(&text).map_err(AppError::internal)?;
            let matches = hasher().verify_password(password.expose().as_bytes(), &parsed).is_ok();
            Ok(matches && known)
        })
        .await?
    }

    /// How many hashes were computed since the start: what a test of equal work counts.
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::SeqCst)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let place = Waiting::enter(&self.waiting)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(AppError::internal)?;
        drop(place);
        self.computed.fetch_add(1, Ordering::SeqCst);
        tokio::task::spawn_blocking(move || {
            let result = work();
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

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &Secret) -> Result<String> {
    let mut salt = [0_u8; 16];
    super::tokens::fill_random(&mut salt)?;
    let salt = SaltString::encode_b64(&salt).map_err(AppError::internal)?;
    Ok(hasher().hash_password(password.expose().as_bytes(), &salt).map_err(AppError::internal)?.to_string())
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
    let hash = argon2::password_hash::Output::new(&bytes[16..]).map_err(AppError::internal)?;
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
