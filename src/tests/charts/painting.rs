//! The real bundle in the real engine: what comes out may go into a page.

use super::samples::{SUBTYPES, TOTAL, chart, countries, data, months, sample, text as cell};
use std::path::Path;
use vizboard::{
    model::{
        question::MeasureChoice,
        value::{Kind, Value},
    },
    script::Painter,
};

/// The bundle as `node scripts/js.mjs` makes it; without it these tests fail, they are never skipped.
fn painter() -> Painter {
    // The cause of a drawing that fails is in the log.
    tracing_subscriber::fmt().with_test_writer().try_init().ok();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/gen/echarts-server.js");
    Painter::new(std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}; run node scripts/js.mjs", path.display())))
}

#[tokio::test]
async fn every_subtype_is_drawn_with_variables_and_without_scripts() {
    let painter = painter();
    for subtype in SUBTYPES {
        let option = chart(subtype, &sample(subtype)).option;
        let svg = painter.svg(&option, 600, 280).await.unwrap_or_else(|| panic!("{subtype} is not drawn"));
        assert!(svg.starts_with("<svg ") && svg.contains("viewBox=\"0 0 600 280\""), "{subtype}: {svg}");
        assert!(svg.contains("=\"var(--chart-1)\""), "{subtype}: {svg}");
        assert!(svg.contains("role=\"img\"") && svg.contains("aria-label=\"Sum of total"), "{subtype}: {svg}");
        for never in ["<script", " on", "href", "#0a0b", "undefined", "NaN", "ecmeta", "<style"] {
            assert!(!svg.contains(never), "{subtype} holds {never:?}: {svg}");
        }
    }
}

#[tokio::test]
async fn what_a_cell_holds_is_text() {
    let evil = [
        "</text><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "{a|b}",
        "]]>",
        "&lt;b&gt;",
        "fill=\"#0a0b00\"",
        "\u{202e}\u{2028}",
    ];
    let painter = painter();
    let rows = evil.iter().enumerate().map(|(i, name)| vec![cell(*name), Value::Int(100 - i as i64)]).collect();
    let mut data = data("</text><script>", Kind::Text, &[TOTAL], rows);
    data.request.measures.push(MeasureChoice::of(TOTAL.0, Some("\"/><script>alert(2)</script>".to_owned())));
    for row in &mut data.rows {
        row.push(Value::Int(5));
    }
    for subtype in SUBTYPES {
        let option = chart(subtype, &data).option;
        let svg = painter.svg(&option, 900, 400).await.unwrap_or_else(|| panic!("{subtype} is not drawn"));
        assert!(!svg.contains("<script") && !svg.contains("<img") && !svg.contains("<svg/"), "{subtype}: {svg}");
        assert_eq!(svg.matches("<svg").count(), 1, "{subtype}: {svg}");
        assert!(svg.contains("&lt;"), "{subtype}: the text itself is there: {svg}");
    }
}

#[tokio::test]
async fn ids_belong_to_one_drawing() {
    let painter = painter();
    let mut seen = std::collections::HashMap::new();
    for (i, subtype) in SUBTYPES.into_iter().enumerate() {
        let option = chart(subtype, &sample(subtype)).option;
        let svg = painter.svg(&option, 600, 280).await.expect("drawn");
        for part in svg.split(" id=\"").skip(1) {
            let id = part.split('"').next().expect("an id").to_owned();
            assert!(*seen.entry(id.clone()).or_insert(i) == i, "{id} is in two drawings");
        }
    }
    assert!(!seen.is_empty(), "areas and lines are clipped");
}

#[tokio::test]
async fn drawings_do_not_depend_on_what_was_drawn_before() {
    let option = chart("basic_area", &sample("basic_area")).option;
    let first = painter().svg(&option, 600, 280).await;
    let other = painter();
    for subtype in SUBTYPES {
        other.svg(&chart(subtype, &sample(subtype)).option, 500, 200).await.expect("drawn");
    }
    assert_eq!(other.svg(&option, 600, 280).await, first);
}

#[tokio::test]
async fn broken_options_are_no_drawing_and_break_nothing() {
    let painter = painter();
    for bad in ["", "{", "null", "{\"series\":[{\"type\":\"pie\"}],\"viz\":{\"pies\":1}}"] {
        assert_eq!(painter.svg(bad, 600, 280).await, None, "{bad}");
    }
    let good = chart("basic_bar", &sample("basic_bar")).option;
    assert!(painter.svg(&good, 600, 280).await.is_some());
}

/// The texts of a drawing, in the order of the drawing.
fn texts(svg: &str) -> Vec<String> {
    let inside = |part: &str| part.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map(|(text, _)| text.to_owned());
    svg.split("<text").skip(1).filter_map(inside).collect()
}

#[tokio::test]
async fn labels_are_short_and_say_which_period() {
    let painter = painter();
    let mut all = Vec::new();
    for (subtype, data) in [("basic_area", months(&[TOTAL], 14)), ("basic_area", months(&[TOTAL], 60)), ("basic_bar", countries(&[TOTAL]))]
    {
        let svg = painter.svg(&chart(subtype, &data).option, 600, 280).await.expect("drawn");
        all.push(texts(&svg));
    }
    let has = |i: usize, text: &str| assert!(all[i].iter().any(|label| label == text), "{text}: {:?}", all[i]);
    // Fourteen months: every second one, and the year where it changes.
    ["Nov", "2023", "Jan", "2024", "Mar", "50 k", "0"].into_iter().for_each(|text| has(0, text));
    assert!(!all[0].contains(&"Feb".to_owned()), "{:?}", all[0]);
    // Sixty months: no month but those a half-year begins with.
    ["Jan", "2024", "2028"].into_iter().for_each(|text| has(1, text));
    assert!(!all[1].contains(&"Mar".to_owned()), "{:?}", all[1]);
    // Few bars carry their values, to three digits.
    ["Germany", "48.2 k", "8.05 k"].into_iter().for_each(|text| has(2, text));
}

#[tokio::test]
async fn great_small_and_negative_numbers_are_readable() {
    let painter = painter();
    for (value, text) in [(1_234_567.0, "1.23 M"), (-2_500.0, "−2.5 k"), (999_950.0, "1 M"), (0.00321, "0.003"), (5e15, "5 P"), (0.0, "0")]
    {
        let rows = vec![vec![cell("a"), Value::Float(value)], vec![cell("b"), Value::Float(value)]];
        let svg = painter.svg(&chart("basic_bar", &data("x", Kind::Text, &[TOTAL], rows)).option, 600, 280).await.expect("drawn");
        assert!(texts(&svg).iter().any(|label| label == text), "{value}: {:?}", texts(&svg));
    }
}
