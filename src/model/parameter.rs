//! Parameters of statements: what `:name` in a text stands for. The same code checks in the browser and on the server.

use crate::model::{
    given::given,
    value::{Kind, Value},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most parameters of one statement.
pub const MOST: usize = 50;
/// Most values of a list.
const MOST_VALUES: usize = 200;
/// Longest text of one value, in characters.
const LONGEST: usize = 10_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ParameterKind {
    #[default]
    Text,
    Number,
    Date,
    /// A date with a time of day, with or without a zone offset.
    Moment,
    Boolean,
}

impl ParameterKind {
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Date, Self::Moment, Self::Boolean];

    /// As written in JSON and forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Moment => "moment",
            Self::Boolean => "boolean",
        }
    }

    /// In a person's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Date => "Date",
            Self::Moment => "Date and time",
            Self::Boolean => "Yes or no",
        }
    }

    /// What a value of it is to an engine.
    pub fn kind(self) -> Kind {
        match self {
            Self::Text => Kind::Text,
            Self::Number => Kind::Number,
            Self::Date => Kind::Date,
            Self::Moment => Kind::Timestamp,
            Self::Boolean => Kind::Boolean,
        }
    }

    /// One text as a value of this kind, or the rule that it breaks.
    fn read(self, text: &str) -> Result<Value, &'static str> {
        let trimmed = text.trim();
        match self {
            Self::Text => Ok(Value::Text(text.to_owned())),
            Self::Number if is_number(trimmed) => Ok(Value::Text(trimmed.trim_start_matches('+').to_owned())),
            Self::Number => Err("must be a number, such as 12 or -0.5"),
            Self::Date if is_date(trimmed) => Ok(Value::Text(trimmed.to_owned())),
            Self::Date => Err("must be a date, such as 2024-12-31"),
            Self::Moment => moment(trimmed).map(Value::Text).ok_or("must be a date with a time, such as 2024-12-31 23:59"),
            Self::Boolean => match trimmed.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" | "on" => Ok(Value::Bool(true)),
                "false" | "no" | "0" | "off" => Ok(Value::Bool(false)),
                _ => Err("must be yes or no"),
            },
        }
    }
}

/// What a `:name` in a statement stands for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Parameter {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// Several values, for `in (:name)`.
    pub list: bool,
    /// Without a value and without a default the statement is not run; else such a parameter is NULL.
    pub required: bool,
    /// The value when none is given, as text; values of a list stand on lines of their own.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

/// What was given for a parameter: one value, or those of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum GivenValue {
    Many(Vec<String>),
    One(String),
    Number(f64),
    Truth(bool),
}

/// What was given, by name.
pub type GivenValues = BTreeMap<String, GivenValue>;

impl GivenValue {
    fn texts(&self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text.clone()],
            Self::Many(texts) => texts.clone(),
            Self::Number(number) => vec![number.to_string()],
            Self::Truth(truth) => vec![truth.to_string()],
        }
    }

    /// As it stands in a field.
    pub fn shown(&self) -> String {
        self.texts().join("\n")
    }
}

impl Parameter {
    /// One about which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), required: true, ..Self::default() }
    }

    /// The values to bind; none is NULL.
    ///
    /// # Errors
    /// With a text that names the parameter and the rule.
    pub fn values(&self, given: Option<&GivenValue>) -> Result<Vec<Value>, String> {
        let given = given.map(GivenValue::texts).unwrap_or_default();
        let mut texts = self.split(given);
        if texts.is_empty() {
            texts = self.split(self.default.clone().into_iter().collect());
        }
        if texts.is_empty() && self.required {
            return Err(format!("Give a value for \"{}\"", self.name));
        }
        if texts.len() > if self.list { MOST_VALUES } else { 1 } {
            let most = if self.list { format!("at most {MOST_VALUES} values") } else { "one value".to_owned() };
            return Err(format!("\"{}\" takes {most}", self.name));
        }
        texts.iter().map(|text| self.value(text)).collect()
    }

    fn value(&self, text: &str) -> Result<Value, String> {
        if text.chars().count() > LONGEST || text.contains('\0') {
            return Err(format!("\"{}\" must be at most {LONGEST} characters without a NUL character", self.name));
        }
        self.kind.read(text).map_err(|rule| format!("\"{}\" {rule}", self.name))
    }

    /// A field that is left empty gives nothing; the lines of a list are its values.
    fn split(&self, texts: Vec<String>) -> Vec<String> {
        let lines = |text: String| text.lines().map(str::trim).map(str::to_owned).collect::<Vec<_>>();
        let texts = if self.list { texts.into_iter().flat_map(lines).collect() } else { texts };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }
}

/// Whether a name can stand behind a colon: letters, digits and underscores, beginning with no digit.
pub fn is_name(name: &str) -> bool {
    let begins = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    begins && name.chars().all(|c| c.is_alphanumeric() || c == '_') && name.chars().count() <= 60
}

/// Digits with a sign, a fraction and an exponent: what every engine reads as the same number.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && digits(exponent) && (1..=3).contains(&exponent.len())
}

/// `2024-12-31`, a day that exists.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, length: usize| (part.len() == length).then(|| digits(part)).flatten();
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else { return false };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=length).contains(&day)
}

/// `2024-12-31 23:59[:59[.999999]][Z|+02:00]`, with a blank or a `T`; with a zone it keeps the `T`.
fn moment(text: &str) -> Option<String> {
    let (date, rest) = text.split_at_checked(10)?;
    let time = rest.strip_prefix(['T', ' '])?;
    let zone_at = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_at);
    let is_good = is_date(date) && is_clock(clock) && is_zone(zone);
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    is_good.then(|| if zone.is_empty() { format!("{date} {clock}") } else { format!("{date}T{clock}{zone}") })
}

fn is_clock(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| (part.len() == 2).then(|| digits(part)).flatten()).collect();
    let (hour, minute, second) = match parts[..] {
        [hour, minute] => (hour, minute, Some(0)),
        [hour, minute, second] => (hour, minute, second),
        _ => return false,
    };
    let below = |number: Option<u32>, end: u32| number.is_some_and(|number| number < end);
    below(hour, 24) && below(minute, 60) && below(second, 60) && digits(fraction).is_some() && fraction.len() <= 6
}

fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else { return text.is_empty() || text == "Z" };
    offset.len() == 5 && is_clock(offset)
}

fn digits(text: &str) -> Option<u32> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(kind: ParameterKind) -> Parameter {
        Parameter { kind, ..Parameter::named("p") }
    }

    fn one(text: &str) -> Option<GivenValue> {
        Some(GivenValue::One(text.into()))
    }

    #[test]
    fn values_have_the_form_of_their_kind() {
        use ParameterKind::{Boolean, Date, Moment, Number, Text};
        for (kind, good, value) in [
            (Text, " a ", Value::Text(" a ".into())),
            (Number, " +1.50 ", Value::Text("1.50".into())),
            (Number, "-.5e-3", Value::Text("-.5e-3".into())),
            (Date, "2024-02-29", Value::Text("2024-02-29".into())),
            (Moment, "2024-02-29T10:00", Value::Text("2024-02-29 10:00:00".into())),
            (Moment, "2024-02-29 10:00:00.5+02:00", Value::Text("2024-02-29T10:00:00.5+02:00".into())),
            (Boolean, "Yes", Value::Bool(true)),
        ] {
            assert_eq!(parameter(kind).values(one(good).as_ref()), Ok(vec![value]), "{good}");
        }
        for (kind, bad) in [
            (Number, "1,5"),
            (Number, "NaN"),
            (Number, "1e9999"),
            (Number, "0x1f"),
            (Date, "2023-02-29"),
            (Date, "1.2.2024"),
            (Date, "2024-1-1"),
            (Moment, "2024-02-29"),
            (Moment, "2024-02-29 24:00"),
            (Moment, "2024-02-29 10:00+2"),
            (Boolean, "maybe"),
            (Text, "a\0"),
        ] {
            assert!(parameter(kind).values(one(bad).as_ref()).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_defaults_and_nothing() {
        let list = Parameter { list: true, ..parameter(ParameterKind::Number) };
        assert_eq!(list.values(one("1\n 2 \n\n").as_ref()), Ok(vec![Value::Text("1".into()), Value::Text("2".into())]));
        assert!(list.values(Some(&GivenValue::Many(vec!["1".into(); 201]))).is_err());
        assert!(parameter(ParameterKind::Text).values(Some(&GivenValue::Many(vec!["a".into(), "b".into()]))).is_err());
        assert!(parameter(ParameterKind::Text).values(one("").as_ref()).is_err());
        let with_default = Parameter { default: Some("5".into()), ..parameter(ParameterKind::Number) };
        assert_eq!(with_default.values(None), Ok(vec![Value::Text("5".into())]));
        let optional = Parameter { required: false, ..parameter(ParameterKind::Text) };
        assert_eq!(optional.values(None), Ok(vec![]));
    }

    #[test]
    fn names_can_stand_behind_a_colon() {
        for (name, good) in [("a", true), ("_a1", true), ("größe", true), ("1a", false), ("", false), ("a b", false), ("a-b", false)] {
            assert_eq!(is_name(name), good, "{name}");
        }
    }
}
