//! Passkeys: what WebAuthn (level 3) asks a server to check, for the one policy that is used here: the person was verified
//! by the authenticator, and who made the authenticator is not asked (attestation "none").

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Longest of each thing that a browser sends, in bytes.
const LONGEST: usize = 8 * 1024;
/// Longest name that an authenticator may give a passkey (WebAuthn, 4).
const LONGEST_ID: usize = 1023;

/// The person is there, was verified, and the data of a new passkey or of extensions follow.
const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const HAS_KEY: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// For which site passkeys are made, as browsers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// `https://viz.example.org`
    pub origin: String,
    /// `viz.example.org`
    pub rp_id: String,
}

/// A passkey that was just made.
#[derive(Debug)]
pub struct MadePasskey {
    pub credential_id: Vec<u8>,
    /// A COSE key.
    pub public_key: Vec<u8>,
    pub sign_count: u32,
}

/// What a browser sends of a passkey that signed.
#[derive(Debug)]
pub struct ShownPasskey<'a> {
    pub client_data: &'a [u8],
    pub authenticator_data: &'a [u8],
    pub signature: &'a [u8],
}

/// What the browser says about itself; signed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// The challenge that was signed, to be looked for among those that were given out.
pub fn challenge_of(client_data: &[u8]) -> Option<String> {
    let data: ClientData = serde_json::from_slice(client_data).ok()?;
    String::from_utf8(URL_SAFE_NO_PAD.decode(data.challenge).ok()?).ok()
}

impl Site {
    /// The site at this address; nothing where browsers make no passkeys: by plain HTTP, but for `localhost`, and at
    /// addresses without a name.
    pub fn of(base: &url::Url) -> Option<Self> {
        let rp_id = base.domain()?.to_owned();
        let is_local = rp_id == "localhost" || rp_id.ends_with(".localhost");
        (base.scheme() == "https" || is_local).then(|| Self { origin: base.origin().ascii_serialization(), rp_id })
    }

    /// Reads a passkey that was made for this site.
    ///
    /// # Errors
    /// Why it cannot be believed, for the log.
    pub fn made(&self, client_data: &[u8], authenticator_data: &[u8]) -> Result<MadePasskey, &'static str> {
        self.check_client(client_data, "webauthn.create")?;
        let Authenticator { flags, sign_count, rest } = self.authenticator(authenticator_data)?;
        if flags & HAS_KEY == 0 {
            return Err("no passkey in it");
        }
        // 16 bytes name the model of the authenticator.
        let rest = rest.get(16..).ok_or(CUT)?;
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(CUT)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, rest) = rest.split_at_checked(length).ok_or(CUT)?;
        let (_, after) = Key::read(rest)?;
        if id.is_empty() || id.len() > LONGEST_ID || (!after.is_empty() && flags & HAS_EXTENSIONS == 0) {
            return Err(CUT);
        }
        let public_key = rest[..rest.len() - after.len()].to_vec();
        Ok(MadePasskey { credential_id: id.to_vec(), public_key, sign_count })
    }

    /// Checks that the passkey with this key signed for this site, and answers how often it has signed by its own count.
    ///
    /// # Errors
    /// Why it cannot be believed, for the log.
    pub fn shown(&self, public_key: &[u8], shown: &ShownPasskey) -> Result<u32, &'static str> {
        self.check_client(shown.client_data, "webauthn.get")?;
        let Authenticator { sign_count, .. } = self.authenticator(shown.authenticator_data)?;
        let (key, _) = Key::read(public_key)?;
        let signed = [shown.authenticator_data, &Sha256::digest(shown.client_data)].concat();
        if key.verifies(&signed, shown.signature) { Ok(sign_count) } else { Err("the signature does not fit") }
    }

    fn check_client(&self, client_data: &[u8], kind: &str) -> Result<(), &'static str> {
        if client_data.len() > LONGEST {
            return Err("too long");
        }
        let data: ClientData = serde_json::from_slice(client_data).map_err(|_| "the browser's part cannot be read")?;
        match () {
            () if data.r#type != kind => Err("for something else"),
            () if data.origin != self.origin || data.cross_origin => Err("from another site"),
            () => Ok(()),
        }
    }

    fn authenticator<'a>(&self, data: &'a [u8]) -> Result<Authenticator<'a>, &'static str> {
        if data.len() > LONGEST {
            return Err("too long");
        }
        let (site, rest) = data.split_at_checked(32).ok_or(CUT)?;
        let (&flags, rest) = rest.split_first().ok_or(CUT)?;
        let (count, rest) = rest.split_first_chunk::<4>().ok_or(CUT)?;
        match () {
            () if site != Sha256::digest(&self.rp_id).as_slice() => Err("for another site"),
            () if flags & PRESENT == 0 || flags & VERIFIED == 0 => Err("the person was not verified"),
            () => Ok(Authenticator { flags, sign_count: u32::from_be_bytes(*count), rest }),
        }
    }
}

const CUT: &str = "the authenticator's part cannot be read";

struct Authenticator<'a> {
    flags: u8,
    sign_count: u32,
    rest: &'a [u8],
}

/// A public key of the kinds that are asked for: ES256, EdDSA and RS256.
#[derive(Debug)]
enum Key<'a> {
    P256 { x: &'a [u8], y: &'a [u8] },
    Ed25519 { x: &'a [u8] },
    Rsa { n: &'a [u8], e: &'a [u8] },
}

impl<'a> Key<'a> {
    /// Reads a COSE key (RFC 9052, 7) and what follows it.
    fn read(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), &'static str> {
        let (fields, rest) = cbor::map(bytes).ok_or("the key cannot be read")?;
        let number = |label: i64| fields.iter().find_map(|(known, item)| (*known == label).then(|| item.number()).flatten());
        let part = |label: i64| fields.iter().find_map(|(known, item)| (*known == label).then(|| item.bytes()).flatten());
        // Kind, algorithm and curve (IANA, COSE).
        let key = match (number(1), number(3), number(-1)) {
            (Some(2), Some(-7), Some(1)) => part(-2).zip(part(-3)).map(|(x, y)| Self::P256 { x, y }).filter(|_| {
                // Compressed points have a flag in place of the second half.
                part(-2).is_some_and(|x| x.len() == 32) && part(-3).is_some_and(|y| y.len() == 32)
            }),
            (Some(1), Some(-8), Some(6)) => part(-2).filter(|x| x.len() == 32).map(|x| Self::Ed25519 { x }),
            (Some(3), Some(-257), None) => part(-1).zip(part(-2)).map(|(n, e)| Self::Rsa { n, e }),
            _ => None,
        };
        key.map(|key| (key, rest)).ok_or("a key of a kind that was not asked for")
    }

    fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256 { x, y } => {
                let point = [&[4], *x, *y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Self::Ed25519 { x } => UnparsedPublicKey::new(&ED25519, x).verify(message, signature).is_ok(),
            Self::Rsa { n, e } => RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok(),
        }
    }
}

/// The little of CBOR (RFC 8949) that a key is written in: a map of numbers to numbers and bytes.
mod cbor {
    #[derive(Clone, Copy)]
    pub(super) enum Item<'a> {
        Number(i64),
        Bytes(&'a [u8]),
    }

    impl<'a> Item<'a> {
        pub(super) fn number(self) -> Option<i64> {
            if let Self::Number(number) = self { Some(number) } else { None }
        }

        pub(super) fn bytes(self) -> Option<&'a [u8]> {
            if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
        }
    }

    /// Most fields of a key.
    const MOST: u64 = 16;

    /// Number and value.
    pub(super) type Field<'a> = (i64, Item<'a>);

    pub(super) fn map(bytes: &[u8]) -> Option<(Vec<Field<'_>>, &[u8])> {
        let (5, length, mut rest) = head(bytes)? else { return None };
        let mut fields = Vec::new();
        for _ in 0..(length <= MOST).then_some(length)? {
            let (label, after) = item(rest)?;
            let (value, after) = item(after)?;
            fields.push((label.number()?, value));
            rest = after;
        }
        Some((fields, rest))
    }

    fn item(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
        let (kind, value, rest) = head(bytes)?;
        match kind {
            0 => Some((Item::Number(i64::try_from(value).ok()?), rest)),
            1 => Some((Item::Number(-1 - i64::try_from(value).ok()?), rest)),
            2 => rest.split_at_checked(usize::try_from(value).ok()?).map(|(bytes, rest)| (Item::Bytes(bytes), rest)),
            _ => None,
        }
    }

    /// Kind and argument of the item at the beginning, and what follows.
    fn head(bytes: &[u8]) -> Option<(u8, u64, &[u8])> {
        let (&first, rest) = bytes.split_first()?;
        let more = match first & 31 {
            small @ 0..=23 => return Some((first >> 5, u64::from(small), rest)),
            24 => 1,
            25 => 2,
            26 => 4,
            _ => return None,
        };
        let (digits, rest) = rest.split_at_checked(more)?;
        Some((first >> 5, digits.iter().fold(0, |value, digit| value << 8 | u64::from(*digit)), rest))
    }
}

#[cfg(test)]
mod tests;
