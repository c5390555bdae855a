//! What a person adds to a chart: colours of series, a form of numbers, lines of reference, words at a place.

use super::{
    figures::{Figures, X},
    option::{LINE, MUTED, PALETTE, TEXT},
};
use crate::model::format::Format;
use serde_json::{Value as Json, json};

/// The option with what the format of the figures says, as far as it has axes and series for it.
pub(super) fn dress(mut option: Json, figures: &Figures) -> Json {
    let format = &figures.format;
    if let Some(number) = &format.number {
        option["viz"]["number"] = serde_json::to_value(number).unwrap_or_default();
    }
    if !format.colors.is_empty() {
        color(&mut option, format);
    }
    let across = option["yAxis"]["type"] == "category";
    let marks = marks(figures, across);
    let has_axes = option["xAxis"].is_object() || option["xAxis"].is_array();
    if let (true, false, Some(series)) = (has_axes, marks.is_empty(), option["series"].get_mut(0)) {
        series["markLine"] = json!({
            "silent": true,
            "animation": false,
            "symbol": "none",
            "lineStyle": { "color": MUTED, "type": [5, 4], "width": 1.25 },
            "label": { "color": TEXT, "fontSize": 11, "position": "insideEndTop", "vizFormat": "mark" },
            "data": marks,
        });
        option["viz"]["more"] = true.into();
    }
    option
}

/// The palette with the chosen colours first: series take theirs by place.
fn color(option: &mut Json, format: &Format) {
    let mut palette: Vec<&str> = PALETTE.to_vec();
    for (place, color) in format.colors.iter().enumerate().take(palette.len()) {
        palette[place] = PALETTE[color.place()];
    }
    if option.get("color").is_some() {
        option["color"] = json!(palette);
    }
    // Slices and cells have colours of their own, by their place too.
    let Some(series) = option["series"].as_array_mut() else { return };
    for item in series.iter_mut().filter_map(|series| series["data"].as_array_mut()).flatten() {
        let place = item["vizColor"].as_str().and_then(|own| PALETTE.iter().position(|color| *color == own));
        if let Some(place) = place {
            item["vizColor"] = palette[place].into();
        }
    }
}

/// Lines at values, and places on the axis of the groups with words.
fn marks(figures: &Figures, across: bool) -> Vec<Json> {
    let (value_axis, group_axis) = if across { ("xAxis", "yAxis") } else { ("yAxis", "xAxis") };
    let words = |text: &str| text.chars().take(80).collect::<String>();
    let mut marks = Vec::new();
    for line in figures.format.lines.iter().filter(|line| line.value.is_finite()) {
        let label = line.label.as_deref().filter(|label| !label.is_empty()).map(words);
        marks.push(json!({ value_axis: line.value, "name": label.unwrap_or_else(|| figures.format.number(line.value)) }));
    }
    for note in &figures.format.notes {
        let Some(place) = place_of(figures, &note.at) else { continue };
        marks.push(json!({ group_axis: place, "name": words(&note.text), "lineStyle": { "color": LINE, "type": "solid" } }));
    }
    marks
}

/// The group that holds a place: the one of that name, or the period that begins last before that date.
fn place_of(figures: &Figures, at: &str) -> Option<usize> {
    match figures.x {
        X::Periods(_) => {
            let first = figures.groups.first()?;
            (at >= first.name.as_str()).then(|| figures.groups.iter().rposition(|group| group.name.as_str() <= at)).flatten()
        }
        X::Names | X::Numbers => figures.groups.iter().position(|group| group.name == at),
    }
}
