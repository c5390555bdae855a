//! Planned changes of rows.

use super::{
    super::{plan_column, read, rows_plan},
    Ground, text,
};
use std::time::{Duration, Instant};
use vizboard::{
    engines::row_version,
    model::{
        filter::Op,
        plan::{Plan, PlanColumn, PlanCondition, PlanFilter, PlanSearch},
        schema::Table,
        value::{Row, Value},
        work::{
            Cell, CellPlan, Clash, Conflict, DeletePlan, Expected, Input, InsertPlan, Outcome, RowChange, UpdatePlan, Work, WorkLimits,
        },
    },
};

fn columns(table: &Table, names: &[&str]) -> Vec<PlanColumn> {
    names.iter().map(|name| plan_column(table, name)).collect()
}

fn is(table: &Table, column: &str, value: Value) -> PlanFilter {
    PlanFilter {
        conditions: vec![PlanCondition { column: plan_column(table, column), op: Op::Eq, values: vec![value] }],
        ..PlanFilter::default()
    }
}

fn insert(table: &Table, names: &[&str], rows: Vec<Vec<Input>>) -> InsertPlan {
    InsertPlan { table: table.at.clone(), columns: columns(table, names), rows, conflict: None, returning: vec![], key: Vec::new() }
}

fn value(n: i64) -> Input {
    Input::Value(Value::Int(n))
}

const MADE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, \"na\"\"me\" TEXT UNIQUE, n INT DEFAULT (1 + 1), at TEXT DEFAULT CURRENT_DATE, b BLOB, ok BOOLEAN)";

fn int(n: i64) -> Value {
    Value::Int(n)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_inserted_changed_and_deleted() {
    let ground = Ground::new(MADE).await;
    let table = ground.table("t").await;
    let mut plan = insert(
        &table,
        &["na\"me", "n", "b", "ok"],
        vec![
            vec![Input::Value(text("a")), Input::Default, Input::Bytes("AAEC".into()), Input::Value(Value::Bool(true))],
            vec![Input::Value(Value::Null), Input::Value(int(7)), Input::Default, Input::Default],
        ],
    );
    plan.returning = columns(&table, &["id", "n", "b", "ok"]);
    let nothing = insert(&table, &[], vec![vec![]]);
    let done = ground.done(Work::Rows(vec![RowChange::Insert(plan), RowChange::Insert(nothing)])).await;
    assert_eq!(done.rows, [[int(1), int(2), text("\\x000102"), Value::Bool(true)], [int(2), int(7), Value::Null, Value::Null]]);
    assert_eq!((done.changes, done.each.as_slice(), done.affected.as_slice()), (3, &[2, 1][..], &["t".to_owned()][..]));
    // Upsert: changed only where the condition holds.
    let mut upsert = insert(
        &table,
        &["na\"me", "n"],
        vec![vec![Input::Value(text("a")), Input::Value(int(5))], vec![Input::Value(text("b")), Input::Value(int(6))]],
    );
    upsert.conflict =
        Some(Conflict { columns: columns(&table, &["na\"me"]), update: columns(&table, &["n"]), filter: is(&table, "n", int(2)) });
    let done = ground.done(Work::Rows(vec![RowChange::Insert(upsert.clone())])).await;
    assert_eq!(done.each, [2]);
    assert_eq!(ground.done(Work::Rows(vec![RowChange::Insert(upsert)])).await.each, [0], "n is 5 and 6 now");
    let mut leave = insert(&table, &["na\"me"], vec![vec![Input::Value(text("a"))]]);
    leave.conflict = Some(Conflict { columns: vec![], update: vec![], filter: PlanFilter::default() });
    assert_eq!(ground.done(Work::Rows(vec![RowChange::Insert(leave)])).await.each, [0]);
    // Back to what the table says.
    let update = UpdatePlan {
        table: table.at.clone(),
        set: vec![(plan_column(&table, "n"), Input::Default), (plan_column(&table, "b"), Input::Value(text("x")))],
        filter: is(&table, "na\"me", text("a")),
        expected: None,
        returning: columns(&table, &["n", "b"]),
    };
    assert_eq!(ground.done(Work::Rows(vec![RowChange::Update(update)])).await.rows, [[int(2), text("x")]]);
    let delete =
        DeletePlan { table: table.at.clone(), filter: is(&table, "n", int(7)), expected: None, returning: columns(&table, &["id"]) };
    assert_eq!(ground.done(Work::Rows(vec![RowChange::Delete(delete)])).await.rows, [[int(2)]]);
    // All or nothing.
    let good = insert(&table, &["na\"me"], vec![vec![Input::Value(text("c"))]]);
    let bad = insert(&table, &["na\"me"], vec![vec![Input::Value(text("a"))]]);
    let error = ground.refused(Work::Rows(vec![RowChange::Insert(good), RowChange::Insert(bad)])).await;
    assert_eq!(error.text, "UNIQUE constraint failed: t.na\"me");
    assert_eq!(ground.value("SELECT count(*) FROM t").await, int(3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_change_one_row_are_told_apart() {
    let ground =
        Ground::new("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b); INSERT INTO t VALUES (1, 'x', 2.5), (2, 'y', x'00')").await;
    let table = ground.table("t").await;
    let all = columns(&table, &["id", "a", "b"]);
    let row: Row = vec![int(1), text("x"), Value::Float(2.5)];
    let change = |to: &str, version: Option<String>, filter: PlanFilter| {
        Work::Rows(vec![RowChange::Update(UpdatePlan {
            table: table.at.clone(),
            set: vec![(plan_column(&table, "a"), Input::Value(text(to)))],
            filter,
            expected: Some(Expected { columns: all.clone(), version, told: false }),
            returning: vec![],
        })])
    };
    let seen = Some(row_version::of(&row));
    assert_eq!(ground.done(change("first", seen.clone(), is(&table, "id", int(1)))).await.changes, 1);
    let clash = ground.work(change("second", seen.clone(), is(&table, "id", int(1)))).await.expect("works");
    let now = vec![int(1), text("first"), Value::Float(2.5)];
    assert_eq!(clash, Outcome::Conflict(Clash { at: 0, met: 1, now: Some(now) }));
    let clash = ground.work(change("second", None, is(&table, "id", int(5)))).await.expect("works");
    assert_eq!(clash, Outcome::Conflict(Clash { at: 0, met: 0, now: None }));
    let clash = ground.work(change("second", None, PlanFilter::default())).await.expect("works");
    assert!(matches!(clash, Outcome::Conflict(Clash { met: 2, now: None, .. })), "{clash:?}");
    assert_eq!(ground.value("SELECT group_concat(a) FROM t").await, text("first,y"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cells_are_fetched_whole() {
    let ground = Ground::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b); INSERT INTO t VALUES (1, zeroblob(3000000)), (2, 'text'), (3, NULL), (4, 1.5)",
    )
    .await;
    let table = ground.table("t").await;
    let cell = async |filter: PlanFilter| {
        let plan = CellPlan { table: table.at.clone(), column: plan_column(&table, "b"), filter };
        ground.done(Work::Cell(plan)).await.cell.expect("a cell")
    };
    assert!(matches!(cell(is(&table, "id", int(1))).await, Cell::Bytes(text) if text.len() == 4_000_000));
    assert_eq!(cell(is(&table, "id", int(2))).await, Cell::Text("text".into()));
    assert_eq!(cell(is(&table, "id", int(3))).await, Cell::Null);
    assert_eq!(cell(is(&table, "id", int(4))).await, Cell::Text("1.5".into()));
    assert_eq!(cell(is(&table, "id", int(5))).await, Cell::NoRow);
    assert_eq!(cell(PlanFilter::default()).await, Cell::Many);
    let mut plan = rows_plan(&table);
    plan.filter.search = Some(PlanSearch { text: "TEX".into(), columns: columns(&table, &["b"]) });
    assert_eq!(read(&ground.engine, &ground.target, Plan::Rows(plan)).await.expect("reads").len(), 1, "searches ignore case");
    let long = insert(&table, &["b"], vec![vec![Input::Value(text(&"x".repeat(2_000)))]]);
    let limits = WorkLimits { max_cell_bytes: 1_000, ..WorkLimits::default() };
    let refused = ground.at(&ground.target, Work::Rows(vec![RowChange::Insert(long)]), limits).await;
    assert!(matches!(&refused, Ok(Outcome::Refused(error)) if error.text.contains("longer than a cell may be (1 kB)")), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_write_at_once_are_saved_together_and_each_for_itself() {
    let ground = Ground::new("CREATE TABLE t (id INTEGER PRIMARY KEY, a INT UNIQUE, d INT REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED, c INT NOT NULL ON CONFLICT ROLLBACK)").await;
    let table = ground.table("t").await;
    let one = |a: i64, d: Value, c: Value| {
        Work::Rows(vec![RowChange::Insert(insert(&table, &["a", "d", "c"], vec![vec![value(a), Input::Value(d), Input::Value(c)]]))])
    };
    const CLIENTS: i64 = 32;
    const EACH: i64 = 20;
    let start = Instant::now();
    let clients = (0..CLIENTS).map(|client| {
        let (ground, one) = (&ground, &one);
        async move {
            let mut saved = 0;
            for n in 0..EACH {
                // One in ten breaks a rule: at once, when the whole is saved, or by taking everything back.
                let a = client * EACH + n;
                let work = match (client, n % 10) {
                    (0, 3) => one(0, Value::Null, int(1)),
                    (1, 3) => one(a, int(1_000_000), int(1)),
                    (2, 3) => one(a, Value::Null, Value::Null),
                    _ => one(a, Value::Null, int(1)),
                };
                match ground.work(work).await {
                    Ok(Outcome::Done(done)) => saved += done.changes,
                    Ok(Outcome::Refused(_)) => assert!(client < 3 && n % 10 == 3, "{client} {n}"),
                    other => panic!("{other:?}"),
                }
            }
            saved
        }
    });
    let saved: u64 = futures::future::join_all(clients).await.into_iter().sum();
    assert_eq!(saved, (CLIENTS * EACH - 6) as u64);
    assert_eq!(ground.value("SELECT count(*) FROM t").await, int(CLIENTS * EACH - 6));
    assert!(start.elapsed() < Duration::from_secs(30));
    ground.is_sound().await;
}
