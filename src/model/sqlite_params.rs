//! The parameters of an SQLite statement and what is bound to them, numbered as SQLite numbers them.

use super::sqlite_text::{Token, Word, tokens};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Map, Value as Json};

/// What is given for the parameters of a statement: a list by place, or an object by name. Each value is a text, a number,
/// true, false, null, or bytes as `{"base64": "..."}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Given {
    /// By place, from the first.
    List(Vec<Json>),
    /// By name, with or without the sign in front of it.
    Named(Map<String, Json>),
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match Json::deserialize(d)? {
            Json::Array(values) => Ok(Self::List(values)),
            Json::Object(values) => Ok(Self::Named(values)),
            _ => Err(D::Error::custom("params is a list of values, or an object with a value for each name")),
        }
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for Given {
    fn name() -> std::borrow::Cow<'static, str> {
        "StatementParameters".into()
    }
}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for Given {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::{ObjectBuilder, OneOfBuilder, schema::Type};
        let of = |kind| ObjectBuilder::new().schema_type(kind);
        OneOfBuilder::new().item(of(Type::Array)).item(of(Type::Object)).into()
    }
}

/// A parameter in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    pub token: Token<'t>,
    /// From 1.
    pub number: usize,
}

/// Every place of a parameter, in order.
///
/// # Errors
/// In words, for a number that SQLite does not allow.
pub fn places<'t>(text: &'t str) -> Result<Vec<Place<'t>>, String> {
    let (mut places, mut last, mut names): (Vec<Place<'t>>, usize, Vec<(&str, usize)>) = (Vec::new(), 0, Vec::new());
    for token in tokens(text).into_iter().filter(|token| token.word == Word::Parameter) {
        let number = if token.raw == "?" {
            last + 1
        } else if let Some(digits) = token.raw.strip_prefix('?') {
            let number = digits.parse().ok().filter(|number| (1..=MOST).contains(number));
            number.ok_or_else(|| format!("{} is no parameter: its number is 1 to {MOST}", token.raw))?
        } else if let Some((_, number)) = names.iter().find(|(name, _)| *name == token.raw) {
            *number
        } else {
            names.push((token.raw, last + 1));
            last + 1
        };
        last = last.max(number);
        places.push(Place { token, number });
    }
    if last > MOST { Err(format!("A statement has at most {MOST} parameters")) } else { Ok(places) }
}

/// Most parameters of a statement.
const MOST: usize = 1_000;

/// What is bound, by number from 1; null for numbers that no place has.
///
/// # Errors
/// In words, when something is missing or too much.
pub fn bound(places: &[Place<'_>], given: Option<&Given>) -> Result<Vec<Json>, String> {
    let count = places.iter().map(|place| place.number).max().unwrap_or_default();
    match given {
        None if count == 0 => Ok(Vec::new()),
        None => Err(format!("The statement has {count} parameters: send their values in params")),
        Some(Given::List(values)) if values.len() == count => Ok(values.clone()),
        Some(Given::List(values)) => Err(format!("The statement has {count} parameters, and params has {} values", values.len())),
        Some(Given::Named(values)) => {
            let mut bound = vec![Json::Null; count];
            for place in places {
                let name = place.token.raw;
                let value = values.get(name).or_else(|| values.get(&name[1..]));
                bound[place.number - 1] = value.ok_or_else(|| format!("params has no value for {name}"))?.clone();
            }
            Ok(bound)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn numbers(text: &str) -> Vec<usize> {
        places(text).expect("places").iter().map(|place| place.number).collect()
    }

    #[test]
    fn numbers_are_those_of_sqlite() {
        assert_eq!(numbers("select ?, ?5, ?, :a, @a, :a, $b, ?2, '?', \"?\" -- ?"), [1, 5, 6, 7, 8, 7, 9, 2]);
        assert_eq!(numbers("select :x + :y - :x"), [1, 2, 1]);
        assert_eq!(numbers("select ?, ?1, ?"), [1, 1, 2]);
        assert!(places("select ?0").is_err() && places("select ?99999").is_err());
    }

    #[test]
    fn values_go_by_place_or_by_name() {
        let of = |text: &str, given: Option<Given>| bound(&places(text).expect("places"), given.as_ref());
        let named = |value: Json| Some(Given::Named(value.as_object().expect("an object").clone()));
        assert_eq!(of("select ?, ?", Some(Given::List(vec![json!(1), json!("x")]))), Ok(vec![json!(1), json!("x")]));
        assert_eq!(of("select :b, $a, :b", named(json!({ "b": 1, "$a": 2 }))), Ok(vec![json!(1), json!(2)]));
        assert_eq!(of("select 1", None), Ok(vec![]));
        for wrong in [of("select ?", None), of("select ?", Some(Given::List(vec![]))), of("select :a", named(json!({ "b": 1 })))] {
            assert!(wrong.is_err());
        }
    }
}
