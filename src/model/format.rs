//! How the figures of a widget look: numbers, dates, colours, lines of reference, conditions. Pure; the words for
//! numbers here and those of `ui/js/format.js` are the same.

use crate::model::{
    filter::Op,
    given::{given, given_object, objects},
};
use serde::{Deserialize, Serialize};

/// Most lines, notes, rules and colours.
pub const MAX_MARKS: usize = 20;

/// Everything is optional; what is absent looks as it suits the figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Format {
    #[serde(deserialize_with = "given_object", skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberFormat>,
    /// How dates of the groups are written in tables and tiles.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub date: Option<DateFormat>,
    /// Colour of each series in order; the palette's own where absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub colors: Vec<Color>,
    /// Lines across a chart at a value.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ReferenceLine>,
    /// Words at a place of the x axis.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Annotation>,
    /// The first that holds colours the cell or the figure.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Cells of tables and pivot tables are shaded from their least to their greatest value.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub scale: Option<bool>,
    /// What a gauge or a big number should reach.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// Less is better: a fall is good news.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub less_is_better: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NumberFormat {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub style: Option<NumberStyle>,
    /// ISO 4217 code, for `currency`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Digits behind the point, 0 to 10; as many as count when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// Behind the number: `kg`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// Short where it is long: `1.2 M`.
    Compact,
    /// Every digit, grouped: `1,234,567`.
    Full,
    /// With the sign of its currency.
    Currency,
    /// A part of one as hundredths: 0.25 is `25 %`.
    Percent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// `2026-01-31`.
    Iso,
    /// `31 Jan 2026`.
    Medium,
    /// `31/01/2026`.
    DayFirst,
    /// `01/31/2026`.
    MonthFirst,
}

/// A colour of the palette (`style/themes.css`), right in both themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Color {
    Blue,
    Orange,
    Teal,
    Pink,
    Yellow,
    Purple,
    Green,
    Grey,
}

impl Color {
    pub const ALL: [Self; 8] = [Self::Blue, Self::Orange, Self::Teal, Self::Pink, Self::Yellow, Self::Purple, Self::Green, Self::Grey];

    /// Place in the palette, from 0.
    pub fn place(self) -> usize {
        self as usize
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ReferenceLine {
    pub value: f64,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Annotation {
    /// The name of a group, or a date.
    pub at: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Rule {
    /// Of a data table: the column that is coloured; any figure when absent.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// `gt`, `gte`, `lt`, `lte`, `eq` or `ne`.
    pub op: Op,
    pub value: f64,
    pub tone: RuleTone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleTone {
    Good,
    Warn,
    Bad,
}

impl RuleTone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

impl Rule {
    pub fn holds(&self, value: f64) -> bool {
        match self.op {
            Op::Gt => value > self.value,
            Op::Gte => value >= self.value,
            Op::Lt => value < self.value,
            Op::Lte => value <= self.value,
            Op::Eq => value == self.value,
            Op::Ne => value != self.value,
            Op::Contains | Op::StartsWith | Op::In | Op::IsNull | Op::NotNull => false,
        }
    }
}

impl Format {
    /// The tone of a figure, by the first rule that holds. A rule for one column says nothing about others.
    pub fn tone(&self, column: Option<&str>, value: f64) -> Option<RuleTone> {
        let fits = |rule: &&Rule| rule.column.as_deref().is_none_or(|name| column == Some(name)) && rule.holds(value);
        self.rules.iter().find(fits).map(|rule| rule.tone)
    }

    /// A number in words.
    pub fn number(&self, value: f64) -> String {
        self.number.clone().unwrap_or_default().say(value)
    }
}

/// `1,234,567`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many shades eyes can tell apart.
pub const SHADES: u8 = 9;

/// How far a value is between two others, from 1 to [`SHADES`]; one that is alone is the greatest.
pub fn shade(value: f64, least: f64, greatest: f64) -> u8 {
    let span = greatest - least;
    let part = if span > 0.0 && span.is_finite() { (value - least) / span } else { 1.0 };
    1 + (part.clamp(0.0, 1.0) * f64::from(SHADES - 1)).round() as u8
}

/// Largest unit first.
const UNITS: [(f64, &str); 5] = [(1e15, "\u{a0}P"), (1e12, "\u{a0}T"), (1e9, "\u{a0}B"), (1e6, "\u{a0}M"), (1e3, "\u{a0}k")];

impl NumberFormat {
    /// `1.2 M`, `€ 1.2 M`, `25 %`, `350 kg`; nothing for what is no number.
    pub fn say(&self, value: f64) -> String {
        if !value.is_finite() {
            return String::new();
        }
        let size = value.abs();
        let percent = self.style == Some(NumberStyle::Percent);
        let text = match self.style {
            Some(NumberStyle::Percent) => digits(size * 100.0, self.decimals, places(size * 100.0).min(1)),
            Some(NumberStyle::Full) => grouped(&self.decimals.map_or_else(|| size.to_string(), |places| fixed(size, places))),
            Some(NumberStyle::Compact | NumberStyle::Currency) | None => short(size, self.decimals),
        };
        let unit = self.unit.as_deref().filter(|unit| !unit.is_empty());
        let money = (self.style == Some(NumberStyle::Currency)).then(|| sign(self.currency.as_deref().unwrap_or("EUR")));
        let mut said = String::new();
        if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            said.push('−');
        }
        said.extend(money);
        said.push_str(&text);
        if percent {
            said.push_str("\u{a0}%");
        }
        if let Some(unit) = unit {
            said.push('\u{a0}');
            said.push_str(unit);
        }
        said
    }
}

/// At most three digits that count, with a unit.
fn short(size: f64, decimals: Option<u32>) -> String {
    // 999,950 would be written as 1000 k.
    match UNITS.iter().find(|(unit, _)| size >= unit * 0.9995) {
        Some((unit, name)) => digits(size / unit, decimals, places(size / unit)) + name,
        None => digits(size, decimals, places(size)),
    }
}

/// How many digits behind the point count.
fn places(size: f64) -> u32 {
    match size {
        s if s >= 100.0 || s == 0.0 => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 => 2,
        _ => 3,
    }
}

/// The wanted digits behind the point; without a wish, at most `most` and no zeros at the end.
fn digits(size: f64, wanted: Option<u32>, most: u32) -> String {
    let text = fixed(size, wanted.unwrap_or(most));
    match wanted {
        None if text.contains('.') => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        _ => text,
    }
}

fn fixed(size: f64, decimals: u32) -> String {
    format!("{size:.*}", decimals.min(10) as usize)
}

/// `1234567.5` as `1,234,567.5`.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::with_capacity(digits.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(rest) = rest {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// What stands before an amount: the sign of the well-known currencies, else the code.
fn sign(code: &str) -> String {
    match code {
        "EUR" => "€".to_owned(),
        "USD" => "$".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" | "CNY" => "¥".to_owned(),
        "INR" => "₹".to_owned(),
        other => format!("{other}\u{a0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        let plain = NumberFormat::default();
        for (value, text) in [
            (0.0, "0"),
            (0.05, "0.05"),
            (12.34, "12.3"),
            (999_950.0, "1\u{a0}M"),
            (1_234_567.0, "1.23\u{a0}M"),
            (-42.0, "−42"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(plain.say(value), text, "{value}");
        }
        let styled = |style, decimals| NumberFormat { style: Some(style), decimals, ..NumberFormat::default() };
        assert_eq!(styled(NumberStyle::Full, None).say(1_234_567.5), "1,234,567.5");
        assert_eq!(styled(NumberStyle::Percent, None).say(0.256), "25.6\u{a0}%");
        assert_eq!(styled(NumberStyle::Currency, Some(0)).say(-950.4), "−€950");
        let kilos = NumberFormat { unit: Some("kg".into()), ..NumberFormat::default() };
        assert_eq!(kilos.say(350.0), "350\u{a0}kg");
        let yen = NumberFormat { style: Some(NumberStyle::Currency), currency: Some("CHF".into()), ..NumberFormat::default() };
        assert_eq!(yen.say(5_000.0), "CHF\u{a0}5\u{a0}k");
    }

    #[test]
    fn the_first_rule_that_holds_decides() {
        let rule = |column: Option<&str>, op, value, tone| Rule { column: column.map(str::to_owned), op, value, tone };
        let format = Format {
            rules: vec![
                rule(Some("profit"), Op::Lt, 0.0, RuleTone::Bad),
                rule(None, Op::Gte, 100.0, RuleTone::Good),
                rule(None, Op::Gte, 50.0, RuleTone::Warn),
            ],
            ..Format::default()
        };
        assert_eq!(format.tone(Some("profit"), -1.0), Some(RuleTone::Bad));
        assert_eq!(format.tone(Some("amount"), -1.0), None);
        assert_eq!((format.tone(None, 120.0), format.tone(None, 60.0)), (Some(RuleTone::Good), Some(RuleTone::Warn)));
    }
}
