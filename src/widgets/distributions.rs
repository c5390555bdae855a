//! Distributions: how values lie beside each other.

use super::{
    Asks, Kind, Plot, Shape, Subtype,
    draw::{
        Drawn, axes,
        figures::{Figures, X},
        option::{MUTED, PALETTE, SURFACE, TEXT},
        shades::Shades,
    },
};
use crate::model::plan::AggregateOrder;
use serde_json::{Value as Json, json};

/// Most cells of a heat map from left to right and from top to bottom.
const MOST_ACROSS: usize = 120;
const MOST_DOWN: usize = 24;
/// Up to here each cell carries its value.
const FEW_CELLS: usize = 84;
/// Most boxes and most ranges.
const MOST_BOXES: usize = 24;
const MOST_RANGES: usize = 200;
/// Days of a calendar: a year and the days around it.
const DAYS: usize = 371;
/// Size of a dot, in pixels: alone, and from the least to the greatest third figure.
const DOT: f64 = 9.0;
const DOTS: (f64, f64) = (6.0, 34.0);

pub(super) static KIND: Kind = Kind {
    name: "distributions",
    label: "Distributions",
    subtypes: &[
        Subtype {
            name: "scatter",
            label: "Scatter",
            hint: "Two figures against each other, one dot per group; a third sets the size of the dots",
            shape: Shape::Chart(Plot::new(AggregateOrder::FirstMeasure, 3, scatter).measures(2, 3).groups(1, 1)),
        },
        Subtype {
            name: "histogram",
            label: "Histogram",
            hint: "How often values lie in which range",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 1, histogram).groups(1, 1).asks(Asks::Ranges)),
        },
        Subtype {
            name: "box_plot",
            label: "Box plot",
            hint: "Least value, quartiles and greatest value per category",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 1, box_plot).measures(1, 1).groups(1, 1).asks(Asks::FiveNumbers)),
        },
        Subtype {
            name: "heat_map",
            label: "Heat map",
            hint: "One figure by two groups, as shades",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 1, heat_map).groups(2, 2).series(MOST_DOWN)),
        },
        Subtype {
            name: "calendar",
            label: "Calendar",
            hint: "One figure per day of a year, as shades",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 1, calendar).groups(1, 1).asks(Asks::Days)),
        },
    ],
};

fn scatter(mut figures: Figures) -> Result<Drawn, String> {
    figures.groups.retain(|group| group.values[0].is_some() && group.values[1].is_some());
    if figures.groups.is_empty() {
        return Err("Nothing to draw: no group has both figures.".to_owned());
    }
    figures.keep(usize::MAX, "First");
    let sized = figures.measures.len() > 2;
    let sizes = figures.groups.iter().filter_map(|group| group.values.get(2).copied().flatten()).filter(|size| *size > 0.0);
    let greatest = sizes.fold(0.0, f64::max);
    let dots: Vec<Json> = figures
        .groups
        .iter()
        .map(|group| {
            let size = match group.values.get(2).copied().flatten() {
                // The area of a dot says how much it is.
                Some(size) if greatest > 0.0 => DOTS.0 + (DOTS.1 - DOTS.0) * (size.max(0.0) / greatest).sqrt(),
                _ => DOT,
            };
            json!({ "name": figures.group_name(group), "value": [group.values[0], group.values[1]], "symbolSize": size.round() })
        })
        .collect();
    let axis = |measure: usize, gap: u32| {
        let mut axis = json!(axes::places());
        axis["name"] = figures.series_name(measure).chars().take(40).collect::<String>().into();
        axis["nameLocation"] = "middle".into();
        axis["nameGap"] = gap.into();
        axis["nameTextStyle"] = json!({ "color": MUTED, "fontSize": 11 });
        axis["splitLine"]["show"] = true.into();
        axis["splitNumber"] = 4.into();
        axis
    };
    let mut grid = json!(axes::grid());
    grid["outerBoundsContain"] = "all".into();
    grid["right"] = 24.into();
    let option = json!({
        "color": PALETTE,
        "grid": grid,
        "xAxis": axis(0, 24),
        "yAxis": axis(1, 40),
        "series": [{
            "type": "scatter",
            "name": figures.series_name(1),
            "data": dots,
            "itemStyle": { "opacity": if sized { 0.62 } else { 0.8 }, "borderColor": SURFACE, "borderWidth": 1 },
        }],
        "viz": { "tip": [figures.series_name(0), figures.series_name(1)] },
    });
    Ok(Drawn::option(option, figures))
}

fn histogram(mut figures: Figures) -> Result<Drawn, String> {
    let Some(bins) = figures.bins else { return Err("Nothing to draw: the values are not in ranges.".to_owned()) };
    let before = figures.groups.len();
    figures.groups.retain(|group| group.at.is_some());
    if figures.groups.len() < before {
        figures.notes.push(format!("Rows without a number in {} are left out", figures.x_name));
    }
    let number = |group: &super::draw::figures::Group| group.at.unwrap_or_default() as usize;
    let Some(last) = figures.groups.iter().map(number).max() else {
        return Err(format!("Nothing to draw: {} holds no numbers.", figures.x_name));
    };
    let missing = if figures.measures[0].is_additive() { Some(0.0) } else { None };
    let mut values = vec![json!({ "value": missing, "vizAt": null }); last.min(MOST_RANGES) + 1];
    let say = |edge: f64| figures.format.number(edge);
    let name = |at: usize| {
        let from = bins.origin + bins.width * at as f64;
        format!("{} to {}", say(from), say(from + bins.width))
    };
    let mut groups = Vec::with_capacity(figures.groups.len());
    for mut group in figures.groups.clone() {
        let at = number(&group);
        if let Some(value) = values.get_mut(at) {
            *value = json!({ "value": group.values[0], "vizAt": groups.len() });
            group.name = name(at);
            groups.push(group);
        }
    }
    let edges: Vec<String> = (0..values.len()).map(|at| say(bins.origin + bins.width * at as f64)).collect();
    figures.groups = groups;
    figures.x = X::Names;
    let mut axis = json!(axes::categories(&figures, true));
    axis["data"] = json!(edges);
    axis["axisLabel"]["align"] = "left".into();
    let option = json!({
        "color": PALETTE,
        "grid": axes::grid(),
        "xAxis": axis,
        "yAxis": axes::values(&figures, false),
        "series": [{
            "type": "bar",
            "name": figures.series_name(0),
            "data": values,
            "barCategoryGap": "4%",
            "itemStyle": { "borderRadius": [2, 2, 0, 0] },
        }],
        "viz": { "label": figures.phrase(), "ranges": (0..values.len()).map(name).collect::<Vec<_>>() },
    });
    // The form is that of the values in ranges, not of how many there are.
    figures.format.number = None;
    Ok(Drawn { picture: super::draw::Picture::Option(option), figures })
}

fn box_plot(mut figures: Figures) -> Result<Drawn, String> {
    figures.groups.retain(|group| group.values.iter().all(Option::is_some));
    if figures.groups.is_empty() {
        return Err("Nothing to draw: no group holds numbers.".to_owned());
    }
    figures.keep(MOST_BOXES, "First");
    let boxes: Vec<Vec<Option<f64>>> = figures.groups.iter().map(|group| group.values.clone()).collect();
    let option = json!({
        "color": PALETTE,
        "grid": axes::grid(),
        "xAxis": axes::categories(&figures, true),
        "yAxis": axes::values(&figures, true),
        "series": [{
            "type": "boxplot",
            "name": figures.measures[2].column,
            "data": boxes,
            "boxWidth": [10, 42],
            "itemStyle": { "color": "var(--viz-raised)", "borderColor": PALETTE[0], "borderWidth": 1.5 },
        }],
        "viz": { "grain": grain(&figures), "tip": ["Least", "Lower quartile", "Median", "Upper quartile", "Greatest"] },
    });
    Ok(Drawn::option(option, figures))
}

fn heat_map(mut figures: Figures) -> Result<Drawn, String> {
    figures.keep(MOST_ACROSS, "First");
    let shades = Shades::of(figures.numbers());
    let labelled = figures.groups.len() * figures.measures.len() <= FEW_CELLS && figures.groups.len() <= 14;
    let mut cells = Vec::new();
    for (across, group) in figures.groups.iter().enumerate() {
        for (down, value) in group.values.iter().enumerate() {
            let Some(value) = value else { continue };
            let mut cell = cell(json!([across, down, value]), *value, shades);
            if labelled {
                // On a strong shade the text has the colour of the ground.
                let strong = shades.step(*value) >= 6;
                cell["vizText"] = if strong { SURFACE.into() } else { TEXT.into() };
            }
            cells.push(cell);
        }
    }
    let mut down = json!(axes::names(&figures));
    down["data"] = json!((0..figures.measures.len()).map(|measure| figures.series_name(measure)).collect::<Vec<_>>());
    down["axisLine"]["show"] = false.into();
    let mut across = json!(axes::categories(&figures, true));
    across["axisLine"]["show"] = false.into();
    let option = json!({
        "grid": axes::grid(),
        "xAxis": across,
        "yAxis": down,
        "series": [{
            "type": "heatmap",
            "name": figures.phrase(),
            "data": cells,
            "itemStyle": { "borderColor": SURFACE, "borderWidth": 2, "borderRadius": 3 },
            "label": { "show": labelled, "opacity": 1, "fontSize": 11, "color": TEXT, "vizFormat": "compact" },
        }],
        "viz": { "grain": grain(&figures), "cells": true },
    });
    Ok(Drawn::option(option, figures))
}

fn calendar(mut figures: Figures) -> Result<Drawn, String> {
    let skipped = figures.groups.len().saturating_sub(DAYS);
    if skipped > 0 {
        figures.groups.drain(..skipped);
        figures.notes.push("The last twelve months".to_owned());
    }
    figures.keep(usize::MAX, "First");
    let (Some(first), Some(last)) = (figures.groups.first(), figures.groups.last()) else {
        return Err("Nothing to draw: there are no days.".to_owned());
    };
    let range = [first.name.clone(), last.name.clone()];
    let shades = Shades::of(figures.numbers());
    let day = |(at, group): (usize, &super::draw::figures::Group)| {
        let value = group.values[0]?;
        let mut cell = cell(json!([group.name, value]), value, shades);
        cell["vizAt"] = at.into();
        Some(cell)
    };
    let label = json!({ "color": MUTED, "fontSize": 11 });
    let option = json!({
        "calendar": {
            "range": range,
            "left": 34,
            "right": 8,
            "top": 30,
            "bottom": 8,
            "cellSize": ["auto", "auto"],
            "splitLine": { "show": false },
            "itemStyle": { "color": "var(--viz-raised)", "borderColor": SURFACE, "borderWidth": 2 },
            "dayLabel": { "firstDay": 1, "nameMap": ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], "color": label["color"], "fontSize": 10 },
            "monthLabel": label,
            "yearLabel": { "show": false },
        },
        "series": [{
            "type": "heatmap",
            "name": figures.phrase(),
            "coordinateSystem": "calendar",
            "data": figures.groups.iter().enumerate().filter_map(day).collect::<Vec<_>>(),
            "itemStyle": { "borderColor": SURFACE, "borderWidth": 2, "borderRadius": 2 },
        }],
        "viz": { "cells": true },
    });
    Ok(Drawn::option(option, figures))
}

/// A shaded cell.
fn cell(value: Json, amount: f64, shades: Shades) -> Json {
    json!({ "value": value, "vizColor": PALETTE[0], "vizOpacity": shades.opacity(amount) })
}

fn grain(figures: &Figures) -> Option<crate::model::plan::Grain> {
    if let X::Periods(grain) = figures.x { Some(grain) } else { None }
}
