//! A pivot table: figures by two groups, shaded or coloured, with their sums.

use super::{
    chart::head_names,
    marks::{MarkLinks, MarkName},
};
use crate::model::{
    drawing::{PivotCell, PivotDrawing, PivotRow},
    format::RuleTone,
    mark::Mark,
};
use leptos::prelude::*;

#[component]
pub fn PivotView(drawing: PivotDrawing, #[prop(into)] title: String, links: Option<MarkLinks>) -> impl IntoView {
    let PivotDrawing { headers, rows, totals, marks, note, .. } = drawing;
    let label = format!("Figures of {title}");
    let head = head_names(headers, &marks, links);
    let rows = (0..).zip(rows).map(|(at, each)| row(each, marks.at((Some(at), None)), links)).collect_view();
    view! {
        <figure class="chart pivot">
            <div class="pivot-frame" tabindex="0" role="group" aria-label=label>
                <table class="pivot-table">
                    <caption class="sr-only">{title}</caption>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                    {totals.map(|totals| view! { <tfoot>{row(totals, Vec::new(), None)}</tfoot> })}
                </table>
            </div>
            <figcaption class="chart-foot"><span class="chart-note" dir="auto">{note}</span></figcaption>
        </figure>
    }
}

fn row(PivotRow { name, cells }: PivotRow, marks: Vec<Mark>, links: Option<MarkLinks>) -> impl IntoView {
    let cells = cells.into_iter().map(|PivotCell { text, tone, heat }| {
        view! { <td data-tone=tone.map(RuleTone::name) data-heat=heat.map(|step| step.to_string())>{text}</td> }
    });
    view! { <tr><th scope="row" dir="auto"><MarkName text=name marks links/></th>{cells.collect_view()}</tr> }
}
