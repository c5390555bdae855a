//! What a picture says about itself: the tab, when its data was read, and what narrows it.

use crate::model::{
    board::Board,
    board_filter::{BoardFilter, FilterKind, PERIODS, ends, last_days},
    board_view::BoardView,
    drawing::Drawing,
};

/// Most values of a filter that are named.
const MOST_VALUES: usize = 5;

/// One line each: the tab where there are several with the age of what is oldest, then each filter that narrows something.
pub(super) fn of(board: &Board, tab: &str, view: &BoardView, drawings: &[Drawing]) -> Vec<String> {
    let tabs = &board.layout.tabs;
    let tab = tabs.iter().find(|known| known.id == tab && tabs.len() > 1).map(|known| known.title.clone());
    let read = drawings.iter().filter_map(Drawing::age).min().map(|at| format!("Data read {}", at.short()));
    let first = tab.into_iter().chain(read).collect::<Vec<_>>().join(" · ");
    let filters = board.filters.iter().filter_map(|filter| in_words(filter, view.values(&filter.name, &filter.default)));
    std::iter::once(first).chain(filters).filter(|line| !line.is_empty()).collect()
}

/// `Country: DE, FR`; nothing for a filter that narrows nothing.
fn in_words(filter: &BoardFilter, values: &[String]) -> Option<String> {
    let values: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
    let named = values.iter().take(MOST_VALUES).map(|value| match filter.kind {
        FilterKind::DateRange | FilterKind::NumberRange => range(value),
        _ => (*value).clone(),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = values.len().saturating_sub(MOST_VALUES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!values.is_empty()).then(|| format!("{}: {named}{more}", filter.label))
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
    use crate::model::id::FilterId;

    #[test]
    fn filters_are_told_in_words() {
        let filter = |kind| BoardFilter {
            id: FilterId::new(),
            name: "f".into(),
            label: "Filter".into(),
            kind,
            targets: Vec::new(),
            values: Vec::new(),
            values_query_id: None,
            default: Vec::new(),
            depends_on: Vec::new(),
        };
        for (kind, values, words) in [
            (FilterKind::Many, &["a", "b_c"][..], Some("Filter: a, b_c")),
            (FilterKind::Many, &["a", "b", "c", "d", "e", "f", "g"], Some("Filter: a, b, c, d, e and 2 more")),
            (FilterKind::Text, &[""], None),
            (FilterKind::One, &[], None),
            (FilterKind::DateRange, &["last_7_days"], Some("Filter: Last 7 days")),
            (FilterKind::DateRange, &["last_14_days"], Some("Filter: Last 14 days")),
            (FilterKind::DateRange, &["2026-01-01..2026-01-31"], Some("Filter: 2026-01-01 to 2026-01-31")),
            (FilterKind::NumberRange, &["..5"], Some("Filter: to 5")),
            (FilterKind::NumberRange, &["5.."], Some("Filter: from 5")),
        ] {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(in_words(&filter(kind), &values).as_deref(), words, "{values:?}");
        }
    }
}
