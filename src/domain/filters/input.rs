//! What a written filter says, checked against the widgets of its board.

use super::columns::Known;
use crate::{
    error::{AppError, Result},
    model::{
        board_filter::{BoardFilter, FilterInput, FilterKind, FilterTarget, MOST_VALUES, TargetInput, ends, is_moving},
        id::{FilterId, QueryId, WidgetId},
        rules,
    },
};

/// Longest value, in characters.
const LONGEST: usize = 200;
/// Most columns of one filter.
pub(crate) const MOST_TARGETS: usize = 400;
/// Longest name in addresses.
const LONGEST_NAME: usize = 40;

/// The filter that is asked for. `old` is the one that it replaces, `all` those of the board.
pub(super) fn checked(
    input: FilterInput,
    old: Option<&BoardFilter>,
    all: &[BoardFilter],
    known: &[Known],
    values_query: Option<QueryId>,
) -> Result<BoardFilter> {
    let kind = input.kind.ok_or_else(|| AppError::field("kind", "Choose what readers can say"))?;
    let Said { label, values, default } = said(kind, input.label.unwrap_or_default(), input.values, input.default)?;
    let targets = targets(input.targets, kind, known, old.map_or(&[][..], |old| old.targets.as_slice()))?;
    let values_query_id = if kind.has_list() { values_query } else { None };
    let others = || all.iter().filter(|filter| old.is_none_or(|old| old.id != filter.id));
    let mut depends_on: Vec<String> = Vec::new();
    for name in input.depends_on.into_iter().filter(|name| !name.is_empty()) {
        if !others().any(|filter| filter.name == name) {
            return Err(AppError::field("dependsOn", "A filter can only depend on another filter of the same board"));
        }
        if kind.has_list() && !depends_on.contains(&name) {
            depends_on.push(name);
        }
    }
    Ok(BoardFilter {
        id: old.map_or_else(FilterId::new, |old| old.id.clone()),
        // Addresses that were sent around stay good when the label changes.
        name: old.map_or_else(|| free_name(&label, all), |old| old.name.clone()),
        label,
        kind,
        targets,
        values,
        values_query_id,
        default,
        depends_on,
    })
}

/// What a filter says in words, checked.
pub(crate) struct Said {
    pub label: String,
    pub values: Vec<String>,
    pub default: Vec<String>,
}

/// # Errors
/// `Invalid` with the field that breaks a rule.
pub(crate) fn said(kind: FilterKind, label: String, values: Vec<String>, default: Vec<String>) -> Result<Said> {
    let label = label.trim().to_owned();
    rules::filter_label(&label)?;
    let values = lines("values", "Values", values)?;
    let values = if kind.has_list() { values } else { Vec::new() };
    let default = lines("default", "Default", default)?;
    default_fits(kind, &default)?;
    Ok(Said { label, values, default })
}

/// Whether a filter can go by this name in addresses.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// `before` are those that the filter has: they stay also where whoever saves it is not told the columns.
fn targets(given: Vec<TargetInput>, kind: FilterKind, known: &[Known], before: &[FilterTarget]) -> Result<Vec<FilterTarget>> {
    let mut targets: Vec<FilterTarget> = Vec::new();
    for (place, target) in given.into_iter().enumerate().filter(|(_, target)| target.used != Some(false)) {
        let at = format!("targets[{place}]");
        let gone = || AppError::field(at.clone(), "This widget has no such column. Reload the page and choose again.");
        let widget_id = WidgetId::parse(&target.widget_id).ok_or_else(gone)?;
        let target = FilterTarget { widget_id, table: target.table, column: target.column };
        let column = known.iter().find(|known| known.target == target);
        if column.is_none() && !before.contains(&target) {
            return Err(gone());
        }
        if column.is_some_and(|column| !kind.fits(column.kind)) {
            let text = format!("The column {} cannot be narrowed by \"{}\". Choose another kind.", target.column, kind.label());
            return Err(AppError::field("kind", text));
        }
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    match targets.len() {
        0 => Err(AppError::field("targets", "Choose at least one widget that the filter narrows")),
        1..=MOST_TARGETS => Ok(targets),
        _ => Err(AppError::field("targets", format!("A filter can narrow at most {MOST_TARGETS} columns"))),
    }
}

/// One value a line; blank lines say nothing.
fn lines(field: &str, label: &str, given: Vec<String>) -> Result<Vec<String>> {
    let all: Vec<String> =
        given.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if all.len() > MOST_VALUES {
        return Err(AppError::field(field, format!("{label} can be at most {MOST_VALUES}")));
    }
    for value in &all {
        rules::text(field, label, value, LONGEST)?;
    }
    Ok(all)
}

fn default_fits(kind: FilterKind, default: &[String]) -> Result<()> {
    let number = |text: &str| text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite);
    let day = |text: &str| text.is_empty() || text.parse::<jiff::civil::Date>().is_ok();
    let both = |text: &str, fits: fn(&str) -> bool| {
        let (from, to) = ends(text);
        fits(from) && fits(to)
    };
    let one = |fits: bool, rule: &str| if fits { Ok(()) } else { Err(AppError::field("default", rule)) };
    let rule = match kind {
        FilterKind::Many => return Ok(()),
        FilterKind::Text | FilterKind::One => "Give one value, or none",
        FilterKind::Number => "Give a number, or nothing",
        FilterKind::NumberRange => "Give two numbers with two dots between them: 10..20",
        FilterKind::DateRange => "Give two days with two dots between them, 2024-01-01..2024-01-31, or a period: last_30_days, this_month",
    };
    let [value] = default else { return one(default.is_empty(), rule) };
    let fits = match kind {
        FilterKind::Number => number(value),
        FilterKind::NumberRange => both(value, number),
        FilterKind::DateRange => is_moving(value) || both(value, day),
        _ => true,
    };
    one(fits, rule)
}

/// A name made of the label, with a number behind it when it is taken.
fn free_name(label: &str, all: &[BoardFilter]) -> String {
    let mut stem = String::new();
    for c in label.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => stem.push(c),
            _ if !stem.is_empty() && !stem.ends_with('_') => stem.push('_'),
            _ => {}
        }
    }
    stem.truncate(LONGEST_NAME);
    let stem = stem.trim_matches('_');
    let stem = if stem.is_empty() { "filter" } else { stem };
    let taken = |name: &str| all.iter().any(|filter| filter.name == name);
    let numbered = (2..).map(|n| format!("{stem}_{n}"));
    std::iter::once(stem.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_addresses() {
        let filter = |name: &str| BoardFilter {
            id: FilterId::new(),
            name: name.into(),
            label: name.into(),
            kind: FilterKind::Text,
            targets: vec![],
            values: vec![],
            values_query_id: None,
            default: vec![],
            depends_on: vec![],
        };
        let all = [filter("country"), filter("country_2")];
        for (label, name) in [
            ("Country", "country_3"),
            ("  Order day (UTC) ", "order_day_utc"),
            ("Größe", "gr_e"),
            ("城市", "filter"),
            ("a.b&c=d", "a_b_c_d"),
        ] {
            assert_eq!(free_name(label, &all), name, "{label}");
        }
        assert!(free_name(&"x".repeat(100), &[]).len() <= LONGEST_NAME);
    }

    #[test]
    fn defaults_fit_their_kind() {
        let fits = |kind, values: &[&str]| default_fits(kind, &values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>()).is_ok();
        for kind in FilterKind::ALL {
            assert!(fits(kind, &[]), "{kind:?}");
        }
        assert!(fits(FilterKind::Many, &["a", "b"]) && fits(FilterKind::One, &["a"]) && !fits(FilterKind::One, &["a", "b"]));
        assert!(fits(FilterKind::Number, &["1.5"]) && !fits(FilterKind::Number, &["x"]) && !fits(FilterKind::Number, &["inf"]));
        assert!(fits(FilterKind::NumberRange, &["..5"]) && !fits(FilterKind::NumberRange, &["a..5"]));
        assert!(fits(FilterKind::DateRange, &["last_30_days"]) && fits(FilterKind::DateRange, &["2024-01-01.."]));
        assert!(!fits(FilterKind::DateRange, &["soon"]) && !fits(FilterKind::DateRange, &["2024-13-01"]));
    }
}
