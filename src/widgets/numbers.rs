//! Single figures: a big number with what it was before, and a gauge.

use super::{
    Kind, Plot, Shape, Subtype,
    draw::{
        Drawn, Picture,
        figures::{Figures, X},
        option::{LINE, MUTED, TEXT},
    },
};
use crate::model::{
    drawing::{Change, ChartTable, NumberDrawing},
    format::{Format, NumberFormat, NumberStyle, RuleTone},
    mark::Marks,
    plan::AggregateOrder,
    time::Timestamp,
};
use serde_json::json;

/// Most points of the trend: what a tile has room for.
const MOST_POINTS: usize = 400;

pub(super) static KIND: Kind = Kind {
    name: "numbers",
    label: "Numbers",
    subtypes: &[
        Subtype {
            name: "big_number",
            label: "Big number",
            hint: "One figure, large; grouped by time also its trend and what it was before",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 1, big_number).groups(0, 1).small()),
        },
        Subtype {
            name: "gauge",
            label: "Gauge",
            hint: "How much of a target is reached",
            shape: Shape::Chart(Plot::new(AggregateOrder::Group, 1, gauge).groups(0, 0).small()),
        },
    ],
};

fn big_number(figures: Figures) -> Result<Drawn, String> {
    let values: Vec<Option<f64>> = figures.values(0).collect();
    let last = values.iter().rposition(Option::is_some).ok_or("Nothing to show: there is no figure.")?;
    let value = values[last].unwrap_or_default();
    let format = &figures.format;
    let in_time = matches!(figures.x, X::Periods(_));
    let label = if figures.x_name.is_empty() { figures.series_name(0) } else { figures.group_name(&figures.groups[last]) };
    let before = last.checked_sub(1).filter(|_| in_time).and_then(|at| values[at].map(|before| (at, before)));
    let change = before.map(|(at, before)| {
        let name = figures.group_name(&figures.groups[at]);
        Change { before: format!("{name}: {}", format.number(before)), ..change(before, value, format) }
    });
    let trend = if in_time { values[values.len().saturating_sub(MOST_POINTS)..].to_vec() } else { Vec::new() };
    let target = format.target.filter(|target| *target != 0.0).map(|target| reached(value, target, format));
    let number = NumberDrawing {
        value: format.number(value),
        label,
        tone: format.tone(None, value),
        change,
        target,
        trend,
        table: ChartTable::default(),
        marks: Marks::default(),
        note: String::new(),
        as_of: Timestamp(0),
    };
    Ok(Drawn { picture: Picture::Number(number), figures })
}

fn reached(value: f64, target: f64, format: &Format) -> String {
    format!("{} of {}", percent(value / target), format.number(target))
}

/// From `before` to `now`, in parts of what it was; as an amount where that says nothing.
fn change(before: f64, now: f64, format: &Format) -> Change {
    let difference = now - before;
    let sign = if difference > 0.0 { "+" } else { "" };
    let words = if difference == 0.0 {
        "no change".to_owned()
    } else if before > 0.0 {
        format!("{sign}{}", percent(difference / before))
    } else {
        format!("{sign}{}", format.number(difference))
    };
    let better = (difference > 0.0) != (format.less_is_better == Some(true));
    let tone = (difference != 0.0).then_some(if better { RuleTone::Good } else { RuleTone::Bad });
    Change { words, before: String::new(), tone }
}

fn percent(part: f64) -> String {
    NumberFormat { style: Some(NumberStyle::Percent), ..NumberFormat::default() }.say(part)
}

fn gauge(figures: Figures) -> Result<Drawn, String> {
    let value = figures.values(0).next().flatten().ok_or("Nothing to show: there is no figure.")?;
    let most = figures.format.target.filter(|target| *target > 0.0).unwrap_or_else(|| round_above(value));
    let color = match figures.format.tone(None, value) {
        Some(tone) => format!("var(--viz-{})", tone.name()),
        None => "var(--chart-1)".to_owned(),
    };
    let option = json!({
        "series": [{
            "type": "gauge",
            "name": figures.series_name(0),
            "startAngle": 205,
            "endAngle": -25,
            "center": ["50%", "62%"],
            "radius": "94%",
            "min": 0,
            "max": most,
            "splitNumber": 4,
            "pointer": { "show": false },
            "progress": { "show": true, "width": 20, "itemStyle": { "color": color } },
            "axisLine": { "lineStyle": { "width": 20, "color": [[1, LINE]] } },
            "axisTick": { "show": false },
            "splitLine": { "show": false },
            // Inside the arc of a small tile there is room for the figure and one line.
            "axisLabel": { "show": false },
            "title": { "show": true, "color": MUTED, "fontSize": 12, "offsetCenter": [0, "50%"] },
            "detail": { "color": TEXT, "fontSize": 26, "fontWeight": 600, "offsetCenter": [0, "-8%"], "vizFormat": "compact" },
            "data": [{ "value": value, "name": reached(value, most, &figures.format) }],
        }],
        "viz": {},
    });
    Ok(Drawn::option(option, figures))
}

/// The least of 1, 2, 5 and 10 times a power of ten that is above a value.
fn round_above(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|most| *most >= value).unwrap_or(value)
}
