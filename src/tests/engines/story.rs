//! What every engine does, told once: each engine gives a [`World`] and one line of `story!` at the end.

use super::{
    access, condition, count_plan, draft, json, mysql_engine, no_filter, plan_column, postgres_engine,
    questions::{odd_numbers_are_in_no_range, questions_have_the_same_answers},
    read, read_with, request, rows_plan, settings,
};
use crate::harness;
use async_trait::async_trait;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection};
use std::{
    fmt::Write,
    sync::Arc,
    time::{Duration, Instant},
};
use vizboard::{
    engines::{Engine, EngineSettings, Engines, Target, sqlite::Sqlite},
    model::{
        access::{Access, ConnectionOptions, Secret},
        engine::{EngineKind, ReadLimits, Step},
        filter::Op,
        plan::{
            Aggregate, AggregateOrder, AggregatePlan, Grain, Plan, PlanFilter, PlanGroup, PlanMeasure, PlanSearch, PlanSort, RangePlan,
        },
        schema::{Schema, Table, TableKind, TableRef},
        value::{Row, Value},
    },
};

/// One database of an engine, empty at first.
#[async_trait]
pub trait World: Sized + Send + Sync {
    /// How versions begin.
    const PRODUCTS: &[&str];
    async fn new() -> Self;
    /// Runs statements as the database's owner.
    async fn run(&self, script: &str);
    /// Under which settings its engine works.
    fn settings(&self) -> EngineSettings {
        settings()
    }
    fn engine(&self) -> &Arc<dyn Engine>;
    fn target(&self) -> Target;
    /// Whether a table may have this name.
    fn can_name(_name: &str) -> bool {
        true
    }
}

pub struct PostgresWorld {
    url: String,
    engine: Arc<dyn Engine>,
}

#[async_trait]
impl World for PostgresWorld {
    const PRODUCTS: &[&str] = &["PostgreSQL "];

    async fn new() -> Self {
        Self { url: harness::postgres::fresh_database().await, engine: postgres_engine() }
    }

    async fn run(&self, script: &str) {
        let mut owner = PgConnection::connect(&self.url).await.expect("the server answers");
        sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut owner).await.expect("the script runs");
    }

    fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    fn target(&self) -> Target {
        draft(access(&self.url))
    }
}

pub struct MysqlWorld {
    url: String,
    engine: Arc<dyn Engine>,
}

#[async_trait]
impl World for MysqlWorld {
    const PRODUCTS: &[&str] = &["MySQL ", "MariaDB "];

    async fn new() -> Self {
        Self { url: harness::mysql::fresh_database().await, engine: mysql_engine() }
    }

    async fn run(&self, script: &str) {
        let mut owner = MySqlConnection::connect(&self.url).await.expect("the server answers");
        let script = format!("set sql_mode = 'ansi_quotes,strict_all_tables'; {script}");
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut owner).await.expect("the script runs");
    }

    fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    fn target(&self) -> Target {
        draft(access(&self.url))
    }

    /// Names are kept in an encoding of 16 bits.
    fn can_name(name: &str) -> bool {
        name.chars().all(|c| c <= '\u{ffff}')
    }
}

pub struct SqliteWorld {
    folder: tempfile::TempDir,
    engine: Arc<dyn Engine>,
}

impl SqliteWorld {
    const FILE: &str = "story.db";

    fn settings_of(folder: &tempfile::TempDir) -> EngineSettings {
        EngineSettings { sqlite_dirs: vec![folder.path().to_owned()], ..settings() }
    }
}

#[async_trait]
impl World for SqliteWorld {
    const PRODUCTS: &[&str] = &["SQLite "];

    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Arc::new(Sqlite::new(&Self::settings_of(&folder)));
        let world = Self { engine, folder };
        world.run("").await;
        world
    }

    async fn run(&self, script: &str) {
        let owner = rusqlite::Connection::open(self.folder.path().join(Self::FILE)).expect("the file opens");
        // One write to the disk and not one per statement.
        owner.execute_batch(&format!("begin; {script}; commit")).expect("the script runs");
    }

    fn settings(&self) -> EngineSettings {
        Self::settings_of(&self.folder)
    }

    fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    fn target(&self) -> Target {
        draft(Access {
            kind: EngineKind::Sqlite,
            host: String::new(),
            port: 0,
            database: Self::FILE.into(),
            user: String::new(),
            password: Secret::default(),
            options: ConnectionOptions::default(),
        })
    }
}

/// The same database read by the same engine in a worker.
pub struct Apart<W> {
    world: W,
    engine: Arc<dyn Engine>,
}

#[async_trait]
impl<W: World> World for Apart<W> {
    const PRODUCTS: &[&str] = W::PRODUCTS;

    async fn new() -> Self {
        let world = W::new().await;
        let engine = Engines::apart(&world.settings()).of(world.engine().kind()).clone();
        Self { world, engine }
    }

    async fn run(&self, script: &str) {
        self.world.run(script).await;
    }

    fn settings(&self) -> EngineSettings {
        self.world.settings()
    }

    fn engine(&self) -> &Arc<dyn Engine> {
        &self.engine
    }

    fn target(&self) -> Target {
        self.world.target()
    }

    fn can_name(name: &str) -> bool {
        W::can_name(name)
    }
}

/// 500 orders over twenty months; every seventh has no note, every tenth customer's name holds a percent sign.
fn orders() -> String {
    let mut script = String::from(
        "create table orders (id integer primary key, customer text not null, amount numeric(10,2) not null, \
         placed timestamp not null, note text);\n",
    );
    for id in 1..=500_u32 {
        let customer = if id % 10 == 0 { format!("100% Ltd {id}") } else { format!("Customer {}", id % 20) };
        let note = if id % 7 == 0 { "null".to_owned() } else { format!("'note {id}'") };
        let (year, month, day) = (2023 + id % 20 / 12, id % 20 % 12 + 1, id % 28 + 1);
        writeln!(
            script,
            "insert into orders values ({id}, '{customer}', {id}.25, '{year}-{month:02}-{day:02} 10:{:02}:00', {note});",
            id % 60
        )
        .expect("memory");
    }
    script
}

pub async fn with<W: World>(script: &str) -> (W, Schema) {
    let world = W::new().await;
    world.run(script).await;
    let schema = world.engine().introspect(&world.target()).await.expect("the schema is read");
    (world, schema)
}

pub fn table<'a>(schema: &'a Schema, name: &str) -> &'a Table {
    schema.table(name).unwrap_or_else(|| panic!("{name} is in {:?}", schema.tables.iter().map(|t| &t.name).collect::<Vec<_>>()))
}

pub async fn rows<W: World>(world: &W, plan: Plan) -> Vec<Row> {
    read(world.engine().as_ref(), &world.target(), plan).await.expect("rows")
}

fn ids(rows: &[Row]) -> Vec<i64> {
    rows.iter()
        .map(|row| match row[0] {
            Value::Int(id) => id,
            ref other => panic!("{other:?} is no id"),
        })
        .collect()
}

pub async fn it_validates<W: World>() {
    let world = W::new().await;
    let facts = world.engine().validate(&world.target()).await.expect("a good connection");
    assert!(W::PRODUCTS.iter().any(|product| facts.version.starts_with(product)), "{}", facts.version);
    assert!(facts.version.ends_with(|c: char| c.is_ascii_digit()), "{}", facts.version);
}

pub async fn it_introspects<W: World>() {
    let (_, schema) = with::<W>(
        "create table parents (a integer, b integer, name text not null default 'x', primary key (b, a), unique (name));
         create table children (id integer primary key, pa integer, pb integer, foreign key (pb, pa) references parents (b, a));
         create index children_by_parent on children (pa, pb);
         create table loose (x text);
         create view names as select name from parents;",
    )
    .await;
    assert_eq!(schema.tables.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["children", "loose", "names", "parents"]);
    let (parents, children) = (table(&schema, "parents"), table(&schema, "children"));
    assert_eq!(parents.primary_key, ["b", "a"]);
    assert_eq!(parents.unique_keys, [["name"]]);
    assert!(!parents.column("name").expect("there").nullable);
    assert!(parents.column("name").expect("there").default.as_deref().expect("a default").contains("'x'"));
    let key = &children.foreign_keys[0];
    assert_eq!(
        (key.columns.as_slice(), key.referenced_columns.as_slice()),
        (["pb", "pa"].map(String::from).as_slice(), ["b", "a"].map(String::from).as_slice())
    );
    assert_eq!(key.references.name, "parents");
    assert!(children.indexes.iter().any(|index| index.name == "children_by_parent" && index.columns == ["pa", "pb"] && !index.unique));
    assert!(table(&schema, "loose").primary_key.is_empty());
    assert_eq!(table(&schema, "names").kind, TableKind::View);
}

pub async fn pages_do_not_overlap<W: World>() {
    let (world, schema) = with::<W>(&orders()).await;
    let orders = table(&schema, "orders");
    let mut seen = Vec::new();
    for page in 0..6 {
        let mut plan = rows_plan(orders);
        (plan.limit, plan.offset) = (Some(100), page * 100);
        seen.extend(ids(&rows(&world, Plan::Rows(plan)).await));
    }
    assert_eq!(seen, (1..=500).collect::<Vec<_>>());
    assert_eq!(rows(&world, count_plan(orders)).await, [[Value::Int(500)]]);
}

pub async fn filters_say_what_they_mean<W: World>() {
    let (world, schema) = with::<W>(&orders()).await;
    let orders = table(&schema, "orders");
    let text = |text: &str| Value::Text(text.into());
    for (column, op, values, expected) in [
        ("id", Op::Eq, vec![Value::Int(7)], 1),
        ("id", Op::Ne, vec![Value::Int(7)], 499),
        ("id", Op::In, vec![Value::Int(7), Value::Int(8), Value::Int(9_999)], 2),
        ("id", Op::Gt, vec![Value::Int(490)], 10),
        ("id", Op::Lte, vec![text("10")], 10),
        ("amount", Op::Gte, vec![text("500.25")], 1),
        ("amount", Op::Eq, vec![Value::Float(12.25)], 1),
        ("placed", Op::Lt, vec![text("2023-02-01")], 25),
        ("note", Op::IsNull, vec![], 71),
        ("note", Op::NotNull, vec![], 429),
        ("customer", Op::Contains, vec![text("100%")], 50),
        ("customer", Op::Contains, vec![text("CUSTOMER 1")], 250),
        ("customer", Op::StartsWith, vec![text("_ustomer")], 0),
        ("customer", Op::Eq, vec![text("x'; drop table orders; --")], 0),
    ] {
        let mut plan = rows_plan(orders);
        plan.filter.conditions.push(condition(orders, column, op, values.clone()));
        assert_eq!(rows(&world, Plan::Rows(plan)).await.len(), expected, "{column} {op:?} {values:?}");
    }
}

pub async fn sorting_puts_nothing_last<W: World>() {
    let (world, schema) = with::<W>(&orders()).await;
    let orders = table(&schema, "orders");
    let by = |name: &str, descending| PlanSort { column: plan_column(orders, name), descending };
    let mut plan = rows_plan(orders);
    plan.sort = vec![by("note", false), by("id", true)];
    let sorted = rows(&world, Plan::Rows(plan.clone())).await;
    assert_eq!(sorted[0][4], Value::Text("note 1".into()));
    assert!(sorted[499][4].is_null());
    assert_eq!(sorted[499][0], Value::Int(7));
    plan.sort = vec![by("amount", true)];
    assert_eq!(ids(&rows(&world, Plan::Rows(plan)).await)[..3], [500, 499, 498]);
}

pub async fn search_looks_everywhere<W: World>() {
    let (world, schema) = with::<W>(&orders()).await;
    let orders = table(&schema, "orders");
    let columns = ["customer", "note"].map(|name| plan_column(orders, name)).to_vec();
    for (text, expected) in [("ltd 250", 1), ("NOTE 499", 1), ("%", 50), ("nowhere", 0)] {
        let mut plan = rows_plan(orders);
        plan.filter = PlanFilter {
            limits: Vec::new(),
            conditions: Vec::new(),
            search: Some(PlanSearch { text: text.into(), columns: columns.clone() }),
        };
        assert_eq!(rows(&world, Plan::Rows(plan)).await.len(), expected, "{text}");
    }
}

pub async fn aggregates_are_the_databases_work<W: World>() {
    let (world, schema) = with::<W>(&orders()).await;
    let orders = table(&schema, "orders");
    let measure = |function, column: Option<&str>| PlanMeasure::of(function, column.map(|name| plan_column(orders, name)));
    let plan = AggregatePlan {
        source: orders.at.clone().into(),
        groups: vec![PlanGroup::by(plan_column(orders, "placed"), Some(Grain::Year))],
        measures: vec![
            measure(Aggregate::Count, None),
            measure(Aggregate::Sum, Some("amount")),
            measure(Aggregate::Distinct, Some("customer")),
        ],
        filter: no_filter(),
        order: AggregateOrder::Group,
        limit: 10,
    };
    let found = rows(&world, Plan::Aggregate(plan.clone())).await;
    assert_eq!(found.len(), 2);
    assert!(found[0][0].display().starts_with("2023"), "{found:?}");
    assert_eq!((&found[0][1], &found[1][1]), (&Value::Int(300), &Value::Int(200)));
    let total: f64 = found.iter().map(|row| row[2].as_f64().expect("a sum")).sum();
    assert!((total - (500.0 * 501.0 / 2.0 + 125.0)).abs() < 0.001, "{total}");
    let months = AggregatePlan { groups: vec![PlanGroup { grain: Some(Grain::Month), ..plan.groups[0].clone() }], limit: 7, ..plan };
    let found = rows(&world, Plan::Aggregate(months)).await;
    assert_eq!(found.iter().map(|row| row[0].display()).collect::<Vec<_>>()[..2], ["2023-01-01", "2023-02-01"]);
    assert_eq!(found.len(), 7);
    let range = RangePlan { source: orders.at.clone().into(), column: plan_column(orders, "placed"), filter: no_filter() };
    let found = rows(&world, Plan::Range(range)).await;
    assert!(found[0][0].display().starts_with("2023-01-") && found[0][1].display().starts_with("2024-08-"), "{found:?}");
}

/// A view that no server finishes while a test waits: 300 to the fourth power rows.
const SLOW: &str = "create view slow as select a.id from numbers a, numbers b, numbers c, numbers d;";

fn numbers() -> String {
    let mut script = String::from("create table numbers (id integer primary key);\n");
    for id in 1..=300 {
        writeln!(script, "insert into numbers values ({id});").expect("memory");
    }
    script + SLOW
}

pub async fn a_read_can_be_cancelled<W: World>() {
    let (world, schema) = with::<W>(&numbers()).await;
    let request = request(count_plan(table(&schema, "slow")), ReadLimits::default());
    let (engine, target, id) = (world.engine().clone(), world.target(), request.id.clone());
    let started = Instant::now();
    // Up to the first rows: an engine may answer as soon as the statement runs.
    let reading = tokio::spawn(async move {
        let mut stream = engine.read(&target, request).await?;
        stream.batches.recv().await.transpose().map(|_| ())
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.engine().cancel("an id nobody has").await;
    assert!(!reading.is_finished());
    world.engine().cancel(&id).await;
    let error = reading.await.expect("no panic").expect_err("it was cancelled");
    assert_eq!(error.step, Step::Cancelled);
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!(rows(&world, count_plan(table(&schema, "numbers"))).await, [[Value::Int(300)]]);
}

pub async fn a_read_ends_at_its_limit<W: World>() {
    let (world, schema) = with::<W>(&numbers()).await;
    let limits = ReadLimits { timeout_ms: 400, ..ReadLimits::default() };
    let started = Instant::now();
    let error =
        read_with(world.engine().as_ref(), &world.target(), count_plan(table(&schema, "slow")), limits).await.expect_err("too slow");
    assert_eq!(error.step, Step::Timeout);
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}

pub async fn caps_are_kept_and_told<W: World>() {
    let (world, schema) = with::<W>(&(numbers() + "create table long_ones (t text); insert into long_ones values ('äbcdefghij');")).await;
    let limits = |max_rows| ReadLimits { max_rows, ..ReadLimits::default() };
    let plan = Plan::Rows(rows_plan(table(&schema, "numbers")));
    for (cap, expected, cut) in [(299, 299, true), (300, 300, false), (1, 1, true)] {
        let (rows, truncated) = read_with(world.engine().as_ref(), &world.target(), plan.clone(), limits(cap)).await.expect("rows");
        assert_eq!((rows.len(), truncated), (expected, cut));
    }
    let slow = Plan::Rows(rows_plan(table(&schema, "slow")));
    let (rows, truncated) = read_with(world.engine().as_ref(), &world.target(), slow, limits(1_000)).await.expect("the first rows");
    assert_eq!((rows.len(), truncated), (1_000, true));
    let short = ReadLimits { max_value_bytes: 4, ..ReadLimits::default() };
    let long = Plan::Rows(rows_plan(table(&schema, "long_ones")));
    let (rows, _) = read_with(world.engine().as_ref(), &world.target(), long, short).await.expect("rows");
    assert_eq!(json(&rows[0][0]), json!({ "cut": "äbc", "bytes": 11 }));
}

pub async fn a_reader_may_leave<W: World>() {
    let (world, schema) = with::<W>(&numbers()).await;
    let limits = ReadLimits { max_rows: u64::MAX, max_bytes: u64::MAX, ..ReadLimits::default() };
    let plan = Plan::Rows(rows_plan(table(&schema, "slow")));
    for _ in 0..10 {
        let mut stream = world.engine().read(&world.target(), request(plan.clone(), limits)).await.expect("a stream");
        assert!(!stream.batches.recv().await.expect("a batch").expect("rows").rows.is_empty());
    }
    assert_eq!(rows(&world, count_plan(table(&schema, "numbers"))).await, [[Value::Int(300)]]);
}

pub async fn what_is_gone_is_said_to_be_gone<W: World>() {
    let (world, schema) = with::<W>("create table going (id integer primary key, extra text);").await;
    let going = table(&schema, "going");
    world.run("alter table going drop column extra").await;
    let error = read(world.engine().as_ref(), &world.target(), Plan::Rows(rows_plan(going))).await.expect_err("a column is gone");
    assert!(error.missing_object && error.step == Step::Query, "{error:?}");
    world.run("drop table going").await;
    let error = read(world.engine().as_ref(), &world.target(), count_plan(going)).await.expect_err("the table is gone");
    assert!(error.missing_object && error.step == Step::Query, "{error:?}");
    assert!(!error.text.to_lowercase().contains("select"), "no SQL in {}", error.text);
}

pub async fn hostile_names_are_only_names<W: World>() {
    let names = ["we\"ird", "tick`s", "dot.ted", "sp ace", "ünï☃", "ünï😀", "select", "a'; drop table keep; --", "%s\\n", "UPPER", "{x}"];
    let names: Vec<_> = names.into_iter().filter(|name| W::can_name(name)).collect();
    let mut script = String::from("create table keep (id integer primary key);\n");
    for name in &names {
        let quoted = name.replace('"', "\"\"");
        writeln!(
            script,
            "create table \"{quoted}\" (\"{quoted}\" integer primary key, \"b {quoted}\" text);
             insert into \"{quoted}\" values (1, 'one'), (2, 'two');"
        )
        .expect("memory");
    }
    let (world, schema) = with::<W>(&script).await;
    assert_eq!(schema.tables.len(), names.len() + 1);
    for &name in &names {
        let found = schema.tables.iter().find(|table| table.at.name == name).expect("introspected");
        let mut plan = rows_plan(found);
        plan.filter.conditions.push(condition(found, name, Op::Gt, vec![Value::Int(1)]));
        assert_eq!(rows(&world, Plan::Rows(plan)).await, [[Value::Int(2), Value::Text("two".into())]], "{name}");
    }
    let unheard = TableRef { schema: table(&schema, "keep").at.schema.clone(), name: "nul\0name".into() };
    let plan = Plan::Rows(vizboard::model::plan::RowsPlan { source: unheard.into(), ..rows_plan(table(&schema, "keep")) });
    assert!(read(world.engine().as_ref(), &world.target(), plan).await.is_err());
}

pub async fn wide_and_empty_tables_are_tables<W: World>() {
    let columns: Vec<_> = (0..1_000).map(|n| format!("c{n} integer")).collect();
    let script = format!(
        "create table wide ({}); insert into wide (c0, c999) values (1, 2); create table hollow (id integer primary key, t text);",
        columns.join(", ")
    );
    let (world, schema) = with::<W>(&script).await;
    let wide = table(&schema, "wide");
    assert_eq!(wide.columns.len(), 1_000);
    let found = rows(&world, Plan::Rows(rows_plan(wide))).await;
    assert_eq!((found[0].len(), &found[0][0], &found[0][1], &found[0][999]), (1_000, &Value::Int(1), &Value::Null, &Value::Int(2)));
    let hollow = table(&schema, "hollow");
    assert!(rows(&world, Plan::Rows(rows_plan(hollow))).await.is_empty());
    assert_eq!(rows(&world, count_plan(hollow)).await, [[Value::Int(0)]]);
}

macro_rules! story {
    ($($module:ident: $world:ty,)*) => {$(
        mod $module {
            use super::*;

            story!(@chapters $world: it_validates it_introspects pages_do_not_overlap filters_say_what_they_mean
                sorting_puts_nothing_last search_looks_everywhere aggregates_are_the_databases_work questions_have_the_same_answers
                odd_numbers_are_in_no_range a_read_can_be_cancelled
                a_read_ends_at_its_limit caps_are_kept_and_told a_reader_may_leave what_is_gone_is_said_to_be_gone
                hostile_names_are_only_names wide_and_empty_tables_are_tables);
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
