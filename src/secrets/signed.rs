//! JSON Web Tokens of one kind: HMAC with SHA-256 (HS256 of RFC 7518), which every language can make. No other algorithm
//! is known here, whatever a token says about itself.

use crate::{
    error::{AppError, Result},
    model::access::Secret,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::Sha256;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 4_096;

/// A token that was taken apart and is not believed yet.
pub struct Unverified<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    payload: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

impl<'a> Unverified<'a> {
    /// Nothing when it has not the form of a token.
    pub fn parse(token: &'a str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        let is_known = header.alg == "HS256" && !payload.contains('.');
        let (signature, payload) = (URL_SAFE_NO_PAD.decode(signature).ok()?, URL_SAFE_NO_PAD.decode(payload).ok()?);
        is_known.then_some(Self { signed, signature, payload })
    }

    /// What it says, for finding the secret that it must be signed with.
    pub fn claims<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.payload).ok()
    }

    /// Whether it was signed with this secret.
    pub fn is_signed_with(&self, secret: &Secret) -> bool {
        mac(secret, self.signed).is_ok_and(|mac| mac.verify_slice(&self.signature).is_ok())
    }
}

/// A token that says `payload`, signed.
pub fn sign(secret: &Secret, payload: &str) -> Result<String> {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#), URL_SAFE_NO_PAD.encode(payload));
    let signature = mac(secret, &signed)?.finalize().into_bytes();
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn mac(secret: &Secret, text: &str) -> Result<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.expose().as_bytes()).map_err(AppError::internal)?;
    mac.update(text.as_bytes());
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that jwt.io has shown for years.
    const KNOWN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.\
                         SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    #[test]
    fn the_known_answer() {
        let secret = Secret::new("your-256-bit-secret");
        assert_eq!(sign(&secret, r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#).unwrap(), KNOWN);
        assert!(Unverified::parse(KNOWN).unwrap().is_signed_with(&secret));
        assert!(!Unverified::parse(KNOWN).unwrap().is_signed_with(&Secret::new("another secret")));
    }

    #[test]
    fn nothing_else_is_believed() {
        let secret = Secret::new("s");
        let token = sign(&secret, "{}").unwrap();
        let (_, rest) = token.split_once('.').unwrap();
        let with = |header: &str| format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header));
        for bad in [
            with(r#"{"alg":"none"}"#),
            with(r#"{"alg":"HS512"}"#),
            with(r#"{"alg":"RS256"}"#),
            with("{}"),
            format!("{}.", token.rsplit_once('.').unwrap().0),
            "a.b.c".into(),
            "..".into(),
            String::new(),
            "x".repeat(LONGEST + 1),
        ] {
            assert!(Unverified::parse(&bad).is_none_or(|token| !token.is_signed_with(&secret)), "{bad}");
        }
        for place in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            // The last letter of base64 holds bits that say nothing; they must be zero.
            assert!(Unverified::parse(&changed).is_none_or(|token| !token.is_signed_with(&secret)), "{changed}");
        }
    }
}
