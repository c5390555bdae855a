//! A pivot table: figures by two groups, shaded or coloured, with their sums.

use crate::model::{
    drawing::{PivotCell, PivotDrawing, PivotRow},
    format::RuleTone,
};
use leptos::prelude::*;

#[component]
pub fn PivotView(drawing: PivotDrawing, #[prop(into)] title: String) -> impl IntoView {
    let PivotDrawing { headers, rows, totals, note, .. } = drawing;
    let label = format!("Figures of {title}");
    let head = headers.into_iter().map(|header| view! { <th scope="col" dir="auto">{header}</th> }).collect_view();
    view! {
        <figure class="chart pivot">
            <div class="pivot-frame" tabindex="0" role="group" aria-label=label>
                <table class="pivot-table">
                    <caption class="sr-only">{title}</caption>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    {totals.map(|totals| view! { <tfoot>{row(totals)}</tfoot> })}
                </table>
            </div>
            <figcaption class="chart-foot"><span class="chart-note" dir="auto">{note}</span></figcaption>
        </figure>
    }
}

fn row(PivotRow { name, cells }: PivotRow) -> impl IntoView {
    let cells = cells.into_iter().map(|PivotCell { text, tone, heat }| {
        view! { <td data-tone=tone.map(RuleTone::name) data-heat=heat.map(|step| step.to_string())>{text}</td> }
    });
    view! { <tr><th scope="row" dir="auto">{name}</th>{cells.collect_view()}</tr> }
}
