//! Pages, filters, search, charts.

use super::ground::Ground;
use vizboard::{
    domain::plan,
    model::{
        filter::{Condition, Op, Sort, TableView},
        plan::{Aggregate, AggregateOrder, Grain, Plan},
        question::{GroupChoice, MeasureChoice},
        statement::StatementPlan,
        value::{Row, Value},
    },
    widgets::ChartRequest,
};

const PEOPLE: &str =
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, pay NUMERIC(10,2), active BOOLEAN, born DATE, seen DATETIME, data JSON);
    INSERT INTO people VALUES
        (1, 'Ann', 10.5, 1, '2000-01-31', '2024-03-04 10:00:00', '{\"a\":1}'),
        (2, 'bob', 9, 0, '1999-12-31', '2024-03-05T23:59:59', NULL),
        (3, '100%', 100, NULL, NULL, '2024-03-05T12:00:00+02:00', '[]'),
        (4, NULL, NULL, 1, '2001-05-06', 1709640000, NULL),
        (5, 'a_b', 9, 0, '2001-05-06', 1709640000000, NULL),
        (6, 'x', 1e3, 0, '2001-05-07', 2460374.5, NULL);";

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn ids(rows: &[Row]) -> Vec<i64> {
    rows.iter().map(|row| if let Value::Int(id) = row[0] { id } else { panic!("an id: {row:?}") }).collect()
}

#[tokio::test]
async fn filters_find_what_they_say() {
    let ground = Ground::new(PEOPLE);
    for (column, op, values, expected) in [
        ("id", Op::Gte, vec![Value::Int(5)], vec![5, 6]),
        ("id", Op::In, vec![text("1"), Value::Int(3)], vec![1, 3]),
        ("name", Op::Contains, vec![text("A")], vec![1, 5]),
        ("name", Op::Contains, vec![text("%")], vec![3]),
        ("name", Op::Contains, vec![text("_")], vec![5]),
        ("name", Op::StartsWith, vec![text("B")], vec![2]),
        ("name", Op::Eq, vec![text("Bob")], vec![]),
        ("name", Op::Ne, vec![text("bob")], vec![1, 3, 5, 6]),
        ("name", Op::IsNull, vec![], vec![4]),
        ("name", Op::NotNull, vec![], vec![1, 2, 3, 5, 6]),
        ("pay", Op::Lt, vec![text("10.5")], vec![2, 5]),
        ("pay", Op::Eq, vec![text("1000")], vec![6]),
        ("pay", Op::Gte, vec![text("1e2")], vec![3, 6]),
        ("active", Op::Eq, vec![text("true")], vec![1, 4]),
        ("active", Op::Ne, vec![Value::Bool(true)], vec![2, 5, 6]),
        ("born", Op::Gt, vec![text("2000-01-31")], vec![4, 5, 6]),
        ("born", Op::Eq, vec![text("2001-05-06")], vec![4, 5]),
        ("data", Op::Contains, vec![text("a")], vec![1]),
        // 1709640000 is 2024-03-05 12:00 UTC, 2460374.5 is midnight of 2024-03-05.
        ("seen", Op::Eq, vec![text("2024-03-05")], vec![2, 3, 4, 5, 6]),
        ("seen", Op::Lt, vec![text("2024-03-05 12:00")], vec![1, 3, 6]),
        ("seen", Op::Eq, vec![text("2024-03-05T10:00:00Z")], vec![3]),
        ("seen", Op::Lte, vec![text("2024-03-04")], vec![1]),
        ("seen", Op::Gt, vec![text("2024-03-04")], vec![2, 3, 4, 5, 6]),
    ] {
        let view = TableView { filter: vec![Condition { column: column.into(), op, values: values.clone() }], ..TableView::default() };
        assert_eq!(ids(&ground.page("people", &view).await), expected, "{column} {op:?} {values:?}");
    }
}

#[tokio::test]
async fn search_looks_into_every_column() {
    let ground = Ground::new(PEOPLE);
    for (search, expected) in [("ANN", vec![1]), ("100", vec![3, 6]), ("2001-05", vec![4, 5, 6]), ("0%", vec![3]), ("nothing", vec![])] {
        let view = TableView { search: Some(search.into()), ..TableView::default() };
        assert_eq!(ids(&ground.page("people", &view).await), expected, "{search}");
        let counted = plan::count(&ground.table("people").await, &view, &[], Some(1)).expect("plans");
        let rows = ground.rows(Plan::Count(counted)).await.expect("counts");
        assert_eq!(rows, [[Value::Int(expected.len().min(1) as i64)]], "counting stops at its bound");
    }
}

#[tokio::test]
async fn null_sorts_last_ascending_and_first_descending() {
    let ground = Ground::new(PEOPLE);
    for (column, descending, expected) in
        [("pay", false, vec![2, 5, 1, 3, 6, 4]), ("pay", true, vec![4, 6, 3, 1, 2, 5]), ("born", false, vec![2, 1, 4, 5, 6, 3])]
    {
        let view = TableView { sort: Some(Sort { column: column.into(), descending }), ..TableView::default() };
        assert_eq!(ids(&ground.page("people", &view).await), expected, "{column} {descending}");
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let ground = Ground::new(PEOPLE);
    let page = |page| TableView {
        page: Some(page),
        page_size: Some(2),
        sort: Some(Sort { column: "active".into(), descending: false }),
        ..TableView::default()
    };
    let mut seen = Vec::new();
    for number in 1..=3 {
        let rows = ground.page("people", &page(number)).await;
        assert_eq!(rows.len(), if number < 3 { 3 } else { 2 }, "one more row than the page, where there is one");
        seen.extend(ids(&rows).into_iter().take(2));
    }
    assert_eq!(seen, [2, 5, 6, 1, 4, 3]);
    assert!(ground.page("people", &page(4)).await.is_empty());
}

fn request(table: &str, x: &str, measures: &[(Aggregate, Option<&str>)], order: AggregateOrder) -> ChartRequest {
    let measures = measures.iter().map(|(function, name)| MeasureChoice::of(*function, name.map(str::to_owned))).collect();
    ChartRequest { table: table.into(), groups: vec![GroupChoice::by(x)], measures, zone: None, filters: vec![], order, limit: 100 }
}

async fn chart(ground: &Ground, request: &ChartRequest, grain: Option<Grain>) -> Vec<Row> {
    let mut planned = plan::chart(&ground.table(&request.table).await, request, &[]).expect("plans");
    planned.groups[0].grain = grain;
    ground.rows(Plan::Aggregate(planned)).await.expect("reads")
}

#[tokio::test]
async fn moments_group_by_every_grain() {
    let ground = Ground::new(
        "CREATE TABLE visits (at DATETIME);
         INSERT INTO visits VALUES ('2024-01-01 00:00:30'), ('2024-01-01T23:59:00Z'), ('2023-12-31'), ('2024-02-29 12:00'), ('2024-05-05'),
             (1704067200), (1704067200000), (2460310.5), ('2024-01-07 23:59:59'), ('2024-01-08'), ('soon'), (NULL);",
    );
    let counts = [(Aggregate::Count, None)];
    let request = request("visits", "at", &counts, AggregateOrder::Group);
    for (grain, expected) in [
        (Grain::Year, vec![("2023-01-01", 1), ("2024-01-01", 9)]),
        (Grain::Quarter, vec![("2023-10-01", 1), ("2024-01-01", 8), ("2024-04-01", 1)]),
        (Grain::Month, vec![("2023-12-01", 1), ("2024-01-01", 7), ("2024-02-01", 1), ("2024-05-01", 1)]),
        (Grain::Week, vec![("2023-12-25", 1), ("2024-01-01", 6), ("2024-01-08", 1), ("2024-02-26", 1), ("2024-04-29", 1)]),
        (
            Grain::Day,
            vec![("2023-12-31", 1), ("2024-01-01", 5), ("2024-01-07", 1), ("2024-01-08", 1), ("2024-02-29", 1), ("2024-05-05", 1)],
        ),
    ] {
        let mut rows: Vec<Row> = expected.into_iter().map(|(label, n)| vec![text(label), Value::Int(n)]).collect();
        rows.push(vec![Value::Null, Value::Int(2)]);
        assert_eq!(chart(&ground, &request, Some(grain)).await, rows, "{grain:?}");
    }
    let hours = chart(&ground, &request, Some(Grain::Hour)).await;
    assert!(hours.contains(&vec![text("2024-01-01T00:00"), Value::Int(4)]), "{hours:?}");
    let minutes = chart(&ground, &request, Some(Grain::Minute)).await;
    assert!(minutes.contains(&vec![text("2024-01-01T23:59"), Value::Int(1)]), "{minutes:?}");
}

#[tokio::test]
async fn the_range_chooses_the_grain() {
    let ground = Ground::new(PEOPLE);
    let table = ground.table("people").await;
    let whole = request("people", "born", &[(Aggregate::Count, None)], AggregateOrder::Group);
    let ends = ground.rows(Plan::Range(plan::range(&table, &whole, "born").expect("plans"))).await.expect("reads");
    assert_eq!(ends, [[text("1999-12-31T00:00:00"), text("2001-05-07T00:00:00")]]);
    assert_eq!(plan::grain_for(&ends[0][0], &ends[0][1]), Grain::Week);
    let pay = ground.rows(Plan::Range(plan::range(&table, &whole, "pay").expect("plans"))).await.expect("reads");
    assert_eq!(pay, [[Value::Int(9), Value::Int(1000)]]);
}

#[tokio::test]
async fn measures_are_computed_by_the_database() {
    let ground = Ground::new(PEOPLE);
    let all = [
        (Aggregate::Sum, Some("pay")),
        (Aggregate::Average, Some("pay")),
        (Aggregate::Minimum, Some("born")),
        (Aggregate::Maximum, Some("pay")),
        (Aggregate::Count, Some("name")),
        (Aggregate::Distinct, Some("born")),
        (Aggregate::Count, None),
    ];
    let rows = chart(&ground, &request("people", "active", &all, AggregateOrder::FirstMeasure), None).await;
    let (yes, no, unknown) = (Value::Bool(true), Value::Bool(false), Value::Null);
    assert_eq!(
        rows,
        [
            vec![
                no,
                Value::Int(1018),
                Value::Float(1018.0 / 3.0),
                text("1999-12-31"),
                Value::Int(1000),
                Value::Int(3),
                Value::Int(3),
                Value::Int(3)
            ],
            vec![unknown, Value::Int(100), Value::Float(100.0), Value::Null, Value::Int(100), Value::Int(1), Value::Int(0), Value::Int(1)],
            vec![
                yes,
                Value::Float(10.5),
                Value::Float(10.5),
                text("2000-01-31"),
                Value::Float(10.5),
                Value::Int(1),
                Value::Int(2),
                Value::Int(2)
            ],
        ]
    );
}

#[tokio::test]
async fn sums_beyond_64_bits_are_rounded_instead_of_failing() {
    let ground = Ground::new(
        "CREATE TABLE t (k TEXT, n BIGINT); INSERT INTO t VALUES ('a', 1), ('b', 9223372036854775807), ('b', 9223372036854775807)",
    );
    let sums = [(Aggregate::Sum, Some("n"))];
    let rows = chart(&ground, &request("t", "k", &sums, AggregateOrder::Group), None).await;
    assert_eq!(rows, [vec![text("a"), Value::Float(1.0)], vec![text("b"), Value::Float(18_446_744_073_709_551_614.0)]]);
}

#[tokio::test]
async fn tables_of_modules_are_read() {
    let ground = Ground::new(crate::engines::hosted::modules::MADE);
    let view = TableView::default();
    assert_eq!(ground.page("boxes", &view).await.len(), 2);
    assert_eq!(ground.page("words", &view).await.len(), 2);
    assert_eq!(ground.page("old", &view).await, [[Value::Text("one two".into())]]);
    assert_eq!(ground.page("index_of", &view).await, [[Value::Text("kept elsewhere".into())]]);
    for text in ["insert into boxes_node values (9, x'00')", "delete from boxes_rowid", "update boxes_parent set parentnode = 1"] {
        ground.rows(Plan::Statement(StatementPlan::plain(text))).await.expect_err(text);
    }
    assert_eq!(ground.page("boxes", &view).await.len(), 2);
}
