//! Forms of values that every server's rows share.

use crate::model::value::Value;

/// The number that a person reads in the shortest form of the single: 0.1 and not 0.10000000149011612.
pub fn single(number: f32) -> Value {
    float(number.to_string().parse().unwrap_or_else(|_| f64::from(number)))
}

/// JSON has no NaN and no infinities: they travel as PostgreSQL writes them.
pub fn float(number: f64) -> Value {
    if number.is_nan() {
        Value::Text("NaN".into())
    } else if number.is_infinite() {
        Value::Text(if number > 0.0 { "Infinity" } else { "-Infinity" }.into())
    } else {
        Value::Float(number)
    }
}

/// Text, shortened to `longest` bytes at the border of a character. Some databases hold any bytes: those that are not
/// UTF-8 are shown as `\xe9`.
pub fn text(bytes: &[u8], longest: usize) -> Value {
    let shown = &bytes[..bytes.len().min(longest)];
    // Part of a character at the cut is not an invalid byte.
    let shown = match std::str::from_utf8(shown) {
        Err(error) if shown.len() < bytes.len() && error.error_len().is_none() => &shown[..error.valid_up_to()],
        _ => shown,
    };
    let mut text = String::with_capacity(shown.len());
    for chunk in shown.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    if shown.len() < bytes.len() { Value::Cut { cut: text, bytes: bytes.len() as u64 } } else { Value::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_between_characters_and_keeps_invalid_bytes_visible() {
        assert_eq!(text("größe".as_bytes(), 100), Value::Text("größe".into()));
        assert_eq!(text("größe".as_bytes(), 3), Value::Cut { cut: "gr".into(), bytes: 7 });
        assert_eq!(text(b"caf\xe9!", 100), Value::Text("caf\\xe9!".into()));
        assert_eq!(text(b"caf\xe9!xyz", 5), Value::Cut { cut: "caf\\xe9!".into(), bytes: 8 });
        assert_eq!(text(b"", 0), Value::Text(String::new()));
    }

    #[test]
    fn floats_keep_their_shortest_form() {
        assert_eq!(single(0.1), Value::Float(0.1));
        assert_eq!(single(f32::MAX), Value::Float(3.4028235e38));
        assert_eq!(float(f64::NEG_INFINITY), Value::Text("-Infinity".into()));
        assert_eq!(float(f64::NAN), Value::Text("NaN".into()));
    }
}
