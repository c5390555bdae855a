//! Maps: figures of countries, and figures at places.

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{
        Drawn, countries,
        figures::Figures,
        option::{LINE, PALETTE, SURFACE},
        shades::Shades,
    },
};
use crate::model::plan::AggregateOrder;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Most places, and most names that a note lists.
const MOST_PLACES: usize = 500;
const MOST_NAMES: usize = 5;
/// Size of a place, in pixels, from the least to the greatest figure; without one.
const SIZES: (f64, f64) = (6.0, 30.0);
const SIZE: f64 = 8.0;
const LAND: &str = "var(--viz-raised)";

pub(super) static KIND: Kind = Kind {
    name: "maps",
    label: "Maps",
    subtypes: &[
        Subtype {
            name: "country_map",
            label: "Map of countries",
            hint: "One figure per country, by name or ISO code",
            shape: Shape::Chart(Plot::new(AggregateOrder::FirstMeasure, 1, country_map).groups(1, 1)),
        },
        Subtype {
            name: "point_map",
            label: "Map of points",
            hint: "One dot per group: latitude, longitude, and a figure for its size",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 3, point_map).measures(2, 3).groups(1, 1)),
        },
    ],
};

fn country_map(mut figures: Figures) -> Result<Drawn, String> {
    // A country that is spelled in two ways is two groups, and neither is all of it.
    let mut known: BTreeMap<&'static str, (Option<usize>, String, f64)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (at, group) in figures.groups.iter().enumerate() {
        let Some(value) = group.values[0] else { continue };
        match countries::number(&group.name) {
            Some(id) => {
                let more = |of: &mut (Option<usize>, String, f64)| {
                    of.0 = None;
                    // Two spellings of one country are one country, where figures can be added up.
                    if figures.measures[0].is_additive() {
                        of.2 += value;
                    }
                };
                known.entry(id).and_modify(more).or_insert_with(|| (Some(at), group.name.clone(), value));
            }
            None => unknown.push(group.name.clone()),
        }
    }
    if known.is_empty() {
        return Err(format!("Nothing to draw: no value of {} is the name or the ISO code of a country.", figures.x_name));
    }
    if !unknown.is_empty() {
        let more = if unknown.len() > MOST_NAMES { " and more" } else { "" };
        unknown.truncate(MOST_NAMES);
        figures.notes.push(format!("Not on the map: {}{more}", unknown.join(", ")));
    }
    let shades = Shades::of(known.values().map(|(_, _, value)| *value));
    let regions: Vec<Json> = known
        .iter()
        .map(|(id, (at, name, value))| json!({ "name": id, "value": value, "vizAt": at, "vizLabel": name, "vizArea": PALETTE[0], "vizOpacity": shades.opacity(*value) }))
        .collect();
    let option = json!({
        "series": [{
            "type": "map",
            "map": "world",
            "name": figures.series_name(0),
            "nameProperty": "id",
            "roam": false,
            "selectedMode": false,
            "showLegendSymbol": false,
            "label": { "show": false },
            "itemStyle": { "areaColor": LAND, "borderColor": LINE, "borderWidth": 0.6 },
            "emphasis": { "label": { "show": false }, "itemStyle": { "areaColor": "var(--chart-2)" } },
            "data": regions,
        }],
        "viz": { "map": known.keys().collect::<Vec<_>>() },
    });
    Ok(Drawn::option(option, figures))
}

fn point_map(mut figures: Figures) -> Result<Drawn, String> {
    let before = figures.groups.len();
    figures.groups.retain(|group| {
        let on_earth = |value: Option<f64>, most: f64| value.is_some_and(|value| value.abs() <= most);
        on_earth(group.values[0], 90.0) && on_earth(group.values[1], 180.0)
    });
    if figures.groups.is_empty() {
        return Err("Nothing to draw: no group has a latitude from -90 to 90 and a longitude from -180 to 180.".to_owned());
    }
    if figures.groups.len() < before {
        figures.notes.push(format!("{} groups without a place are left out", before - figures.groups.len()));
    }
    figures.keep(MOST_PLACES, "First");
    let greatest = figures.groups.iter().filter_map(|group| *group.values.get(2)?).fold(0.0, f64::max);
    let places: Vec<Json> = figures
        .groups
        .iter()
        .map(|group| {
            let figure = group.values.get(2).copied().flatten();
            let size = match figure {
                Some(figure) if greatest > 0.0 => SIZES.0 + (SIZES.1 - SIZES.0) * (figure.max(0.0) / greatest).sqrt(),
                _ => SIZE,
            };
            json!({ "name": figures.group_name(group), "value": [group.values[1], group.values[0], figure], "symbolSize": size.round() })
        })
        .collect();
    let tip = if figures.measures.len() > 2 { figures.series_name(2) } else { String::new() };
    let option = json!({
        "color": PALETTE,
        "geo": {
            "map": "world",
            "roam": false,
            "silent": true,
            "label": { "show": false },
            "itemStyle": { "areaColor": LAND, "borderColor": LINE, "borderWidth": 0.6 },
            "emphasis": { "disabled": true },
        },
        "series": [{
            "type": "scatter",
            "name": tip,
            "coordinateSystem": "geo",
            "data": places,
            "itemStyle": { "opacity": 0.7, "borderColor": SURFACE, "borderWidth": 1 },
        }],
        "viz": { "map": [], "places": true, "tip": [tip] },
    });
    Ok(Drawn::option(option, figures))
}
