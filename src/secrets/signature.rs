//! Signatures of others: RSA with SHA-1, as Paddle's classic billing events carry it. Nothing of ours is signed so.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};

/// The public half of an RSA key: the DER text of its modulus and exponent.
#[derive(Clone, Debug)]
pub struct RsaPublicKey(Vec<u8>);

impl RsaPublicKey {
    /// Reads `-----BEGIN PUBLIC KEY-----`, in lines or with `\n` written out.
    pub fn from_pem(text: &str) -> Option<Self> {
        let text = text.replace("\\n", "\n");
        let inside = text.split("-----BEGIN PUBLIC KEY-----").nth(1)?.split("-----END PUBLIC KEY-----").next()?;
        let der = STANDARD.decode(inside.split_whitespace().collect::<String>()).ok()?;
        // SubjectPublicKeyInfo: a sequence of the algorithm and a bit string, which holds the key (RFC 3279).
        let (info, _) = element(&der, SEQUENCE)?;
        let (algorithm, rest) = element(info, SEQUENCE)?;
        let (name, _) = element(algorithm, OBJECT)?;
        let (bits, _) = element(rest, BITS)?;
        (name == RSA_ENCRYPTION && bits.first() == Some(&0)).then(|| Self(bits[1..].to_vec()))
    }

    /// Whether `signature` was made over `message` with the private half.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, &self.0).verify(message, signature).is_ok()
    }
}

const SEQUENCE: u8 = 0x30;
const OBJECT: u8 = 0x06;
const BITS: u8 = 0x03;
/// 1.2.840.113549.1.1.1
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// The content of the element of DER at the beginning, which must be of this kind, and what follows it.
fn element(der: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 | 0x82 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length * 256 + usize::from(*digit)), rest)
        }
        _ => return None,
    };
    (found == kind).then(|| rest.split_at_checked(length)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = include_str!("../tests/billing/key.pem");
    const MESSAGE: &str = include_str!("../tests/billing/signed.txt");
    const SIGNATURE: &str = include_str!("../tests/billing/signature.txt");

    #[test]
    fn a_signature_of_openssl_fits_its_message_and_no_other() {
        let key = RsaPublicKey::from_pem(KEY).unwrap();
        let signature = STANDARD.decode(SIGNATURE.trim()).unwrap();
        assert!(key.verifies(MESSAGE.as_bytes(), &signature));
        assert!(RsaPublicKey::from_pem(&KEY.replace('\n', "\\n")).unwrap().verifies(MESSAGE.as_bytes(), &signature));
        assert!(!key.verifies(MESSAGE.replace("502198", "502199").as_bytes(), &signature));
        assert!(!key.verifies(MESSAGE.as_bytes(), &signature[1..]) && !key.verifies(MESSAGE.as_bytes(), &[]));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let cut = KEY.replace("MII", "MIJ");
        for text in ["", "key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", &cut, &KEY.replace("PUBLIC", "PRIVATE")] {
            assert!(RsaPublicKey::from_pem(text).is_none(), "{text}");
        }
    }
}
