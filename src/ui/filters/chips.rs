//! The marks that a reader chose, each with the way to its rows and the way to drop it.

use super::use_board_view;
use crate::{
    model::{board_filter::FilterFace, board_view, mark::MarkChoice},
    ui::{
        drawings::{links::use_query, marks::rows_address},
        parts::{Icon, icons},
    },
    widgets::words::mark_words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

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
