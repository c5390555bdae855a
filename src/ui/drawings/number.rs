//! A figure, large: what it was before, its trend as a small line, the figures as a table.

use super::{chart::Figures, marks::MarkLinks};
use crate::{
    model::{
        drawing::{Change, NumberDrawing},
        format::RuleTone,
        trend,
    },
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;

/// The drawing's own units, stretched over the tile.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;

#[component]
pub fn NumberView(drawing: NumberDrawing, #[prop(into)] title: String, links: Option<MarkLinks>) -> impl IntoView {
    let NumberDrawing { value, label, tone, change, target, trend, table, marks, note, .. } = drawing;
    view! {
        <figure class="chart number">
            <div class="number-body">
                <p class="number-value" data-tone=tone.map(RuleTone::name) dir="auto">{value}</p>
                <p class="number-label" dir="auto">{label}</p>
                {target.map(|text| view! { <p class="number-label" dir="auto">{text}</p> })}
                {change.map(changed)}
            </div>
            {trend::paths(&trend, WIDTH, HEIGHT).map(|(line, area)| view! {
                <svg class="number-trend" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                    <path class="number-area" d=area/>
                    <path class="number-line" d=line vector-effect="non-scaling-stroke"/>
                </svg>
            })}
            <figcaption class="chart-foot">
                <span class="chart-note" dir="auto">{note}</span>
                <Figures table marks title links/>
            </figcaption>
        </figure>
    }
}

fn changed(change: Change) -> impl IntoView {
    let icon = match change.words.chars().next() {
        Some('+') => Some(icons::ARROW_UP),
        Some('−') => Some(icons::ARROW_DOWN),
        _ => None,
    };
    view! {
        <p class="number-change">
            <span class="number-badge" data-tone=change.tone.map(RuleTone::name)>
                {icon.map(|icon| view! { <Icon of=icon size=14/> })}
                {change.words}
            </span>
            <span class="text-muted" dir="auto">{change.before}</span>
        </p>
    }
}
