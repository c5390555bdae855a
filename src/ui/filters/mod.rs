//! The filters of a board in one row, for its people and for the readers of a link. What is chosen stands in the address:
//! a plain form that asks for the same page, and the same addresses by navigation with scripts.

pub mod chips;
mod field;
mod list;
pub mod values;

use super::{
    drawings::links::{submitted, use_query, use_stay},
    parts::{Icon, icons},
};
use crate::model::{
    address::Query,
    board_filter::FilterFace,
    board_view::{self, BoardView},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::collections::BTreeMap;
use values::{Values, Whose};

/// What the address says about the filters of the board.
pub fn use_board_view() -> Memo<BoardView> {
    let query = use_query();
    Memo::new(move |_| query.with(board_view::decode))
}

/// What the fields of the row share.
#[derive(Clone, Copy)]
struct Row {
    filters: Signal<Vec<FilterFace>>,
    whose: StoredValue<Whose>,
    view: Memo<BoardView>,
    query: Memo<Query>,
    path: Memo<String>,
}

impl Row {
    /// The address after the reader chose `view`.
    fn to(self, view: &BoardView) -> String {
        self.filters.with(|filters| self.query.with(|query| board_view::replace(query, filters, view).on(&self.path.get())))
    }

    /// What is in force for a filter.
    fn values(self, filter: &FilterFace) -> Vec<String> {
        self.view.with(|view| view.values(&filter.name, &filter.default).to_vec())
    }
}

#[component]
pub fn FilterRow(
    #[prop(into)] filters: Signal<Vec<FilterFace>>,
    whose: Whose,
    /// The values of lists that came with the page, by name of the filter.
    brought: BTreeMap<String, Values>,
    /// Marks that were chosen in drawings.
    #[prop(optional)]
    marks: Option<AnyView>,
    /// At the end of the row.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let row = Row { filters, whose: StoredValue::new(whose), view: use_board_view(), query: use_query(), path: use_location().pathname };
    let brought = StoredValue::new(brought);
    let stay = use_stay();
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Some(form) = submitted(&event) {
            event.prevent_default();
            stay(&untrack(|| row.to(&board_view::decode(&form))));
        }
    };
    let is_empty = Memo::new(move |_| filters.with(Vec::is_empty));
    let is_bare = Memo::new(move |_| is_empty.get() && row.view.with(|view| view.marks.is_empty()));
    let chosen = Memo::new(move |_| row.query.with(|query| query.pairs().iter().any(|(key, _)| board_view::is_ours(key))));
    let reset = move || row.query.with(|query| query.clone().keep(|key| !board_view::is_ours(key)).on(&row.path.get()));
    view! {
        <div class="filter-row" class:filter-row-empty=move || is_bare.get()>
            // Always there: what its form does cannot move between threads, as what comes and goes must.
            <form
                method="get"
                action=move || row.path.get()
                class="filter-form"
                role="search"
                aria-label="Filters of the board"
                hidden=move || is_empty.get()
                on:submit=submit
            >
                <Carried row/>
                <For each=move || filters.get() key=|filter| format!("{filter:?}") let:filter>
                    <field::Field filter=filter.clone() row brought=brought.with_value(|brought| brought.get(&filter.name).cloned())/>
                </For>
                <button class="btn btn-sm btn-plain without-scripts">"Apply"</button>
                {move || chosen.get().then(|| view! { <a class="btn btn-sm btn-quiet" href=reset data-noscroll=""><Icon of=icons::X/>"Reset"</a> })}
            </form>
            {marks}
            {children.map(|children| view! { <div class="filter-row-end">{children()}</div> })}
        </div>
    }
}

/// Everything else in the address, which the form must carry along.
#[component]
fn Carried(row: Row) -> impl IntoView {
    move || {
        let marks = row.view.with(|view| view.marks.clone());
        let cleared = |filters: &[FilterFace]| BoardView { marks: marks.clone(), ..cleared(filters) };
        let rest = row.filters.with(|filters| row.query.with(|query| board_view::replace(query, filters, &cleared(filters))));
        let pairs = rest.keep(|key| !board_view::is_ours(key)).pairs().to_vec();
        pairs.into_iter().map(|(key, value)| view! { <input type="hidden" name=key value=value/> }).collect_view()
    }
}

/// Every filter at its default.
fn cleared(filters: &[FilterFace]) -> BoardView {
    filters.iter().fold(BoardView::default(), |view, filter| view.with(&filter.name, filter.default.clone()))
}

/// Says on a tile which filters narrow it.
#[component]
pub fn NarrowedBy(
    /// Labels of the filters in force.
    #[prop(into)]
    labels: Signal<Vec<String>>,
) -> impl IntoView {
    move || {
        let labels = labels.get();
        (!labels.is_empty()).then(|| {
            let text = format!("Filtered by {}", labels.join(", "));
            view! { <span class="tile-narrowed" title=text.clone()><Icon of=icons::FILTER size=12/><span class="sr-only">{text.clone()}</span></span> }
        })
    }
}
