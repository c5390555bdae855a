//! People's own statements on a file: SQLite's authorizer decides, and nothing stays open (security.md, check 79).

use super::ground::Ground;
use std::fs;
use vizboard::model::{
    engine::Step,
    plan::Plan,
    statement::StatementPlan,
    value::{Kind, Value},
};

fn said(text: &str) -> Plan {
    Plan::Statement(StatementPlan::plain(text))
}

const REFUSED: &[&str] = &[
    "attach '/tmp/x.db' as x",
    "attach ':memory:' as x",
    "detach main",
    "vacuum into '/tmp/vizboard-was-here'",
    "vacuum",
    "begin immediate",
    "savepoint a",
    "select load_extension('x')",
    "select readfile('/etc/passwd')",
    "select writefile('/tmp/vizboard-was-here', 'x')",
    "select * from dbstat",
    "select * from sqlite_dbpage",
    "select file from pragma_database_list",
    "pragma database_list",
    "pragma hard_heap_limit = 1",
    "pragma journal_mode = off",
    "pragma query_only = off",
    "pragma writable_schema = on",
    "pragma user_version = 7",
    "pragma temp_store_directory = '/tmp'",
    "create temp table made (a)",
    "create virtual table made using fts5(a)",
    "insert into t values (9) returning a",
    "update t set a = 0",
    "delete from t",
    "drop table t",
    "select 1; delete from t",
    "with x as (select 1) delete from t",
    "explain query plan delete from t",
];

#[tokio::test]
async fn what_the_authorizer_does_not_know_is_refused() {
    let ground = Ground::new("create table t (a integer); insert into t values (1), (2)");
    let before = fs::read(ground.path()).expect("reads");
    for text in REFUSED {
        let error = ground.rows(said(text)).await.expect_err(text);
        assert!(matches!(error.step, Step::Permission | Step::Query), "{text}: {error:?}");
    }
    for (text, rows) in
        [("select * from t", 2), ("pragma table_info(t)", 1), ("explain query plan select * from t", 1), ("values (1), (2), (3)", 3)]
    {
        assert_eq!(ground.rows(said(text)).await.unwrap_or_else(|error| panic!("{text}: {error}")).len(), rows, "{text}");
    }
    assert_eq!(before, fs::read(ground.path()).expect("reads"));
    assert!(!std::path::Path::new("/tmp/vizboard-was-here").exists());
}

#[tokio::test]
async fn columns_of_expressions_are_known_by_their_values() {
    let ground = Ground::new("create table t (a integer, day text); insert into t values (1, '2024-01-01'), (2, '2024-02-01')");
    let stream = ground.read(said("select count(*), avg(a), date(day), max(day), null, a, 1e999 from t")).await.expect("rows");
    let kinds: Vec<_> = stream.columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [Kind::Integer, Kind::Number, Kind::Date, Kind::Date, Kind::Other, Kind::Integer, Kind::Text]);
    let described = ground.read(Plan::Describe(StatementPlan::plain("select count(*), a from t"))).await.expect("columns");
    assert_eq!(described.columns[0].kind, Kind::Integer);
    let rows = ground.rows(said("select 1e999, -1e999, x'00ff', 'a' || char(10) || 'b'")).await.expect("a row");
    assert_eq!(rows[0][..2], [Value::Text("Infinity".into()), Value::Text("-Infinity".into())]);
}

#[tokio::test]
async fn a_fault_has_its_place() {
    let ground = Ground::new("create table t (a integer)");
    let error = ground.rows(said("select 'ä', nothing from t")).await.expect_err("no such column");
    assert_eq!(error.at, Some(12), "{error:?}");
    assert!(error.text.contains("nothing"), "{error}");
}
