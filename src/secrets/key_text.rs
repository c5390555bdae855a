//! The list of keys as text: `id:hex` per key, newest first.

use crate::error::{AppError, Result};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;
const LONGEST_ID: usize = 32;

/// One key of a list.
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl Listed {
    /// A random key.
    pub(super) fn fresh() -> Result<Self> {
        let mut bytes = Zeroizing::new([0_u8; KEY_BYTES]);
        super::tokens::fill_random(bytes.as_mut_slice())?;
        Ok(Self { id: derived_id(&bytes), bytes })
    }
}

/// Reads `id:hex` per key, newest first, separated by commas or white space; or one key as 64 hexadecimal characters,
/// whose id is derived from it. The list is never empty, its ids are distinct.
///
/// # Errors
/// `Unavailable`, for the operator to read. It never repeats the text.
pub(super) fn parse(text: &str) -> Result<Vec<Listed>> {
    let parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty()).collect();
    let mut keys: Vec<Listed> = Vec::with_capacity(parts.len());
    for part in &parts {
        let key = match part.split_once(':') {
            Some((id, hex)) => named_key(id, hex)?,
            None if parts.len() == 1 => {
                let bytes = key_bytes(part)?;
                Listed { id: derived_id(&bytes), bytes }
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
    Ok(keys)
}

/// The text that [`parse`] reads, a key a line.
pub(super) fn written(keys: &[Listed]) -> Zeroizing<String> {
    // Long enough from the start: a text that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(keys.len() * (LONGEST_ID + KEY_BYTES * 2 + 2)));
    for key in keys {
        text.push_str(&key.id);
        text.push(':');
        text.push_str(&Zeroizing::new(hex::encode(key.bytes.as_slice())));
        text.push('\n');
    }
    text
}

/// Whether a text can be the id of a key.
pub(super) fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn refused(why: &str) -> AppError {
    AppError::unavailable(format!(
        "The secret key (VIZBOARD_SECRET_KEY or the file secret.key in the data directory) cannot be used: {why}. \
         A key is 64 random hexadecimal characters, as `openssl rand -hex 32` prints them."
    ))
}

fn named_key(id: &str, hex: &str) -> Result<Listed> {
    if !is_id(id) {
        return Err(refused("a key's id is 1 to 32 letters, digits, hyphens and underscores"));
    }
    Ok(Listed { id: id.to_owned(), bytes: key_bytes(hex)? })
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
            let error = parse(bad).err().expect(bad);
            assert!(!error.text.contains(&GOOD[..16]), "the text repeats the key");
        }
    }

    #[test]
    fn one_key_or_a_list() {
        let one = parse(GOOD).unwrap();
        assert_eq!((one.len(), one[0].id.len()), (1, 8));
        let list = parse(&format!("new:{GOOD}\nold:{}", GOOD.chars().rev().collect::<String>())).unwrap();
        assert_eq!(list.iter().map(|key| key.id.as_str()).collect::<Vec<_>>(), ["new", "old"]);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bare = parse(GOOD).unwrap();
        assert_eq!(*written(&bare), format!("{}:{GOOD}\n", bare[0].id), "a key without id gets the one that its texts name");
        let keys = [Listed::fresh().unwrap(), Listed::fresh().unwrap()];
        let text = written(&keys);
        assert_eq!(*written(&parse(&text).unwrap()), *text);
    }
}
