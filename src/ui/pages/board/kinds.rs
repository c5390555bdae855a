//! The widgets one can add: groups that fold, each kind one click away from its set-up.

use super::{
    setup::draft::{ADD, PROPOSE},
    state::BoardState,
};
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
    view! {
        <a
            class="kind kind-first"
            href=move || state.open(ADD, PROPOSE)
            aria-current=move || (adding.get().as_deref() == Some(PROPOSE)).then_some("true")
            data-noscroll=""
            title="Choose a table or a saved query and what to group by; the chart that suits it is proposed"
        >
            <Icon of=icons::SPARKLES/>
            "Chart of a table"
        </a>
        {groups.collect_view()}
    }
}

// Outlines of our own for what the set has none, in its manner.
const SMOOTH_AREA: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M7 17v-2c.5-2 1.5-7 4-7 2 0 2 3 4 3 2.5 0 3.5-3 5-5v11z"/>"#;
const STEP_AREA: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M7 17v-4h4V8h5v-2h4v11z"/>"#;
const STEP_LINE: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M7 16h4v-5h5V6h4"/>"#;
const RINGS: &str = r#"<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="4.5"/><path d="M12 3v9l7.5 5"/>"#;

const GAUGE: &str = r#"<path d="M3 17a9 9 0 1 1 18 0"/><path d="m12 17 4-5"/>"#;
const COMBINED: &str =
    r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M8 17v-4"/><path d="M13 17v-6"/><path d="M18 17v-3"/><path d="m7 9 5-4 7 3"/>"#;
const STACKED_AREA: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="m7 14 4-3 4 2 5-4"/><path d="m7 9 4-3 4 2 5-4"/>"#;
const PERCENT_AREA: &str = r#"<rect x="3" y="3" width="18" height="18" rx="2"/><path d="m3 15 6-4 6 3 6-6"/>"#;
const SCATTER: &str = r#"<path d="M3 3v16a2 2 0 0 0 2 2h16"/><circle cx="8" cy="15" r="1"/><circle cx="11" cy="9" r="1"/><circle cx="15" cy="12" r="1"/><circle cx="18" cy="6" r="1"/>"#;
const BOXES: &str = r#"<path d="M7 3v4m0 8v6"/><rect x="4" y="7" width="6" height="8" rx="1"/><path d="M4 11h6"/><path d="M17 5v5m0 7v4"/><rect x="14" y="10" width="6" height="7" rx="1"/><path d="M14 13h6"/>"#;
const CELLS: &str =
    r#"<rect x="3" y="3" width="18" height="18" rx="2"/><path d="M3 9h18"/><path d="M3 15h18"/><path d="M9 3v18"/><path d="M15 3v18"/>"#;
const FUNNEL: &str = r#"<path d="M3 4h18l-3 5H6z"/><path d="M7 12h10l-2 4H9z"/><path d="M10 19h4"/>"#;
const FLOW: &str = r#"<path d="M3 6c9 0 9 4 18 4"/><path d="M3 12c9 0 9-2 18-2"/><path d="M3 18c9 0 9-2 18-2"/>"#;
const AREAS: &str = r#"<rect x="3" y="3" width="18" height="18" rx="2"/><path d="M12 3v18"/><path d="M12 13h9"/><path d="M17 13v8"/>"#;
const PLACE: &str = r#"<path d="M12 21c4-5 7-8 7-12a7 7 0 0 0-14 0c0 4 3 7 7 12z"/><circle cx="12" cy="9" r="2.5"/>"#;
const PICTURE: &str = r#"<rect x="3" y="3" width="18" height="18" rx="2"/><circle cx="9" cy="9" r="2"/><path d="m21 15-4-4L6 21"/>"#;

/// The sign of a widget kind.
pub fn icon(kind: &Kind, subtype: &str) -> &'static str {
    match (kind.name, subtype) {
        ("datatables", "integrated_dataTable") => icons::LAYERS,
        ("datatables", "difference_dataTable") => icons::COLUMNS_2,
        ("datatables", "joined_dataTable") => icons::LINK,
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
        ("numbers", "gauge") => GAUGE,
        ("numbers", _) => icons::HASH,
        ("comparisons", "combined_chart") => COMBINED,
        ("comparisons", "percent_bar") => icons::CHART_BAR_STACKED,
        ("comparisons", "percent_area") => PERCENT_AREA,
        ("comparisons", _) => STACKED_AREA,
        ("distributions", "scatter") => SCATTER,
        ("distributions", "histogram") => icons::CHART_NO_AXES_COLUMN,
        ("distributions", "box_plot") => BOXES,
        ("distributions", "calendar") => icons::CALENDAR,
        ("distributions", _) => CELLS,
        ("flows", "funnel") => FUNNEL,
        ("flows", "sankey") => FLOW,
        ("flows", _) => AREAS,
        ("pivot_tables", _) => icons::TABLE_PROPERTIES,
        ("maps", "point_map") => PLACE,
        ("maps", _) => icons::GLOBE,
        ("media", "image") => PICTURE,
        ("media", _) => icons::EXTERNAL_LINK,
        ("text_titles", "section_title") => icons::HEADING,
        ("text_titles", _) => icons::TEXT,
        _ => icons::LAYOUT_GRID,
    }
}
