//! What narrows a board, in words: the same on its pages and in its pictures.

use super::period_words;
use crate::model::{
    board_filter::{FilterKind, PERIODS, RANGE, ends, last_days},
    mark::{How, Mark},
};

/// Most values of a filter that are named.
const MOST_VALUES: usize = 5;

/// `country: Germany`, `ordered_at: 2024-03`.
pub fn mark_words(mark: &Mark) -> String {
    let value = match (mark.how, mark.how.grain()) {
        (How::IsNull, _) => "no value".to_owned(),
        (How::Eq, _) if mark.value.trim().is_empty() => "empty text".to_owned(),
        (How::Range, _) => mark.value.replace(RANGE, " to "),
        (How::Week, Some(_)) => format!("week of {}", mark.value),
        (_, Some(grain)) => period_words(&mark.value, grain),
        _ => mark.value.clone(),
    };
    format!("{}: {value}", mark.column)
}

/// `Country: DE, FR`; nothing for a filter that narrows nothing.
pub fn filter_words(label: &str, kind: FilterKind, values: &[String]) -> Option<String> {
    let values: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
    let named = values.iter().take(MOST_VALUES).map(|value| match kind {
        FilterKind::DateRange | FilterKind::NumberRange => range(value),
        _ => (*value).clone(),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = values.len().saturating_sub(MOST_VALUES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!values.is_empty()).then(|| format!("{label}: {named}{more}"))
}

fn range(value: &str) -> String {
    if let Some((_, words)) = PERIODS.iter().find(|(name, _)| *name == value) {
        return (*words).to_owned();
    }
    if let Some(days) = last_days(value) {
        return format!("Last {days} days");
    }
    match ends(value) {
        (from, to) if from == to => from.to_owned(),
        ("", to) => format!("to {to}"),
        (from, "") => format!("from {from}"),
        (from, to) => format!("{from} to {to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_told_in_words() {
        for (kind, values, words) in [
            (FilterKind::Many, &["a", "b_c"][..], Some("Filter: a, b_c")),
            (FilterKind::Many, &["a_b..c", "today"], Some("Filter: a_b..c, today")),
            (FilterKind::Many, &["a", "b", "c", "d", "e", "f", "g"], Some("Filter: a, b, c, d, e and 2 more")),
            (FilterKind::Text, &[""], None),
            (FilterKind::One, &[], None),
            (FilterKind::DateRange, &["last_7_days"], Some("Filter: Last 7 days")),
            (FilterKind::DateRange, &["last_14_days"], Some("Filter: Last 14 days")),
            (FilterKind::DateRange, &["2026-01-01..2026-01-31"], Some("Filter: 2026-01-01 to 2026-01-31")),
            (FilterKind::DateRange, &["2026-01-01.."], Some("Filter: from 2026-01-01")),
            (FilterKind::NumberRange, &["..5"], Some("Filter: to 5")),
            (FilterKind::NumberRange, &["5.."], Some("Filter: from 5")),
            (FilterKind::NumberRange, &["5"], Some("Filter: 5")),
        ] {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(filter_words("Filter", kind, &values).as_deref(), words, "{values:?}");
        }
    }

    #[test]
    fn marks_are_told_in_words() {
        for (how, value, words) in [
            (How::Eq, "Germany", "c: Germany"),
            (How::Eq, " ", "c: empty text"),
            (How::IsNull, "", "c: no value"),
            (How::Range, "10..20", "c: 10 to 20"),
            (How::Month, "2024-03-01", "c: 2024-03"),
            (How::Quarter, "2024-04-01", "c: 2024 Q2"),
            (How::Week, "2024-03-04", "c: week of 2024-03-04"),
            (How::Hour, "2024-03-04T12:00", "c: 2024-03-04 12:00"),
        ] {
            assert_eq!(mark_words(&Mark { column: "c".into(), how, value: value.into() }), words);
        }
    }
}
