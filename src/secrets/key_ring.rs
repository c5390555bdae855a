//! The keys that seal secrets: a list, newest first. The newest seals, all of them open.

use crate::error::{AppError, Result};
use aes_gcm::{Aes256Gcm, KeyInit};
use sha2::{Digest, Sha256};
use std::sync::{Arc, atomic::AtomicU64};
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;

/// The keys of this installation. Cheap to clone; the counters of uses are shared.
#[derive(Clone)]
pub struct KeyRing {
    /// Newest first, never empty, ids distinct.
    keys: Arc<[Key]>,
}

/// One key. Its text is in sealed secrets (`id`) and nowhere else (`cipher`, wiped when dropped).
pub(super) struct Key {
    pub(super) id: String,
    pub(super) cipher: Aes256Gcm,
    /// How often this key has sealed, in all processes so far (`sealing` refuses beyond 2^32).
    pub(super) uses: AtomicU64,
    /// Uses up to here were counted in the store.
    pub(super) granted: AtomicU64,
}

impl KeyRing {
    /// Reads `id:hex` per key, newest first, separated by commas or white space; or one key as 64 hexadecimal
    /// characters, whose id is derived from it.
    ///
    /// # Errors
    /// `Unavailable`, for the operator to read. It never repeats the text.
    pub fn parse(text: &str) -> Result<Self> {
        let parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()).collect();
        let mut keys: Vec<Key> = Vec::with_capacity(parts.len());
        for part in &parts {
            let key = match part.split_once(':') {
                Some((id, hex)) => named_key(id, hex)?,
                None if parts.len() == 1 => {
                    let bytes = key_bytes(part)?;
                    Key::new(derived_id(&bytes), &bytes)
                }
                None => return Err(refused("with several keys each needs its id: id:hex,id:hex")),
            };
            if keys.iter().any(|known| known.id == key.id) {
                return Err(refused("two keys have the same id"));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(refused("it is empty"));
        }
        Ok(Self { keys: keys.into() })
    }

    /// The key that seals.
    pub(super) fn newest(&self) -> &Key {
        &self.keys[0]
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == id)
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

impl Key {
    fn new(id: String, bytes: &[u8; KEY_BYTES]) -> Self {
        Self { id, cipher: Aes256Gcm::new(bytes.into()), uses: AtomicU64::new(0), granted: AtomicU64::new(0) }
    }
}

/// A fresh key as the text that [`KeyRing::parse`] reads.
pub(super) fn fresh_key_text() -> Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new([0_u8; KEY_BYTES]);
    super::tokens::fill_random(bytes.as_mut_slice())?;
    let hex = Zeroizing::new(hex::encode(bytes.as_slice()));
    Ok(Zeroizing::new(format!("{}:{}\n", derived_id(&bytes), hex.as_str())))
}

fn refused(why: &str) -> AppError {
    AppError::unavailable(format!(
        "The secret key (VIZBOARD_SECRET_KEY or the file secret.key in the data directory) cannot be used: {why}. \
         A key is 64 random hexadecimal characters, as `openssl rand -hex 32` prints them."
    ))
}

fn named_key(id: &str, hex: &str) -> Result<Key> {
    let id_ok = (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !id_ok {
        return Err(refused("a key's id is 1 to 32 letters, digits, hyphens and underscores"));
    }
    Ok(Key::new(id.to_owned(), &*key_bytes(hex)?))
}

fn key_bytes(text: &str) -> Result<Zeroizing<[u8; KEY_BYTES]>> {
    let mut bytes = Zeroizing::new([0_u8; KEY_BYTES]);
    if text.len() != KEY_BYTES * 2 {
        return Err(refused(&format!("it has {} characters instead of 64", text.chars().count())));
    }
    hex::decode_to_slice(text, bytes.as_mut_slice()).map_err(|_| refused("it holds something other than the digits 0-9 and a-f"))?;
    if looks_made_up(&bytes) {
        return Err(refused("it is not random (all alike, counting up, or an example from some documentation)"));
    }
    Ok(bytes)
}

/// Zeros, repeated patterns, counting up or down, and the like. Random bytes have about 30 distinct values among 32;
/// fewer than 16 happen once in more than 10^12 keys.
fn looks_made_up(bytes: &[u8; KEY_BYTES]) -> bool {
    let mut distinct = *bytes;
    distinct.sort_unstable();
    let distinct = 1 + distinct.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let step = bytes[1].wrapping_sub(bytes[0]);
    let even_steps = bytes.windows(2).all(|pair| pair[1].wrapping_sub(pair[0]) == step);
    let halves_alike = bytes[..16] == bytes[16..];
    distinct < 16 || even_steps || halves_alike
}

/// An id that tells nothing about the key.
fn derived_id(bytes: &[u8; KEY_BYTES]) -> String {
    let digest = Sha256::new().chain_update(b"vizboard key id").chain_update(bytes).finalize();
    hex::encode(&digest[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e";

    #[test]
    fn keys_that_are_no_keys() {
        let zeros = "0".repeat(64);
        let digits = "0123456789abcdef".repeat(4);
        let beef = "deadbeef".repeat(8);
        let counting: String = (0..32).map(|i| format!("{i:02x}")).collect();
        let short = &GOOD[..62];
        let odd = &GOOD[..63];
        let not_hex = GOOD.replace('a', "g");
        let twice = format!("a:{GOOD},a:{GOOD}");
        let unnamed = format!("a:{GOOD} {GOOD}");
        let bad_id = format!("a b!:{GOOD}");
        for bad in ["", "  \n", &zeros, &digits, &beef, &counting, short, odd, &not_hex, &twice, &unnamed, &bad_id, ":", "a:"] {
            let error = KeyRing::parse(bad).expect_err(bad);
            assert!(!error.text.contains(&GOOD[..16]), "the text repeats the key");
        }
    }

    #[test]
    fn one_key_or_a_list() {
        let one = KeyRing::parse(GOOD).unwrap();
        assert_eq!(one.newest().id.len(), 8);
        let list = KeyRing::parse(&format!("new:{GOOD}\nold:{}", GOOD.chars().rev().collect::<String>())).unwrap();
        assert_eq!(list.newest().id, "new");
        assert!(list.by_id("old").is_some() && list.by_id("older").is_none());
        assert!(!format!("{list:?}").contains("8f3a"));
        KeyRing::parse(&fresh_key_text().unwrap()).unwrap();
    }
}
