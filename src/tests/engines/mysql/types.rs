//! The table of types: each value arrives in its form, and a filter for it finds it again.

use super::{
    super::{condition, json, read, rows_plan},
    Base, execute,
};
use crate::harness::mysql::superuser;
use serde_json::Value as Json;
use vizboard::model::{
    filter::Op,
    id::ConnectionId,
    plan::{Aggregate, AggregateOrder, AggregatePlan, Grain, Plan, PlanGroup, PlanMeasure, RangePlan},
    value::Value,
};

const TABLE: &str = include_str!("types.tsv");
/// Settings that change how text is read and values are written, for users whose names begin with `odd_`. Only users
/// without all rights begin their sessions so.
const ODD: &str = "set sql_mode = if(current_user() like 'odd\\_%', 'ansi_quotes,no_backslash_escapes,pad_char_to_full_length,\
    pipes_as_concat,high_not_precedence,no_unsigned_subtraction,no_zero_date,no_zero_in_date,only_full_group_by,strict_all_tables', \
    @@sql_mode), time_zone = if(current_user() like 'odd\\_%', '+05:30', @@time_zone), \
    character_set_results = if(current_user() like 'odd\\_%', 'latin1', @@character_set_results), \
    collation_connection = if(current_user() like 'odd\\_%', 'latin1_swedish_ci', @@collation_connection), \
    sql_select_limit = if(current_user() like 'odd\\_%', 0, @@sql_select_limit), \
    div_precision_increment = if(current_user() like 'odd\\_%', 0, @@div_precision_increment)";

struct Line {
    kind: &'static str,
    literal: &'static str,
    expected: Json,
}

fn lines() -> Vec<Line> {
    let line = |line: &'static str| {
        let [kind, literal, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three parts in {line}") };
        Line { kind, literal, expected: serde_json::from_str(expected).unwrap_or_else(|error| panic!("{error} in {line}")) }
    };
    TABLE.lines().filter(|line| !line.starts_with('#')).map(line).collect()
}

/// A table with one column per line of the file and one row.
async fn typed_base() -> (Base, Vec<Line>) {
    let lines = lines();
    let columns: Vec<_> = lines.iter().enumerate().map(|(n, line)| format!("c{n} {}", line.kind)).collect();
    let values: Vec<_> = lines.iter().map(|line| line.literal).collect();
    let base = Base::with(&format!(
        "set sql_mode = '', time_zone = '+00:00'; create table typed ({}); insert into typed values ({});",
        columns.join(", "),
        values.join(", ")
    ))
    .await;
    (base, lines)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_arrives_whole_whatever_a_session_begins_with() {
    let (base, lines) = typed_base().await;
    execute(superuser().as_str(), &format!("set global init_connect = \"{ODD}\"")).await;
    let odd = base.reader_named("odd", "select on *").await;
    for target in [base.target(), odd] {
        let rows = base.table(&target, "typed").await.expect("a row");
        for (line, value) in lines.iter().zip(&rows[0]) {
            assert_eq!(json(value), line.expected, "{} {} for {}", line.kind, line.literal, target.access.user);
        }
        assert_eq!(rows[0].len(), lines.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_value_is_found_by_itself() {
    let (base, lines) = typed_base().await;
    let target = base.stored(&ConnectionId::new(), 1);
    let schema = base.schema().await;
    let typed = schema.table("typed").expect("introspected");
    let row = base.table(&target, "typed").await.expect("a row").remove(0);
    for ((line, value), column) in lines.iter().zip(row).zip(&typed.columns) {
        assert!(!column.full_type.is_empty() && !column.short_type.is_empty());
        for (value, op) in [(value.clone(), Op::Eq), (Value::Text(value.display()), Op::Eq), (value.clone(), Op::In)] {
            if value.is_null() || value.display().is_empty() && line.kind != "text" {
                continue;
            }
            let mut plan = rows_plan(typed);
            plan.filter.conditions.push(condition(typed, &column.name, op, vec![value.clone()]));
            let found = read(base.engine.as_ref(), &target, Plan::Rows(plan)).await;
            assert_eq!(found.map(|rows| rows.len()), Ok(1), "{} {op:?} {value:?}", line.kind);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neighbours_are_told_apart() {
    let base = Base::with(
        "create table numbers (b bigint, u bigint unsigned, d decimal(30,10), r float, e double);
         insert into numbers values (9007199254740992, 18446744073709551614, 0.1, 0.1, 0.1),
             (9007199254740993, 18446744073709551615, 0.1000000001, 0.10000001, 0.10000000000000002);",
    )
    .await;
    let schema = base.schema().await;
    let numbers = schema.table("numbers").expect("there");
    for (column, op, value, expected) in [
        ("b", Op::Eq, "9007199254740993", 1),
        ("b", Op::Gt, "9007199254740992", 1),
        ("u", Op::Eq, "18446744073709551615", 1),
        ("u", Op::Gt, "18446744073709551614.5", 1),
        ("d", Op::Eq, "0.1", 1),
        ("d", Op::Gt, "0.10000000009", 1),
        ("d", Op::Lt, "1e-1", 0),
        ("r", Op::Eq, "0.1", 1),
        ("e", Op::Eq, "0.1", 1),
        ("e", Op::Gt, "0.1", 1),
    ] {
        let mut plan = rows_plan(numbers);
        plan.filter.conditions.push(condition(numbers, column, op, vec![Value::Text(value.into())]));
        let found = read(base.engine.as_ref(), &base.target(), Plan::Rows(plan)).await.expect("rows");
        assert_eq!(found.len(), expected, "{column} {op:?} {value}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_is_ignored_and_accents_count_whatever_the_collation() {
    let base = Base::with(
        "create table words (bin varchar(20) collate utf8mb4_bin, ci varchar(20) collate utf8mb4_unicode_ci,
             latin varchar(20) character set latin1 collate latin1_general_cs, e enum('Grün', 'x'), j json);
         insert into words values ('GRÜN %_!', 'GRÜN %_!', 'GRÜN %_!', 'Grün', '{\"a\": \"GRÜN %_!\"}');",
    )
    .await;
    let schema = base.schema().await;
    let words = schema.table("words").expect("there");
    for (column, text, expected) in [
        ("bin", "grün", 1),
        ("bin", "grun", 0),
        ("ci", "grün %_!", 1),
        ("ci", "grun", 0),
        ("ci", "r%n", 0),
        ("latin", "ün", 1),
        ("latin", "世", 0),
        ("e", "GRÜ", 1),
        ("j", "grün", 1),
    ] {
        let mut plan = rows_plan(words);
        plan.filter.conditions.push(condition(words, column, Op::Contains, vec![Value::Text(text.into())]));
        let found = read(base.engine.as_ref(), &base.target(), Plan::Rows(plan)).await.expect("rows");
        assert_eq!(found.len(), expected, "{column} {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moments_fall_into_their_periods() {
    let base = Base::with(
        "set sql_mode = '', time_zone = '+02:00';
         create table moments (id int primary key, at datetime(3), ts timestamp null, day date, amount int);
         insert into moments values (1, '2024-01-01 00:00:59.5', '2024-01-01 01:30:00', '2024-01-07', 1),
             (2, '2024-05-19 23:59:59', '2024-05-20 01:30:00', '2024-05-20', 2),
             (3, '0000-00-00 00:00:00', '0000-00-00 00:00:00', '0000-00-00', 4), (4, null, null, '2024-02-00', 8);",
    )
    .await;
    let schema = base.schema().await;
    let moments = schema.table("moments").expect("there");
    let column = |name: &str| super::super::plan_column(moments, name);
    let periods = |name: &'static str, grain| {
        let plan = AggregatePlan {
            source: moments.at.clone().into(),
            groups: vec![PlanGroup::by(column(name), Some(grain))],
            measures: vec![PlanMeasure::of(Aggregate::Sum, Some(column("amount")))],
            filter: super::super::no_filter(),
            order: AggregateOrder::Group,
            limit: 10,
        };
        let (engine, target) = (base.engine.clone(), base.target());
        async move {
            let rows = read(engine.as_ref(), &target, Plan::Aggregate(plan)).await.expect("rows");
            rows.iter().map(|row| format!("{}={}", row[0].display(), row[1].display())).collect::<Vec<_>>().join(" ")
        }
    };
    for (column, grain, expected) in [
        ("at", Grain::Minute, "2024-01-01T00:00=1 2024-05-19T23:59=2 =12"),
        ("at", Grain::Hour, "2024-01-01T00:00=1 2024-05-19T23:00=2 =12"),
        ("at", Grain::Day, "2024-01-01=1 2024-05-19=2 =12"),
        ("at", Grain::Week, "2024-01-01=1 2024-05-13=2 =12"),
        ("at", Grain::Month, "2024-01-01=1 2024-05-01=2 =12"),
        ("at", Grain::Quarter, "2024-01-01=1 2024-04-01=2 =12"),
        ("at", Grain::Year, "2024-01-01=3 =12"),
        ("ts", Grain::Day, "2023-12-31=1 2024-05-19=2 =12"),
        ("ts", Grain::Hour, "2023-12-31T23:00=1 2024-05-19T23:00=2 =12"),
        ("day", Grain::Week, "2024-01-01=1 2024-05-20=2 =12"),
        ("day", Grain::Quarter, "2024-01-01=1 2024-04-01=2 =12"),
    ] {
        assert_eq!(periods(column, grain).await, expected, "{column} {grain:?}");
    }
    let range = RangePlan { source: moments.at.clone().into(), column: column("ts"), filter: super::super::no_filter() };
    let found = read(base.engine.as_ref(), &base.target(), Plan::Range(range)).await.expect("a row");
    assert_eq!(found[0][1], Value::Text("2024-05-19T23:30:00".into()));
}
