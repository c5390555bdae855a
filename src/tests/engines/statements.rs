//! Statements of people at every engine, in this process and in another: read as they are, in the place of a table, with
//! parameters, and refused when they write.

use super::{
    no_filter, read, read_with, request,
    story::{Apart, MysqlWorld, PostgresWorld, SqliteWorld, World},
};
use std::time::{Duration, Instant};
use vizboard::model::{
    engine::{EngineError, ReadLimits, ResultColumn, Step},
    filter::Op,
    plan::{
        Aggregate, AggregateOrder, AggregatePlan, CountPlan, Grain, Plan, PlanColumn, PlanCondition, PlanFilter, PlanGroup, PlanMeasure,
        PlanSort, RangePlan, RowsPlan,
    },
    statement::{StatementPart, StatementPlan, StatementSource},
    value::{Kind, Row, Value},
};

const SCRIPT: &str = "create table sales (id integer primary key, region varchar(20), amount integer, placed date);
    insert into sales values (1, 'north', 10, '2024-01-05'), (2, 'south', 20, '2024-01-20'), (3, 'north', 30, '2024-02-01'), (4, null, 40, '2024-03-09');";

async fn world<W: World>() -> W {
    let world = W::new().await;
    world.run(SCRIPT).await;
    world
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// Columns and rows of a statement.
async fn run<W: World>(world: &W, plan: Plan) -> Result<(Vec<ResultColumn>, Vec<Row>), EngineError> {
    let mut stream = world.engine().read(&world.target(), request(plan, ReadLimits::default())).await?;
    let mut rows = Vec::new();
    while let Some(batch) = stream.batches.recv().await {
        rows.extend(batch?.rows);
    }
    Ok((stream.columns, rows))
}

async fn said<W: World>(world: &W, statement: &str) -> Result<(Vec<ResultColumn>, Vec<Row>), EngineError> {
    run(world, Plan::Statement(StatementPlan::plain(statement))).await
}

/// `before :name after`
fn with_value(before: &str, kind: Kind, values: Vec<Value>, after: &str) -> StatementPlan {
    let value = StatementPart::Value { name: "name".into(), kind, values };
    StatementPlan { parts: vec![StatementPart::Text(before.into()), value, StatementPart::Text(after.into())] }
}

pub async fn a_result_has_its_columns_as_they_are<W: World>() {
    let world = world::<W>().await;
    let (columns, rows) = said(&world, "select id, region as \"the region\", id as id, amount, placed from sales order by id -- the end")
        .await
        .expect("rows");
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[..1], ["id"]);
    assert_eq!((names[2], columns.len(), rows.len()), ("id", 5, 4));
    let kinds: Vec<_> = columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [Kind::Integer, Kind::Text, Kind::Integer, Kind::Integer, Kind::Date]);
    assert_eq!(rows[0], [Value::Int(1), text("north"), Value::Int(1), Value::Int(10), text("2024-01-05")]);
    assert_eq!(rows[3][1], Value::Null);
    let (columns, rows) = said(&world, "select 1 where 1 = 2").await.expect("no rows");
    assert_eq!((columns.len(), rows.len()), (1, 0));
}

pub async fn what_stands_in_no_other_query_works_too<W: World>() {
    let world = world::<W>().await;
    let (columns, rows) = said(&world, "explain select * from sales").await.expect("a plan");
    assert!(!columns.is_empty() && !rows.is_empty());
    let (columns, _) = said(&world, "with a as (select 1 as x) select a.x, b.x, '' as \"\" from a, a as b")
        .await
        .unwrap_or_else(|_| (Vec::new(), Vec::new()));
    assert!(columns.is_empty() || (columns[0].name == "x" && columns[1].name == "x"), "{columns:?}");
    let wide: Vec<String> = (0..1_000).map(|n| format!("{n} as c{}", n % 7)).collect();
    let (columns, rows) = said(&world, &format!("select {}", wide.join(", "))).await.expect("a wide row");
    assert_eq!((columns.len(), rows.len(), &rows[0][999]), (1_000, 1, &Value::Int(999)));
}

pub async fn describing_reads_nothing<W: World>() {
    let world = world::<W>().await;
    let plan = with_value("select id, amount * 1.5 as more from sales where region = ", Kind::Text, vec![text("north")], "");
    let (columns, rows) = run(&world, Plan::Describe(plan)).await.expect("columns");
    assert!(rows.is_empty());
    assert_eq!((columns[0].kind, columns[1].name.as_str(), columns[1].kind), (Kind::Integer, "more", Kind::Number));
}

pub async fn values_are_bound<W: World>() {
    let world = world::<W>().await;
    for (before, kind, values, after, expected) in [
        ("select id from sales where region = ", Kind::Text, vec![text("north")], " order by id", vec![1, 3]),
        ("select id from sales where region = ", Kind::Text, vec![text("x' or 'a' = 'a")], "", vec![]),
        ("select id from sales where id = ", Kind::Number, vec![text("2")], "", vec![2]),
        ("select id from sales where amount > ", Kind::Number, vec![text("25.5")], " order by id", vec![3, 4]),
        ("select id from sales where placed >= ", Kind::Date, vec![text("2024-02-01")], " order by id", vec![3, 4]),
        ("select id from sales where id in (", Kind::Number, vec![text("1"), text("4"), text("9")], ") order by id", vec![1, 4]),
        ("select id from sales where region in (", Kind::Text, vec![], ")", vec![]),
        ("select id from sales order by id limit ", Kind::Integer, vec![Value::Int(1)], "", vec![1]),
    ] {
        let plan = with_value(before, kind, values, after);
        let (_, rows) = run(&world, Plan::Statement(plan)).await.unwrap_or_else(|error| panic!("{before}: {error}"));
        let found: Vec<_> = rows.iter().map(|row| row[0].display()).collect();
        assert_eq!(found, expected.iter().map(ToString::to_string).collect::<Vec<_>>(), "{before}");
    }
}

fn source(statement: StatementPlan, columns: &[&str]) -> vizboard::model::plan::PlanSource {
    let columns = columns.iter().map(|name| (*name).to_owned()).collect();
    vizboard::model::plan::PlanSource::Statement(StatementSource { statement, columns })
}

fn column(name: &str, short_type: &str, kind: Kind) -> PlanColumn {
    PlanColumn::of_result(&ResultColumn { name: String::new(), short_type: short_type.into(), kind }, name)
}

pub async fn a_result_is_grouped_filtered_sorted_and_paged<W: World>() {
    let world = world::<W>().await;
    let statement = with_value("select region, amount, amount, placed from sales where id < ", Kind::Number, vec![text("4")], " -- all");
    let from = source(statement, &["region", "amount", "amount 2", "placed"]);
    let (region, amount) = (column("region", "varchar", Kind::Text), column("amount 2", "integer", Kind::Integer));
    let placed = column("placed", "date", Kind::Date);
    let ask = async |plan: Plan| read(world.engine().as_ref(), &world.target(), plan).await.unwrap_or_else(|error| panic!("{error}"));
    let grouped = |grain, group: &PlanColumn| {
        Plan::Aggregate(AggregatePlan {
            source: from.clone(),
            groups: vec![PlanGroup::by(group.clone(), grain)],
            measures: vec![PlanMeasure::of(Aggregate::Sum, Some(amount.clone()))],
            filter: no_filter(),
            order: AggregateOrder::Group,
            limit: 10,
        })
    };
    let shown = |rows: Vec<Row>| rows.iter().map(|row| row.iter().map(Value::display).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
    assert_eq!(shown(ask(grouped(None, &region)).await), ["north 40", "south 20"]);
    assert_eq!(shown(ask(grouped(Some(Grain::Month), &placed)).await), ["2024-01-01 30", "2024-02-01 30"]);
    let filter = PlanFilter {
        limits: Vec::new(),
        conditions: vec![PlanCondition { column: amount.clone(), op: Op::Gt, values: vec![Value::Int(15)] }],
        search: None,
    };
    assert_eq!(ask(Plan::Count(CountPlan { source: from.clone(), filter: filter.clone(), at_most: Some(10) })).await, [[Value::Int(2)]]);
    let page = RowsPlan {
        source: from.clone(),
        columns: vec![region.clone(), placed.clone()],
        filter: filter.clone(),
        sort: vec![PlanSort { column: amount.clone(), descending: true }],
        limit: Some(1),
        after: None,
        offset: 0,
    };
    assert_eq!(ask(Plan::Rows(page)).await, [[text("north"), text("2024-02-01")]]);
    let range = ask(Plan::Range(RangePlan { source: from.clone(), column: amount, filter })).await;
    assert_eq!(shown(range), ["20 30"]);
    let plan =
        Plan::Count(CountPlan { source: source(StatementPlan::plain("explain select 1"), &["a"]), filter: no_filter(), at_most: None });
    assert!(read(world.engine().as_ref(), &world.target(), plan).await.is_err());
}

pub async fn writing_is_refused<W: World>() {
    let world = world::<W>().await;
    for statement in
        ["insert into sales values (9, 'x', 1, null)", "update sales set amount = 0", "delete from sales", "/* x */ delete from sales -- y"]
    {
        let error = said(&world, statement).await.expect_err(statement);
        assert_eq!(error.step, Step::Permission, "{statement}: {error}");
        assert!(error.text.contains("refused to write") || error.text.contains("only read"), "{statement}: {error}");
    }
    for statement in [
        "select 1; delete from sales",
        "commit; delete from sales",
        "commit",
        "begin",
        "drop table sales; --",
        "rollback",
        "create table a (b integer)",
    ] {
        let error = said(&world, statement).await.expect_err(statement);
        assert_eq!(error.step, Step::Permission, "{statement}: {error}");
    }
    let (_, rows) = said(&world, "select count(*), sum(amount) from sales").await.expect("rows");
    assert_eq!(rows[0].iter().map(Value::display).collect::<Vec<_>>(), ["4", "100"]);
}

pub async fn faults_are_told_in_the_databases_words<W: World>() {
    let world = world::<W>().await;
    let error = said(&world, "select * from nowhere_at_all").await.expect_err("no such table");
    assert!(error.step == Step::Query && error.text.contains("nowhere_at_all") && !error.missing_object, "{error:?}");
    let error = said(&world, "select 1 +").await.expect_err("no expression");
    assert_eq!(error.step, Step::Query, "{error:?}");
    assert!(said(&world, "select 'open").await.is_err());
}

pub async fn an_endless_statement_ends<W: World>() {
    let world = world::<W>().await;
    let endless = "with recursive n(v) as (select 1 union all select v + 1 from n) select count(*) from n";
    let limits = ReadLimits { timeout_ms: 500, ..ReadLimits::default() };
    let started = Instant::now();
    let plan = Plan::Statement(StatementPlan::plain(endless));
    // MariaDB ends such a recursion by itself.
    let plan = if W::PRODUCTS.contains(&"MariaDB ") { Plan::Statement(StatementPlan::plain("select sleep(30)")) } else { plan };
    let outcome = read_with(world.engine().as_ref(), &world.target(), plan, limits).await;
    assert_eq!(outcome.expect_err("too slow").step, Step::Timeout);
    assert!(started.elapsed() < Duration::from_secs(15));
    assert!(said(&world, "select 1").await.is_ok());
}

macro_rules! story {
    ($($module:ident: $world:ty,)*) => {$(
        mod $module {
            use super::*;

            story!(@chapters $world: a_result_has_its_columns_as_they_are what_stands_in_no_other_query_works_too describing_reads_nothing
                values_are_bound a_result_is_grouped_filtered_sorted_and_paged writing_is_refused faults_are_told_in_the_databases_words
                an_endless_statement_ends);
        }
    )*};
    (@chapters $world:ty: $($chapter:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $chapter() {
            super::$chapter::<$world>().await;
        }
    )*};
}

story! {
    postgres: PostgresWorld,
    postgres_apart: Apart<PostgresWorld>,
    mysql: MysqlWorld,
    mysql_apart: Apart<MysqlWorld>,
    sqlite: SqliteWorld,
    sqlite_apart: Apart<SqliteWorld>,
}
