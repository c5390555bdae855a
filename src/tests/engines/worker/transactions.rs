//! A worker that is killed reads in a transaction at somebody's server: nothing of it stays there.

use super::{super::access, no_caps, request, signal};
use crate::{
    engines::{draft, rows_plan, settings},
    harness::{mysql, postgres},
};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection};
use std::time::{Duration, Instant};
use vizboard::{
    engines::{
        Engine,
        worker::{Remote, Staff},
    },
    model::{
        engine::{EngineKind, Step},
        plan::Plan,
    },
};

/// Rows for longer than anybody reads, in each engine's words.
const NUMBERS: &str = "create table numbers (n integer primary key, text varchar(200) not null);";
const MANY: &str = "create view many as select a.n, a.text from numbers a cross join numbers b cross join numbers c;";

/// Sessions in the database of a URL, but for the one that asks.
async fn sessions(kind: EngineKind, url: &url::Url) -> i64 {
    let name = url.path().trim_start_matches('/').to_owned();
    match kind {
        EngineKind::Mysql => {
            let mut server = MySqlConnection::connect(mysql::superuser().as_str()).await.expect("the server answers");
            let asked = sqlx::query_scalar("select count(*) from information_schema.processlist where db = ?").bind(name);
            asked.fetch_one(&mut server).await.expect("a number")
        }
        _ => {
            let mut server = PgConnection::connect(postgres::superuser().as_str()).await.expect("the server answers");
            let asked = sqlx::query_scalar("select count(*) from pg_stat_activity where datname = $1").bind(name);
            asked.fetch_one(&mut server).await.expect("a number")
        }
    }
}

async fn leaves_nothing(kind: EngineKind, url: String) {
    let url: url::Url = url.parse().expect("a URL");
    let staff = Staff::new(&settings());
    let engine = Remote::new(kind, staff.clone());
    let target = draft(access(url.as_str()));
    let schema = engine.introspect(&target).await.expect("a schema");
    let plan = Plan::Rows(rows_plan(schema.table("many").expect("there")));
    let mut stream = engine.read(&target, request(plan, no_caps(60_000))).await.expect("a stream");
    assert!(stream.batches.recv().await.expect("a batch").is_ok());
    assert!(sessions(kind, &url).await > 0, "a transaction is open");
    signal(staff.pids()[0], "KILL");
    let error = loop {
        match stream.batches.recv().await.expect("an end with a reason") {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.step, Step::Protocol);
    let start = Instant::now();
    while sessions(kind, &url).await > 0 {
        assert!(start.elapsed() < Duration::from_secs(20), "a session is left");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    engine.validate(&target).await.expect("the next worker serves");
    staff.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_leaves_no_transaction_in_postgres() {
    let url = postgres::fresh_database().await;
    let mut owner = PgConnection::connect(&url).await.expect("the server answers");
    let rows = "insert into numbers select n, repeat('x', 200) from generate_series(1, 1000) n;";
    sqlx::raw_sql(AssertSqlSafe(format!("{NUMBERS} {rows} {MANY}"))).execute(&mut owner).await.expect("made");
    owner.close().await.expect("closed");
    leaves_nothing(EngineKind::Postgres, url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_leaves_no_transaction_in_mysql() {
    let url = mysql::fresh_database().await;
    let mut owner = MySqlConnection::connect(&url).await.expect("the server answers");
    let rows = "insert into numbers select seq, repeat('x', 200) from seq_1_to_1000;";
    sqlx::raw_sql(AssertSqlSafe(format!("{NUMBERS} {rows} {MANY}"))).execute(&mut owner).await.expect("made");
    owner.close().await.expect("closed");
    leaves_nothing(EngineKind::Mysql, url).await;
}
