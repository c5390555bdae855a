//! The widgets one can add: groups that fold, each kind one click away from its set-up.

use super::{setup::draft::ADD, state::BoardState};
use crate::{
    ui::parts::{Icon, icons},
    widgets::{KINDS, Kind},
};
use leptos::prelude::*;

/// Beside the board on wide screens; narrower ones have the same list in the panel of "Add widget".
#[component]
pub fn Sidebar() -> impl IntoView {
    view! {
        <nav class="board-kinds" aria-label="Widgets to add">
            <Kinds/>
        </nav>
    }
}

#[component]
pub fn Kinds() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let adding = Memo::new(move |_| state.query.with(|query| query.get(ADD).map(str::to_owned)));
    let groups = KINDS.iter().map(|kind| {
        let entries = kind.subtypes.iter().map(|subtype| {
            let name = format!("{}.{}", kind.name, subtype.name);
            let href = {
                let name = name.clone();
                move || state.open(ADD, &name)
            };
            let current = move || (adding.get().as_deref() == Some(&name)).then_some("true");
            view! {
                <li>
                    <a class="kind" href=href aria-current=current data-noscroll="" title=subtype.hint>
                        <Icon of=icon(kind, subtype.name)/>
                        {subtype.label}
                    </a>
                </li>
            }
        });
        view! {
            <details class="kind-group" open=true>
                <summary>{kind.label}</summary>
                <ul>{entries.collect_view()}</ul>
            </details>
        }
    });
    groups.collect_view()
}

// Outlines of our own for what the set has none, in its manner.
const SMOOTH_AREA: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M7 17v-2c.5-2 1.5-7 4-7 2 0 2 3 4 3 2.5 0 3.5-3 5-5v11z"/>"#;
const STEP_AREA: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M7 17v-4h4V8h5v-2h4v11z"/>"#;
const STEP_LINE: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M7 16h4v-5h5V6h4"/>"#;
const RINGS: &str = r#"<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4.5"/><path d="M12 3v9l7.5 5"/>"#;

/// The sign of a widget kind.
pub fn icon(kind: &Kind, subtype: &str) -> &'static str {
    match (kind.name, subtype) {
        ("datatables", "integrated_dataTable") => icons::LAYERS,
        ("datatables", _) => icons::TABLE_2,
        ("area_charts", "linear_area") => icons::CHART_AREA,
        ("area_charts", "step_area") => STEP_AREA,
        ("area_charts", _) => SMOOTH_AREA,
        ("bar_charts", "stacked_bar") => icons::CHART_COLUMN_STACKED,
        ("bar_charts", "horizontal_bar") => icons::CHART_BAR,
        ("bar_charts", _) => icons::CHART_COLUMN,
        ("line_charts", "linear_line") => icons::CHART_LINE,
        ("line_charts", "step_line") => STEP_LINE,
        ("line_charts", _) => icons::CHART_SPLINE,
        ("pie_charts", "donut_pie") => icons::DONUT,
        ("pie_charts", "stacked_pie") => RINGS,
        ("pie_charts", _) => icons::CHART_PIE,
        ("text_titles", "section_title") => icons::HEADING,
        ("text_titles", _) => icons::TEXT,
        _ => icons::LAYOUT_GRID,
    }
}
