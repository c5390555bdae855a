//! What a read leaves behind at the server: nothing.

use super::{
    super::{count_plan, read_with, request},
    Base, execute, read, rows_plan,
};
use crate::harness::relay::Relay;
use sqlx::{Connection, PgConnection};
use std::time::{Duration, Instant};
use vizboard::model::{
    engine::{ReadLimits, Step},
    id::ConnectionId,
    plan::Plan,
    value::Value,
};

const SLOW: &str = "create view sleeping as select 1 as id, pg_sleep(30)::text as nap;
    create view endless as select generate_series(1, 1000000000) as id, repeat('x', 100) as filler;
    create table small (id integer primary key); insert into small values (1);";

fn is_quiet(sessions: &[String]) -> bool {
    sessions.iter().all(|state| state == "idle")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_leaves_stops_the_statement_and_its_session() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let target = base.stored(&ConnectionId::new(), 1);
    let limits = ReadLimits { max_rows: u64::MAX, max_bytes: u64::MAX, ..ReadLimits::default() };
    let plan = Plan::Rows(rows_plan(schema.table("endless").expect("there")));
    let mut stream = base.engine.read(&target, request(plan, limits)).await.expect("a stream");
    stream.batches.recv().await.expect("a batch").expect("rows");
    assert!(!is_quiet(&base.sessions().await));
    drop(stream);
    // One session is left, the one that gave the order.
    base.sessions_become(|sessions| is_quiet(sessions) && sessions.len() <= 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_leaves_before_the_first_row_stops_it_too() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let target = base.target();
    let plan = Plan::Rows(rows_plan(schema.table("sleeping").expect("there")));
    let waiting = tokio::time::timeout(Duration::from_millis(500), base.engine.read(&target, request(plan, ReadLimits::default())));
    assert!(waiting.await.is_err());
    base.sessions_become(is_quiet).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_introspection_that_nobody_waits_for_is_stopped() {
    let base = Base::with("").await;
    // The questions about tables read this catalogue, a log-in does not.
    let mut owner = PgConnection::connect(&base.url).await.expect("the server answers");
    sqlx::raw_sql("begin; lock table pg_catalog.pg_description in access exclusive mode").execute(&mut owner).await.expect("locked");
    let (engine, target) = (base.engine.clone(), base.target());
    let waiting = tokio::spawn(async move { engine.introspect(&target).await });
    base.sessions_become(|sessions| sessions.iter().any(|state| state == "active")).await;
    waiting.abort();
    base.sessions_become(is_quiet).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_engine_that_stops_leaves_nothing_at_the_server() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let target = base.stored(&ConnectionId::new(), 1);
    let plan = Plan::Rows(rows_plan(schema.table("sleeping").expect("there")));
    let (engine, slow) = (base.engine.clone(), request(plan.clone(), ReadLimits::default()));
    let waiting = tokio::spawn({
        let target = target.clone();
        async move { engine.read(&target, slow).await.map(|_| ()) }
    });
    base.sessions_become(|sessions| sessions.iter().any(|state| state == "active")).await;
    base.engine.stop().await;
    assert!(is_quiet(&base.sessions().await), "the server knew when the engine had stopped");
    assert_eq!(waiting.await.expect("no panic").expect_err("stopped").step, Step::Cancelled);
    let late = base.engine.read(&target, request(plan, ReadLimits::default())).await.map(|_| ());
    assert_eq!(late.expect_err("nothing begins any more").step, Step::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_end_at_the_limit_of_bytes() {
    let base = Base::with("create view fat as select n, repeat('x', 1000) as filler from generate_series(1, 10000) n").await;
    let schema = base.schema().await;
    let plan = Plan::Rows(rows_plan(schema.table("fat").expect("there")));
    for (max_bytes, rows) in [(100_000, 93), (1, 1)] {
        let limits = ReadLimits { max_bytes, ..ReadLimits::default() };
        let (found, truncated) = read_with(base.engine.as_ref(), &base.target(), plan.clone(), limits).await.expect("rows");
        assert_eq!((found.len(), truncated), (rows, true), "{max_bytes}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_at_its_limit_is_gone_from_the_server() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let plan = Plan::Rows(rows_plan(schema.table("sleeping").expect("there")));
    let limits = ReadLimits { timeout_ms: 500, ..ReadLimits::default() };
    let started = Instant::now();
    let error = base.engine.read(&base.target(), request(plan, limits)).await.map(|_| ()).expect_err("too slow");
    assert_eq!(error.step, Step::Timeout);
    assert!(started.elapsed() < Duration::from_secs(15), "the view sleeps for 30 s");
    base.sessions_become(is_quiet).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_sleeps_meets_the_limit_as_well() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let plan = Plan::Rows(rows_plan(schema.table("endless").expect("there")));
    let limits = ReadLimits { timeout_ms: 3_000, max_rows: u64::MAX, max_bytes: u64::MAX, ..ReadLimits::default() };
    let mut stream = base.engine.read(&base.target(), request(plan, limits)).await.expect("a stream");
    base.sessions_become(is_quiet).await;
    let mut last = None;
    while let Some(batch) = stream.batches.recv().await {
        last = Some(batch);
    }
    assert_eq!(last.expect("batches").map(|_| ()).expect_err("the limit").step, Step::Timeout);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_are_bounded_shared_and_replaced() {
    let base = Base::with("create view napping as select 1 as id, pg_sleep(1.5)::text as nap").await;
    let plan = Plan::Rows(rows_plan(base.schema().await.table("napping").expect("there")));
    let id = ConnectionId::new();
    let reads = (0..8).map(|_| {
        let (engine, target, plan) = (base.engine.clone(), base.stored(&id, 1), plan.clone());
        tokio::spawn(async move { read(engine.as_ref(), &target, plan).await.map(|rows| rows.len()) })
    });
    let reads: Vec<_> = reads.collect();
    // `settings()` gives each pool four.
    let mut most = 0;
    while !reads.iter().all(tokio::task::JoinHandle::is_finished) {
        most = most.max(base.sessions().await.iter().filter(|state| *state == "active").count());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(most, 4);
    for read in reads {
        assert_eq!(read.await.expect("no panic"), Ok(1));
    }
    base.sessions_become(|sessions| sessions.len() == 4).await;
    read(base.engine.as_ref(), &base.stored(&id, 2), plan.clone()).await.expect("rows");
    base.sessions_become(|sessions| sessions.len() == 1).await;
    base.engine.forget(&ConnectionId::new()).await;
    assert_eq!(base.sessions().await.len(), 1);
    base.engine.forget(&id).await;
    base.sessions_become(<[String]>::is_empty).await;
    read(base.engine.as_ref(), &base.target(), plan).await.expect("rows");
    base.sessions_become(<[String]>::is_empty).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_view_sets_does_not_reach_the_next_reader() {
    let base = Base::with(
        "create function meddle() returns text language plpgsql as $$ begin
             perform set_config('statement_timeout', '0', false), set_config('search_path', 'pg_temp', false);
             perform set_config('timezone', 'Asia/Tokyo', false), pg_advisory_lock(42);
             return current_setting('timezone');
         end $$;
         create view meddling as select meddle() as zone;
         create view settings as select current_setting('timezone') as zone, current_setting('statement_timeout') as patience;",
    )
    .await;
    let target = base.stored(&ConnectionId::new(), 1);
    let zone = |rows: Vec<Vec<Value>>| rows[0][0].display();
    assert_eq!(zone(base.table(&target, "meddling").await.expect("rows")), "Asia/Tokyo");
    let after = base.table(&target, "settings").await.expect("rows");
    assert_eq!(after, [[Value::Text("UTC".into()), Value::Text("30s".into())]]);
    execute(
        &base.url,
        "do $$ begin if exists (select from pg_locks where locktype = 'advisory' and objid = 42) then raise 'locked'; end if; end $$",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_comes_back_is_found_again() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let plan = count_plan(schema.table("small").expect("there"));
    let (server, mut target) = (super::super::access(&base.url), base.stored(&ConnectionId::new(), 1));
    let mut relay = Relay::to(&server.host, server.port).await;
    target.access.port = relay.port();
    assert_eq!(read(base.engine.as_ref(), &target, plan.clone()).await, Ok(vec![vec![Value::Int(1)]]));
    relay.cut().await;
    let started = Instant::now();
    let error = read(base.engine.as_ref(), &target, plan.clone()).await.expect_err("the server is down");
    assert_eq!(error.step, Step::Port, "{error}");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    relay.mend().await;
    assert_eq!(read(base.engine.as_ref(), &target, plan).await, Ok(vec![vec![Value::Int(1)]]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn text_in_every_encoding_has_a_form() {
    for (encoding, expected) in [("SQL_ASCII", "caf\\xe9 \\\\x"), ("LATIN1", "café \\\\x")] {
        let base = Base::created(
            &format!("template template0 encoding '{encoding}' lc_collate 'C' lc_ctype 'C'"),
            "create table words (word text); comment on table words is E'caf\\351'; insert into words values (E'caf\\351 ' || chr(92) || chr(92) || 'x')",
        )
        .await;
        let rows = base.table(&base.target(), "words").await.expect("rows");
        assert_eq!(rows, [[Value::Text(expected.into())]], "{encoding}");
    }
}
