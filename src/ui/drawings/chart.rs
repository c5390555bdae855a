//! A chart: the server's picture, the figures as a table, and with scripts a live chart over the picture.

use super::marks::{MarkLinks, MarkName};
use crate::{
    model::{
        drawing::{ChartDrawing, ChartTable},
        mark::Marks,
        value::Value,
    },
    ui::parts::later::Later,
};
use leptos::{html, prelude::*};

/// `title` is the tile's, for readers who do not see the picture.
#[component]
pub fn ChartView(drawing: ChartDrawing, #[prop(into)] title: String, links: Option<MarkLinks>) -> impl IntoView {
    let ChartDrawing { option, svg, table, marks, note, .. } = drawing;
    // Without a picture the figures are the drawing; the browser cannot know, and need not: it draws.
    let figures_first = cfg!(feature = "ssr") && svg.is_none();
    let frame = NodeRef::<html::Div>::new();
    let live = NodeRef::<html::Div>::new();
    let choice = links.filter(|_| !marks.is_empty()).map(|links| (links, marks.clone()));
    draw_live(frame, live, option, choice);
    view! {
        <figure class="chart">
            <div class="chart-frame" role="img" aria-label=format!("{title}: {note}") node_ref=frame>
                <div class="chart-live" aria-hidden="true" node_ref=live></div>
                // The one place where a chart becomes markup: `svg` comes from our own painter, which lets
                // through known elements and attributes only (`script/svg.rs`). The browser keeps what the
                // page brought.
                <div class="chart-still" aria-hidden="true" inner_html=svg.unwrap_or_default()></div>
            </div>
            <figcaption class="chart-foot">
                <span class="chart-note" dir="auto">{note}</span>
                <Figures table marks title links open=figures_first/>
            </figcaption>
        </figure>
    }
}

/// The figures of a drawing as a table, folded.
#[component]
pub fn Figures(table: ChartTable, marks: Marks, title: String, links: Option<MarkLinks>, #[prop(optional)] open: bool) -> impl IntoView {
    let later = Later::closed();
    let content = Box::new(move || {
        view! { <div class="chart-table" tabindex="0" role="group" aria-label="Figures"><FiguresTable table marks title links/></div> }
            .into_any()
    });
    view! {
        <details
            class="chart-figures"
            open=open
            node_ref=later.node
            on:toggle=move |_| later.look()
            on:pointerenter=move |_| later.come_near()
            on:focusin=move |_| later.come_near()
        >
            <summary>"Figures"</summary>
            {later.content(content)}
        </details>
    }
}

#[component]
fn FiguresTable(table: ChartTable, marks: Marks, title: String, links: Option<MarkLinks>) -> impl IntoView {
    let head = head_names(table.headers, &marks, links);
    let rows = (0..).zip(table.rows).map(|(at, row)| {
        let mut cells = row.into_iter();
        let name = cells.next().unwrap_or(Value::Null).display();
        let values =
            cells.map(|value| view! { <td>{if value.is_null() { "NULL".to_owned() } else { value.display() }}</td> }).collect_view();
        let own = marks.at((Some(at), None));
        view! { <tr><th scope="row" dir="auto"><MarkName text=name marks=own links/></th>{values}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <table>
            <caption class="sr-only">{format!("Figures of {title}")}</caption>
            <thead><tr>{head}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The heads of a table whose first column names the groups, and the others the series.
pub(super) fn head_names(headers: Vec<String>, marks: &Marks, links: Option<MarkLinks>) -> impl IntoView + use<> {
    let head = |(at, header): (u32, String)| {
        let own = at.checked_sub(1).map(|series| marks.at((None, Some(series)))).unwrap_or_default();
        view! { <th scope="col" dir="auto"><MarkName text=header marks=own links/></th> }
    };
    (0..).zip(headers).map(head).collect_view()
}

/// Replaces the picture by a live chart once the page is alive; if that fails the picture stays.
#[cfg(feature = "hydrate")]
fn draw_live(frame: NodeRef<html::Div>, live: NodeRef<html::Div>, option: String, choice: Option<(MarkLinks, Marks)>) {
    use super::marks::use_choice;
    use crate::{
        model::drawing::needs_more,
        ui::{js, shell::asset},
    };
    use wasm_bindgen::{JsCast, prelude::Closure};

    let mut scripts = vec![asset("gen/chart.js")];
    if needs_more(&option) {
        scripts.push(asset("gen/chart-more.js"));
    }
    let chart = StoredValue::new_local(None::<js::Chart>);
    // What is chosen stays to be seen among the others.
    let chosen = Memo::new({
        let choice = choice.clone();
        move |_| choice.as_ref().map(|(links, marks)| links.place(marks)).unwrap_or_default()
    });
    let tell = choice.map(|(links, marks)| {
        let choose = use_choice(links, marks);
        StoredValue::new_local(Closure::<dyn Fn(Option<u32>, Option<u32>)>::new(move |row, series| choose((row, series))))
    });
    let take_away = move || {
        if let Some(Some(chart)) = chart.try_update_value(Option::take) {
            chart.dispose();
        }
    };
    Effect::new(move |_| {
        let (Some(frame), Some(element)) = (frame.get(), live.get()) else { return };
        take_away();
        let (scripts, option) = (scripts.clone(), option.clone());
        leptos::task::spawn_local(async move {
            let told = tell.and_then(|tell| tell.try_with_value(|tell| tell.as_ref().unchecked_ref::<js_sys::Function>().clone()));
            match js::chart(&scripts, &frame, &element, &option, told.as_ref()).await {
                Ok(drawn) => {
                    if let Some((row, series)) = chosen.try_get_untracked() {
                        drawn.choose(row, series);
                    }
                    // The tile may have gone while the script was on its way.
                    let mut drawn = Some(drawn);
                    if chart.try_update_value(|chart| *chart = drawn.take()).is_some() {
                        frame.set_attribute("data-live", "").ok();
                    } else if let Some(drawn) = drawn {
                        drawn.dispose();
                    }
                }
                Err(cause) => leptos::logging::warn!("a chart stays a picture: {cause:?}"),
            }
        });
    });
    Effect::new(move |_| {
        let (row, series) = chosen.get();
        chart.with_value(|chart| {
            if let Some(chart) = chart {
                chart.choose(row, series);
            }
        });
    });
    on_cleanup(take_away);
}

/// On the server the picture is all there is.
#[cfg(not(feature = "hydrate"))]
fn draw_live(_: NodeRef<html::Div>, _: NodeRef<html::Div>, _: String, _: Option<(MarkLinks, Marks)>) {}
