//! Rows as an engine would answer them.

use vizboard::{
    model::{
        drawing::{ChartDrawing, Drawing},
        engine::ResultColumn,
        format::Format,
        plan::{Aggregate, AggregateOrder, Grain},
        question::{GroupChoice, MeasureChoice},
        value::{Kind, Row, Value},
    },
    widgets::{ChartData, ChartRequest, draw_chart, normalise},
};

pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// Rows with one x column and measures called `total`, `pieces`, ...
pub(super) fn data(x: &str, kind: Kind, measures: &[(Aggregate, Option<&str>)], rows: Vec<Row>) -> ChartData {
    let column = |name: &str, kind| ResultColumn { name: name.to_owned(), short_type: "text".to_owned(), kind };
    let columns = std::iter::once(column(x, kind)).chain(measures.iter().map(|(_, name)| column(name.unwrap_or("rows"), Kind::Number)));
    ChartData {
        columns: columns.collect(),
        request: ChartRequest {
            table: "orders".to_owned(),
            groups: vec![GroupChoice::by(x)],
            measures: measures.iter().map(|(function, column)| MeasureChoice::of(*function, column.map(str::to_owned))).collect(),
            zone: None,
            filters: Vec::new(),
            order: AggregateOrder::Group,
            limit: 1_000,
        },
        grains: vec![None],
        bins: None,
        rows,
        truncated: false,
        format: Format::default(),
    }
}

pub(super) const TOTAL: (Aggregate, Option<&str>) = (Aggregate::Sum, Some("total"));
pub(super) const COST: (Aggregate, Option<&str>) = (Aggregate::Sum, Some("cost"));

/// Amounts per country, the greatest first.
pub(super) fn countries(measures: &[(Aggregate, Option<&str>)]) -> ChartData {
    let amounts = [
        ("Germany", 48_210.5, 31_000.0),
        ("France", 39_120.0, 30_500.0),
        ("Brazil", 21_840.75, 12_000.0),
        ("Spain", 12_300.0, 9_100.0),
        ("Japan", 8_050.0, 2_000.0),
    ];
    let rows = amounts.into_iter().map(|(name, a, b)| [text(name), Value::Float(a), Value::Float(b)][..=measures.len()].to_vec());
    let mut data = data("country", Kind::Text, measures, rows.collect());
    data.request.order = AggregateOrder::FirstMeasure;
    data
}

/// Amounts per month of `months` months from November 2023, one of which (the third) has no rows.
pub(super) fn months(measures: &[(Aggregate, Option<&str>)], months: u32) -> ChartData {
    let wave = |i: u32, of: f64| Value::Float((of * (1.0 + 0.4 * (f64::from(i) * 0.9).sin()) + f64::from(i) * of * 0.02).round());
    let rows = (0..months).filter(|i| *i != 2).map(|i| {
        let month = 10 + i;
        let begin = text(format!("{}-{:02}-01", 2023 + month / 12, month % 12 + 1));
        [begin, wave(i, 120_000.0), wave(i + 1, 64_000.0), wave(i + 2, 20_000.0)][..=measures.len()].to_vec()
    });
    let mut data = data("order_date", Kind::Date, measures, rows.collect());
    data.grains = vec![Some(Grain::Month)];
    data
}

pub(super) fn draw(subtype: &str, data: &ChartData) -> Drawing {
    draw_chart(normalise("chart", Some(subtype)).expect("a subtype").1, data)
}

/// The chart, or a panic with the reason why there is none.
pub(super) fn chart(subtype: &str, data: &ChartData) -> ChartDrawing {
    match draw(subtype, data) {
        Drawing::Chart(chart) => chart,
        other => panic!("{subtype}: {other:?}"),
    }
}

pub(super) fn reason(subtype: &str, data: &ChartData) -> String {
    match draw(subtype, data) {
        Drawing::Empty { reason } => reason,
        other => panic!("{subtype}: {other:?}"),
    }
}

/// The option as JSON.
pub(super) fn option(chart: &ChartDrawing) -> serde_json::Value {
    serde_json::from_str(&chart.option).expect("JSON")
}

/// Every subtype of chart.
pub(super) const SUBTYPES: [&str; 12] = [
    "basic_area",
    "linear_area",
    "step_area",
    "basic_bar",
    "stacked_bar",
    "horizontal_bar",
    "basic_line",
    "linear_line",
    "step_line",
    "basic_pie",
    "donut_pie",
    "stacked_pie",
];

/// What shows a subtype at its best: time for lines, areas and bars, names for the rest.
pub(super) fn sample(subtype: &str) -> ChartData {
    match subtype {
        "basic_area" | "basic_bar" => months(&[TOTAL], 14),
        "linear_area" | "step_area" | "stacked_bar" => months(&[TOTAL, COST], 5),
        "basic_line" | "linear_line" | "step_line" => months(&[TOTAL, COST], 4),
        "stacked_pie" => countries(&[TOTAL, COST]),
        _ => countries(&[TOTAL]),
    }
}
