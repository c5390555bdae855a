//! People's own statements at a real PostgreSQL: what is tried in them changes nothing and leaves nothing (security.md,
//! checks 92, 93, 98, 99).

use super::{Base, execute, read};
use crate::engines::{read_with, request};
use sqlx::{Connection, PgConnection, Row};
use std::time::Duration;
use vizboard::{
    engines::Target,
    model::{
        engine::{EngineError, ReadLimits, Step},
        id::ConnectionId,
        plan::Plan,
        statement::StatementPlan,
        value::{Kind, Row as Values, Value},
    },
};

const SCRIPT: &str = "create table ledger (id serial primary key, note text); insert into ledger (note) values ('as it was');
    create sequence counter; create procedure p() language sql as $$ delete from ledger $$;
    create function writes() returns integer language plpgsql as $$ begin insert into public.ledger (note) values ('x'); return 1; end $$;
    create type mood as enum ('sad', 'glad');";

async fn say(base: &Base, target: &Target, text: &str) -> Result<Vec<Values>, EngineError> {
    read(base.engine.as_ref(), target, Plan::Statement(StatementPlan::plain(text))).await
}

/// Everything that may have changed.
async fn state(base: &Base) -> String {
    let mut owner = PgConnection::connect(&base.url).await.expect("the server answers");
    let row = sqlx::query(
        "select concat_ws(' | ', (select md5(string_agg(l::text, ',' order by id)) from public.ledger l),
            (select last_value from public.counter), (select count(*) from pg_class), (select count(*) from pg_proc),
            (select count(*) from pg_largeobject_metadata), (select count(*) from pg_locks where locktype = 'advisory'
                and database = (select oid from pg_database where datname = current_database())),
            (select count(*) from pg_prepared_statements), (select count(*) from pg_roles where rolname like 'made_by_statement%'))",
    )
    .fetch_one(&mut owner)
    .await
    .expect("an answer");
    row.get(0)
}

/// What is tried as a superuser, and whether it may succeed; whatever it does must be undone.
const TRIES: &[(&str, bool)] = &[
    ("insert into ledger (note) values ('x') returning id", false),
    ("with gone as (delete from ledger returning *) select * from gone", false),
    ("with gone as (delete from ledger returning id) select count(*) from gone", false),
    ("select nextval('counter')", false),
    ("select setval('counter', 77)", false),
    ("select 1 as n into made", false),
    ("create temp table made (n integer)", false),
    ("create table made as select 1 as n", false),
    ("select lo_create(0)", false),
    ("set transaction read write", false),
    ("set session characteristics as transaction read write", false),
    ("commit; drop table ledger", false),
    ("commit and chain", false),
    ("select set_config('transaction_read_only', 'off', false)", false),
    ("select set_config('transaction_read_only', 'off', true)", false),
    ("select set_config('default_transaction_read_only', 'off', false)", true),
    ("select set_config('search_path', 'pg_temp', false)", true),
    ("explain analyze delete from ledger", false),
    ("explain (analyze, format json) insert into ledger (note) values ('x')", false),
    ("call p()", false),
    ("do $$ begin delete from ledger; end $$", false),
    ("copy ledger to stdout", false),
    ("copy (select 1) to program 'touch /tmp/vizboard-was-here'", false),
    ("copy ledger from program 'echo 1'", false),
    ("/* copy */ copy ledger to '/tmp/vizboard-was-here'", false),
    ("lock table ledger in access exclusive mode", false),
    ("notify news", false),
    ("listen news", false),
    ("prepare later as delete from ledger", false),
    ("select pg_advisory_lock(4711)", true),
    ("select writes()", false),
    ("select pg_read_file('/etc/hostname')", false),
    ("select \"pg_read_file\"('/etc/hostname')", false),
    ("select pg_catalog . pg_read_file /* x */ ('/etc/hostname')", false),
    ("select * from pg_ls_dir('/')", false),
    ("select lo_export(1, '/tmp/vizboard-was-here')", false),
    ("select lo_import('/etc/hostname')", false),
    ("select query_to_xml('delete from ledger', true, true, '')", false),
    ("select pg_terminate_backend(1)", false),
    ("create role made_by_statement superuser", false),
    ("alter system set work_mem = '1GB'", false),
    ("alter role current_user set statement_timeout = 0", false),
    ("create extension dblink", false),
    ("truncate ledger", false),
    ("drop table ledger", false),
    ("grant all on ledger to public", false),
    ("vacuum ledger", false),
    ("select * from ledger for update", false),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_tried_changes_anything() {
    let base = Base::with(SCRIPT).await;
    let before = state(&base).await;
    let target = base.stored(&ConnectionId::new(), 1);
    let defaults =
        "select current_setting('search_path'), current_setting('transaction_read_only'), current_setting('statement_timeout') <> '0'";
    let expected = say(&base, &target, defaults).await.expect("a row");
    for (text, may_succeed) in TRIES {
        let outcome = say(&base, &target, text).await;
        // Large objects are refused since PostgreSQL 16, and undone before.
        assert!(outcome.is_ok() == *may_succeed || text.contains("lo_create"), "{text}: {outcome:?}");
        if let Err(error) = outcome {
            assert!(matches!(error.step, Step::Permission | Step::Query), "{text}: {error:?}");
        }
        assert_eq!(say(&base, &target, defaults).await.expect("a row"), expected, "the next reader after {text}");
    }
    base.sessions_become(|sessions| sessions.is_empty()).await;
    assert_eq!(state(&base).await, before);
    assert!(!std::path::Path::new("/tmp/vizboard-was-here").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_serves_nobody_after_a_persons_words() {
    let base = Base::with(SCRIPT).await;
    let target = base.stored(&ConnectionId::new(), 1);
    let pid = "select pg_backend_pid()";
    let first = say(&base, &target, pid).await.expect("a row");
    let second = say(&base, &target, pid).await.expect("a row");
    assert_ne!(first, second);
    base.sessions_become(|sessions| sessions.is_empty()).await;
    // A read of our own words stays in the pool.
    base.table(&target, "ledger").await.expect("rows");
    base.sessions_become(|sessions| sessions.len() == 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_of_few_rights_reads_no_files() {
    let base = Base::with(SCRIPT).await;
    let (role, target) = base.role().await;
    execute(&base.url, &format!("grant select on ledger to {role}; create view files as select pg_read_file('/etc/hostname') as text; grant select on files to {role}")).await;
    assert_eq!(say(&base, &target, "select count(*) from ledger").await.expect("a row"), [[Value::Int(1)]]);
    for text in ["select * from pg_authid", "select * from pg_hba_file_rules", "select usename, passwd from pg_shadow"] {
        let error = say(&base, &target, text).await.expect_err(text);
        assert_eq!(error.step, Step::Permission, "{text}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sleeping_ends_at_the_limit_and_leaves_nothing() {
    let base = Base::with(SCRIPT).await;
    let limits = ReadLimits { timeout_ms: 700, ..ReadLimits::default() };
    for text in [
        "select pg_sleep(30)",
        "select set_config('statement_timeout', '0', true), pg_sleep(30)",
        "select count(*) from generate_series(1, 100000000000)",
    ] {
        let plan = Plan::Statement(StatementPlan::plain(text));
        let error = read_with(base.engine.as_ref(), &base.target(), plan, limits).await.expect_err(text);
        assert_eq!(error.step, Step::Timeout, "{text}: {error}");
        base.sessions_become(|sessions| sessions.iter().all(|state| state == "idle")).await;
    }
    let request = request(Plan::Statement(StatementPlan::plain("select pg_sleep(30)")), ReadLimits::default());
    let (engine, target, id) = (base.engine.clone(), base.target(), request.id.clone());
    let reading = tokio::spawn(async move { engine.read(&target, request).await.map(|_| ()) });
    tokio::time::sleep(Duration::from_millis(400)).await;
    base.engine.cancel(&id).await;
    assert_eq!(reading.await.expect("no panic").expect_err("stopped").step, Step::Cancelled);
    base.sessions_become(|sessions| sessions.iter().all(|state| state == "idle")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_is_shown_and_names_mean_what_they_mean_to_everybody() {
    let base = Base::with(SCRIPT).await;
    let name = base.url.rsplit('/').next().expect("a database");
    execute(&base.url, &format!("create schema other; create table other.hidden (n integer); insert into other.hidden values (5); alter database {name} set search_path = other, public")).await;
    assert_eq!(say(&base, &base.target(), "select n from hidden").await.expect("found by its bare name"), [[Value::Int(5)]]);
    let text = "select 1.50::numeric, 'NaN'::numeric, 'Infinity'::float8, 'glad'::mood, now()::date - now()::date, '2024-01-31 10:00+02'::timestamptz,
        array[1,2], '{\"a\":1}'::jsonb, '\\xff'::bytea, null, '10.0.0.1'::inet, row(1, 'x'), interval '1 day', 1 as \"?column?\", 2 as \"\"";
    let mut stream = base
        .engine
        .read(&base.target(), request(Plan::Statement(StatementPlan::plain(text.replace(", 2 as \"\"", ""))), ReadLimits::default()))
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    let kinds: Vec<_> = stream.columns.iter().map(|column| (column.short_type.clone(), column.kind)).collect();
    assert_eq!(kinds[3], ("mood".into(), Kind::Text));
    assert_eq!(kinds[6], ("integer[]".into(), Kind::Other));
    let row = stream.batches.recv().await.expect("a batch").expect("rows").rows.remove(0);
    let shown: Vec<_> = row.iter().map(Value::display).collect();
    assert_eq!(
        shown,
        [
            "1.50",
            "NaN",
            "Infinity",
            "glad",
            "0",
            "2024-01-31 08:00:00+00",
            "{1,2}",
            "{\"a\": 1}",
            "\\xff",
            "",
            "10.0.0.1",
            "(1,x)",
            "1 day",
            "1"
        ]
    );
    let rows = say(&base, &base.target(), "show server_encoding").await.expect("a row");
    assert_eq!(rows[0][0], Value::Text("UTF8".into()));
    let rows = say(&base, &base.target(), "explain (format json) select 1").await.expect("a plan");
    assert!(rows[0][0].display().contains("\"Plan\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fault_has_its_place() {
    let base = Base::with(SCRIPT).await;
    let error = say(&base, &base.target(), "select 'ä', nothing from ledger").await.expect_err("no such column");
    assert_eq!((error.at, error.step), (Some(12), Step::Query), "{error:?}");
    let error = say(&base, &base.target(), "select now(), 1/0").await.expect_err("no number");
    assert!(error.text.contains("division by zero"), "{error}");
}
