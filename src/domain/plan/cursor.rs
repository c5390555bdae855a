//! The place where a page ended, as an opaque text: the values by which the rows are sorted, with the order that they
//! belong to.

use crate::{
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        plan::PlanSort,
        value::{Kind, Value},
    },
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

/// Longest text that is read, in bytes.
const LONGEST: usize = 100_000;

/// Behind which row, and how many rows further.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub after: Option<Vec<Value>>,
    pub offset: u64,
}

#[derive(Serialize, Deserialize)]
struct Written {
    /// `-created`, `id`: another order has other places.
    s: Vec<String>,
    /// One letter for the kind of value, then the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    a: Option<Vec<String>>,
    #[serde(default)]
    o: u64,
}

fn order(sort: &[PlanSort]) -> Vec<String> {
    sort.iter().map(|sort| format!("{}{}", if sort.descending { "-" } else { "" }, sort.column.name)).collect()
}

impl Place {
    pub fn write(&self, sort: &[PlanSort]) -> String {
        let values = self.after.as_ref().map(|values| values.iter().map(written).collect());
        let text = serde_json::to_vec(&Written { s: order(sort), a: values, o: self.offset }).unwrap_or_default();
        BASE64_URL_SAFE_NO_PAD.encode(text)
    }

    /// # Errors
    /// `Malformed` for what was not written here or belongs to another order.
    pub fn read(text: &str, sort: &[PlanSort]) -> Result<Self> {
        let wrong = || AppError::malformed("after must be what a page before answered as next, with the same sort.");
        if text.len() > LONGEST {
            return Err(wrong());
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        let written: Written = serde_json::from_slice(&bytes).map_err(|_| wrong())?;
        if written.s != order(sort) {
            return Err(wrong());
        }
        let after =
            written.a.map(|values| values.iter().map(|text| read(text)).collect::<Option<Vec<_>>>().ok_or_else(wrong)).transpose()?;
        if after.as_ref().is_some_and(|after| after.len() != sort.len()) {
            return Err(wrong());
        }
        Ok(Self { after, offset: written.o })
    }

    /// The place behind the last of `sent` rows, whose sorted values are `last`. Where such a value does not say what is
    /// stored, rows are counted from the place before instead.
    pub fn behind(&self, last: Vec<Value>, sent: u64, sort: &[PlanSort], engine: EngineKind, has_key: bool) -> Self {
        let exact = has_key && last.iter().zip(sort).all(|(value, sort)| is_exact(value, sort, engine));
        if exact { Self { after: Some(last), offset: 0 } } else { Self { after: self.after.clone(), offset: self.offset + sent } }
    }
}

/// Whether the engine finds the same row by the value that it answered.
fn is_exact(value: &Value, sort: &PlanSort, engine: EngineKind) -> bool {
    let column = &sort.column;
    match (engine, value) {
        (_, Value::Cut { .. }) => false,
        // Bytes, and texts that are not UTF-8, are shown by hexadecimal digits; infinities by their names.
        (EngineKind::Sqlite | EngineKind::Hosted, Value::Text(text)) => {
            let is_infinite = column.kind.is_numeric() && matches!(text.as_str(), "Infinity" | "-Infinity");
            !is_infinite && !text.contains("\\x")
        }
        // Sorted by number and compared by name.
        (EngineKind::Mysql, _) => !matches!(column.short_type.as_str(), "enum" | "set") && column.kind != Kind::Other,
        (EngineKind::Postgres | EngineKind::Sqlite | EngineKind::Hosted, _) => true,
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => "n".to_owned(),
        Value::Bool(is) => format!("b{is}"),
        Value::Int(number) => format!("i{number}"),
        Value::Float(number) => format!("f{:x}", number.to_bits()),
        Value::Text(text) | Value::Cut { cut: text, .. } => format!("t{text}"),
    }
}

fn read(text: &str) -> Option<Value> {
    let mut chars = text.chars();
    let (kind, rest) = (chars.next()?, chars.as_str());
    Some(match kind {
        'n' => Value::Null,
        'b' => Value::Bool(rest.parse().ok()?),
        'i' => Value::Int(rest.parse().ok()?),
        'f' => Value::Float(Some(f64::from_bits(u64::from_str_radix(rest, 16).ok()?)).filter(|number| number.is_finite())?),
        't' if !rest.contains('\0') => Value::Text(rest.to_owned()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{plan::PlanColumn, schema::sample};

    fn sort(names: &[&str]) -> Vec<PlanSort> {
        let one = |name: &&str| PlanSort { column: PlanColumn::of(&sample::column(name, "text")), descending: *name == "b" };
        names.iter().map(one).collect()
    }

    #[test]
    fn a_place_comes_back_as_it_was_for_its_own_order_only() {
        let sort_of = sort(&["a", "b", "c", "d", "e"]);
        let values = vec![Value::Null, Value::Bool(true), Value::Int(i64::MIN), Value::Float(0.1 + 0.2), Value::Text("ü|\n".into())];
        for place in [Place { after: Some(values), offset: 3 }, Place { after: None, offset: 9 }] {
            let text = place.write(&sort_of);
            assert_eq!(Place::read(&text, &sort_of), Ok(place));
            assert!(Place::read(&text, &sort(&["a", "b"])).is_err());
        }
        for wrong in ["", "x", "bm8", &BASE64_URL_SAFE_NO_PAD.encode(r#"{"s":["a"],"a":["q"]}"#)] {
            assert!(Place::read(wrong, &sort(&["a"])).is_err(), "{wrong}");
        }
        assert!(Place::read(&BASE64_URL_SAFE_NO_PAD.encode(r#"{"s":["a"],"a":["n","n"]}"#), &sort(&["a"])).is_err());
    }

    #[test]
    fn what_does_not_say_what_is_stored_is_counted() {
        let (place, sort) = (Place { after: Some(vec![Value::Int(1)]), offset: 5 }, sort(&["a"]));
        let next = |value: Value| place.behind(vec![value], 10, &sort, EngineKind::Hosted, true);
        assert_eq!(next(Value::Text("x".into())), Place { after: Some(vec![Value::Text("x".into())]), offset: 0 });
        for value in [Value::Text("\\x00".into()), Value::Cut { cut: "a".into(), bytes: 9 }] {
            assert_eq!(next(value), Place { after: Some(vec![Value::Int(1)]), offset: 15 });
        }
    }
}
