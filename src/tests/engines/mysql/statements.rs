//! People's own statements at a real MySQL or MariaDB: what is tried in them changes nothing and leaves nothing
//! (security.md, checks 103 to 105).

use super::{Base, execute, read};
use crate::engines::{read_with, request};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};
use std::time::{Duration, Instant};
use vizboard::{
    engines::Target,
    model::{
        engine::{EngineError, ReadLimits, Step},
        id::ConnectionId,
        plan::Plan,
        statement::StatementPlan,
        value::{Kind, Row, Value},
    },
};

const SCRIPT: &str =
    "create table ledger (id integer primary key auto_increment, note varchar(20)); insert into ledger (note) values ('as it was');
    create procedure p() delete from ledger;
    create function writes() returns integer begin insert into ledger (note) values ('x'); return 1; end;";

async fn say(base: &Base, target: &Target, text: &str) -> Result<Vec<Row>, EngineError> {
    read(base.engine.as_ref(), target, Plan::Statement(StatementPlan::plain(text))).await
}

/// What is tried with all rights, and whether it may succeed; whatever it does must be undone.
const TRIES: &[(&str, bool)] = &[
    ("insert into ledger (note) values ('x')", false),
    ("update ledger set note = 'x'", false),
    ("delete from ledger", false),
    ("replace into ledger values (1, 'x')", false),
    ("truncate ledger", false),
    ("drop table ledger", false),
    ("create table made (n integer)", false),
    ("create temporary table made (n integer)", false),
    ("select 1; drop table ledger", false),
    ("select 1;drop/**/table ledger", false),
    ("/*!50000 drop table ledger */", false),
    ("/*M!100000 drop table ledger */", false),
    ("select 1 /*!50000 into outfile '/tmp/vizboard-was-here' */", false),
    ("select 'x' into outfile '/tmp/vizboard-was-here'", false),
    ("select 'x' into dumpfile '/tmp/vizboard-was-here'", false),
    ("select load_file('/etc/hostname')", false),
    ("load data infile '/etc/passwd' into table ledger", false),
    ("load data local infile '/etc/passwd' into table ledger", false),
    ("call p()", false),
    ("do sleep(1)", false),
    ("prepare s from 'drop table ledger'", false),
    ("execute s", false),
    ("execute immediate 'drop table ledger'", false),
    ("set global max_connections = 1", false),
    ("set session transaction read write", false),
    ("set @@transaction_read_only = 0", false),
    ("commit", false),
    ("start transaction", false),
    ("xa start 'x'", false),
    ("lock tables ledger write", false),
    ("flush tables with read lock", false),
    ("handler ledger open", false),
    ("kill 1", false),
    ("install plugin x soname 'y'", false),
    ("create function f returns integer soname 'x'", false),
    ("select writes()", false),
    ("select @left := 'behind'", true),
    ("select get_lock('viz', 1)", true),
    ("select * from ledger for update", false),
    ("show tables", true),
    ("show create table ledger", true),
    ("describe ledger", true),
    ("explain format=json select * from ledger", true),
    ("explain delete from ledger", true),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_tried_changes_anything() {
    let base = Base::with(SCRIPT).await;
    let target = base.stored(&ConnectionId::new(), 1);
    let defaults = "select @left, @@session.sql_mode, @@autocommit, is_free_lock('viz')";
    let expected = say(&base, &target, defaults).await.expect("a row");
    for (text, may_succeed) in TRIES {
        let outcome = say(&base, &target, text).await;
        // What is explained may need the right to write.
        assert!(outcome.is_ok() == *may_succeed || *text == "explain delete from ledger", "{text}: {outcome:?}");
        if let Err(error) = outcome {
            assert!(matches!(error.step, Step::Permission | Step::Query), "{text}: {error:?}");
        }
        assert_eq!(say(&base, &target, defaults).await.expect("a row"), expected, "the next reader after {text}");
        let rows = say(&base, &target, "select id, note from ledger").await.expect("rows");
        assert_eq!(rows, [[Value::Int(1), Value::Text("as it was".into())]], "{text}");
    }
    base.sessions_become(|sessions| sessions.is_empty()).await;
    let mut owner = MySqlConnection::connect(&base.url).await.expect("the server answers");
    let tables: Vec<(Vec<u8>,)> =
        sqlx::query_as("select cast(table_name as binary) from information_schema.tables where table_schema = database()")
            .fetch_all(&mut owner)
            .await
            .expect("an answer");
    assert_eq!(tables, [(b"ledger".to_vec(),)]);
    sqlx::raw_sql(AssertSqlSafe("insert into ledger (note) values ('after')".to_owned()))
        .execute(&mut owner)
        .await
        .expect("nothing is locked");
    assert!(!std::path::Path::new("/tmp/vizboard-was-here").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sleeping_ends_at_the_limit_and_leaves_nothing() {
    let base = Base::with(SCRIPT).await;
    let limits = ReadLimits { timeout_ms: 700, ..ReadLimits::default() };
    for text in [
        "select sleep(30)",
        "select benchmark(1000000000000, sha2('a', 512))",
        "select count(*) from information_schema.columns a, information_schema.columns b, information_schema.columns c",
    ] {
        let plan = Plan::Statement(StatementPlan::plain(text));
        let started = Instant::now();
        match read_with(base.engine.as_ref(), &base.target(), plan, limits).await {
            Err(error) => assert_eq!(error.step, Step::Timeout, "{text}: {error}"),
            // Some functions of the server end early and say so by their value.
            Ok((rows, _)) => assert!(text.contains("benchmark") && rows.len() == 1, "{text}: {rows:?}"),
        }
        assert!(started.elapsed() < Duration::from_secs(15), "{text}");
        base.sessions_become(|sessions| sessions.iter().all(|state| state == "Sleep")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_is_shown() {
    let base = Base::with(SCRIPT).await;
    execute(
        &base.url,
        "create table kinds (d date, t time(3), m datetime(6), s timestamp, n decimal(10,2), b bit(5), e enum('a','b'), x varbinary(4), j json, u bigint unsigned, f float, y year, g point);
         set time_zone = '+00:00';
         insert into kinds values ('2024-02-29', '-100:00:01.5', '2024-01-01 10:00:00.25', '2024-06-01 12:00:00', 1.50, b'101', 'b', x'00ff', '{\"a\": 1}', 18446744073709551615, 0.1, 2024, point(1, 2))",
    )
    .await;
    let plan = Plan::Statement(StatementPlan::plain("select *, null, '' as ``, d as d from kinds"));
    let mut stream = base.engine.read(&base.target(), request(plan, ReadLimits::default())).await.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(stream.columns[0].kind, Kind::Date);
    let row = stream.batches.recv().await.expect("a batch").expect("rows").rows.remove(0);
    let shown: Vec<_> = row.iter().map(Value::display).collect();
    assert_eq!(
        shown[..12],
        [
            "2024-02-29",
            "-100:00:01.5",
            "2024-01-01 10:00:00.25",
            "2024-06-01 12:00:00+00",
            "1.50",
            "101",
            "b",
            "\\x00ff",
            "{\"a\": 1}",
            "18446744073709551615",
            "0.1",
            "2024"
        ]
    );
    assert!(shown[12].starts_with("\\x") && row[13].is_null() && shown[15] == "2024-02-29", "{shown:?}");
}
