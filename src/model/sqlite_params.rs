//! The parameters of an SQLite statement and what is bound to them, numbered as SQLite numbers them.

use super::sqlite_text::{Token, Word, tokens};
use serde_json::{Map, Value as Json};

/// What is given for the parameters of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// By place, from the first.
    List(Vec<Json>),
    /// By name, with or without the sign in front of it.
    Named(Map<String, Json>),
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
        for text in ["select ?, ?5, ?, :a, @a, :a, $b, ?2, '?', \"?\" -- ?", "select :x + :y - :x", "select 1", "select ?, ?1, ?"] {
            let db = rusqlite_numbers(text);
            assert_eq!(numbers(text).into_iter().max().unwrap_or_default(), db, "{text}");
        }
        assert_eq!(numbers("select ?, ?5, ?, :a, @a, :a, $b, ?2"), [1, 5, 6, 7, 8, 7, 9, 2]);
        assert!(places("select ?0").is_err() && places("select ?99999").is_err());
    }

    #[cfg(feature = "ssr")]
    fn rusqlite_numbers(text: &str) -> usize {
        rusqlite::Connection::open_in_memory().expect("opens").prepare(text).expect("prepares").parameter_count()
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
