//! Sealing: `v1.<key id>.<base64 of nonce, ciphertext and tag>`.
//!
//! The place of a sealed text (table, column, row) is associated data, so a text that was moved does not open.
//! Putting back an older text of the *same* place is not noticed: who can write to the store can do that anyway
//! with the whole row.

use super::{
    key_ring::{Key, KeyRing, USES_BLOCK},
    key_text,
};
use crate::{
    error::{AppError, Result},
    model::access::Secret,
};
use aes_gcm::{AeadInPlace, Nonce, Tag, aead::generic_array::typenum::Unsigned};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::sync::atomic::Ordering;
use zeroize::Zeroizing;

const VERSION: &str = "v1";
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = <aes_gcm::Aes256Gcm as aes_gcm::AeadCore>::TagSize::USIZE;
/// Plaintexts are filled up to a multiple of this, so that the length of a password cannot be told from its row.
const BUCKET: usize = 256;
/// With random nonces a key may seal 2^32 times (NIST SP 800-38D).
const MOST_USES: u64 = 1 << 32;
/// How every sealed text begins, as a pattern for `like`.
pub const SEALED: &str = "v1.%";
/// Characters of a sealed text that hold the id of its key, whatever its length.
pub const HEAD: u32 = 36;

/// Where a sealed text is stored.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub table: &'a str,
    pub column: &'a str,
    /// The row's id.
    pub row: &'a str,
}

impl KeyRing {
    /// Seals `plain` under the newest key for one place in the store. Two calls never answer the same text.
    pub fn seal(&self, plain: &str, place: &Place) -> Result<String> {
        let key = self.sealing();
        count_use(&key)?;
        let nonce = fresh_nonce()?;
        let mut text = padded(plain)?;
        let tag = key
            .cipher
            .encrypt_in_place_detached(Nonce::from_slice(&nonce), &associated(&key.id, place), text.as_mut_slice())
            .map_err(|_| AppError::internal("a secret is too long to be sealed"))?;
        let sealed = [nonce.as_slice(), text.as_slice(), tag.as_slice()].concat();
        Ok(format!("{VERSION}.{}.{}", key.id, URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// The same secret sealed anew, for the same place.
    pub fn reseal(&self, sealed: &str, place: &Place) -> Result<String> {
        self.seal(self.open(sealed, place)?.expose(), place)
    }

    /// Opens a text that [`KeyRing::seal`] made for the same place.
    ///
    /// # Errors
    /// `Unavailable` when it was sealed under a key that is not in the ring, was changed, or was moved from another
    /// place. Never a part of the plaintext.
    pub fn open(&self, sealed: &str, place: &Place) -> Result<Secret> {
        if let Some(id) = key_id(sealed).filter(|id| self.by_id(id).is_none()) {
            tracing::error!(place.table, place.column, place.row, key = id, "a sealed secret does not open: its key is missing");
            return Err(AppError::unavailable(format!(
                "A stored secret cannot be read: it was sealed with the key {id}, which is missing. \
                 The operator can put that key back into the list of keys; otherwise enter it again."
            )));
        }
        self.try_open(sealed, place).ok_or_else(|| {
            tracing::error!(place.table, place.column, place.row, "a sealed secret does not open: wrong key, changed or moved");
            AppError::unavailable("A stored secret cannot be read: it was sealed with another key, or changed. Enter it again.")
        })
    }

    fn try_open(&self, sealed: &str, place: &Place) -> Option<Secret> {
        let mut parts = sealed.split('.');
        let (version, id, body) = (parts.next()?, parts.next()?, parts.next()?);
        if version != VERSION || parts.next().is_some() {
            return None;
        }
        let key = self.by_id(id)?;
        let mut body = Zeroizing::new(URL_SAFE_NO_PAD.decode(body).ok()?);
        if body.len() < NONCE_BYTES + TAG_BYTES {
            return None;
        }
        let (nonce, rest) = body.split_at_mut(NONCE_BYTES);
        let (text, tag) = rest.split_at_mut(rest.len() - TAG_BYTES);
        key.cipher.decrypt_in_place_detached(Nonce::from_slice(nonce), &associated(&key.id, place), text, Tag::from_slice(tag)).ok()?;
        let (length, text) = text.split_first_chunk::<4>()?;
        let plain = text.get(..u32::from_be_bytes(*length) as usize)?;
        std::str::from_utf8(plain).ok().map(Secret::new)
    }
}

/// The id of the key that a sealed text, or its first [`HEAD`] characters, names.
pub fn key_id(sealed: &str) -> Option<&str> {
    let (id, _) = sealed.strip_prefix(VERSION)?.strip_prefix('.')?.split_once('.')?;
    key_text::is_id(id).then_some(id)
}

/// Never the same twice, in this process or another: 96 bits of the operating system, under a bound of uses.
fn fresh_nonce() -> Result<[u8; NONCE_BYTES]> {
    let mut nonce = [0; NONCE_BYTES];
    super::tokens::fill_random(&mut nonce)?;
    Ok(nonce)
}

fn count_use(key: &Key) -> Result<()> {
    let uses = key.uses.fetch_add(1, Ordering::Relaxed);
    // Every block begins with a warning from half of the bound on.
    if uses >= MOST_USES / 2 && uses.is_multiple_of(USES_BLOCK) {
        tracing::warn!(key.id, "more than half of the uses of the secret key are spent: put a new key before it in the list of keys");
    }
    if uses >= MOST_USES {
        return Err(AppError::unavailable("The secret key was used too often. Put a new key before it in the list of keys."));
    }
    Ok(())
}

/// Length (4 bytes), text, zeros up to a full bucket.
fn padded(plain: &str) -> Result<Zeroizing<Vec<u8>>> {
    let length = u32::try_from(plain.len()).map_err(|_| AppError::internal("a secret is too long to be sealed"))?;
    let mut text = Zeroizing::new(Vec::with_capacity((plain.len() + 4).next_multiple_of(BUCKET)));
    text.extend_from_slice(&length.to_be_bytes());
    text.extend_from_slice(plain.as_bytes());
    let full = text.len().next_multiple_of(BUCKET);
    text.resize(full, 0);
    Ok(text)
}

/// Version, key id and place, each behind its length, so that no two differ only in where one part ends.
fn associated(key_id: &str, place: &Place) -> Vec<u8> {
    let mut data = Vec::with_capacity(128);
    for part in [VERSION, key_id, place.table, place.column, place.row] {
        data.extend_from_slice(&(part.len() as u64).to_be_bytes());
        data.extend_from_slice(part.as_bytes());
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "b:8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e,\
                        a:c27e9d08b1a45f63e2197ac4d05b8836f4e1027d9b3c6a58017fd2e4968ab35c";
    const PLACE: Place = Place { table: "connections", column: "access", row: "1" };

    fn ring() -> KeyRing {
        KeyRing::parse(KEYS).unwrap()
    }

    #[test]
    fn opens_in_its_place_only() {
        let ring = ring();
        let sealed = ring.seal("pässword", &PLACE).unwrap();
        assert!(sealed.starts_with("v1.b."));
        assert_eq!(ring.open(&sealed, &PLACE).unwrap().expose(), "pässword");
        for other in [
            Place { row: "2", ..PLACE },
            Place { table: "connection", ..PLACE },
            Place { column: "accesses", ..PLACE },
            Place { table: "connectionsa", column: "ccess", ..PLACE },
        ] {
            assert!(ring.open(&sealed, &other).is_err(), "{other:?}");
        }
        let without_b = KeyRing::parse(KEYS.split(',').nth(1).unwrap()).unwrap();
        assert!(without_b.open(&sealed, &PLACE).is_err());
        assert!(ring.open(&sealed.replacen("v1.b.", "v1.a.", 1), &PLACE).is_err(), "the key id is part of what is sealed");
        let old = without_b.seal("old", &PLACE).unwrap();
        assert_eq!(ring.open(&old, &PLACE).unwrap().expose(), "old", "every key of the list opens");
    }

    #[test]
    fn the_head_names_the_key() {
        let ring = KeyRing::parse(&format!("{}:{}", "k".repeat(32), &KEYS[2..66])).unwrap();
        let sealed = ring.seal("s", &PLACE).unwrap();
        assert_eq!(key_id(&sealed[..HEAD as usize]), Some("k".repeat(32).as_str()));
        assert!(sealed.starts_with(SEALED.trim_end_matches('%')));
        for none in ["", "v1", "v1.a", "v1..x", "v2.a.x", "v1.a b.x", "v1.<i>.x"] {
            assert_eq!(key_id(none), None, "{none}");
        }
        let error = self::ring().open(&sealed, &PLACE).expect_err("its key is missing");
        assert!(error.text.contains(&format!("the key {}, which is missing", "k".repeat(32))), "{error}");
        assert!(ring.open(&ring.reseal(&sealed, &PLACE).unwrap(), &PLACE).unwrap().expose() == "s");
    }

    #[test]
    fn equal_secrets_and_lengths_do_not_show() {
        let ring = ring();
        assert_ne!(ring.seal("same", &PLACE).unwrap(), ring.seal("same", &PLACE).unwrap());
        let lengths: Vec<_> = ["", "a", &"x".repeat(200)].iter().map(|text| ring.seal(text, &PLACE).unwrap().len()).collect();
        assert!(lengths.iter().all(|length| *length == lengths[0]), "{lengths:?}");
    }

    #[test]
    fn changed_texts_never_open() {
        let ring = ring();
        let sealed = ring.seal("canary", &PLACE).unwrap();
        let refuse = |text: &str| assert!(ring.try_open(text, &PLACE).is_none(), "{text}");
        for end in 0..sealed.len() {
            refuse(&sealed[..end]);
        }
        for other in [b'A', b'B', b'.', b'=', b'!', b' ', 0] {
            for at in 0..=sealed.len() {
                let mut bytes = sealed.clone().into_bytes();
                bytes.insert(at, other);
                refuse(&String::from_utf8(bytes).unwrap());
            }
        }
        let (head, body) = sealed.rsplit_once('.').unwrap();
        let raw = URL_SAFE_NO_PAD.decode(body).unwrap();
        for at in 0..raw.len() {
            for bit in 0..8 {
                let mut raw = raw.clone();
                raw[at] ^= 1 << bit;
                refuse(&format!("{head}.{}", URL_SAFE_NO_PAD.encode(raw)));
            }
        }
        for text in ["", ".", "..", "...", "v1", "v1.b", "v1.b.", "v2.b.AAAA", "v1..AAAA", "v1.b.AAAA", "v1.b.AAAA.AAAA"] {
            refuse(text);
        }
    }

    #[test]
    fn a_million_random_texts_never_open() {
        use rand::{RngCore, SeedableRng};
        let ring = ring();
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(49);
        for case in 0..500_000_u32 {
            // Shorter than a nonce and a tag, as long, and longer.
            let mut raw = vec![0; (case % 48) as usize];
            random.fill_bytes(&mut raw);
            let text = format!("v1.b.{}", URL_SAFE_NO_PAD.encode(&raw));
            assert!(ring.try_open(&text, &PLACE).is_none(), "{text}");
            assert!(ring.try_open(&String::from_utf8_lossy(&raw), &PLACE).is_none());
        }
    }

    #[test]
    fn refuses_beyond_the_bound() {
        let ring = ring();
        assert_eq!(ring.wants_uses().as_deref(), Some("b"), "nothing was granted yet");
        ring.grant_uses("b", 0);
        assert_eq!(ring.wants_uses(), None);
        ring.grant_uses("b", MOST_USES - 1);
        assert!(ring.seal("last", &PLACE).is_ok());
        assert!(ring.seal("one too many", &PLACE).is_err());
    }

    /// What `one` makes, `each` times in each of eight threads; thread `n` gets its number.
    fn in_eight_threads(each: usize, one: impl Fn(usize) -> [u8; NONCE_BYTES] + Sync) -> Vec<[u8; NONCE_BYTES]> {
        let one = &one;
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..8).map(|thread| scope.spawn(move || (0..each).map(|_| one(thread)).collect::<Vec<_>>())).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        })
    }

    fn distinct(mut nonces: Vec<[u8; NONCE_BYTES]>) -> usize {
        nonces.sort_unstable();
        nonces.dedup();
        nonces.len()
    }

    #[test]
    fn no_nonce_twice_in_a_million() {
        assert_eq!(distinct(in_eight_threads(125_000, |_| fresh_nonce().unwrap())), 1_000_000);
        // And those are the nonces that are used, also after another start with the same key.
        let rings = [ring(), ring()];
        let sealed = in_eight_threads(2_500, |thread| {
            let sealed = rings[thread % 2].seal("x", &PLACE).unwrap();
            // 16 characters are the 12 bytes of the nonce.
            URL_SAFE_NO_PAD.decode(&sealed["v1.b.".len()..][..16]).unwrap().try_into().unwrap()
        });
        assert_eq!(distinct(sealed), 20_000);
    }
}
