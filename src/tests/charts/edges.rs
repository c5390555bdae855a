//! Data that charts must survive.

use super::samples::{COST, SUBTYPES, TOTAL, chart, countries, data, months, option, reason, text};
use vizboard::model::{
    plan::{Aggregate, AggregateOrder, Grain},
    value::{Kind, Row, Value},
};

fn names(rows: Vec<Row>) -> vizboard::widgets::ChartData {
    data("country", Kind::Text, &[TOTAL], rows)
}

fn many(count: i64) -> vizboard::widgets::ChartData {
    names((0..count).map(|i| vec![text(format!("c{i:04}")), Value::Int(10_000 - i)]).collect())
}

#[test]
fn nothing_to_draw_says_why() {
    let not_numbers = names(vec![vec![text("a"), text("NaN")], vec![text("b"), text("Infinity")]]);
    for subtype in SUBTYPES {
        assert!(reason(subtype, &names(vec![])).contains("the table is empty"), "{subtype}");
        let all_null = names(vec![vec![text("a"), Value::Null], vec![text("b"), Value::Null]]);
        assert!(reason(subtype, &all_null).contains("total is empty (NULL) in every row"), "{subtype}");
        assert!(reason(subtype, &not_numbers).contains("total holds no numbers"), "{subtype}");
    }
    for subtype in ["basic_pie", "donut_pie", "stacked_pie"] {
        let negative = names(vec![vec![text("a"), Value::Int(-1)], vec![text("b"), Value::Int(0)]]);
        assert!(reason(subtype, &negative).contains("above zero"), "{subtype}");
    }
    let mut no_dates = data("day", Kind::Date, &[TOTAL], vec![vec![Value::Null, Value::Int(1)], vec![text("infinity"), Value::Int(1)]]);
    no_dates.grains = vec![Some(Grain::Day)];
    assert!(reason("basic_line", &no_dates).contains("no value of day is a date"));
    let no_places = data("weight", Kind::Number, &[TOTAL], vec![vec![Value::Null, Value::Int(1)], vec![text("NaN"), Value::Int(1)]]);
    assert!(reason("basic_line", &no_places).contains("weight holds no numbers"));
}

#[test]
fn one_point_is_visible() {
    let one = names(vec![vec![text("a"), Value::Int(1)]]);
    for subtype in SUBTYPES {
        chart(subtype, &one);
    }
    let line = option(&chart("basic_line", &one));
    assert_eq!(line["series"][0]["showSymbol"], true);
    assert_eq!(line["xAxis"]["boundaryGap"], true, "in the middle, not on the axis");
}

#[test]
fn a_thousand_points() {
    let line = option(&chart("linear_line", &many(1_000)));
    assert_eq!(line["series"][0]["data"].as_array().map(Vec::len), Some(1_000));
    assert_eq!(line["series"][0]["showSymbol"], false);
    let table = chart("linear_line", &many(1_000));
    assert_eq!(table.table.rows.len(), 200);
    assert_eq!(table.note, "Sum of total per country · the first 200 of 1,000 points as figures");
    assert_eq!(chart("basic_bar", &many(1_000)).note, "Sum of total per country · First 200 of 1,000");
    let mut ranked = many(312);
    ranked.request.order = AggregateOrder::FirstMeasure;
    let bars = chart("horizontal_bar", &ranked);
    assert_eq!(bars.note, "Sum of total per country · Top 15 of 312");
    assert_eq!(bars.table.rows.len(), 15);
    ranked.truncated = true;
    assert_eq!(chart("horizontal_bar", &ranked).note, "Sum of total per country · Top 15 of more than 312");
}

#[test]
fn null_and_empty_names_have_words_and_long_ones_an_end() {
    let long = "Ünïcödé ".repeat(100);
    let odd = names(vec![
        vec![Value::Null, Value::Int(3)],
        vec![text(""), Value::Int(2)],
        vec![text(long), Value::Int(1)],
        vec![text("a\tb\nc\0d"), Value::Int(1)],
    ]);
    let bars = option(&chart("basic_bar", &odd));
    let shown = bars["xAxis"]["data"].as_array().expect("names");
    assert_eq!(shown[0], "(no value)");
    assert_eq!(shown[1], "(empty text)");
    assert_eq!(shown[2].as_str().map(|name| name.chars().count()), Some(201));
    assert_eq!(shown[3], "a b c d");
}

#[test]
fn values_that_are_no_numbers_are_gaps() {
    let rows = vec![vec![text("a"), text("12345678901234567890.5")], vec![text("b"), text("NaN")], vec![text("c"), Value::Null]];
    let line = option(&chart("linear_line", &names(rows)));
    assert_eq!(line["series"][0]["data"], serde_json::json!([12345678901234567890.5, null, null]));
    assert_eq!(line["series"][0]["connectNulls"], false, "no line between names that have no order");
}

#[test]
fn pies_leave_negative_values_out_and_put_the_small_ones_together() {
    let rows =
        |values: &[i64]| -> Vec<Row> { values.iter().enumerate().map(|(i, n)| vec![text(format!("c{i}")), Value::Int(*n)]).collect() };
    let some = chart("basic_pie", &names(rows(&[5, -3, 2, 0])));
    assert_eq!(some.note, "Sum of total per country · 1 group with a negative value is left out");
    assert_eq!(option(&some)["series"][0]["data"].as_array().map(Vec::len), Some(2));

    let mut values: Vec<i64> = (1..=20).collect();
    values.reverse();
    let mut many = names(rows(&values));
    many.request.order = AggregateOrder::FirstMeasure;
    let pie = chart("donut_pie", &many);
    let slices = option(&pie)["series"][0]["data"].clone();
    assert_eq!(slices.as_array().map(Vec::len), Some(8));
    assert_eq!(slices[7]["name"], "Other");
    assert_eq!(slices[7]["value"], 91.0, "13 + 12 + ... + 1");
    assert_eq!(slices[7]["vizColor"], "var(--chart-8)");
    assert_eq!(option(&pie)["title"][0]["vizTotal"], 210.0);
    assert_eq!(pie.note, "Sum of total per country · Other: 13 smaller groups");

    many.request.measures[0].function = Some(Aggregate::Average);
    let averages = chart("donut_pie", &many);
    assert_eq!(averages.note, "Average of total per country · Top 8 of 20", "averages are not added up");
    assert!(option(&averages)["title"][0].get("vizTotal").is_none());
}

#[test]
fn ranked_charts_put_the_greatest_first_whatever_the_database_says_of_null() {
    let mut odd = names(vec![vec![text("none"), Value::Null], vec![text("small"), Value::Int(1)], vec![text("great"), Value::Int(9)]]);
    odd.request.order = AggregateOrder::FirstMeasure;
    assert_eq!(option(&chart("horizontal_bar", &odd))["yAxis"]["data"], serde_json::json!(["great", "small", "none"]));
}

#[test]
fn months_without_rows_are_there() {
    let sums = option(&chart("basic_bar", &months(&[TOTAL], 4)));
    assert_eq!(sums["xAxis"]["data"], serde_json::json!(["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"]));
    assert_eq!(sums["series"][0]["data"][2], 0.0, "nothing was sold");
    let averages = option(&chart("basic_line", &months(&[(Aggregate::Average, Some("price"))], 4)));
    assert_eq!(averages["series"][0]["data"][2], serde_json::Value::Null, "an average of nothing is unknown");
}

#[test]
fn a_date_of_9999_does_not_make_a_million_periods() {
    let mut odd = data("day", Kind::Date, &[TOTAL], vec![vec![text("2024-01-01"), Value::Int(1)], vec![text("9999-12-31"), Value::Int(1)]]);
    odd.grains = vec![Some(Grain::Day)];
    assert_eq!(option(&chart("basic_bar", &odd))["xAxis"]["data"].as_array().map(Vec::len), Some(2));
}

#[test]
fn rows_without_a_date_are_mentioned() {
    let mut some = data("day", Kind::Date, &[TOTAL], vec![vec![Value::Null, Value::Int(7)], vec![text("2024-01-01"), Value::Int(1)]]);
    some.grains = vec![Some(Grain::Day)];
    let bars = chart("basic_bar", &some);
    assert_eq!(bars.note, "Sum of total per day · Rows without a date in day are left out");
    assert_eq!(bars.table.rows.len(), 1);
}

#[test]
fn numbers_on_the_x_axis_stand_at_their_places() {
    let rows = vec![vec![Value::Int(10), Value::Int(1)], vec![Value::Int(2), Value::Int(2)], vec![text("2.5"), Value::Null]];
    let places = data("weight", Kind::Number, &[TOTAL], rows);
    let line = option(&chart("basic_line", &places));
    assert_eq!(line["xAxis"]["type"], "value");
    assert_eq!(line["series"][0]["data"], serde_json::json!([[2.0, 2.0], [2.5, null], [10.0, 1.0]]));
    assert_eq!(option(&chart("basic_bar", &places))["xAxis"]["type"], "category");
}

#[test]
fn lines_are_named_at_their_ends_only_where_the_names_do_not_meet() {
    let close = vec![vec![text("a"), Value::Int(0), Value::Int(100)], vec![text("b"), Value::Int(50), Value::Int(51)]];
    assert_eq!(option(&chart("basic_line", &data("x", Kind::Text, &[TOTAL, COST], close)))["viz"]["names"], "legend");
    let apart = vec![vec![text("a"), Value::Int(0), Value::Int(100)], vec![text("b"), Value::Int(10), Value::Int(90)]];
    assert_eq!(option(&chart("basic_line", &data("x", Kind::Text, &[TOTAL, COST], apart)))["viz"]["names"], "direct");
}

#[test]
fn bars_begin_at_zero_and_lines_need_not() {
    for (subtype, scale) in [("basic_bar", false), ("stacked_bar", false), ("basic_area", false), ("basic_line", true)] {
        let drawn = option(&chart(subtype, &months(&[TOTAL], 20)));
        assert_eq!(drawn["yAxis"]["scale"].as_bool().unwrap_or(false), scale, "{subtype}");
    }
    assert!(option(&chart("horizontal_bar", &countries(&[TOTAL])))["xAxis"].get("scale").is_none());
}

#[test]
fn the_table_holds_the_figures_as_they_came() {
    let rows = vec![vec![text("a"), text("12345678901234567890.10")], vec![text("b"), Value::Null]];
    let table = chart("basic_bar", &names(rows)).table;
    assert_eq!(table.headers, ["country", "Sum of total"]);
    assert_eq!(table.rows, [vec![text("a"), text("12345678901234567890.10")], vec![text("b"), Value::Null]]);
}
