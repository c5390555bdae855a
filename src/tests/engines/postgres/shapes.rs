//! Tables and types that are made of others: partitions of partitions, tables of other servers, domains of domains,
//! composites; rows that only some may see; names that mean something elsewhere.

use super::{
    super::{access, condition, count_plan, json, no_filter, plan_column, read, rows_plan},
    Base, execute,
};
use serde_json::json;
use vizboard::model::{
    engine::Step,
    filter::Op,
    id::ConnectionId,
    plan::{Aggregate, AggregateOrder, AggregatePlan, Plan, PlanFilter, PlanGroup, PlanMeasure, PlanSearch},
    schema::{TableKind, TableRef},
    value::{Kind, Value},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn partitions_of_partitions_are_one_table_and_its_parts() {
    let base = Base::with(
        "create table events (region text, at date, id integer, primary key (region, at, id)) partition by list (region);
         create table events_eu partition of events for values in ('eu') partition by range (at);
         create table events_eu_2024 partition of events_eu for values from ('2024-01-01') to ('2025-01-01');
         create table events_rest partition of events default;
         create table notes (id integer primary key, region text, at date, event integer,
             constraint \"about an event\" foreign key (region, at, event) references events);
         insert into events select case when n % 2 = 0 then 'eu' else 'us' end, date '2024-01-01' + n, n from generate_series(1, 100) n;
         insert into notes values (1, 'eu', '2024-01-03', 2);",
    )
    .await;
    let schema = base.schema().await;
    let at = |name: &str| TableRef { schema: Some("public".into()), name: name.into() };
    for (name, kind, parent, rows) in [
        ("events", TableKind::PartitionedTable, None, 100),
        ("events_eu", TableKind::Partition, Some(at("events")), 50),
        ("events_eu_2024", TableKind::Partition, Some(at("events_eu")), 50),
        ("events_rest", TableKind::Partition, Some(at("events")), 50),
    ] {
        let table = schema.table(name).expect("there");
        assert_eq!((table.kind, &table.partition_of, table.primary_key.len()), (kind, &parent, 3), "{name}");
        let count = read(base.engine.as_ref(), &base.target(), count_plan(table)).await;
        assert_eq!(count, Ok(vec![vec![Value::Int(rows)]]), "{name}");
    }
    let keys = &schema.table("notes").expect("there").foreign_keys;
    assert_eq!(keys.len(), 1, "not one more per partition: {keys:?}");
    assert_eq!((&keys[0].references, keys[0].referenced_columns.join(",")), (&at("events"), "region,at,id".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_of_other_servers_are_read_and_explained() {
    let base = Base::with("create table near (id integer primary key, name text); insert into near values (1, 'one'), (2, 'two')").await;
    let own = access(&base.url);
    let (user, password, port, database) = (&own.user, own.password.expose(), own.port, &own.database);
    execute(
        &base.url,
        &format!(
            "create extension postgres_fdw;
             create server far foreign data wrapper postgres_fdw options (host '127.0.0.1', port '{port}', dbname '{database}');
             create user mapping for public server far options (user '{user}', password '{password}');
             create foreign table remote (id integer, name text) server far options (schema_name 'public', table_name 'near');
             create foreign table moved (id integer, name text) server far options (schema_name 'public', table_name 'nowhere');
             create server down foreign data wrapper postgres_fdw options (host '127.0.0.1', port '1', dbname '{database}');
             create user mapping for public server down options (user '{user}', password '{password}');
             create foreign table unreachable (id integer) server down options (schema_name 'public', table_name 'near');"
        ),
    )
    .await;
    let (schema, target) = (base.schema().await, base.stored(&ConnectionId::new(), 1));
    let remote = schema.table("remote").expect("there");
    assert_eq!((remote.kind, remote.primary_key.len()), (TableKind::ForeignTable, 0));
    let mut plan = rows_plan(remote);
    plan.filter.conditions.push(condition(remote, "name", Op::Contains, vec![Value::Text("TW".into())]));
    let rows = read(base.engine.as_ref(), &target, Plan::Rows(plan)).await;
    assert_eq!(rows, Ok(vec![vec![Value::Int(2), Value::Text("two".into())]]));
    let error = base.table(&target, "unreachable").await.expect_err("nobody is there");
    assert_eq!(error.step, Step::Query);
    assert!(error.text.contains("could not connect to server \"down\"") && !error.text.contains(password), "{error}");
    let error = base.table(&target, "moved").await.expect_err("it is gone there");
    assert!(error.missing_object && error.text.contains("nowhere"), "{error}");
    assert_eq!(base.table(&target, "near").await.map(|rows| rows.len()), Ok(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn types_made_of_types_keep_their_form() {
    let base = Base::with(
        "create domain small as integer check (value < 100); create domain smaller as small check (value < 10);
         create domain letter as text check (length(value) = 1); create domain must as smaller not null;
         create type pair as (n integer, t text); create type nested as (p pair, tags text[]);
         create domain good_pair as pair check ((value).n > 0);
         create type lengths as range (subtype = double precision);
         create table made (id integer primary key, a smaller, b smaller[], c letter, d must, e pair, f pair[], g nested, h good_pair,
             i lengths, j lengths[], k text[][]);
         insert into made values (1, 7, array[1, 2]::smaller[], 'x', 3, row(1, 'a \"b\"'), array[row(1, 'a'), row(2, null)]::pair[],
             row(row(1, 'x'), array['y', 'z']), row(5, 'five'), '[1.5,2.5)', array['[1,2)', 'empty']::lengths[], '{{a,b},{c,NULL}}');",
    )
    .await;
    let (schema, target) = (base.schema().await, base.stored(&ConnectionId::new(), 1));
    let made = schema.table("made").expect("there");
    let rows = base.table(&target, "made").await.expect("a row");
    for (number, (name, full, short, kind, value)) in [
        ("a", "public.smaller", "integer", Kind::Integer, json!(7)),
        ("b", "public.smaller[]", "smaller[]", Kind::Other, json!("{1,2}")),
        ("c", "public.letter", "text", Kind::Text, json!("x")),
        ("d", "public.must", "integer", Kind::Integer, json!(3)),
        ("e", "public.pair", "pair", Kind::Other, json!("(1,\"a \"\"b\"\"\")")),
        ("f", "public.pair[]", "pair[]", Kind::Other, json!("{\"(1,a)\",\"(2,)\"}")),
        ("g", "public.nested", "nested", Kind::Other, json!("(\"(1,x)\",\"{y,z}\")")),
        ("h", "public.good_pair", "pair", Kind::Other, json!("(5,five)")),
        ("i", "public.lengths", "lengths", Kind::Other, json!("[1.5,2.5)")),
        ("j", "public.lengths[]", "lengths[]", Kind::Other, json!("{\"[1,2)\",empty}")),
        ("k", "text[]", "text[]", Kind::Other, json!("{{a,b},{c,NULL}}")),
    ]
    .into_iter()
    .enumerate()
    {
        let column = made.column(name).expect("there");
        assert_eq!((column.full_type.as_str(), column.short_type.as_str(), column.kind), (full, short, kind), "{name}");
        assert_eq!(json(&rows[0][number + 1]), value, "{name}");
        let mut plan = rows_plan(made);
        plan.filter.conditions.push(condition(made, name, Op::Eq, vec![rows[0][number + 1].clone()]));
        assert_eq!(read(base.engine.as_ref(), &target, Plan::Rows(plan)).await.map(|rows| rows.len()), Ok(1), "{name} finds itself");
    }
    assert!(!made.column("d").expect("there").nullable, "the domain forbids it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hidden_rows_are_hidden_from_every_question() {
    let base = Base::with(
        "create table accounts (id integer primary key, owner name, secret text, amount integer);
         alter table accounts enable row level security;
         create policy own on accounts using (owner = current_user);",
    )
    .await;
    let (role, target) = base.role().await;
    execute(
        &base.url,
        &format!(
            "insert into accounts select n, case when n <= 3 then '{role}' else 'others' end, 'word ' || n, n from generate_series(1, 50) n;
             grant select on accounts to {role}; analyze accounts;"
        ),
    )
    .await;
    let schema = base.engine.introspect(&target).await.expect("the schema is read");
    let accounts = schema.table("accounts").expect("there");
    assert_eq!(accounts.row_estimate, None, "how many others there are is not told");
    assert_eq!(base.schema().await.table("accounts").expect("there").row_estimate, Some(50), "whoever sees all of them is told");
    let ask = async |plan: Plan| read(base.engine.as_ref(), &target, plan).await.expect("rows");
    assert_eq!(ask(Plan::Rows(rows_plan(accounts))).await.len(), 3);
    assert_eq!(ask(count_plan(accounts)).await, [[Value::Int(3)]]);
    for (text, found) in [("word 2", 1), ("word 40", 0)] {
        let mut plan = rows_plan(accounts);
        plan.filter = PlanFilter {
            limits: Vec::new(),
            conditions: Vec::new(),
            search: Some(PlanSearch { text: text.into(), columns: vec![plan_column(accounts, "secret")] }),
        };
        assert_eq!(ask(Plan::Rows(plan)).await.len(), found, "{text}");
    }
    let sums = AggregatePlan {
        source: accounts.at.clone().into(),
        groups: vec![PlanGroup::by(plan_column(accounts, "owner"), None)],
        measures: vec![PlanMeasure::of(Aggregate::Sum, Some(plan_column(accounts, "amount")))],
        filter: no_filter(),
        order: AggregateOrder::Group,
        limit: 100,
    };
    let sums = ask(Plan::Aggregate(sums)).await;
    assert_eq!(sums.iter().map(|row| row[0].display()).collect::<Vec<_>>(), [role]);
    assert_eq!(sums[0][1].display(), "6");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_mean_something_elsewhere_are_only_names() {
    let schemas = ["$user", "pgtemp_1", "a.b", "quo\"te", "semi;colon", "public ", "PUBLIC", "information schema", "-- x", "%s", "ünï"];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let script: String = schemas
        .iter()
        .enumerate()
        .map(|(number, name)| {
            let at = quoted(name);
            format!("create schema {at}; create table {at}.\"t\"\"; --\" (\"where\" integer, \"$1\" text); insert into {at}.\"t\"\"; --\" values ({number}, 'x');")
        })
        .collect();
    let base = Base::with(&script).await;
    let (name, path) = (base.url.rsplit('/').next().expect("a database"), schemas.map(quoted).join(", "));
    execute(&base.url, &format!("alter database {name} set search_path = {path}")).await;
    let schema = base.schema().await;
    assert_eq!(schema.tables.len(), schemas.len());
    let mut labels: Vec<_> = schema.tables.iter().map(|table| table.name.clone()).collect();
    labels.dedup();
    assert_eq!(labels.len(), schemas.len(), "each has a label of its own: {labels:?}");
    for (number, name) in (0_i64..).zip(schemas) {
        let table = schema.tables.iter().find(|table| table.at.schema.as_deref() == Some(name)).expect("there");
        let mut plan = rows_plan(table);
        plan.filter.conditions.push(condition(table, "$1", Op::Eq, vec![Value::Text("x".into())]));
        let rows = read(base.engine.as_ref(), &base.target(), Plan::Rows(plan)).await;
        assert_eq!(rows, Ok(vec![vec![Value::Int(number), Value::Text("x".into())]]), "{name}");
    }
}
