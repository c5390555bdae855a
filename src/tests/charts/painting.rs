//! The real bundle in the real engine: what comes out may go into a page.

use super::samples::{SUBTYPES, TOTAL, chart, data, sample, text};
use std::path::Path;
use vizboard::{
    model::value::{Kind, Value},
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
    let rows = evil.iter().enumerate().map(|(i, name)| vec![text(*name), Value::Int(100 - i as i64)]).collect();
    let mut data = data("</text><script>", Kind::Text, &[TOTAL], rows);
    data.request.measures.push((TOTAL.0, Some("\"/><script>alert(2)</script>".to_owned())));
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
