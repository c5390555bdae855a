//! The version of a row: a digest of its values, by which two people who change one row are told apart. The same values
//! give the same version, in this process and in another.

use crate::model::value::{Row, Value};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Of the values of a row in order. 128 bits of a SHA-256, in base 64.
pub fn of(row: &Row) -> String {
    let mut digest = Sha256::new();
    for value in row {
        // The kind and the length come first, so that no two rows run into each other.
        let (kind, text) = match value {
            Value::Null => (b'n', String::new()),
            Value::Bool(b) => (b'b', b.to_string()),
            Value::Int(n) => (b'i', n.to_string()),
            Value::Float(n) => (b'f', n.to_bits().to_string()),
            Value::Text(text) => (b't', text.clone()),
            Value::Cut { cut, bytes } => (b'c', format!("{bytes}:{cut}")),
        };
        digest.update([kind]);
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text.as_bytes());
    }
    BASE64_URL_SAFE_NO_PAD.encode(&digest.finalize()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_differ_have_other_versions() {
        let text = |text: &str| Value::Text(text.into());
        let rows = [
            vec![text("a"), text("b")],
            vec![text("ab"), text("")],
            vec![text("1"), Value::Null],
            vec![Value::Int(1), Value::Null],
            vec![Value::Float(1.0), Value::Null],
            vec![Value::Bool(true), Value::Null],
        ];
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(of(row), of(&row.clone()));
            assert!(rows[at + 1..].iter().all(|other| of(other) != of(row)), "{row:?}");
        }
    }
}
