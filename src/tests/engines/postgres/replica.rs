//! A read replica: a second server that follows the first and only reads.

use super::{
    super::{access, count_plan, draft, postgres_engine, request},
    read, rows_plan,
};
use crate::harness::cluster::Cluster;
use std::time::{Duration, Instant};
use vizboard::model::{
    engine::{ReadLimits, Step},
    plan::Plan,
    value::Value,
};

const SCRIPT: &str = "create table stock (id integer primary key, amount integer);
    insert into stock select n, n from generate_series(1, 1000) n;
    create view slow as select s.id, pg_sleep(60)::text as nap from stock s where s.id = 1;
    create function writes() returns integer language plpgsql as $$ begin insert into public.stock values (0, 0); return 1; end $$;
    create view writing as select public.writes() as n;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_is_read_like_any_server() {
    let primary = Cluster::new("", "host shop all 127.0.0.1/32 scram-sha-256").await;
    primary.run("postgres", "create database shop").await;
    primary.run("shop", SCRIPT).await;
    let replica = primary.replica("max_standby_streaming_delay = 100ms\nhot_standby_feedback = off\n").await;
    assert_eq!(replica.ask("pg_is_in_recovery()").await, "true");
    let (engine, target) = (postgres_engine(), draft(access(&replica.url("shop"))));
    engine.validate(&target).await.expect("a good server");
    let schema = engine.introspect(&target).await.expect("the schema is read");
    assert_eq!(schema, engine.introspect(&draft(access(&primary.url("shop")))).await.expect("the schema is read"));
    let table = |name: &str| schema.table(name).expect("there");
    assert_eq!(read(engine.as_ref(), &target, count_plan(table("stock"))).await, Ok(vec![vec![Value::Int(1000)]]));
    let error = read(engine.as_ref(), &target, Plan::Rows(rows_plan(table("writing")))).await.expect_err("it cannot write");
    assert_eq!(error.step, Step::Permission, "{error}");

    let asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'";
    let become_asleep = async |wanted: &str| {
        let since = Instant::now();
        while replica.ask(asleep).await != wanted {
            assert!(since.elapsed() < Duration::from_secs(30), "{}", replica.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let sleep = || {
        let (engine, target, slow) = (engine.clone(), target.clone(), request(Plan::Rows(rows_plan(table("slow"))), ReadLimits::default()));
        (slow.id.clone(), tokio::spawn(async move { engine.read(&target, slow).await.map(drop) }))
    };
    let (id, cancelled) = sleep();
    become_asleep("1").await;
    engine.cancel(&id).await;
    assert_eq!(cancelled.await.expect("no panic").expect_err("stopped").step, Step::Cancelled);
    become_asleep("0").await;

    let (_, in_the_way) = sleep();
    become_asleep("1").await;
    // The rows that the statement sees go away.
    primary.run("shop", "delete from stock where id > 1").await;
    primary.run("shop", "vacuum stock").await;
    let error = in_the_way.await.expect("no panic").expect_err("it was in the way");
    assert_eq!(error.step, Step::Query, "{error}");
    assert!(error.text.contains("replica") && error.hint.contains("Try again"), "{error}");
    let since = Instant::now();
    while read(engine.as_ref(), &target, count_plan(table("stock"))).await != Ok(vec![vec![Value::Int(1)]]) {
        assert!(since.elapsed() < Duration::from_secs(30), "the replica follows: {}", replica.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
