//! SQLite's values on the wire. A column may hold values of any storage class; each is shown as what it is.

use crate::model::value::{Kind, Value};
use rusqlite::types::ValueRef;

/// `max_bytes` bounds the text of one value.
///
/// Bytes are shown as `\x` and hexadecimal digits, as PostgreSQL shows them. Bytes in a text that are not UTF-8 are each
/// shown as `\xHH`. In columns declared boolean, 0 and 1 are false and true. Infinities travel as text, as JSON has none.
pub(in crate::engines) fn value(from: ValueRef<'_>, kind: Kind, max_bytes: usize) -> Value {
    match from {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number @ (0 | 1)) if kind == Kind::Boolean => Value::Bool(number == 1),
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) if number.is_finite() => Value::Float(number),
        ValueRef::Real(number) => Value::Text(if number > 0.0 { "Infinity" } else { "-Infinity" }.into()),
        ValueRef::Text(bytes) => text(bytes, max_bytes),
        ValueRef::Blob(bytes) => blob(bytes, max_bytes),
    }
}

fn text(bytes: &[u8], max_bytes: usize) -> Value {
    if bytes.len() <= max_bytes {
        return Value::Text(readable(bytes));
    }
    // The cut never goes through a character: up to three bytes of a begun one are left out.
    let mut end = max_bytes;
    while end > 0 && max_bytes - end < 3 && bytes[end] & 0b1100_0000 == 0b1000_0000 {
        end -= 1;
    }
    Value::Cut { cut: readable(&bytes[..end]), bytes: bytes.len() as u64 }
}

fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.utf8_chunks().fold(String::with_capacity(bytes.len()), |mut out, chunk| {
            out.push_str(chunk.valid());
            for byte in chunk.invalid() {
                out.push_str(&format!("\\x{byte:02x}"));
            }
            out
        }),
    }
}

fn blob(bytes: &[u8], max_bytes: usize) -> Value {
    let shown = bytes.len().min(max_bytes.saturating_sub(2) / 2);
    let text = format!("\\x{}", hex::encode(&bytes[..shown]));
    if shown == bytes.len() { Value::Text(text) } else { Value::Cut { cut: text, bytes: bytes.len() as u64 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_between_characters() {
        let cut = |text: &str, max| value(ValueRef::Text(text.as_bytes()), Kind::Text, max);
        assert_eq!(cut("abc", 3), Value::Text("abc".into()));
        assert_eq!(cut("abcd", 3), Value::Cut { cut: "abc".into(), bytes: 4 });
        assert_eq!(cut("ab€", 4), Value::Cut { cut: "ab".into(), bytes: 5 });
        assert_eq!(cut("ab😀", 5), Value::Cut { cut: "ab".into(), bytes: 6 });
        assert_eq!(value(ValueRef::Blob(&[1, 2, 3]), Kind::Bytes, 6), Value::Cut { cut: "\\x0102".into(), bytes: 3 });
        assert_eq!(value(ValueRef::Blob(&[1, 2]), Kind::Bytes, 6), Value::Text("\\x0102".into()));
        assert_eq!(value(ValueRef::Text(&[0x80; 8]), Kind::Text, 4), Value::Cut { cut: "\\x80".into(), bytes: 8 });
    }
}
