//! The filters of the board for its owner: the row above the tiles, and the panel in which they are set up
//! (`?filter=all`, `?filter=new`, `?filter=<id>`).

mod choose;
mod editor;
mod panel;

pub use panel::FilterPanel;

use super::{setup::draft::FILTER, state::BoardState};
use crate::{
    model::{mark, role::Right},
    ui::{
        filters::{
            FilterRow,
            chips::MarkChips,
            values::{Values, Whose},
        },
        parts::{Icon, button, icons},
    },
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The row, once there is something to filter.
#[component]
pub fn Filters(values: BTreeMap<String, Values>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    let filters = state.faces();
    let marked = Memo::new(move |_| state.query.with(|query| query.pairs().iter().any(|(key, _)| mark::is_ours(key))));
    // Who sets up no filters has no row for them until there is one.
    let may_edit = state.may(Right::EditBoard);
    let has_widgets =
        Memo::new(move |_| state.board.with(|board| !board.widgets.is_empty() && (may_edit || !board.filters.is_empty() || marked.get())));
    let values = StoredValue::new(values);
    let ways = move || {
        state.may(Right::EditBoard).then(|| {
        let any = Memo::new(move |_| filters.with(|filters| !filters.is_empty()));
        view! {
            {move || match any.get() {
                true => view! { <a class=format!("{} btn-sm", button::QUIET) href=move || state.open(FILTER, "all") data-noscroll=""><Icon of=icons::PENCIL/>"Edit filters"</a> },
                false => view! { <a class=format!("{} btn-sm", button::QUIET) href=move || state.open(FILTER, "new") data-noscroll=""><Icon of=icons::FILTER/>"Add filter"</a> },
            }}
        }
    })
    };
    move || {
        has_widgets.get().then(|| {
            let whose = Whose::Project(state.project());
            let marks = view! { <MarkChips filters project=state.project()/> };
            view! { <FilterRow filters whose brought=values.get_value() marks=marks.into_any()>{ways()}</FilterRow> }
        })
    }
}
