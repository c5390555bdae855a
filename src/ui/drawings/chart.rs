//! A chart: the server's picture, the figures as a table, and with scripts a live chart over the picture.

use crate::model::{
    drawing::{ChartDrawing, ChartTable},
    value::Value,
};
use leptos::{html, prelude::*};

/// `title` is the tile's, for readers who do not see the picture.
#[component]
pub fn ChartView(drawing: ChartDrawing, #[prop(into)] title: String) -> impl IntoView {
    let ChartDrawing { option, svg, table, note, .. } = drawing;
    // Without a picture the figures are the drawing; the browser cannot know, and need not: it draws.
    let figures_first = cfg!(feature = "ssr") && svg.is_none();
    let frame = NodeRef::<html::Div>::new();
    let live = NodeRef::<html::Div>::new();
    draw_live(frame, live, option);
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
                <Figures table title open=figures_first/>
            </figcaption>
        </figure>
    }
}

/// The figures of a drawing as a table, folded.
#[component]
pub fn Figures(table: ChartTable, title: String, #[prop(optional)] open: bool) -> impl IntoView {
    view! {
        <details class="chart-figures" open=open>
            <summary>"Figures"</summary>
            <div class="chart-table" tabindex="0" role="group" aria-label="Figures"><FiguresTable table title/></div>
        </details>
    }
}

#[component]
fn FiguresTable(table: ChartTable, title: String) -> impl IntoView {
    let head = table.headers.into_iter().map(|header| view! { <th scope="col" dir="auto">{header}</th> }).collect_view();
    let rows = table.rows.into_iter().map(|row| {
        let mut cells = row.into_iter();
        let name = cells.next().unwrap_or(Value::Null).display();
        let values =
            cells.map(|value| view! { <td>{if value.is_null() { "NULL".to_owned() } else { value.display() }}</td> }).collect_view();
        view! { <tr><th scope="row" dir="auto">{name}</th>{values}</tr> }
    });
    view! {
        <table>
            <caption class="sr-only">{format!("Figures of {title}")}</caption>
            <thead><tr>{head}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// Replaces the picture by a live chart once the page is alive; if that fails the picture stays.
#[cfg(feature = "hydrate")]
fn draw_live(frame: NodeRef<html::Div>, live: NodeRef<html::Div>, option: String) {
    use crate::{
        model::drawing::needs_more,
        ui::{js, shell::asset},
    };

    let mut scripts = vec![asset("gen/chart.js")];
    if needs_more(&option) {
        scripts.push(asset("gen/chart-more.js"));
    }
    let chart = StoredValue::new_local(None::<js::Chart>);
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
            match js::chart(&scripts, &element, &option).await {
                Ok(drawn) => {
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
    on_cleanup(take_away);
}

/// On the server the picture is all there is.
#[cfg(not(feature = "hydrate"))]
fn draw_live(_frame: NodeRef<html::Div>, _live: NodeRef<html::Div>, _option: String) {}
