//! A figure, large: what it was before, its trend as a small line, the figures as a table.

use super::{chart::Figures, marks::MarkLinks};
use crate::{
    model::{
        drawing::{Change, NumberDrawing},
        format::RuleTone,
    },
    ui::parts::{Icon, icons},
};
use leptos::prelude::*;

/// The drawing's own units, stretched over the tile.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 56.0;
/// Room above and below for the width of the line.
const EDGE: f64 = 4.0;

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
            {line(&trend).map(|(line, area)| view! {
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

/// The line through the figures and the area below it, as paths; nothing for fewer than two.
fn line(trend: &[Option<f64>]) -> Option<(String, String)> {
    let (least, greatest) = trend.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), n| (a.min(*n), b.max(*n)));
    if trend.len() < 2 || !least.is_finite() {
        return None;
    }
    let span = if greatest > least { greatest - least } else { 1.0 };
    let points = trend.iter().enumerate().filter_map(|(at, value)| {
        let x = WIDTH * at as f64 / (trend.len() - 1) as f64;
        let y = HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * ((*value)? - least) / span;
        Some(format!("{x:.1} {y:.1}"))
    });
    let line = format!("M{}", points.collect::<Vec<_>>().join("L"));
    let area = format!("{line}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z");
    Some((line, area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trend_fits_its_room() {
        let (path, _) = line(&[Some(1.0), None, Some(3.0)]).expect("a line");
        assert_eq!(path, "M0.0 52.0L240.0 4.0");
        assert!(line(&[Some(1.0)]).is_none() && line(&[None, None]).is_none());
        assert_eq!(line(&[Some(2.0), Some(2.0)]).expect("a line").0, "M0.0 52.0L240.0 52.0", "no change is a flat line");
    }
}
