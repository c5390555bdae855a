//! One cell of any database on the wire. No digit is ever lost: what JSON's number cannot hold exactly
//! (numeric, 64-bit unsigned) travels as text, and the column's [`Kind`] says how to read it.

use serde::{Deserialize, Serialize};

/// One value. On the wire: null, true, 12, 1.5, "text" or `{"cut": "beginning", "bytes": 1234567}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    /// Always finite; NaN and infinities travel as text.
    Float(f64),
    /// Text, and the exact text form of every type that has no better one.
    Text(String),
    /// The beginning of a value longer than the reader's limit, with the length of the whole in bytes.
    Cut {
        cut: String,
        bytes: u64,
    },
}

/// One row, in the order of the columns.
pub type Row = Vec<Value>;

/// What a column holds, as far as filters, alignment and charts care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    /// Whole numbers that fit 64 bits.
    Integer,
    /// Any other number: numeric, real, double, money, unsigned 64-bit.
    Number,
    Boolean,
    Date,
    Time,
    /// A moment or a local date and time.
    Timestamp,
    Json,
    Bytes,
    /// Arrays, ranges, geometry, intervals and the rest: shown by their text form.
    Other,
}

impl Kind {
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number)
    }

    pub fn is_temporal(self) -> bool {
        matches!(self, Self::Date | Self::Timestamp)
    }
}

impl Value {
    /// What it holds in memory, in bytes.
    pub fn held_bytes(&self) -> usize {
        let text = match self {
            Self::Text(text) | Self::Cut { cut: text, .. } => text.len(),
            _ => 0,
        };
        size_of::<Self>() + text
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as a chart draws it: a number where it is one (also when it travels as text).
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(n) => Some(*n as f64),
            Self::Float(n) => Some(*n),
            Self::Text(text) => text.parse().ok().filter(|n: &f64| n.is_finite()),
            Self::Bool(b) => Some(f64::from(u8::from(*b))),
            Self::Null | Self::Cut { .. } => None,
        }
    }

    /// The value as a person reads it; empty for NULL.
    pub fn display(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(b) => b.to_string(),
            Self::Int(n) => n.to_string(),
            Self::Float(n) => n.to_string(),
            Self::Text(text) => text.clone(),
            Self::Cut { cut, .. } => format!("{cut}…"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_survives_the_wire() {
        for (value, text) in [
            (Value::Null, "null"),
            (Value::Bool(true), "true"),
            (Value::Int(i64::MIN), "-9223372036854775808"),
            (Value::Float(1.5), "1.5"),
            (Value::Text("12345678901234567890.10".into()), "\"12345678901234567890.10\""),
            (Value::Cut { cut: "ab".into(), bytes: 9 }, r#"{"cut":"ab","bytes":9}"#),
        ] {
            assert_eq!(serde_json::to_string(&value).expect("serialises"), text);
            assert_eq!(serde_json::from_str::<Value>(text).expect("reads back"), value);
        }
    }
}
