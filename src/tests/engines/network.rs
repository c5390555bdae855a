//! Which hosts are reached (security.md, checks 60 to 62 and 64): judged by whether a socket was opened at all.

use super::{access, draft, read, settings};
use crate::harness::postgres::{fresh_database, superuser};
use async_trait::async_trait;
use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::net::TcpListener;
use vizboard::{
    engines::{
        Engine, EngineSettings, PoolKey, Target,
        network::{Policy, Resolve},
        postgres::Postgres,
    },
    model::{
        access::Access,
        engine::{EngineError, Step},
        id::{ConnectionId, TeamId},
        plan::{CountPlan, Plan},
        schema::TableRef,
    },
};

/// A name server that answers each question with the next of its answers, the last one for ever.
struct Liar {
    answers: Mutex<Vec<Vec<IpAddr>>>,
}

impl Liar {
    fn saying(answers: &[&[&str]]) -> Arc<Self> {
        let parsed = |answer: &&[&str]| answer.iter().map(|text| text.parse().expect("an address")).collect();
        Arc::new(Self { answers: Mutex::new(answers.iter().map(parsed).collect()) })
    }

    fn now_says(&self, answer: &str) {
        *self.answers.lock().expect("not poisoned") = vec![vec![answer.parse().expect("an address")]];
    }
}

#[async_trait]
impl Resolve for Liar {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.answers.lock().expect("not poisoned");
        Ok(if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() })
    }
}

fn policy(text: &str) -> EngineSettings {
    EngineSettings { network: Policy::parse(text).expect("a policy"), ..settings() }
}

/// A listener on this machine that counts who comes.
async fn trap() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (address, visits) = (listener.local_addr().expect("an address"), Arc::new(AtomicUsize::new(0)));
    let counted = visits.clone();
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (address, visits)
}

fn at(host: &str, port: u16) -> Access {
    Access { host: host.into(), port, ..access("postgres://somebody:secret@placeholder:1/shop") }
}

async fn refusal(engine: &Postgres, access: Access) -> EngineError {
    engine.validate(&draft(access)).await.expect_err("it must not be reached")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_disguise_leads_into_a_closed_network() {
    let engine = Arc::new(Postgres::new(&policy("public")));
    let (trap, visits) = trap().await;
    let hosts = [
        "127.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.01",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "localhost",
        "LOCALHOST.",
        "ip6-localhost",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "2852039166",
        "[fd00:ec2::254]",
        "[fe80::1%25eth0]",
        "metadata.google.internal",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "１２７.０.０.１",
        "127.0.0.1\0",
        "127.0.0.1\r\n",
        " 127.0.0.1",
        "x@127.0.0.1",
        "127.0.0.1#",
        "/var/run/postgresql",
        "%2Fvar%2Frun",
        "@abstract",
    ];
    let tried = hosts.map(|host| {
        let engine = engine.clone();
        tokio::spawn(async move { (host, refusal(&engine, at(host, trap.port())).await) })
    });
    for attempt in tried {
        let (host, error) = attempt.await.expect("no panic");
        assert_eq!(error.step, Step::Address, "{host:?}");
        assert!(!error.text.contains("refuse") && !error.text.contains("127.0.0.1:"), "{error}");
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn some_addresses_are_closed_under_every_policy() {
    for text in ["private", "public", "0.0.0.0/0, ::/0"] {
        let engine = Postgres::new(&policy(text));
        for host in ["169.254.169.254", "[fd00:ec2::254]", "[::ffff:169.254.169.254]", "0.0.0.0", "[::]", "224.0.0.1", "255.255.255.255"] {
            let error = refusal(&engine, at(host, 5432)).await;
            assert_eq!(error.step, Step::Address, "{host} under {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_opens_exactly_what_it_lists() {
    let access = access(superuser().as_str());
    for (text, open) in [("127.0.0.1", true), ("127.0.0.0/8, 10.0.0.0/8", true), ("127.0.0.2/32", false), ("10.0.0.0/8", false)] {
        let outcome = Postgres::new(&policy(text)).validate(&draft(access.clone())).await;
        assert_eq!(outcome.is_ok(), open, "{text}: {outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_address_of_a_name_must_pass() {
    let (trap, visits) = trap().await;
    for answer in [["8.8.8.8", "::1"], ["127.0.0.1", "8.8.8.8"], ["8.8.8.8", "169.254.169.254"]] {
        let engine = Postgres::with_resolver(&policy("public"), Liar::saying(&[&answer]));
        assert_eq!(refusal(&engine, at("two-faced.example", trap.port())).await.step, Step::Address);
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_changes_between_check_and_use_is_not_followed() {
    let (trap, visits) = trap().await;
    let engine = Postgres::with_resolver(&policy("public"), Liar::saying(&[&["8.8.8.8"], &["127.0.0.1"]]));
    assert_eq!(refusal(&engine, at("rebinding.example", trap.port())).await.step, Step::Address);
    // Alternating for ever, as a server with a time to live of zero does.
    let answers: Vec<&[&str]> = (0..20).map(|n| if n % 2 == 0 { ["8.8.8.8"].as_slice() } else { ["127.0.0.1"].as_slice() }).collect();
    let engine = Postgres::with_resolver(&policy("public"), Liar::saying(&answers));
    for _ in 0..4 {
        assert_eq!(refusal(&engine, at("rebinding.example", trap.port())).await.step, Step::Address);
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_default_without_certificates_holds_for_private_addresses_only() {
    let engine = Postgres::with_resolver(&policy("private"), Liar::saying(&[&["127.0.0.1"], &["8.8.8.8"]]));
    assert_eq!(refusal(&engine, at("moving.example", 5432)).await.step, Step::Address);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_that_reconnects_checks_again() {
    let url = fresh_database().await;
    let names = Liar::saying(&[&["127.0.0.1"]]);
    let engine = Postgres::with_resolver(&policy("private"), names.clone());
    let mut inside = access(&url);
    inside.host = "db.example".into();
    let target = Target { team: TeamId::new(), connection: Some(PoolKey { connection: ConnectionId::new(), revision: 1 }), access: inside };
    let table = TableRef { schema: Some("pg_catalog".into()), name: "pg_am".into() };
    let plan = Plan::Count(CountPlan { source: table.into(), filter: super::no_filter(), at_most: None });
    read(&engine, &target, plan.clone()).await.expect("rows");
    names.now_says("169.254.169.254");
    // The open connection leads where it was checked to lead (it goes back to the pool a moment after its rows are out).
    let mut again = read(&engine, &target, plan.clone()).await;
    for _ in 0..20 {
        if again.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        again = read(&engine, &target, plan.clone()).await;
    }
    again.expect("rows over the open connection");
    end_sessions(&url).await;
    let error = read(&engine, &target, plan.clone()).await.expect_err("the name leads elsewhere");
    assert_eq!(error.step, Step::Address, "{error}");
    assert_eq!(engine.introspect(&target).await.expect_err("and elsewhere").step, Step::Address);
    names.now_says("127.0.0.1");
    read(&engine, &target, plan).await.expect("rows again");
}

async fn end_sessions(url: &str) {
    use sqlx::Connection;
    let mut server = sqlx::PgConnection::connect(url).await.expect("the server answers");
    sqlx::query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
        .execute(&mut server)
        .await
        .expect("they end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_own_listener_and_store_are_no_databases() {
    let (trap, visits) = trap().await;
    let (everywhere, visits_everywhere) = {
        let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port");
        let (address, visits) = (listener.local_addr().expect("an address"), Arc::new(AtomicUsize::new(0)));
        drop(listener);
        (address, visits)
    };
    let own = EngineSettings { network: Policy::default().with_own([trap, everywhere]), ..settings() };
    let engine = Postgres::new(&own);
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.1"] {
        assert_eq!(refusal(&engine, at(host, trap.port())).await.step, Step::Address, "{host}");
        assert_eq!(refusal(&engine, at(host, everywhere.port())).await.step, Step::Address, "{host}");
    }
    assert_eq!(visits.load(Ordering::SeqCst) + visits_everywhere.load(Ordering::SeqCst), 0);
}
