//! What a read leaves behind at the server: nothing.

use super::{
    super::{count_plan, read_with, request},
    Base, execute, read, rows_plan,
};
use crate::harness::relay::Relay;
use std::time::{Duration, Instant};
use vizboard::model::{
    engine::{ReadLimits, Step},
    id::ConnectionId,
    plan::Plan,
    value::Value,
};

const SLOW: &str = "create view sleeping as select 1 as id, sleep(30) as nap;
    create view endless as select seq as id, repeat('x', 100) as filler from seq_1_to_1000000000;
    create table small (id int primary key); insert into small values (1);";

fn is_quiet(sessions: &[String]) -> bool {
    sessions.iter().all(|command| command == "Sleep")
}

fn is_busy(sessions: &[String]) -> bool {
    sessions.iter().any(|command| command == "Execute")
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
    assert!(is_busy(&base.sessions().await));
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
async fn a_cancelled_read_is_gone_from_the_server() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let slow = request(Plan::Rows(rows_plan(schema.table("sleeping").expect("there"))), ReadLimits::default());
    let (engine, target, id) = (base.engine.clone(), base.stored(&ConnectionId::new(), 1), slow.id.clone());
    let waiting = tokio::spawn(async move { engine.read(&target, slow).await.map(|_| ()) });
    base.sessions_become(is_busy).await;
    let started = Instant::now();
    base.engine.cancel(&id).await;
    assert_eq!(waiting.await.expect("no panic").expect_err("cancelled").step, Step::Cancelled);
    base.sessions_become(is_quiet).await;
    assert!(started.elapsed() < Duration::from_secs(15), "the view sleeps for 30 s");
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
    base.sessions_become(is_busy).await;
    base.engine.stop().await;
    base.sessions_become(is_quiet).await;
    assert_eq!(waiting.await.expect("no panic").expect_err("stopped").step, Step::Cancelled);
    let late = base.engine.read(&target, request(plan, ReadLimits::default())).await.map(|_| ());
    assert_eq!(late.expect_err("nothing begins any more").step, Step::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_at_its_limit_is_ended_by_the_server() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let plan = Plan::Rows(rows_plan(schema.table("sleeping").expect("there")));
    let limits = ReadLimits { timeout_ms: 500, ..ReadLimits::default() };
    let started = Instant::now();
    let error = read_with(base.engine.as_ref(), &base.target(), plan, limits).await.expect_err("too slow");
    assert_eq!(error.step, Step::Timeout, "{error}");
    assert!(started.elapsed() < Duration::from_secs(15), "the view sleeps for 30 s");
    base.sessions_become(is_quiet).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_are_bounded_and_closed_when_forgotten() {
    let base = Base::with("create view napping as select 1 as id, sleep(1) as nap").await;
    let plan = Plan::Rows(rows_plan(base.schema().await.table("napping").expect("there")));
    base.sessions_become(<[String]>::is_empty).await;
    let id = ConnectionId::new();
    let reads = (0..8).map(|_| {
        let (engine, target, plan) = (base.engine.clone(), base.stored(&id, 1), plan.clone());
        tokio::spawn(async move { read(engine.as_ref(), &target, plan).await.map(|rows| rows.len()) })
    });
    let reads: Vec<_> = reads.collect();
    // `settings()` gives each pool four.
    let mut most = 0;
    while !reads.iter().all(tokio::task::JoinHandle::is_finished) {
        most = most.max(base.sessions().await.len());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(most, 4);
    for read in reads {
        assert_eq!(read.await.expect("no panic"), Ok(1));
    }
    read(base.engine.as_ref(), &base.stored(&id, 2), plan).await.expect("rows");
    base.sessions_become(|sessions| sessions.len() == 1).await;
    base.engine.forget(&id).await;
    base.sessions_become(<[String]>::is_empty).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clean_connection_serves_the_next_reader() {
    let base = Base::with("create function me() returns int return connection_id(); create view mine as select me() as id").await;
    let target = base.stored(&ConnectionId::new(), 1);
    let first = base.table(&target, "mine").await.expect("rows");
    // The connection goes back when the rollback is through.
    base.sessions_become(is_quiet).await;
    assert_eq!(base.table(&target, "mine").await.expect("rows"), first);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_view_sets_does_not_reach_the_next_reader() {
    let base = Base::with("").await;
    let name = base.name();
    execute(
        &base.url,
        &format!(
            "create function meddle() returns text begin
                 set session time_zone = '+09:00', sql_select_limit = 0, max_statement_time = 0, character_set_results = latin1;
                 do get_lock('{name}', 0);
                 return @@time_zone;
             end;
             create function settings() returns text return concat(@@time_zone, ' ', @@max_statement_time, ' ', @@character_set_results);
             create view meddling as select meddle() as zone;
             create view settled as select settings() as settings;"
        ),
    )
    .await;
    let target = base.stored(&ConnectionId::new(), 1);
    assert_eq!(base.table(&target, "meddling").await.expect("rows"), [[Value::Text("+09:00".into())]]);
    assert_eq!(base.table(&target, "settled").await.expect("rows"), [[Value::Text("+00:00 30.000000 utf8mb4".into())]]);
    base.sessions_become(is_quiet).await;
    execute(&base.url, &format!("begin not atomic if not is_free_lock('{name}') then signal sqlstate '45000'; end if; end")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_comes_back_is_found_again() {
    let base = Base::with(SLOW).await;
    let schema = base.schema().await;
    let plan = count_plan(schema.table("small").expect("there"));
    let (server, mut target) = (super::access(&base.url), base.stored(&ConnectionId::new(), 1));
    let mut relay = Relay::to(&server.host, server.port).await;
    target.access.port = relay.port();
    assert_eq!(read(base.engine.as_ref(), &target, plan.clone()).await, Ok(vec![vec![Value::Int(1)]]));
    relay.cut().await;
    let error = read(base.engine.as_ref(), &target, plan.clone()).await.expect_err("the server is down");
    assert_eq!(error.step, Step::Port, "{error}");
    relay.mend().await;
    assert_eq!(read(base.engine.as_ref(), &target, plan).await, Ok(vec![vec![Value::Int(1)]]));
}
