//! What is drawn, in words.

use super::figures::{Measure, X};
use crate::model::plan::{Aggregate, Grain};

/// `Sum of total`.
pub(super) fn measure(measure: &Measure) -> String {
    measure.name.clone().unwrap_or_else(|| what(measure))
}

/// The same whatever it is called.
fn what(measure: &Measure) -> String {
    match (&measure.column, measure.function) {
        (Some(column), Aggregate::Percentile) => format!("{} {column}", percentile(measure.percentile)),
        (Some(column), _) => format!("{} {column}", function(measure.function)),
        (None, _) => "Rows".to_owned(),
    }
}

fn percentile(place: Option<f64>) -> String {
    match place {
        None => "Median of".to_owned(),
        Some(place) if (place - 0.5).abs() < 1e-9 => "Median of".to_owned(),
        Some(place) => format!("{} percentile of", ordinal((place * 1_000.0).round() / 10.0)),
    }
}

/// `90th`, `1st`, `99.9th`.
fn ordinal(number: f64) -> String {
    let whole = number.fract() == 0.0;
    let ending = match (number as u64 % 10, number as u64 % 100) {
        (1, hundredth) if whole && hundredth != 11 => "st",
        (2, hundredth) if whole && hundredth != 12 => "nd",
        (3, hundredth) if whole && hundredth != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

fn function(function: Aggregate) -> &'static str {
    match function {
        Aggregate::Sum => "Sum of",
        Aggregate::Average => "Average of",
        Aggregate::Minimum => "Minimum of",
        Aggregate::Maximum => "Maximum of",
        Aggregate::Count => "Count of",
        Aggregate::Distinct => "Distinct values of",
        Aggregate::Percentile => "Median of",
    }
}

/// The column alone where that is clear, else with what was done to it.
pub(super) fn series(measures: &[Measure], index: usize) -> String {
    let one = &measures[index];
    if let Some(name) = &one.name {
        return name.clone();
    }
    let same = measures.iter().all(|other| other.function == one.function);
    match &one.column {
        Some(column) if same && measures.len() > 1 => column.clone(),
        _ => measure(one),
    }
}

/// `Sum of total and pieces per month`, `Sum of total per month and category`.
pub(super) fn phrase(measures: &[Measure], x_name: &str, x: X, by: Option<&str>) -> String {
    let per = match x {
        X::Periods(grain) => period(grain),
        X::Names | X::Numbers => x_name,
    };
    let first = measures.first().map(|measure| measure.function);
    let what = match first {
        _ if by.is_some() => measures.first().map(what).unwrap_or_default(),
        Some(same)
            if same != Aggregate::Percentile
                && measures.iter().all(|one| one.function == same && one.column.is_some() && one.name.is_none()) =>
        {
            format!("{} {}", function(same), columns(measures))
        }
        _ => join(&measures.iter().map(measure).collect::<Vec<_>>()),
    };
    match (per, by) {
        ("", _) => what,
        (per, Some(by)) => format!("{what} per {per} and {by}"),
        (per, None) => format!("{what} per {per}"),
    }
}

fn period(grain: Grain) -> &'static str {
    match grain {
        Grain::Minute => "minute",
        Grain::Hour => "hour",
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
        Grain::Quarter => "quarter",
        Grain::Year => "year",
    }
}

/// `total and pieces`.
pub(super) fn columns(measures: &[Measure]) -> String {
    join(&measures.iter().map(|measure| measure.column.clone().unwrap_or_else(|| "the count".to_owned())).collect::<Vec<_>>())
}

fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// A count with its thousands apart: `1,000`.
pub(super) fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{super::stands::Stands, *};

    fn some(function: Aggregate, column: &str) -> Measure {
        Measure { function, column: Some(column.into()), percentile: None, name: None, stands: Stands::Nothing }
    }

    #[test]
    fn phrases() {
        let rows = Measure { function: Aggregate::Count, column: None, percentile: None, name: None, stands: Stands::Nothing };
        let (sum, more, average) = (some(Aggregate::Sum, "total"), some(Aggregate::Sum, "pieces"), some(Aggregate::Average, "price"));
        let month = X::Periods(Grain::Month);
        for (measures, x, text) in [
            (vec![sum.clone()], month, "Sum of total per month"),
            (vec![sum.clone(), more.clone()], month, "Sum of total and pieces per month"),
            (vec![sum.clone(), average.clone()], X::Names, "Sum of total and Average of price per day"),
            (vec![rows], X::Names, "Rows per day"),
        ] {
            assert_eq!(phrase(&measures, "day", x, None), text);
        }
        assert_eq!(phrase(std::slice::from_ref(&sum), "day", month, Some("country")), "Sum of total per month and country");
        assert_eq!(phrase(std::slice::from_ref(&sum), "", X::Names, None), "Sum of total");
        let ninth = Measure { percentile: Some(0.9), ..some(Aggregate::Percentile, "price") };
        assert_eq!(measure(&ninth), "90th percentile of price");
        assert_eq!(measure(&some(Aggregate::Percentile, "price")), "Median of price");
        assert_eq!(measure(&Measure { name: Some("Price".into()), ..ninth }), "Price");
        assert_eq!(series(std::slice::from_ref(&sum), 0), "Sum of total");
        assert_eq!(series(&[sum.clone(), more], 1), "pieces");
        assert_eq!(series(&[sum, average], 1), "Average of price");
        assert_eq!([count(0), count(999), count(1_000), count(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
    }
}
