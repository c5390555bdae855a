//! Which column a new filter narrows: the columns that most widgets have in common come first.

use crate::{
    model::board_filter::FilterColumn,
    ui::{
        drawings::table::words::glyph,
        pages::board::{
            setup::draft::{COLUMN, FILTER},
            state::BoardState,
        },
        parts::{Empty, Icon, icons},
    },
};
use leptos::prelude::*;

#[component]
pub fn Choose(columns: Vec<FilterColumn>) -> impl IntoView {
    let state = expect_context::<BoardState>();
    if columns.is_empty() {
        return view! {
            <Empty icon=icons::FILTER title="Nothing to filter yet" text="A filter narrows what tables and charts show. Add a widget that reads a table first."/>
        }
        .into_any();
    }
    let items = columns.into_iter().enumerate().map(|(place, column)| {
        let (mark, kind) = glyph(column.kind);
        let mut widgets: Vec<String> = column.targets.iter().map(|target| target.widget_id.to_string()).collect();
        widgets.dedup();
        let count = widgets.len();
        let touches = if count == 1 { "1 widget".to_owned() } else { format!("{count} widgets") };
        let href = move || format!("{}&{COLUMN}={place}", state.open(FILTER, "new"));
        view! {
            <li>
                <a class="filter-column" href=href data-noscroll="">
                    <span title=kind><Icon of=mark/><span class="sr-only">{kind}</span></span>
                    <span class="filter-column-name" dir="auto">{column.name}</span>
                    <span class="field-hint">{touches}</span>
                </a>
            </li>
        }
    });
    view! {
        <p>"Which column should readers filter by? The number says how many widgets it can narrow."</p>
        <ul class="filter-columns">{items.collect_view()}</ul>
    }
    .into_any()
}
