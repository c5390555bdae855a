//! Values as the server sends them (binary form) to values as we show them. Statements select only the types below
//! and texts; everything else was cast to text by the dialect.

use crate::model::{
    engine::EngineError,
    value::{Row, Value},
};
use sqlx::{
    Row as _, ValueRef as _,
    postgres::{PgRow, PgValueRef},
};

use super::{explain, watch::LONGEST_MESSAGE};

/// Object ids of built-in types; they never change (`pg_type.dat`).
mod oid {
    pub const BOOL: u32 = 16;
    pub const NAME: u32 = 19;
    pub const INT8: u32 = 20;
    pub const INT2: u32 = 21;
    pub const INT4: u32 = 23;
    pub const TEXT: u32 = 25;
    pub const FLOAT4: u32 = 700;
    pub const FLOAT8: u32 = 701;
    pub const UNKNOWN: u32 = 705;
    pub const BPCHAR: u32 = 1042;
    pub const VARCHAR: u32 = 1043;
}

/// One row, cut to `width` values (a statement without columns still selects a NULL), and its size in bytes. A row that
/// is longer than the watch lets through is refused here where nobody could watch.
pub fn row(row: &PgRow, width: usize, longest: usize) -> Result<(Row, usize), EngineError> {
    if row.len() < width {
        return Err(explain::broken());
    }
    let (mut bytes, mut sent) = (0, 0);
    let mut values = Vec::with_capacity(width);
    for index in 0..width {
        let raw = row.try_get_raw(index).map_err(|_| explain::broken())?;
        sent += raw.as_bytes().map_or(0, <[u8]>::len);
        if sent > LONGEST_MESSAGE as usize {
            return Err(explain::too_long());
        }
        let value = if raw.is_null() { Value::Null } else { value(&raw, longest)? };
        bytes += std::mem::size_of::<Value>();
        if let Value::Text(text) | Value::Cut { cut: text, .. } = &value {
            bytes += text.len();
        }
        values.push(value);
    }
    Ok((values, bytes))
}

fn value(raw: &PgValueRef<'_>, longest: usize) -> Result<Value, EngineError> {
    let bytes = raw.as_bytes().map_err(|_| explain::broken())?;
    let kind = raw.type_info().oid().map_or(0, |oid| oid.0);
    Ok(match kind {
        oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::NAME | oid::UNKNOWN => text(bytes, longest),
        oid::BOOL => Value::Bool(fixed::<1>(bytes)?[0] != 0),
        oid::INT2 => Value::Int(i16::from_be_bytes(fixed(bytes)?).into()),
        oid::INT4 => Value::Int(i32::from_be_bytes(fixed(bytes)?).into()),
        oid::INT8 => Value::Int(i64::from_be_bytes(fixed(bytes)?)),
        oid::FLOAT4 => single(f32::from_be_bytes(fixed(bytes)?)),
        oid::FLOAT8 => float(f64::from_be_bytes(fixed(bytes)?)),
        _ => return Err(explain::broken()),
    })
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], EngineError> {
    bytes.try_into().map_err(|_| explain::broken())
}

/// The number that a person reads in the shortest form of the single: 0.1 and not 0.10000000149011612.
fn single(number: f32) -> Value {
    float(number.to_string().parse().unwrap_or_else(|_| f64::from(number)))
}

/// JSON has no NaN and no infinities: they travel as PostgreSQL writes them.
fn float(number: f64) -> Value {
    if number.is_nan() {
        Value::Text("NaN".into())
    } else if number.is_infinite() {
        Value::Text(if number > 0.0 { "Infinity" } else { "-Infinity" }.into())
    } else {
        Value::Float(number)
    }
}

/// Text, shortened to `longest` bytes at the border of a character. Databases with the encoding SQL_ASCII hold any
/// bytes: those that are not UTF-8 are shown as `\xe9`.
fn text(bytes: &[u8], longest: usize) -> Value {
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
