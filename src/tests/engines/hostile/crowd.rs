//! Many at once at a host that is dead.

use super::{Fake, Then};
use crate::{
    engines::{access, count_plan, draft, postgres_engine, read},
    harness::postgres::superuser,
};
use std::time::{Duration, Instant};
use vizboard::{
    engines::{PoolKey, Target},
    model::{
        access::Access,
        engine::Step,
        id::{ConnectionId, TeamId},
        plan::Plan,
        schema::{Schema, Table, TableKind, TableRef},
    },
};

/// Half of them try a connection, half read from one that they stored.
const CROWD: usize = 200;
/// What each may take: the wait for a connection, with slack for a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

fn count_of_methods() -> Plan {
    let at = TableRef { schema: Some("pg_catalog".into()), name: "pg_am".into() };
    let table = Table {
        name: at.label(None),
        at,
        kind: TableKind::Table,
        columns: Vec::new(),
        primary_key: Vec::new(),
        unique_keys: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        row_estimate: None,
        comment: None,
        partition_of: None,
    };
    count_plan(Schema { tables: vec![table], ..Schema::default() }.table("pg_catalog.pg_am").expect("there"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_a_dead_host_hold_nobody_up() {
    let (engine, plan) = (postgres_engine(), count_of_methods());
    let silent = Fake::answering(&[], Then::Listens).await;
    let closed = Access { port: crate::harness::service::free_port(), ..silent.access() };
    let crowd: Vec<_> = (0..CROWD)
        .map(|number| {
            let access = if number % 2 == 0 { silent.access() } else { closed.clone() };
            let (engine, plan) = (engine.clone(), plan.clone());
            tokio::spawn(async move {
                let started = Instant::now();
                let error = if number % 4 < 2 {
                    engine.validate(&draft(access)).await.map(drop).expect_err("it is dead")
                } else {
                    let target =
                        Target { team: TeamId::new(), connection: Some(PoolKey { connection: ConnectionId::new(), revision: 1 }), access };
                    read(engine.as_ref(), &target, plan).await.map(drop).expect_err("it is dead")
                };
                (error, started.elapsed())
            })
        })
        .collect();
    let (good, mut served) = (draft(access(superuser().as_str())), 0);
    while !crowd.iter().all(tokio::task::JoinHandle::is_finished) {
        engine.validate(&good).await.expect("a good server");
        read(engine.as_ref(), &good, plan.clone()).await.expect("rows of a good server");
        served += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Behind the dead, who are told after three seconds and more, not even three would have had their turn.
    assert!(served > 2, "others are served meanwhile");
    for dead in crowd {
        let (error, elapsed) = dead.await.expect("no panic");
        assert!(matches!(error.step, Step::Port | Step::Timeout), "{error:?}");
        assert!(elapsed < LONGEST, "{elapsed:?}: {error}");
    }
}
