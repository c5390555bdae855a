//! The kinds beyond the documented ones: what each draws, as committed in `expected/`, and that it is drawn.
//! `UPDATE_EXPECTED=1` writes what is committed anew; then read the difference.

use super::samples::{TOTAL, countries, data, months, text};
use std::path::Path;
use vizboard::{
    model::{
        drawing::{Drawing, needs_more},
        filter::Op,
        format::{Color, Format, NumberFormat, NumberStyle, ReferenceLine, Rule, RuleTone},
        plan::{Aggregate, AggregateOrder, Grain, PlanBins},
        question::{GroupChoice, MeasureChoice},
        value::{Kind, Row, Value},
    },
    script::Painter,
    widgets::{ChartData, KINDS, Shape, draw_chart, normalise},
};

/// Every subtype of the kinds that are not documented.
fn subtypes() -> Vec<&'static str> {
    let charts = KINDS.iter().skip(6).flat_map(|kind| kind.subtypes);
    charts.filter(|subtype| matches!(subtype.shape, Shape::Chart(_))).map(|subtype| subtype.name).collect()
}

/// Amounts by two groups.
fn pairs(first: (&str, &[&str]), second: (&str, &[&str])) -> ChartData {
    let mut rows: Vec<Row> = Vec::new();
    for (i, a) in first.1.iter().enumerate() {
        for (j, b) in second.1.iter().enumerate() {
            // One pair has no rows.
            if (i, j) != (1, 1) {
                rows.push(vec![text(*a), text(*b), Value::Int(((i + 2) * (j + 1) * 37 % 90 + 5) as i64)]);
            }
        }
    }
    let mut pairs = data(first.0, Kind::Text, &[TOTAL], rows);
    pairs.request.groups.push(GroupChoice::by(second.0));
    pairs.grains.push(None);
    pairs
}

fn by_month(series: &[&str]) -> ChartData {
    let mut pairs = pairs(("sold", &["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]), ("category", series));
    pairs.grains[0] = Some(Grain::Month);
    pairs
}

fn figures(names: &[(&str, &[f64])], measures: &[&str]) -> ChartData {
    let asked: Vec<_> = measures.iter().map(|name| (Aggregate::Sum, Some(*name))).collect();
    let rows = names.iter().map(|(name, values)| std::iter::once(text(*name)).chain(values.iter().map(|n| Value::Float(*n))).collect());
    data("product", Kind::Text, &asked, rows.collect())
}

fn all_rows(value: f64) -> ChartData {
    let mut all = data("x", Kind::Number, &[TOTAL], vec![vec![Value::Float(value)]]);
    all.request.groups.clear();
    all.grains.clear();
    all
}

const PRODUCTS: [(&str, &[f64]); 4] =
    [("Coffee", &[120.0, 48.0, 900.0]), ("Tea", &[80.0, 30.0, 400.0]), ("Mugs", &[200.0, -12.0, 60.0]), ("Kettles", &[15.0, 5.0, 10.0])];

fn sample(subtype: &str) -> ChartData {
    let places: [(&str, &[f64]); 3] = [("Berlin", &[52.5, 13.4, 900.0]), ("Paris", &[48.9, 2.4, 700.0]), ("Nowhere", &[123.0, 0.0, 5.0])];
    let steps: [(&str, &[f64]); 3] = [("view", &[900.0]), ("cart", &[300.0]), ("checkout", &[90.0])];
    match subtype {
        "big_number" => ChartData {
            format: Format {
                number: Some(NumberFormat { style: Some(NumberStyle::Currency), ..NumberFormat::default() }),
                ..Format::default()
            },
            ..months(&[TOTAL], 14)
        },
        "gauge" => ChartData { format: Format { target: Some(5_000.0), ..Format::default() }, ..all_rows(3_650.0) },
        "combined_chart" => months(&[TOTAL, (Aggregate::Average, Some("price"))], 8),
        "percent_bar" | "stacked_area" | "percent_area" => by_month(&["Coffee", "Tea", "Mugs"]),
        "scatter" => figures(&PRODUCTS, &["price", "profit", "sold"]),
        "histogram" => {
            let rows = [(0, 4), (1, 9), (3, 2)].map(|(bin, count)| vec![Value::Int(bin), Value::Int(count)]);
            let rows = rows.into_iter().chain([vec![Value::Null, Value::Int(3)]]).collect();
            let bins = Some(PlanBins { origin: 0.0, width: 50.0, end: 180.0 });
            ChartData { bins, ..data("total", Kind::Integer, &[(Aggregate::Count, None)], rows) }
        }
        "box_plot" => {
            let boxes: [(&str, &[f64]); 2] = [("web", &[1.0, 12.0, 20.0, 31.0, 90.0]), ("phone", &[4.0, 9.0, 15.0, 22.0, 60.0])];
            figures(&boxes, &["total"; 5])
        }
        "heat_map" | "sankey" | "treemap" | "pivot_table" => {
            pairs(("source", &["search", "direct", "social"]), ("device", &["mobile", "desktop", "tablet"]))
        }
        "calendar" => {
            let rows = ["2024-01-01", "2024-01-02", "2024-03-05", "2024-12-31"].iter().zip(1..);
            let mut days = data("sold", Kind::Date, &[TOTAL], rows.map(|(day, n)| vec![text(*day), Value::Int(n)]).collect());
            days.grains = vec![Some(Grain::Day)];
            days
        }
        "funnel" => ChartData { request: ranked(figures(&steps, &["visits"])), ..figures(&steps, &["visits"]) },
        "country_map" => countries(&[TOTAL]),
        "point_map" => figures(&places, &["latitude", "longitude", "total"]),
        other => panic!("{other} has no sample"),
    }
}

fn ranked(data: ChartData) -> vizboard::widgets::ChartRequest {
    vizboard::widgets::ChartRequest { order: AggregateOrder::FirstMeasure, ..data.request }
}

fn draw(subtype: &str, data: &ChartData) -> Drawing {
    draw_chart(normalise("chart", Some(subtype)).expect("a subtype").1, data)
}

fn painter() -> Painter {
    tracing_subscriber::fmt().with_test_writer().try_init().ok();
    let text = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/gen").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}; run node scripts/js.mjs", path.display()))
    };
    Painter::new(text("echarts-server.js")).with_more(text("echarts-server-more.js"))
}

#[test]
fn every_kind_draws_what_is_committed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/charts/expected");
    for subtype in subtypes() {
        let mut drawn = serde_json::to_value(draw(subtype, &sample(subtype))).expect("JSON");
        if let Some(option) = drawn["option"].as_str() {
            drawn["option"] = serde_json::from_str(option).expect("an option is JSON");
        }
        assert!(drawn["drawing"] != "empty", "{subtype}: {drawn}");
        let path = folder.join(format!("{subtype}.json"));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&path, serde_json::to_string_pretty(&drawn).expect("JSON") + "\n").expect("written");
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        let expected: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(drawn, expected, "{subtype} differs from {}", path.display());
    }
}

/// What an SVG must hold to be the picture of its kind: so many shapes filled or drawn in a colour of ours, these words.
#[tokio::test]
async fn every_kind_is_drawn_with_its_marks() {
    let painter = painter();
    for subtype in subtypes() {
        let Drawing::Chart(chart) = draw(subtype, &sample(subtype)) else { continue };
        let svg = painter.svg(&chart.option, 600, 280).await.unwrap_or_else(|| panic!("{subtype} is not drawn"));
        let (color, marks, words): (&str, usize, &[&str]) = match subtype {
            "gauge" => ("--chart-1", 1, &["3.65", "% of 5"]),
            "combined_chart" => ("--chart-2", 1, &["Sum of total"]),
            "percent_bar" | "stacked_area" | "percent_area" => ("--chart-3", 1, &["Coffee", "Jan"]),
            "scatter" => ("--chart-1", 4, &["Sum of price"]),
            "histogram" => ("--chart-1", 3, &["50", "100"]),
            "box_plot" => ("--chart-1", 2, &["web", "phone"]),
            "heat_map" => ("--chart-1", 9, &["search", "tablet"]),
            "sankey" => ("--chart-1", 2, &["search", "mobile"]),
            "treemap" => ("--chart-1", 1, &["search"]),
            "calendar" => ("--chart-1", 4, &["Jan", "Mon"]),
            "funnel" => ("--chart-1", 3, &["view", "33.3"]),
            "country_map" => ("--chart-1", 5, &[]),
            "point_map" => ("--chart-1", 2, &[]),
            other => panic!("{other} has no marks"),
        };
        let found = svg.matches(&format!("var({color})")).count();
        assert!(found >= marks, "{subtype}: {found} marks in {color}: {svg}");
        for word in words {
            assert!(svg.replace('\u{a0}', " ").contains(word), "{subtype} lacks {word}: {svg}");
        }
        for never in ["<script", " on", "href", "#0a0b", "undefined", "NaN", "ecmeta", "<style", "<image"] {
            assert!(!svg.contains(never), "{subtype} holds {never:?}: {svg}");
        }
        assert!(svg.contains("role=\"img\""), "{subtype}");
    }
}

#[tokio::test]
async fn what_a_cell_holds_is_text_in_every_kind() {
    let painter = painter();
    let evil = "</text><script>alert(1)</script>";
    for subtype in subtypes() {
        let mut data = sample(subtype);
        for row in &mut data.rows {
            for value in row.iter_mut().take(data.request.groups.len()) {
                if let (Value::Text(text), false) = (&*value, data.grains.iter().any(Option::is_some)) {
                    *value = Value::Text(format!("{text}{evil}"));
                }
            }
        }
        data.request.measures.iter_mut().for_each(|measure| measure.label = Some(evil.to_owned()));
        match draw(subtype, &data) {
            Drawing::Chart(chart) => {
                let svg = painter.svg(&chart.option, 900, 400).await.unwrap_or_else(|| panic!("{subtype} is not drawn"));
                assert!(!svg.contains("<script") && svg.matches("<svg").count() == 1, "{subtype}: {svg}");
            }
            // Countries of that name are unknown.
            Drawing::Empty { .. } => assert_eq!(subtype, "country_map"),
            Drawing::Number(_) | Drawing::Pivot(_) => {}
            other => panic!("{subtype}: {other:?}"),
        }
    }
}

#[test]
fn odd_data_is_drawn_or_explained() {
    for subtype in subtypes() {
        let mut odd = sample(subtype);
        let first = odd.request.groups.len();
        for row in &mut odd.rows {
            row[first] = Value::Text("NaN".into());
        }
        match draw(subtype, &odd) {
            Drawing::Empty { reason } => assert!(reason.ends_with('.') && reason.len() > 20, "{subtype}: {reason}"),
            Drawing::Chart(chart) => assert!(!chart.option.contains("NaN"), "{subtype}: {}", chart.option),
            Drawing::Number(number) => assert!(!number.value.contains("NaN"), "{subtype}: {number:?}"),
            Drawing::Pivot(pivot) => assert!(pivot.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.text != "NaN"), "{subtype}"),
            other => panic!("{subtype}: {other:?}"),
        }
        let mut nothing = sample(subtype);
        nothing.rows.iter_mut().for_each(|row| row[first..].fill(Value::Null));
        assert!(matches!(draw(subtype, &nothing), Drawing::Empty { .. }), "{subtype}");
        let mut below = sample(subtype);
        below.rows.iter_mut().for_each(|row| row[first] = Value::Int(-7));
        match draw(subtype, &below) {
            Drawing::Empty { reason } => assert!(reason.contains("above zero") || reason.contains("latitude"), "{subtype}: {reason}"),
            Drawing::Chart(_) | Drawing::Number(_) | Drawing::Pivot(_) => {}
            other => panic!("{subtype}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn ten_thousand_categories_and_old_dates_are_drawn() {
    let painter = painter();
    let names = (0..1_000).map(|i| vec![text(format!("c{i}")), Value::Int(1_000 - i)]).collect();
    let mut many = data("name", Kind::Text, &[TOTAL], names);
    many.truncated = true;
    many.request.order = AggregateOrder::FirstMeasure;
    for subtype in ["funnel", "treemap"] {
        let Drawing::Chart(chart) = draw(subtype, &many) else { panic!("{subtype}") };
        assert!(chart.note.contains("of more than 1,000"), "{}", chart.note);
        assert!(painter.svg(&chart.option, 600, 280).await.is_some_and(|svg| svg.len() < 200_000), "{subtype}");
    }
    let rows = ["1066-10-14", "1492-10-12", "1789-07-14"].map(|day| vec![text(day), Value::Int(1)]);
    let mut old = data("day", Kind::Date, &[TOTAL], rows.to_vec());
    old.grains = vec![Some(Grain::Year)];
    for subtype in ["basic_line", "combined_chart", "stacked_area"] {
        let mut old = old.clone();
        if subtype == "combined_chart" {
            old.request.measures.push(MeasureChoice::rows());
            old.rows.iter_mut().for_each(|row| row.push(Value::Int(2)));
        }
        let Drawing::Chart(chart) = draw(subtype, &old) else { panic!("{subtype}") };
        let svg = painter.svg(&chart.option, 600, 280).await.unwrap_or_else(|| panic!("{subtype} is not drawn"));
        assert!([">1200<", ">1400<", ">1500<"].iter().any(|year| svg.contains(year)), "{subtype}: {svg}");
    }
}

#[tokio::test]
async fn colours_forms_and_lines_are_a_persons_choice() {
    let format = Format {
        number: Some(NumberFormat { style: Some(NumberStyle::Currency), currency: Some("USD".into()), ..NumberFormat::default() }),
        colors: vec![Color::Green],
        lines: vec![ReferenceLine { value: 100_000.0, label: Some("Goal".into()) }],
        notes: vec![vizboard::model::format::Annotation { at: "2024-02-14".into(), text: "New shop".into() }],
        ..Format::default()
    };
    let Drawing::Chart(chart) = draw("basic_bar", &ChartData { format, ..months(&[TOTAL], 8) }) else { panic!("no chart") };
    assert!(needs_more(&chart.option), "lines of reference are not in the usual bundle");
    let svg = painter().svg(&chart.option, 600, 280).await.expect("drawn").replace('\u{a0}', " ");
    for word in ["Goal", "New shop", "$", " k<"] {
        assert!(svg.contains(word), "{word}: {svg}");
    }
    assert!(svg.contains("var(--chart-7)") && !svg.contains("var(--chart-1)"), "{svg}");

    let rules = vec![Rule { column: None, op: Op::Gte, value: 60.0, tone: RuleTone::Good }];
    let shaded = Format { rules, scale: Some(true), ..Format::default() };
    let Drawing::Pivot(pivot) = draw("pivot_table", &ChartData { format: shaded, ..sample("pivot_table") }) else { panic!("no table") };
    let cells: Vec<_> = pivot.rows.iter().flat_map(|row| &row.cells).collect();
    assert!(cells.iter().any(|cell| cell.tone == Some(RuleTone::Good) && cell.heat.is_none()));
    assert!(cells.iter().any(|cell| cell.heat == Some(1)), "the least is shaded least");
    assert_eq!(pivot.headers.last().map(String::as_str), Some("Total"));
}
