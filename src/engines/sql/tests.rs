//! Every case renders for every dialect and is compared with `expected.sql`. The engine story runs such plans on real
//! servers; here is decided what the text looks like.

use super::*;
use crate::model::{
    filter::Op,
    plan::{
        Aggregate, AggregateOrder, AggregatePlan, Grain, PlanBins, PlanCondition, PlanFilter, PlanGroup, PlanLimit, PlanMeasure,
        PlanSearch, PlanSort, PlanZone, RangePlan, ZoneStep,
    },
    schema::TableRef,
};

fn column(name: &str, short: &str, full: &str, kind: Kind) -> PlanColumn {
    PlanColumn { name: name.into(), kind, short_type: short.into(), full_type: full.into(), nullable: true }
}

fn id() -> PlanColumn {
    column("id", "bigint", "bigint", Kind::Integer)
}

fn price() -> PlanColumn {
    column("price", "numeric", "numeric(10,2)", Kind::Number)
}

fn name() -> PlanColumn {
    column("name", "varchar", "character varying(80)", Kind::Text)
}

fn day() -> PlanColumn {
    column("day", "date", "date", Kind::Date)
}

fn at() -> PlanColumn {
    column("at", "timestamptz", "timestamp(3) with time zone", Kind::Timestamp)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn all() -> PlanFilter {
    PlanFilter { limits: Vec::new(), conditions: vec![], search: None }
}

fn only(column: PlanColumn, op: Op, values: Vec<Value>) -> PlanFilter {
    PlanFilter { limits: Vec::new(), conditions: vec![PlanCondition { column, op, values }], search: None }
}

fn orders() -> TableRef {
    TableRef { schema: None, name: "orders".into() }
}

fn rows_where(filter: PlanFilter) -> Plan {
    Plan::Rows(RowsPlan { source: orders().into(), columns: vec![id()], filter, sort: vec![], after: None, limit: Some(51), offset: 0 })
}

fn count_where(filter: PlanFilter, at_most: Option<u64>) -> Plan {
    Plan::Count(CountPlan { source: orders().into(), filter, at_most })
}

fn chart(group: PlanColumn, grain: Option<Grain>, measures: &[(Aggregate, Option<PlanColumn>)], order: AggregateOrder) -> Plan {
    Plan::Aggregate(AggregatePlan {
        source: orders().into(),
        groups: vec![PlanGroup::by(group, grain)],
        measures: measures.iter().map(|(function, column)| PlanMeasure::of(*function, column.clone())).collect(),
        filter: all(),
        order,
        limit: 1_001,
    })
}

fn cases() -> Vec<(&'static str, Plan)> {
    let mood = column("mood", "mood", "\"odd (schema)\".mood", Kind::Text);
    let hostile = column("a\"b", "text", "text", Kind::Text);
    let everything = vec![
        id(),
        price(),
        name(),
        day(),
        at(),
        mood.clone(),
        column("code", "char", "character(5)", Kind::Text),
        column("key", "uuid", "uuid", Kind::Text),
        column("data", "jsonb", "jsonb", Kind::Json),
        column("tags", "text", "text[]", Kind::Other),
        column("raw", "bytea", "bytea", Kind::Bytes),
    ];
    let mut cases = vec![
        (
            "a page, every type, sorted, with hostile names",
            Plan::Rows(RowsPlan {
                source: TableRef { schema: Some("we\"ird".into()), name: "'; drop table t--".into() }.into(),
                columns: [everything, vec![hostile.clone()]].concat(),
                filter: all(),
                sort: vec![PlanSort { column: at(), descending: true }, PlanSort { column: id(), descending: false }],
                after: None,
                limit: Some(51),
                offset: 100,
            }),
        ),
        (
            "sorting what has no order of its own",
            Plan::Rows(RowsPlan {
                source: orders().into(),
                columns: vec![id()],
                filter: all(),
                sort: vec![
                    PlanSort { column: column("j", "json", "json", Kind::Json), descending: false },
                    PlanSort { column: column("p", "point", "point", Kind::Other), descending: true },
                    PlanSort { column: column("i", "interval", "interval", Kind::Other), descending: true },
                ],
                after: None,
                limit: None,
                offset: 7,
            }),
        ),
        (
            "sorting by what is never NULL",
            Plan::Rows(RowsPlan {
                source: orders().into(),
                columns: vec![id()],
                filter: all(),
                sort: vec![PlanSort { column: PlanColumn { nullable: false, ..id() }, descending: true }],
                after: None,
                limit: Some(51),
                offset: 0,
            }),
        ),
        (
            "no columns",
            Plan::Rows(RowsPlan {
                source: orders().into(),
                columns: vec![],
                filter: all(),
                sort: vec![],
                after: None,
                limit: None,
                offset: 0,
            }),
        ),
        ("count all", count_where(all(), None)),
        ("count up to a number", count_where(only(id(), Op::Gt, vec![Value::Int(5)]), Some(10_000))),
        (
            "search",
            count_where(
                PlanFilter {
                    limits: Vec::new(),
                    conditions: vec![],
                    search: Some(PlanSearch { text: "50%_!".into(), columns: vec![id(), name(), mood.clone()] }),
                },
                None,
            ),
        ),
        (
            "search in nothing",
            count_where(
                PlanFilter { limits: Vec::new(), conditions: vec![], search: Some(PlanSearch { text: "x".into(), columns: vec![] }) },
                None,
            ),
        ),
        (
            "several conditions",
            rows_where(PlanFilter {
                limits: Vec::new(),
                conditions: [
                    only(name(), Op::StartsWith, vec![text("a_b")]),
                    only(id(), Op::In, vec![Value::Int(1), Value::Int(2)]),
                    only(name(), Op::IsNull, vec![]),
                    only(name(), Op::NotNull, vec![]),
                ]
                .into_iter()
                .flat_map(|filter| filter.conditions)
                .collect(),
                search: Some(PlanSearch { text: "x".into(), columns: vec![name()] }),
            }),
        ),
    ];
    for (title, column, op, value) in [
        ("integer", id(), Op::Eq, Value::Int(i64::MIN)),
        ("numeric is not rounded to the column's scale", price(), Op::Gt, text("1.996")),
        ("real", column("r", "real", "real", Kind::Number), Op::Lte, text("0.1")),
        (
            "64 bits without a sign",
            column("u", "bigint unsigned", "bigint(20) unsigned", Kind::Number),
            Op::Eq,
            text("18446744073709551615"),
        ),
        ("a fraction with an exponent", price(), Op::Lt, text("1.5e-3")),
        ("money", column("m", "money", "money", Kind::Number), Op::Gte, text("5")),
        ("varchar is not cut to the column's length", name(), Op::Ne, text("a'b")),
        ("char compares with blanks filled", column("code", "char", "character(5)", Kind::Text), Op::Eq, text("ab")),
        ("enum in an odd schema", mood, Op::Eq, text("sad")),
        ("text with a hostile name", hostile, Op::Contains, text("\\")),
        ("boolean", column("ok", "boolean", "boolean", Kind::Boolean), Op::Eq, Value::Bool(true)),
        ("date", day(), Op::Lt, text("2024-03-01")),
        ("time", column("hour", "time", "time without time zone", Kind::Time), Op::Lt, text("12:00:00")),
        ("moment", at(), Op::Gte, text("2024-03-01")),
        ("json", column("j", "json", "json", Kind::Json), Op::Eq, text("{}")),
        ("array", column("tags", "text", "text[]", Kind::Other), Op::Contains, text("a")),
        ("bits", column("b", "bit", "bit(3)", Kind::Other), Op::Eq, text("101")),
        ("a type's text that is not one", column("x", "x", "int); drop table t", Kind::Text), Op::Eq, text("1")),
    ] {
        cases.push((title, rows_where(only(column, op, vec![value]))));
    }
    for (title, grain) in [
        ("per minute", Grain::Minute),
        ("per hour", Grain::Hour),
        ("per day", Grain::Day),
        ("per week", Grain::Week),
        ("per month", Grain::Month),
        ("per quarter", Grain::Quarter),
        ("per year", Grain::Year),
    ] {
        cases.push((title, chart(at(), Some(grain), &[(Aggregate::Count, None)], AggregateOrder::Group)));
    }
    let money = column("m", "money", "money", Kind::Number);
    let double = column("d", "double precision", "double precision", Kind::Number);
    cases.push(("dates per month", chart(day(), Some(Grain::Month), &[(Aggregate::Sum, Some(price()))], AggregateOrder::Group)));
    cases.push((
        "every measure, top list",
        chart(
            name(),
            None,
            &[
                (Aggregate::Sum, Some(id())),
                (Aggregate::Average, Some(price())),
                (Aggregate::Sum, Some(money)),
                (Aggregate::Average, Some(double)),
                (Aggregate::Minimum, Some(day())),
                (Aggregate::Maximum, Some(price())),
                (Aggregate::Count, Some(name())),
                (Aggregate::Distinct, Some(column("j", "json", "json", Kind::Json))),
            ],
            AggregateOrder::FirstMeasure,
        ),
    ));
    cases.extend(questions());
    cases.push(("range of moments", Plan::Range(RangePlan { source: orders().into(), column: at(), filter: all() })));
    cases.push((
        "range of numbers",
        Plan::Range(RangePlan { source: orders().into(), column: price(), filter: only(id(), Op::Gt, vec![Value::Int(1)]) }),
    ));
    cases
}

/// What goes beyond one group and the usual measures.
fn questions() -> Vec<(&'static str, Plan)> {
    let plan = |groups: Vec<PlanGroup>, measures: Vec<PlanMeasure>, filter: PlanFilter, order| {
        Plan::Aggregate(AggregatePlan { source: orders().into(), groups, measures, filter, order, limit: 101 })
    };
    let by = PlanGroup::by;
    let sum = || PlanMeasure::of(Aggregate::Sum, Some(price()));
    let percentile = |place| PlanMeasure { percentile: Some(place), ..PlanMeasure::of(Aggregate::Percentile, Some(price())) };
    let top = |top| PlanGroup { top: Some(top), ..by(name(), None) };
    let steps = vec![ZoneStep { from: 1_704_067_200, offset: 3_600 }, ZoneStep { from: 1_711_846_800, offset: 7_200 }];
    let berlin = PlanGroup { zone: Some(PlanZone { name: "Europe/Berlin".into(), steps }), ..by(at(), Some(Grain::Day)) };
    let bins = PlanGroup { bins: Some(PlanBins { origin: 0.0, width: 2.5, end: 99.5 }), ..by(price(), None) };
    let few = only(id(), Op::Gt, vec![Value::Int(5)]);
    vec![
        ("all rows as one group", plan(vec![], vec![sum()], few.clone(), AggregateOrder::Group)),
        ("two groups", plan(vec![by(at(), Some(Grain::Month)), by(name(), None)], vec![sum()], all(), AggregateOrder::Group)),
        ("the least first", plan(vec![by(name(), None)], vec![sum()], all(), AggregateOrder::FirstMeasureAscending)),
        ("the last first", plan(vec![by(day(), Some(Grain::Year))], vec![sum()], all(), AggregateOrder::GroupDescending)),
        ("the greatest five and the rest", plan(vec![top(5)], vec![sum()], few.clone(), AggregateOrder::FirstMeasure)),
        (
            "per month the greatest five and the rest",
            plan(vec![by(at(), Some(Grain::Month)), top(5)], vec![sum()], few.clone(), AggregateOrder::Group),
        ),
        (
            "percentiles",
            plan(
                vec![by(name(), None)],
                vec![percentile(0.9), sum(), PlanMeasure::of(Aggregate::Count, None)],
                few,
                AggregateOrder::FirstMeasure,
            ),
        ),
        ("the median of all and of the greatest two", plan(vec![top(2)], vec![percentile(0.5)], all(), AggregateOrder::Group)),
        ("days somewhere else", plan(vec![berlin], vec![PlanMeasure::of(Aggregate::Count, None)], all(), AggregateOrder::Group)),
        ("ranges of numbers", plan(vec![bins], vec![PlanMeasure::of(Aggregate::Count, None)], all(), AggregateOrder::Group)),
    ]
}

#[test]
fn a_zone_is_only_a_name() {
    let zone = |name: &str| PlanZone { name: name.into(), steps: vec![] };
    let plan = |name: &str| {
        let group = PlanGroup { zone: Some(zone(name)), ..PlanGroup::by(at(), Some(Grain::Day)) };
        let measures = vec![PlanMeasure::of(Aggregate::Count, None)];
        Plan::Aggregate(AggregatePlan {
            source: orders().into(),
            groups: vec![group],
            measures,
            filter: all(),
            order: AggregateOrder::Group,
            limit: 1,
        })
    };
    assert!(render(&plan("America/Argentina/Buenos_Aires"), Dialect::Postgres).is_ok());
    for evil in ["", "UTC'; drop table t --", "UTC'"] {
        assert!(render(&plan(evil), Dialect::Postgres).is_err(), "{evil}");
    }
}

#[test]
fn every_case_renders_as_committed() {
    let mut rendered = String::new();
    for (title, plan) in cases() {
        rendered += &format!("-- {title}\n");
        for (label, dialect) in [("postgres", Dialect::Postgres), ("mysql", Dialect::Mysql), ("sqlite", Dialect::Sqlite)] {
            let statement = render(&plan, dialect).expect("a sound plan renders");
            let params = serde_json::to_string(&statement.params).expect("values serialise");
            rendered += &format!("{label}: {}\n", statement.text);
            if !statement.params.is_empty() {
                rendered += &format!("  with {params}\n");
            }
        }
        rendered.push('\n');
    }
    let expected = include_str!("expected.sql");
    for (number, (is, should)) in rendered.lines().zip(expected.lines()).enumerate() {
        assert_eq!(is, should, "line {} of expected.sql", number + 1);
    }
    assert_eq!(rendered.lines().count(), expected.lines().count(), "cases were added or removed: \n{rendered}");
}

#[test]
fn columns_say_what_comes_back() {
    let statement = render(
        &chart(at(), Some(Grain::Hour), &[(Aggregate::Sum, Some(id())), (Aggregate::Count, None)], AggregateOrder::Group),
        Dialect::Postgres,
    )
    .expect("renders");
    let kinds: Vec<_> = statement.columns.iter().map(|c| (c.name.as_str(), c.short_type.as_str(), c.kind)).collect();
    assert_eq!(kinds, [("at", "text", Kind::Timestamp), ("sum(id)", "numeric", Kind::Number), ("count", "bigint", Kind::Integer)]);
}

#[test]
fn a_nul_in_a_name_is_refused() {
    let mut plan =
        RowsPlan { source: orders().into(), columns: vec![id()], filter: all(), sort: vec![], after: None, limit: None, offset: 0 };
    plan.columns[0].name = "a\0b".into();
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
        assert!(render(&Plan::Rows(plan.clone()), dialect).is_err());
    }
}

#[test]
fn a_condition_without_its_value_is_refused() {
    for (op, values) in [(Op::Eq, vec![]), (Op::In, vec![]), (Op::Contains, vec![text("a"), text("b")])] {
        assert!(render(&rows_where(only(name(), op, values)), Dialect::Sqlite).is_err(), "{op:?}");
    }
}

#[test]
fn what_a_reader_may_see_stands_inside_every_read() {
    let of = |column: PlanColumn, op: Op, value: Value| PlanCondition { column, op, values: vec![value] };
    let both = PlanLimit {
        any: vec![vec![of(id(), Op::Gt, Value::Int(1)), of(name(), Op::Eq, text("a"))], vec![of(id(), Op::Eq, Value::Int(9))]],
    };
    let filter = |limits: Vec<PlanLimit>| PlanFilter { limits, ..only(name(), Op::Ne, vec![text("x")]) };
    let limited = "((t.\"id\" > ?1 AND t.\"name\" = ?2) OR (t.\"id\" = ?3))";
    let statement = |plan: &Plan| render(plan, Dialect::Sqlite).expect("renders");
    let rows = statement(&rows_where(filter(vec![both.clone()])));
    assert!(rows.text.contains(&format!("WHERE {limited} AND ")), "{}", rows.text);
    assert_eq!(rows.params[..3], [Value::Int(1), text("a"), Value::Int(9)]);
    let count = statement(&count_where(filter(vec![both.clone()]), Some(9)));
    let mut chart = chart(day(), Some(Grain::Month), &[(Aggregate::Percentile, Some(price()))], AggregateOrder::Group);
    let range = Plan::Range(RangePlan { source: orders().into(), column: id(), filter: filter(vec![both.clone()]) });
    chart = chart.limited(vec![both]);
    for text in [count.text, statement(&chart).text, statement(&range).text] {
        assert!(text.contains(limited), "{text}");
    }
    for dialect in [Dialect::Postgres, Dialect::Mysql, Dialect::Sqlite] {
        let nothing = render(&rows_where(filter(vec![PlanLimit::default()])), dialect).expect("renders");
        assert!(nothing.text.contains(" WHERE 1 = 0 AND "), "{}", nothing.text);
        assert!(render(&rows_where(filter(vec![PlanLimit { any: vec![vec![]] }])), dialect).is_err(), "no condition is not every row");
    }
}

#[test]
fn a_thousand_columns_are_searched_without_deep_nesting() {
    let columns = (0..1_000).map(|n| column(&format!("c{n}"), "text", "text", Kind::Text)).collect();
    let plan =
        count_where(PlanFilter { limits: Vec::new(), conditions: vec![], search: Some(PlanSearch { text: "x".into(), columns }) }, None);
    let statement = render(&plan, Dialect::Sqlite).expect("renders");
    let mut depth = 0;
    let deepest = statement.text.chars().fold(0, |deepest, c| {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        deepest.max(depth)
    });
    assert!(deepest <= 12, "{deepest}");
    assert_eq!(statement.params.len(), 1);
}

#[test]
fn rounded_sums_are_only_for_sqlite() {
    let plan = chart(name(), None, &[(Aggregate::Sum, Some(id()))], AggregateOrder::Group);
    let text = |dialect| render_with(&plan, dialect, Sums::Rounded).expect("renders").text;
    assert!(text(Dialect::Sqlite).contains("total(t.\"id\")"));
    assert!(text(Dialect::Postgres).contains("sum(t.\"id\")"));
}
