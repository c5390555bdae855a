//! Codes of apps: RFC 6238 with what every app knows, SHA-1, six digits and half minutes.

use super::tokens::fill_random;
use crate::{error::Result, model::access::Secret};
use ring::hmac;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// How long one code is shown.
pub const STEP_SECONDS: i64 = 30;
/// How many steps the clock of an app may be off, before and after.
const DRIFT: i64 = 1;
/// 160 bits, as RFC 4226 wants it.
const BYTES: usize = 20;
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an app and this server share.
pub struct TotpSecret(Zeroizing<Vec<u8>>);

impl TotpSecret {
    pub fn fresh() -> Result<Self> {
        let mut bytes = Zeroizing::new(vec![0_u8; BYTES]);
        fill_random(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// In base 32 (RFC 4648, without padding), as it is typed into apps.
    pub fn text(&self) -> Secret {
        let mut text = Zeroizing::new(String::new());
        let (mut held, mut bits) = (0_u32, 0);
        for byte in self.0.iter() {
            held = held << 8 | u32::from(*byte);
            bits += 8;
            while bits >= 5 {
                bits -= 5;
                text.push(char::from(LETTERS[(held >> bits) as usize & 31]));
            }
            held &= (1 << bits) - 1;
        }
        if bits > 0 {
            text.push(char::from(LETTERS[(held << (5 - bits)) as usize & 31]));
        }
        Secret::new(text.as_str())
    }

    /// From what [`TotpSecret::text`] wrote.
    pub fn parse(text: &Secret) -> Option<Self> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(BYTES));
        let (mut held, mut bits) = (0_u32, 0);
        for letter in text.expose().bytes() {
            let value = LETTERS.iter().position(|known| *known == letter)?;
            held = held << 5 | u32::try_from(value).ok()?;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push((held >> bits & 255) as u8);
                held &= (1 << bits) - 1;
            }
        }
        (bytes.len() >= 16).then_some(Self(bytes))
    }

    /// The code of one step since 1970.
    pub fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let mac = hmac::sign(&key, &step.to_be_bytes());
        let mac = mac.as_ref();
        let at = usize::from(mac[mac.len() - 1] & 15);
        let number = u32::from_be_bytes([mac[at] & 127, mac[at + 1], mac[at + 2], mac[at + 3]]);
        format!("{:06}", number % 1_000_000)
    }

    /// The step whose code this is, at `seconds` since 1970 or beside. Every candidate is compared whole.
    pub fn step_of(&self, code: &str, seconds: i64) -> Option<i64> {
        let now = seconds.div_euclid(STEP_SECONDS);
        let steps = now - DRIFT..=now + DRIFT;
        steps.fold(None, |found, step| match bool::from(self.code(step).as_bytes().ct_eq(code.as_bytes())) {
            true => Some(step),
            false => found,
        })
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(••••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the examples in RFC 6238.
    fn known() -> TotpSecret {
        TotpSecret(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    #[test]
    fn the_examples_of_the_standard() {
        // Appendix B, the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(known().code(seconds / STEP_SECONDS), code, "{seconds}");
        }
    }

    #[test]
    fn the_text_is_base_32() {
        assert_eq!(known().text().expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let fresh = TotpSecret::fresh().unwrap();
        assert_eq!(*TotpSecret::parse(&fresh.text()).unwrap().0, *fresh.0);
        for bad in ["", "GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq"] {
            assert!(TotpSecret::parse(&Secret::new(bad)).is_none(), "{bad}");
        }
        assert!(!format!("{fresh:?}").contains(fresh.text().expose()));
    }

    #[test]
    fn one_step_of_drift_and_no_more() {
        let (secret, now) = (known(), 1_234_567_890);
        let step = now / STEP_SECONDS;
        for beside in -1..=1 {
            assert_eq!(secret.step_of(&secret.code(step + beside), now), Some(step + beside));
        }
        for wrong in [secret.code(step + 2), secret.code(step - 2), String::new(), "00592".into(), "0059240".into(), "00592é".into()] {
            assert_eq!(secret.step_of(&wrong, now), None, "{wrong}");
        }
    }
}
