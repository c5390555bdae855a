//! Tokens: what is shown is random, what is stored is its HMAC under a sealed key, so that write access to the
//! store mints nothing.

use crate::{
    error::{AppError, Result},
    model::access::Secret,
};
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Characters of a token: 62 letters and digits, 190 bits.
const TOKEN_LENGTH: usize = 32;

/// Letters and digits: what tokens are made of.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of the check at the end of a token that people keep.
const CHECK_LENGTH: usize = 6;

/// Bytes from the operating system.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<()> {
    rand::rngs::OsRng.try_fill_bytes(bytes).map_err(|error| AppError::internal(format!("the system gives no random bytes: {error}")))
}

/// Whether this has the form of what [`random_token`] makes: the store is not asked for anything else.
pub fn is_random_token(text: &str) -> bool {
    text.len() == TOKEN_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A fresh token of letters and digits from the operating system's generator.
pub fn random_token() -> Result<Secret> {
    let mut token = Zeroizing::new(String::with_capacity(TOKEN_LENGTH));
    let mut bytes = Zeroizing::new([0_u8; TOKEN_LENGTH * 2]);
    while token.len() < TOKEN_LENGTH {
        fill_random(bytes.as_mut_slice())?;
        // Bytes from 248 on are thrown away: 248 is a multiple of 62, so every letter is equally likely.
        let letters = bytes.iter().filter(|byte| **byte < 248).map(|byte| char::from(LETTERS[usize::from(*byte) % 62]));
        let missing = TOKEN_LENGTH - token.len();
        token.extend(letters.take(missing));
    }
    Ok(Secret::new(token.as_str()))
}

/// What [`short_codes`] are made of: no letter or digit that looks like another one.
const CODE_LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
/// Characters of a short code: 50 bits, for codes that work once and whose tries are limited.
const CODE_LENGTH: usize = 10;

/// So many codes for people to write down.
pub fn short_codes(count: usize) -> Result<Vec<Secret>> {
    let mut bytes = Zeroizing::new(vec![0_u8; count * CODE_LENGTH]);
    fill_random(bytes.as_mut_slice())?;
    // 32 divides 256: every letter is equally likely.
    let code = |bytes: &[u8]| bytes.iter().map(|byte| char::from(CODE_LETTERS[usize::from(*byte) % 32])).collect::<String>();
    Ok(bytes.chunks(CODE_LENGTH).map(|bytes| Secret::new(code(bytes))).collect())
}

/// A token that people keep: `prefix`, a random token, and a check, so that what was cut short or mistyped is told from
/// a token without asking the store, and programs that look for leaked secrets know one when they see it.
pub fn token_with_prefix(prefix: &str) -> Result<Secret> {
    let random = random_token()?;
    Ok(Secret::new(format!("{prefix}{}{}", random.expose(), check(prefix, random.expose()))))
}

/// Whether `text` is what [`token_with_prefix`] makes.
pub fn is_token_with_prefix(prefix: &str, text: &str) -> bool {
    let Some(rest) = text.strip_prefix(prefix).filter(|rest| rest.len() == TOKEN_LENGTH + CHECK_LENGTH) else { return false };
    rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) && check(prefix, &rest[..TOKEN_LENGTH]) == rest[TOKEN_LENGTH..]
}

fn check(prefix: &str, random: &str) -> String {
    let digest = Sha256::new().chain_update(prefix).chain_update(random).finalize();
    digest.iter().take(CHECK_LENGTH).map(|byte| char::from(LETTERS[usize::from(*byte) % 62])).collect()
}

/// The key under which tokens are hashed. Random, kept sealed in the store, the same for all servers of a store.
#[derive(Clone)]
pub struct TokenKey(Secret);

impl TokenKey {
    /// A new key as text, to be sealed.
    pub fn fresh() -> Result<Self> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        fill_random(bytes.as_mut_slice())?;
        Ok(Self(Secret::new(hex::encode(bytes.as_slice()))))
    }

    /// The key from its text.
    pub fn new(text: Secret) -> Self {
        Self(text)
    }

    pub fn text(&self) -> &Secret {
        &self.0
    }

    /// What is stored for a token. `purpose` keeps a token of one kind from being used as another.
    pub fn hash(&self, purpose: &str, token: &str) -> String {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(self.0.expose().as_bytes()).expect("HMAC takes keys of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(token.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// A key for hashing in memory, of the length that SipHash takes.
    pub fn short_key(&self, purpose: &str) -> [u8; 16] {
        let mut key = [0; 16];
        key.copy_from_slice(&self.hash(purpose, "").as_bytes()[..16]);
        key
    }
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKey(••••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ten_thousand_tokens() {
        let tokens: HashSet<String> = (0..10_000).map(|_| random_token().unwrap().expose().to_owned()).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() == TOKEN_LENGTH && token.bytes().all(|b| b.is_ascii_alphanumeric())));
        // Every one of the 62 letters comes about 5,161 times among 320,000; 6 standard deviations are 428.
        let mut counts = [0_i32; 128];
        tokens.iter().flat_map(|token| token.bytes()).for_each(|byte| counts[usize::from(byte)] += 1);
        let seen: Vec<i32> = counts.into_iter().filter(|count| *count > 0).collect();
        assert_eq!(seen.len(), 62);
        assert!(seen.iter().all(|count| (count - 5161).abs() < 430), "{seen:?}");
    }

    #[test]
    fn a_token_with_a_prefix_knows_itself() {
        let token = token_with_prefix("ast_").unwrap();
        let text = token.expose();
        assert_eq!(text.len(), 4 + TOKEN_LENGTH + CHECK_LENGTH);
        assert!(is_token_with_prefix("ast_", text) && !is_token_with_prefix("abc_", text));
        let swapped: String = [&text[..4], &text[5..6], &text[4..5], &text[6..]].concat();
        let others = [&text[..text.len() - 1], &text[4..], "", "ast_", "ast_ä", &swapped];
        // Two equal characters that change places change nothing.
        assert!(others.into_iter().filter(|other| *other != text).all(|other| !is_token_with_prefix("ast_", other)));
    }

    #[test]
    fn keyed_by_key_and_purpose() {
        let (key, other) = (TokenKey::fresh().unwrap(), TokenKey::fresh().unwrap());
        assert_eq!(key.hash("session", "t"), TokenKey::new(key.text().clone()).hash("session", "t"));
        assert_ne!(key.hash("session", "t"), other.hash("session", "t"));
        assert_ne!(key.hash("session", "t"), key.hash("setup", "t"));
        assert_ne!(key.hash("session", "t"), key.hash("sessio", "nt"));
        assert!(!format!("{key:?}").contains(key.text().expose()));
    }
}
