//! Comparisons beyond the documented charts: shares of a whole over time, and two scales in one chart.

use super::{
    Kind, Plot, Shape, Subtype,
    bar_charts::upright,
    draw::{
        Drawn, Picture, axes,
        figures::{Figures, X},
    },
    line_charts::{Way, lines},
};
use crate::model::plan::AggregateOrder;
use serde_json::{Value as Json, json};

pub(super) static KIND: Kind = Kind {
    name: "comparisons",
    label: "Comparisons",
    subtypes: &[
        Subtype {
            name: "combined_chart",
            label: "Bars and lines",
            hint: "The first figure as bars, the others as lines with an axis of their own",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 6, combined).measures(2, 6).groups(1, 1)),
        },
        Subtype {
            name: "percent_bar",
            label: "100 % bar",
            hint: "What each category or period is made of, in parts of the whole",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 8, percent_bar)),
        },
        Subtype {
            name: "stacked_area",
            label: "Stacked area",
            hint: "An amount over time and what it is made of",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 8, stacked_area)),
        },
        Subtype {
            name: "percent_area",
            label: "100 % area",
            hint: "How shares of a whole shift over time",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 8, percent_area)),
        },
    ],
};

/// Most groups from left to right.
const MOST: usize = 200;

fn combined(mut figures: Figures) -> Result<Drawn, String> {
    figures.keep(MOST, "First");
    let grain = if let X::Periods(grain) = figures.x { Some(grain) } else { None };
    let bars = json!({
        "type": "bar",
        "name": figures.series_name(0),
        "data": figures.values(0).collect::<Vec<_>>(),
        "barMaxWidth": 56,
        "barCategoryGap": "32%",
        "itemStyle": { "borderRadius": [3, 3, 0, 0] },
    });
    let line = |measure: usize| {
        json!({
            "type": "line",
            "name": figures.series_name(measure),
            "data": figures.values(measure).collect::<Vec<_>>(),
            "yAxisIndex": 1,
            "symbol": "circle",
            "symbolSize": 6,
            "showSymbol": figures.groups.len() <= 24,
            "connectNulls": figures.x != X::Names,
            "lineStyle": { "width": 2.5 },
        })
    };
    let series: Vec<Json> = std::iter::once(bars).chain((1..figures.measures.len()).map(line)).collect();
    let mut right = json!(axes::values(&figures, true));
    right["splitLine"]["show"] = false.into();
    right["position"] = "right".into();
    let option = json!({
        "color": super::draw::option::PALETTE,
        "grid": axes::grid(),
        "xAxis": axes::categories(&figures, true),
        "yAxis": [axes::values(&figures, false), right],
        "legend": axes::legend(),
        "series": series,
        "viz": { "label": figures.phrase(), "grain": grain, "names": "legend" },
    });
    Ok(Drawn { picture: Picture::Option(option), figures })
}

fn percent_bar(mut figures: Figures) -> Result<Drawn, String> {
    figures.keep(MOST, "First");
    in_parts(figures, |shares| upright(shares, Some("all")))
}

fn percent_area(figures: Figures) -> Result<Drawn, String> {
    in_parts(figures, stacked_area)
}

/// Draws each figure as its part of the group; the table keeps the figures.
fn in_parts(mut figures: Figures, draw: fn(Figures) -> Result<Drawn, String>) -> Result<Drawn, String> {
    let negative = figures.numbers().any(|value| value < 0.0);
    let mut shares = figures.clone();
    for group in &mut shares.groups {
        let whole: f64 = group.values.iter().flatten().filter(|value| **value > 0.0).sum();
        for value in &mut group.values {
            *value = value.filter(|value| *value >= 0.0 && whole > 0.0).map(|value| value / whole);
        }
    }
    if shares.numbers().all(|share| share == 0.0) {
        return Err("Nothing to draw: parts of a whole need values above zero.".to_owned());
    }
    if negative {
        figures.notes.push("Values below zero are left out".to_owned());
    }
    let mut option = option_of(draw(shares)?);
    option["yAxis"]["max"] = 1.into();
    option["yAxis"]["interval"] = 0.25.into();
    option["yAxis"]["axisLabel"]["vizFormat"] = "share".into();
    option["viz"]["shares"] = true.into();
    for series in option["series"].as_array_mut().into_iter().flatten() {
        if let Some(series) = series.as_object_mut() {
            series.remove("label");
        }
    }
    // The form of the figures is not that of their shares.
    figures.format.number = None;
    let figures = in_place(figures);
    Ok(Drawn { picture: Picture::Option(option), figures })
}

fn stacked_area(figures: Figures) -> Result<Drawn, String> {
    let kept = figures.clone();
    let mut option = option_of(lines(figures, Way::Straight, true)?);
    for series in option["series"].as_array_mut().into_iter().flatten() {
        series["stack"] = "all".into();
        series["areaStyle"]["opacity"] = 0.72.into();
        series["lineStyle"]["width"] = 1.into();
        series["showSymbol"] = false.into();
    }
    Ok(Drawn { picture: Picture::Option(option), figures: in_place(kept) })
}

/// Numbers were drawn in their own order, in which the groups do not stand.
fn in_place(figures: Figures) -> Figures {
    Figures { told: figures.told.filter(|_| figures.x != X::Numbers), ..figures }
}

fn option_of(drawn: Drawn) -> Json {
    match drawn.picture {
        Picture::Option(option) => option,
        Picture::Number(_) | Picture::Pivot(_) => Json::Null,
    }
}
