//! The marks that a reader chose, each with the way to its rows and the way to drop it.

use super::use_board_view;
use crate::{
    model::{
        board_filter::{FilterFace, FilterKind, PERIODS, RANGE, ends, is_moving},
        board_view,
        mark::{How, Mark, MarkChoice},
    },
    ui::{
        drawings::{links::use_query, marks::rows_address},
        parts::{Icon, icons},
    },
    widgets::period_words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

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

/// The same of a filter with these values.
pub fn filter_words(filter: &FilterFace, values: &[String]) -> String {
    let word = |value: &String| match (filter.kind, PERIODS.iter().find(|(name, _)| name == value)) {
        (FilterKind::DateRange, Some((_, words))) => (*words).to_owned(),
        (FilterKind::DateRange, None) if is_moving(value) => value.replace('_', " "),
        (FilterKind::DateRange | FilterKind::NumberRange, _) => {
            let (from, to) = ends(value);
            match (from, to) {
                (from, "") => format!("from {from}"),
                ("", to) => format!("to {to}"),
                (from, to) => format!("{from} to {to}"),
            }
        }
        _ => value.clone(),
    };
    format!("{}: {}", filter.label, values.iter().map(word).collect::<Vec<_>>().join(", "))
}

#[component]
pub fn MarkChips(filters: Signal<Vec<FilterFace>>, project: String) -> impl IntoView {
    let (view, query, path, project) = (use_board_view(), use_query(), use_location().pathname, StoredValue::new(project));
    let chips = move || {
        let view = view.get();
        let chip = |choice: &MarkChoice| {
            let words = mark_words(&choice.mark);
            let less = view.clone().without_mark(choice);
            let drop = filters.with(|filters| query.with(|query| board_view::replace(query, filters, &less).on(&path.get())));
            let rows = filters.with(|filters| project.with_value(|project| rows_address(project, &choice.widget_id, filters, &view)));
            view! { <Chip words drop rows/> }
        };
        view.marks.iter().map(chip).collect_view()
    };
    move || view.with(|view| !view.marks.is_empty()).then(|| view! { <ul class="chips" aria-label="Chosen in charts">{chips}</ul> })
}

/// What narrows, with the way to drop it where there is one.
#[component]
pub fn Chip(
    words: String,
    /// The address without it.
    #[prop(optional, into)]
    drop: Option<String>,
    /// The address of its rows.
    #[prop(optional, into)]
    rows: Option<String>,
) -> impl IntoView {
    let class = if drop.is_some() { "chip" } else { "chip chip-kept" };
    view! {
        <li class=class>
            <span class="chip-text" dir="auto" title=words.clone()>{words.clone()}</span>
            {rows.map(|rows| {
                let label = format!("Show rows of {words}");
                view! { <a class="chip-drop" href=rows title="Show rows"><Icon of=icons::TABLE_2/><span class="sr-only">{label}</span></a> }
            })}
            {drop.map(|drop| {
                let label = format!("Remove {words}");
                view! { <a class="chip-drop" href=drop data-noscroll=""><Icon of=icons::X/><span class="sr-only">{label}</span></a> }
            })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chips_say_what_was_chosen() {
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
        let face = FilterFace { name: "d".into(), label: "Day".into(), kind: FilterKind::DateRange, default: vec![], depends_on: vec![] };
        assert_eq!(filter_words(&face, &["last_30_days".into()]), "Day: Last 30 days");
        assert_eq!(filter_words(&face, &["2024-01-01..2024-01-31".into()]), "Day: 2024-01-01 to 2024-01-31");
        assert_eq!(filter_words(&face, &["2024-01-01..".into()]), "Day: from 2024-01-01");
        let list = FilterFace { kind: FilterKind::Many, ..face };
        assert_eq!(filter_words(&list, &["a_b..c".into(), "today".into()]), "Day: a_b..c, today");
    }
}
