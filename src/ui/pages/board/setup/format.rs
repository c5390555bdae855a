//! How figures look, as fields of the panel, and back.

use super::draft::from_name;
use crate::model::{
    address::Query,
    filter::Op,
    format::{Annotation, Color, DateFormat, Format, NumberFormat, NumberStyle, ReferenceLine, Rule, RuleTone},
};

pub const STYLE: &str = "ns";
pub const CURRENCY: &str = "nc";
pub const DECIMALS: &str = "nd";
pub const UNIT: &str = "nu";
pub const DATE: &str = "df";
pub const TARGET: &str = "goal";
pub const LESS: &str = "less";
pub const SCALE: &str = "shade";
/// Colours of the series, in order.
pub const COLORS: [&str; 4] = ["c0", "c1", "c2", "c3"];
/// Value and words of a line.
pub const LINE: [&str; 2] = ["lv", "ll"];
/// Place and words of a note.
pub const NOTE: [&str; 2] = ["na", "nt"];
/// Operator, value, tone and, in tables, the column of a rule.
pub const RULES: [[&str; 4]; 3] = [["r0o", "r0v", "r0t", "r0c"], ["r1o", "r1v", "r1t", "r1c"], ["r2o", "r2v", "r2t", "r2c"]];

pub const OPS: [Op; 6] = [Op::Gt, Op::Gte, Op::Lt, Op::Lte, Op::Eq, Op::Ne];

pub fn is_key(key: &str) -> bool {
    [STYLE, CURRENCY, DECIMALS, UNIT, DATE, TARGET, LESS, SCALE].contains(&key)
        || COLORS.iter().chain(&LINE).chain(&NOTE).chain(RULES.iter().flatten()).any(|own| *own == key)
}

/// The format that the address says; nothing when it says nothing.
pub fn chosen(query: &Query) -> Option<Format> {
    let one = |key: &'static str| query.get(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let number =
        |key: &'static str| one(key).and_then(|text| text.replace(',', ".").parse::<f64>().ok()).filter(|number| number.is_finite());
    let form = NumberFormat {
        style: one(STYLE).and_then(|name| from_name::<NumberStyle>(&name)),
        currency: one(CURRENCY).map(|code| code.to_uppercase()),
        decimals: one(DECIMALS).and_then(|text| text.parse().ok()),
        unit: one(UNIT),
    };
    let rule = |[op, value, tone, column]: [&'static str; 4]| {
        let tone = one(tone).and_then(|name| from_name::<RuleTone>(&name)).unwrap_or(RuleTone::Good);
        Some(Rule { column: one(column), op: one(op).and_then(|name| Op::parse(&name)).unwrap_or(Op::Gte), value: number(value)?, tone })
    };
    let colors: Vec<Color> = COLORS.into_iter().map_while(|key| one(key).and_then(|name| from_name(&name))).collect();
    let format = Format {
        number: (form != NumberFormat::default()).then_some(form),
        date: one(DATE).and_then(|name| from_name::<DateFormat>(&name)),
        colors,
        lines: number(LINE[0]).map(|value| ReferenceLine { value, label: one(LINE[1]) }).into_iter().collect(),
        notes: one(NOTE[0]).zip(one(NOTE[1])).map(|(at, text)| Annotation { at, text }).into_iter().collect(),
        rules: RULES.into_iter().filter_map(rule).collect(),
        scale: one(SCALE).map(|_| true),
        target: number(TARGET),
        less_is_better: one(LESS).map(|_| true),
    };
    (format != Format::default()).then_some(format)
}

pub const STYLES: [(NumberStyle, &str); 4] = [
    (NumberStyle::Compact, "Short: 1.2 M"),
    (NumberStyle::Full, "Every digit: 1,234,567"),
    (NumberStyle::Currency, "Currency: €1.2 M"),
    (NumberStyle::Percent, "Percent: 0.25 is 25 %"),
];

pub const DATES: [(DateFormat, &str); 4] = [
    (DateFormat::Iso, "2026-01-31"),
    (DateFormat::Medium, "31 Jan 2026"),
    (DateFormat::DayFirst, "31/01/2026"),
    (DateFormat::MonthFirst, "01/31/2026"),
];

pub const TONES: [(RuleTone, &str); 3] = [(RuleTone::Good, "Good"), (RuleTone::Warn, "Warning"), (RuleTone::Bad, "Bad")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_a_format() {
        let format = chosen(&Query::parse(
            "ns=currency&nc=usd&nd=0&c0=green&c1=&c2=blue&lv=1000&ll=Goal&na=2025-01-01&nt=Launch&r0v=5&r0t=bad&r0o=lt&r0c=total&goal=2000&shade=1",
        ))
        .expect("a format");
        let number = format.number.clone().expect("a form");
        assert_eq!((number.currency.as_deref(), number.decimals), (Some("USD"), Some(0)));
        assert_eq!((format.colors.as_slice(), format.lines.len(), format.notes.len()), ([Color::Green].as_slice(), 1, 1));
        assert_eq!((format.rules[0].op, format.rules[0].tone, format.rules[0].column.as_deref()), (Op::Lt, RuleTone::Bad, Some("total")));
        assert_eq!((format.target, format.scale), (Some(2_000.0), Some(true)));
        assert_eq!(chosen(&Query::parse("ns=&r0t=good&ll=words&lv=x")), None);
    }
}
