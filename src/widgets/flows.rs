//! Flows and parts: what goes where, what is left on the way, what is in what.

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{
        Drawn,
        figures::{Figures, Group},
        option::{MUTED, PALETTE, SURFACE, TEXT},
    },
};
use crate::model::{
    format::{NumberFormat, NumberStyle},
    plan::AggregateOrder,
};
use serde_json::{Value as Json, json};

/// Most steps of a funnel, most sources and most targets of a flow, most parts.
const MOST_STEPS: usize = 10;
const MOST_ENDS: usize = 14;
const MOST_PARTS: usize = 60;

pub(super) static KIND: Kind = Kind {
    name: "flows",
    label: "Flows and parts",
    subtypes: &[
        Subtype {
            name: "funnel",
            label: "Funnel",
            hint: "What is left from step to step: the values of a group, or several figures",
            shape: Shape::Chart(Plot::new(AggregateOrder::FirstMeasure, MOST_STEPS, funnel).groups(0, 1)),
        },
        Subtype {
            name: "sankey",
            label: "Sankey",
            hint: "How much goes from the values of one column to those of another",
            shape: Shape::Chart(Plot::new(AggregateOrder::FirstMeasure, 1, sankey).groups(2, 2).series(MOST_ENDS)),
        },
        Subtype {
            name: "treemap",
            label: "Treemap",
            hint: "Parts of a whole as areas; a second group makes parts of the parts",
            shape: Shape::Chart(Plot::new(AggregateOrder::FirstMeasure, 1, treemap).series(24)),
        },
    ],
};

fn funnel(mut figures: Figures) -> Result<Drawn, String> {
    let mut steps: Vec<(Option<usize>, String, f64)> = if figures.x_name.is_empty() {
        (0..figures.measures.len()).filter_map(|at| Some((None, figures.series_name(at), figures.groups.first()?.values[at]?))).collect()
    } else {
        figures.keep(MOST_STEPS, "Top");
        figures.groups.iter().enumerate().filter_map(|(at, group)| Some((Some(at), group.name.clone(), group.values[0]?))).collect()
    };
    steps.retain(|(_, _, value)| *value > 0.0);
    let Some((_, _, first)) = steps.first().cloned() else {
        return Err("Nothing to draw: a funnel needs values above zero.".to_owned());
    };
    let percent = NumberFormat { style: Some(NumberStyle::Percent), ..NumberFormat::default() };
    let data: Vec<Json> = steps
        .iter()
        .enumerate()
        .map(|(at, (group, name, value))| {
            let part = if at == 0 { String::new() } else { format!(" · {}", percent.say(value / first)) };
            json!({
                "name": name,
                "value": value,
                "vizAt": group,
                "vizColor": PALETTE[0],
                "vizOpacity": (1.0 - 0.72 * at as f64 / steps.len().max(2) as f64),
                "vizLabel": format!("{}  {}{part}", short(name), figures.format.number(*value)),
            })
        })
        .collect();
    let option = json!({
        "series": [{
            "type": "funnel",
            "name": figures.phrase(),
            "left": "4%",
            "right": "42%",
            "top": 12,
            "bottom": 12,
            "minSize": "6%",
            "gap": 3,
            "sort": "descending",
            "label": { "show": true, "position": "right", "color": TEXT, "opacity": 1, "fontSize": 12, "vizFormat": "own" },
            "labelLine": { "show": true, "length": 14, "lineStyle": { "color": MUTED, "width": 1 } },
            "itemStyle": { "borderColor": SURFACE, "borderWidth": 0 },
            "data": data,
        }],
        "viz": {},
    });
    Ok(Drawn::option(option, figures))
}

fn sankey(mut figures: Figures) -> Result<Drawn, String> {
    let below = figures.numbers().filter(|value| *value < 0.0).count();
    figures.keep(MOST_ENDS, "Top");
    let mut links = Vec::new();
    for (at, group) in figures.groups.iter().enumerate() {
        for (measure, value) in group.values.iter().enumerate() {
            if let Some(value) = value.filter(|value| *value > 0.0) {
                links.push(json!({ "source": format!("a{at}"), "target": format!("b{measure}"), "value": value }));
            }
        }
    }
    if links.is_empty() {
        return Err("Nothing to draw: a flow needs values above zero.".to_owned());
    }
    if below > 0 {
        figures.notes.push("Values below zero are left out".to_owned());
    }
    // Sides have nodes of their own, so that a value which is on both makes no circle.
    let node = |id: String, name: String, color: usize| json!({ "name": id, "vizLabel": short(&name), "vizColor": PALETTE[color % 7] });
    let is_used = |end: &str, id: &str| links.iter().any(|link| link[end] == *id);
    let sources = figures.groups.iter().enumerate().map(|(at, group)| (format!("a{at}"), figures.group_name(group), at));
    let targets = (0..figures.measures.len()).map(|at| (format!("b{at}"), figures.series_name(at), at));
    let nodes: Vec<Json> = (sources.filter(|(id, _, _)| is_used("source", id)))
        .chain(targets.filter(|(id, _, _)| is_used("target", id)))
        .map(|(id, name, color)| node(id, name, color))
        .collect();
    let option = json!({
        "series": [{
            "type": "sankey",
            "name": figures.phrase(),
            "left": 8,
            "right": "22%",
            "top": 12,
            "bottom": 12,
            "nodeWidth": 14,
            "nodeGap": 8,
            "draggable": false,
            "emphasis": { "focus": "adjacency" },
            "label": { "show": true, "color": TEXT, "fontSize": 12, "vizFormat": "own" },
            "lineStyle": { "color": "source", "opacity": 0.28, "curveness": 0.5 },
            "itemStyle": { "borderWidth": 0 },
            "data": nodes,
            "links": links,
        }],
        "viz": {},
    });
    Ok(Drawn::option(option, figures))
}

fn treemap(mut figures: Figures) -> Result<Drawn, String> {
    let nested = figures.by.is_some();
    let total = |group: &Group| group.values.iter().flatten().filter(|value| **value > 0.0).sum::<f64>();
    let before = figures.groups.len();
    figures.groups.retain(|group| total(group) > 0.0);
    if figures.groups.is_empty() {
        return Err("Nothing to draw: a treemap needs values above zero.".to_owned());
    }
    if figures.groups.len() < before || figures.numbers().any(|value| value < 0.0) {
        figures.notes.push("What is not above zero is left out".to_owned());
    }
    figures.keep(MOST_PARTS, "Top");
    let areas: Vec<Json> = figures
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| {
            let color = PALETTE[if group.is_rest { 7 } else { at % 7 }];
            let mut area = json!({ "name": figures.group_name(group), "value": total(group), "vizAt": at, "vizColor": color });
            if nested {
                let part = |(measure, value): (usize, &Option<f64>)| {
                    let value = value.filter(|value| *value > 0.0)?;
                    Some(json!({ "name": figures.series_name(measure), "value": value, "vizAt": at, "vizSeries": measure, "vizColor": color }))
                };
                area["children"] = group.values.iter().enumerate().filter_map(part).collect();
            }
            area
        })
        .collect();
    let option = json!({
        "series": [{
            "type": "treemap",
            "name": figures.phrase(),
            "left": 0,
            "right": 0,
            "top": 0,
            "bottom": 0,
            "roam": false,
            "nodeClick": false,
            "breadcrumb": { "show": false },
            "visibleMin": 200,
            "label": { "show": true, "color": SURFACE, "fontSize": 12, "fontWeight": 500, "overflow": "truncate", "vizFormat": "area" },
            "upperLabel": { "show": nested, "height": 20, "color": TEXT, "fontSize": 11, "fontWeight": 600, "vizFormat": "area" },
            "itemStyle": { "borderColor": SURFACE, "borderWidth": 1, "gapWidth": 2, "borderRadius": 2 },
            "levels": [
                { "itemStyle": { "borderWidth": 0, "gapWidth": 3 }, "upperLabel": { "show": false } },
                { "itemStyle": { "borderColorSaturation": null, "borderWidth": if nested { 2 } else { 0 }, "gapWidth": 2 } },
            ],
            "data": areas,
        }],
        "viz": {},
    });
    Ok(Drawn::option(option, figures))
}

fn short(name: &str) -> String {
    let mut text: String = name.chars().take(22).collect();
    if text.len() < name.len() {
        text.push('…');
    }
    text
}
