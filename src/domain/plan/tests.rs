use super::*;
use crate::{
    model::{
        filter::{Condition, Op, Sort},
        plan::{Aggregate, AggregateOrder, Grain},
        question::{GroupChoice, MeasureChoice},
        schema::{TableKind, TableRef},
        value::Value,
    },
    widgets::ChartRequest,
};

fn column(name: &str, short: &str, kind: Kind) -> Column {
    Column {
        name: name.into(),
        short_type: short.into(),
        full_type: short.into(),
        kind,
        nullable: true,
        default: None,
        generated: None,
        comment: None,
        enum_values: vec![],
    }
}

fn table() -> Table {
    let mut mood = column("mood", "mood", Kind::Text);
    mood.enum_values = vec!["glad".into(), "sad".into()];
    Table {
        name: "people".into(),
        at: TableRef { schema: None, name: "people".into() },
        kind: TableKind::Table,
        columns: vec![
            column("id", "bigint", Kind::Integer),
            column("name", "text", Kind::Text),
            column("age", "integer", Kind::Integer),
            column("pay", "numeric", Kind::Number),
            column("active", "boolean", Kind::Boolean),
            column("born", "date", Kind::Date),
            column("wakes", "time", Kind::Time),
            column("seen", "timestamp", Kind::Timestamp),
            column("data", "jsonb", Kind::Json),
            column("photo", "bytea", Kind::Bytes),
            column("tags", "text", Kind::Other),
            column("key", "uuid", Kind::Text),
            mood,
        ],
        primary_key: vec!["id".into()],
        unique_keys: vec![],
        foreign_keys: vec![],
        indexes: vec![],
        row_estimate: None,
        comment: None,
        partition_of: None,
    }
}

fn view(column: &str, op: Op, values: &[Value]) -> TableView {
    TableView { filter: vec![Condition { column: column.into(), op, values: values.to_vec() }], ..TableView::default() }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn planned_conditions(column: &str, op: Op, values: &[Value]) -> Result<Vec<(Op, Vec<Value>)>> {
    let plan = rows(&table(), &view(column, op, values), &[])?;
    Ok(plan.filter.conditions.into_iter().map(|c| (c.op, c.values)).collect())
}

#[test]
fn values_take_the_form_of_their_column() {
    for (column, op, given, planned) in [
        ("age", Op::Eq, text(" 42 "), Value::Int(42)),
        ("age", Op::Lt, Value::Float(3.0), Value::Int(3)),
        ("age", Op::Lt, text("9223372036854775807"), Value::Int(i64::MAX)),
        ("pay", Op::Gt, text("+12345678901234567890.10"), text("12345678901234567890.10")),
        ("pay", Op::Gt, text("1e3"), text("1e3")),
        ("pay", Op::Gt, Value::Int(5), text("5")),
        ("active", Op::Eq, text("Yes"), Value::Bool(true)),
        ("active", Op::Ne, Value::Int(0), Value::Bool(false)),
        ("born", Op::Gte, text("2000-02-29"), text("2000-02-29")),
        ("wakes", Op::Lt, text("07:30"), text("07:30:00")),
        ("seen", Op::Gt, text("2024-03-05T10:00"), text("2024-03-05 10:00:00")),
        ("seen", Op::Gt, text("2024-03-05T10:00:00.5+02:00"), text("2024-03-05T08:00:00.5Z")),
        ("name", Op::Eq, Value::Int(7), text("7")),
        ("name", Op::Contains, text("%"), text("%")),
        ("name", Op::Eq, text(""), text("")),
        ("data", Op::Contains, text("a"), text("a")),
        ("mood", Op::Eq, text("sad"), text("sad")),
        ("key", Op::Eq, text(" A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"), text("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11")),
    ] {
        assert_eq!(
            planned_conditions(column, op, std::slice::from_ref(&given)),
            Ok(vec![(op, vec![planned])]),
            "{column} {op:?} {given:?}"
        );
    }
}

#[test]
fn what_does_not_fit_is_refused_with_column_and_rule() {
    let long = text(&"x".repeat(1_001));
    let many: Vec<Value> = (0..201).map(Value::Int).collect();
    for (column, op, values, words) in [
        ("age", Op::Eq, vec![text("abc")], "whole numbers"),
        ("age", Op::Eq, vec![Value::Float(1.5)], "whole numbers"),
        ("age", Op::Eq, vec![text("9223372036854775808")], "whole numbers"),
        ("pay", Op::Eq, vec![text("NaN")], "holds numbers"),
        ("pay", Op::Eq, vec![text(".")], "holds numbers"),
        ("pay", Op::Eq, vec![text("1;--")], "holds numbers"),
        ("active", Op::Eq, vec![text("maybe")], "true or false"),
        ("born", Op::Eq, vec![text("2023-02-29")], "holds dates"),
        ("wakes", Op::Eq, vec![text("25:00")], "times of day"),
        ("seen", Op::Eq, vec![text("yesterday")], "dates with a time"),
        ("mood", Op::Eq, vec![text("angry")], "only these values: glad, sad"),
        ("key", Op::Eq, vec![text("1")], "UUIDs"),
        ("photo", Op::Eq, vec![text("x")], "cannot be filtered by \"is\""),
        ("age", Op::Contains, vec![text("1")], "cannot be filtered by \"contains\""),
        ("data", Op::Gt, vec![text("1")], "cannot be filtered by \"greater than\""),
        ("name", Op::Contains, vec![text("")], "Give the text"),
        ("name", Op::Eq, vec![], "exactly one value"),
        ("name", Op::Eq, vec![text("a"), text("b")], "exactly one value"),
        ("name", Op::In, vec![], "1 to 200"),
        ("age", Op::In, many, "1 to 200"),
        ("name", Op::IsNull, vec![text("a")], "takes no value"),
        ("name", Op::Eq, vec![Value::Null], "is empty"),
        ("name", Op::Eq, vec![long], "at most 1000"),
        ("name", Op::Eq, vec![text("a\0")], "NUL"),
        ("nosuch", Op::Eq, vec![text("a")], "no column \"nosuch\""),
    ] {
        let error = planned_conditions(column, op, &values).expect_err(column);
        assert!(error.text.contains(words), "{column} {op:?}: {}", error.text);
        assert!(error.text.contains(column), "{}", error.text);
    }
}

#[test]
fn a_day_compared_with_moments_means_the_whole_day() {
    let day = [text("2024-02-29")];
    let (first, next) = (vec![text("2024-02-29")], vec![text("2024-03-01")]);
    for (op, planned) in [
        (Op::Eq, vec![(Op::Gte, first.clone()), (Op::Lt, next.clone())]),
        (Op::Gt, vec![(Op::Gte, next.clone())]),
        (Op::Gte, vec![(Op::Gte, first.clone())]),
        (Op::Lt, vec![(Op::Lt, first)]),
        (Op::Lte, vec![(Op::Lt, next)]),
    ] {
        assert_eq!(planned_conditions("seen", op, &day), Ok(planned), "{op:?}");
    }
}

#[test]
fn every_kind_has_a_filter_and_bytes_only_emptiness() {
    for kind in [Kind::Text, Kind::Integer, Kind::Number, Kind::Boolean, Kind::Date, Kind::Time, Kind::Timestamp, Kind::Json, Kind::Other] {
        assert!(Op::Eq.fits(kind) && Op::IsNull.fits(kind), "{kind:?}");
    }
    let bytes: Vec<Op> = Op::ALL.into_iter().filter(|op| op.fits(Kind::Bytes)).collect();
    assert_eq!(bytes, [Op::IsNull, Op::NotNull]);
}

#[test]
fn pages_end_with_the_key_and_ask_for_one_row_more() {
    let sort = |column: &str, descending| TableView { sort: Some(Sort { column: column.into(), descending }), ..TableView::default() };
    let keys = |table: &Table, view: &TableView| -> Vec<(String, bool)> {
        rows(table, view, &[]).expect("plans").sort.into_iter().map(|s| (s.column.name, s.descending)).collect()
    };
    let mut table = table();
    assert_eq!(keys(&table, &TableView::default()), [("id".into(), false)]);
    assert_eq!(keys(&table, &sort("name", true)), [("name".into(), true), ("id".into(), false)]);
    assert_eq!(keys(&table, &sort("id", true)), [("id".into(), true)]);
    table.primary_key.clear();
    assert_eq!(keys(&table, &TableView::default()), []);
    table.unique_keys = vec![vec!["name".into()], vec!["age".into(), "born".into()]];
    assert_eq!(keys(&table, &TableView::default()), [("name".into(), false)]);
    for column in &mut table.columns {
        column.nullable = column.name == "name";
    }
    assert_eq!(keys(&table, &TableView::default()), [("age".into(), false), ("born".into(), false)]);
    assert!(rows(&table, &sort("photo", false), &[]).is_err());
    assert!(rows(&table, &sort("nosuch", false), &[]).is_err());

    let page = TableView { page: Some(3), page_size: Some(20), ..TableView::default() };
    let plan = rows(&table, &page, &[]).expect("plans");
    assert_eq!((plan.limit, plan.offset), (Some(21), 40));
    for size in [0, 201] {
        assert!(rows(&table, &TableView { page_size: Some(size), ..TableView::default() }, &[]).is_err(), "{size}");
    }
}

#[test]
fn hidden_columns_cannot_be_asked_about() {
    let choice = |field: &str| ColumnChoice { field: field.into(), header: None };
    let chosen = [choice("name"), choice("age"), choice("name")];
    let table = table();
    let plan = rows(&table, &TableView { search: Some("a".into()), ..TableView::default() }, &chosen).expect("plans");
    assert_eq!(plan.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["name", "age"]);
    assert_eq!(plan.filter.search.expect("searches").columns.len(), 2);
    let by_pay = view("pay", Op::Gt, &[Value::Int(1)]);
    assert!(rows(&table, &by_pay, &chosen).is_err());
    assert!(count(&table, &by_pay, &chosen, None).is_err());
    assert!(count(&table, &by_pay, &[], Some(10)).is_ok());
    let sorted = TableView { sort: Some(Sort { column: "pay".into(), descending: false }), ..TableView::default() };
    assert!(rows(&table, &sorted, &chosen).is_err());
    assert!(rows(&table, &TableView::default(), &[choice("nosuch")]).is_err());
}

#[test]
fn search_has_limits_and_leaves_bytes_out() {
    let search = |text: String| rows(&table(), &TableView { search: Some(text), ..TableView::default() }, &[]);
    assert_eq!(search("  ".into()).expect("plans").filter.search, None);
    let found = search(" a ".into()).expect("plans").filter.search.expect("searches");
    assert_eq!(found.text, "a");
    assert!(found.columns.iter().all(|column| column.kind != Kind::Bytes));
    assert_eq!(found.columns.len(), table().columns.len() - 1);
    assert!(search("x".repeat(200)).is_ok());
    assert!(search("x".repeat(201)).is_err());
    assert!(search("a\0".into()).is_err());
}

fn request(x: &str, measures: &[(Aggregate, Option<&str>)]) -> ChartRequest {
    ChartRequest {
        table: "people".into(),
        groups: vec![GroupChoice::by(x)],
        measures: measures.iter().map(|(function, name)| MeasureChoice::of(*function, name.map(str::to_owned))).collect(),
        zone: None,
        filters: vec![],
        order: AggregateOrder::Group,
        limit: 100,
    }
}

#[test]
fn charts_are_checked_against_the_schema() {
    let table = table();
    let sum = |x| request(x, &[(Aggregate::Sum, Some("pay"))]);
    let months: Vec<Ends> = vec![Some((text("2023-01-01T00:00:00"), text("2025-12-31T00:00:00")))];
    let plan = chart(&table, &sum("seen"), &months).expect("plans");
    assert_eq!((plan.groups[0].grain, plan.limit), (Some(Grain::Month), 101));
    let wanted = ChartRequest { groups: vec![GroupChoice { grain: Some(Grain::Year), ..GroupChoice::by("seen") }], ..sum("seen") };
    assert_eq!(chart(&table, &wanted, &months).expect("plans").groups[0].grain, Some(Grain::Year));
    assert_eq!(chart(&table, &sum("name"), &months).expect("plans").groups[0].grain, None);
    assert!(chart(&table, &request("name", &[(Aggregate::Count, None), (Aggregate::Minimum, Some("born"))]), &[]).is_ok());
    for (refused, words) in [
        (sum("photo"), "x axis"),
        (sum("nosuch"), "no column"),
        (request("name", &[]), "1 to 20"),
        (request("name", &[(Aggregate::Sum, Some("name"))]), "cannot be added up"),
        (request("name", &[(Aggregate::Average, Some("born"))]), "cannot be averaged"),
        (request("name", &[(Aggregate::Maximum, Some("mood"))]), "cannot be compared"),
        (request("name", &[(Aggregate::Sum, None)]), "Choose the y column"),
        (request("name", &[(Aggregate::Distinct, Some("photo"))]), "cannot be counted"),
    ] {
        let error = chart(&table, &refused, &[]).expect_err(words);
        assert!(error.text.contains(words), "{}", error.text);
    }
    assert!(range(&table, &sum("seen"), "seen").is_ok());
    assert!(range(&table, &sum("seen"), "name").is_err());
}

#[test]
fn questions_are_checked_against_the_schema() {
    let table = table();
    let asks = |groups: Vec<GroupChoice>| ChartRequest { groups, ..request("name", &[(Aggregate::Count, None)]) };
    let top = |column: &str, top| GroupChoice { top: Some(top), ..GroupChoice::by(column) };
    let plan = chart(&table, &asks(vec![GroupChoice::by("seen"), top("name", 5)]), &[]).expect("plans");
    assert_eq!((plan.groups.len(), plan.groups[1].top), (2, Some(5)));
    assert_eq!(chart(&table, &asks(vec![top("seen", 5)]), &[]).expect("plans").groups[0].top, None, "time has no greatest few");
    let bins = GroupChoice { bins: Some(10), ..GroupChoice::by("age") };
    let ends = [Some((Value::Int(3), Value::Int(97)))];
    let ranges = chart(&table, &asks(vec![bins.clone()]), &ends).expect("plans").groups[0].bins.expect("ranges");
    assert_eq!((ranges.origin, ranges.width, ranges.end), (0.0, 10.0, 97.0));
    assert!(needs_range(&table, &asks(vec![bins.clone()]), &bins));
    let zoned = ChartRequest { zone: Some("Europe/Berlin".into()), ..asks(vec![GroupChoice::by("seen"), GroupChoice::by("born")]) };
    let plan = chart(&table, &zoned, &[]).expect("plans");
    assert!(plan.groups[0].zone.is_some() && plan.groups[1].zone.is_none(), "a date has no clock");
    for (refused, words) in [
        (asks(["name", "age", "born"].map(GroupChoice::by).to_vec()), "at most 2"),
        (asks(vec![top("name", 51)]), "Between 1 and 50"),
        (ChartRequest { zone: Some("Mars/Base".into()), ..asks(vec![GroupChoice::by("seen")]) }, "no time zone"),
        (request("name", &[(Aggregate::Percentile, Some("name"))]), "order of size"),
    ] {
        let error = chart(&table, &refused, &[]).expect_err(words);
        assert!(error.text.contains(words), "{}", error.text);
    }
    let condition = |column: &str| Condition { column: column.into(), op: Op::Gt, values: vec![Value::Int(3)] };
    let filtered = ChartRequest { filters: vec![condition("age")], ..asks(vec![]) };
    assert_eq!(chart(&table, &filtered, &[]).expect("plans").filter.conditions.len(), 1);
    assert!(chart(&table, &ChartRequest { filters: vec![condition("nosuch")], ..asks(vec![]) }, &[]).is_err());
}

#[test]
fn the_grain_keeps_charts_readable() {
    for (min, max, grain) in [
        ("2024-03-05T10:00:00", "2024-03-05T12:00:00", Grain::Minute),
        ("2024-03-05T10:00:00", "2024-03-10T10:00:00", Grain::Hour),
        ("2024-03-05T00:00:00", "2024-03-06T00:00:00", Grain::Day),
        ("2024-03-05", "2024-03-05", Grain::Day),
        ("2024-01-01", "2024-04-30", Grain::Day),
        ("2024-01-01", "2025-12-31", Grain::Week),
        ("2023-01-01", "2025-12-31", Grain::Month),
        ("2000-01-01", "2024-12-31", Grain::Quarter),
        ("1900-01-01", "2024-12-31", Grain::Year),
        ("0001-01-01", "9999-12-31", Grain::Year),
        ("soon", "2024-12-31", Grain::Month),
    ] {
        assert_eq!(grain_for(&text(min), &text(max)), grain, "{min} to {max}");
    }
    assert_eq!(grain_for(&Value::Null, &Value::Null), Grain::Month);
}
