//! Values as the server sends them (binary form) to values as we show them. Our statements select numbers, bytes and
//! texts; everything else was cast to text by the dialect. A person's select anything.

use super::{explain, moments};
use crate::{
    engines::driver::{
        LONGEST_MESSAGE, too_long,
        values::{float, single, text},
    },
    model::{
        engine::{EngineError, ResultColumn},
        value::{Kind, Row, Value},
    },
};
use sqlx::{
    Decode, MySql, Row as _, TypeInfo, ValueRef as _,
    mysql::{MySqlRow, MySqlValueRef},
};

/// One row, cut to the columns (a statement without columns still selects a NULL), and its size in bytes. A row
/// that is longer than the watch lets through is refused here where nobody could watch.
pub fn row(row: &MySqlRow, columns: &[ResultColumn], longest: usize) -> Result<(Row, usize), EngineError> {
    if row.len() < columns.len() {
        return Err(explain::broken());
    }
    let (mut bytes, mut sent) = (0, 0_usize);
    let mut values = Vec::with_capacity(columns.len());
    for (index, column) in columns.iter().enumerate() {
        let raw = row.try_get_raw(index).map_err(|_| explain::broken())?;
        let value = if raw.is_null() { Value::Null } else { value(raw, column.kind, longest)? };
        sent += if let Value::Cut { bytes, .. } = &value { usize::try_from(*bytes).unwrap_or(usize::MAX) } else { value.held_bytes() };
        if sent > LONGEST_MESSAGE {
            return Err(too_long());
        }
        bytes += value.held_bytes();
        values.push(value);
    }
    Ok((values, bytes))
}

/// Whole numbers come as such; those that may leave 64 bits as text. In columns of truth values 0 and 1 are false and
/// true, and what else they hold is shown as it is.
fn value(raw: MySqlValueRef<'_>, kind: Kind, longest: usize) -> Result<Value, EngineError> {
    let name = raw.type_info().name().to_owned();
    Ok(match name.as_str() {
        "BIGINT UNSIGNED" if kind == Kind::Number => Value::Text(decoded::<u64>(raw)?.to_string()),
        "BIGINT UNSIGNED" => {
            decoded::<u64>(raw).map(|number| i64::try_from(number).map_or_else(|_| Value::Text(number.to_string()), Value::Int))?
        }
        "TINYINT UNSIGNED" | "SMALLINT UNSIGNED" | "MEDIUMINT UNSIGNED" | "INT UNSIGNED" | "YEAR" => {
            Value::Int(i64::from(decoded::<u32>(raw)?))
        }
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => match (kind, decoded::<i64>(raw)?) {
            (Kind::Boolean, number @ (0 | 1)) => Value::Bool(number == 1),
            (_, number) => Value::Int(number),
        },
        "FLOAT" => single(decoded(raw)?),
        "DOUBLE" => float(decoded(raw)?),
        "DATE" | "DATETIME" | "TIMESTAMP" | "TIME" => moments::shown(decoded(raw)?, &name).ok_or_else(explain::broken)?,
        "BIT" => Value::Text(bits(decoded(raw)?)),
        // The form in which the server keeps shapes; ST_AsText shows them as words.
        "GEOMETRY" => blob(decoded(raw)?, longest),
        _ if kind == Kind::Bytes => blob(decoded(raw)?, longest),
        _ => text(decoded(raw)?, longest),
    })
}

fn decoded<'r, T: Decode<'r, MySql>>(raw: MySqlValueRef<'r>) -> Result<T, EngineError> {
    T::decode(raw).map_err(|_| explain::broken())
}

/// Bytes are shown as `\x` and hexadecimal digits, as PostgreSQL shows them.
fn blob(bytes: &[u8], longest: usize) -> Value {
    let shown = bytes.len().min(longest.saturating_sub(2) / 2);
    let text = format!("\\x{}", hex::encode(&bytes[..shown]));
    if shown == bytes.len() { Value::Text(text) } else { Value::Cut { cut: text, bytes: bytes.len() as u64 } }
}

/// Bits without the zeros in front, as BIN() writes them.
fn bits(bytes: &[u8]) -> String {
    let all: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let shown = all.trim_start_matches('0');
    if shown.is_empty() { "0".to_owned() } else { shown.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_cut_between_their_digits() {
        assert_eq!(blob(b"\x00\xff", 100), Value::Text("\\x00ff".into()));
        assert_eq!(blob(b"\x00\xff\x10", 5), Value::Cut { cut: "\\x00".into(), bytes: 3 });
        assert_eq!(blob(b"", 0), Value::Text("\\x".into()));
    }

    #[test]
    fn bits_are_written_as_digits() {
        assert_eq!((bits(&[5]), bits(&[1, 0]), bits(&[0])), ("101".into(), "100000000".into(), "0".into()));
    }
}
