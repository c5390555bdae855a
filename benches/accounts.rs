//! Log-ins, sessions and the audit log: `make bench`, or `scripts/with-databases.sh cargo bench --features ssr --bench
//! accounts`. Prints the rows of a table for `benches/README.md`. The aims: a session is recognised in under 50 µs, and many
//! log-ins at once do not keep others waiting (security.md, check 4).
// The harness of the tests offers more than is used here.
#![allow(clippy::print_stdout, clippy::unwrap_used, dead_code, unused_imports)]

#[path = "../src/tests/harness/mod.rs"]
mod harness;

use futures::future::join_all;
use harness::{
    ADMIN, Caller, PASSWORD, Store, TestServer,
    process::{Process, command},
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use vizboard::{
    domain::{
        accounts::sessions,
        audit::{self, By, Object},
    },
    model::audit::{Kind, Verb},
    store,
};

const LOG_INS: usize = 400;
const AT_ONCE: usize = 8;
const SESSIONS: u32 = 20_000;
const CHANGES: u32 = 1_000;
/// How long the request beside is made when nothing else is asked.
const QUIET: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    println!("| what | measured | beside it | aim |\n| --- | --- | --- | --- |");
    log_ins().await;
    for (name, store) in [("SQLite", Store::Sqlite), ("PostgreSQL", Store::Postgres)] {
        let server = TestServer::start_on(store).await;
        session(name, &server).await;
        entries(name, &server).await;
    }
}

async fn log_in(base: &str) -> u16 {
    let answer = Caller::new(base.to_owned()).post("/api/login", &json!({ "username": ADMIN, "password": PASSWORD })).await;
    answer.status.as_u16()
}

/// One who is signed in and asks who they are, again and again, until `stop`. Answers the times in milliseconds, sorted.
fn asking(caller: &Caller, stop: &Arc<AtomicBool>) -> tokio::task::JoinHandle<Vec<f64>> {
    let (caller, stop) = (caller.clone(), Arc::clone(stop));
    tokio::spawn(async move {
        let mut times = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let started = Instant::now();
            assert_eq!(caller.act("getUserBySession", json!({})).await.json()["success"], true);
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        times
    })
}

/// The value that so many of a hundred are not above.
fn of_hundred(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

async fn log_ins() {
    let data = tempfile::tempdir().unwrap();
    let mut serve = command(&data);
    serve.env("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "100000").env("VIZBOARD_ATTEMPTS_PER_ADDRESS", "100000");
    let server = Process::start(serve);
    let other = Caller::new(server.base.clone());
    assert_eq!(other.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json()["success"], true);

    let stop = Arc::new(AtomicBool::new(false));
    let quiet = asking(&other, &stop);
    tokio::time::sleep(QUIET).await;
    stop.store(true, Ordering::Relaxed);
    let quiet = quiet.await.unwrap();

    let stop = Arc::new(AtomicBool::new(false));
    let (beside, started) = (asking(&other, &stop), Instant::now());
    join_all((0..AT_ONCE).map(|_| one_after_another(&server.base))).await;
    let seconds = started.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    let beside = beside.await.unwrap();
    println!(
        "| Log-ins a second, {AT_ONCE} at a time | {:.0} | who am I, meanwhile: median {:.1} ms, 95 of 100 below {:.1} ms; alone {:.1} and {:.1} ms | |",
        LOG_INS as f64 / seconds,
        of_hundred(&beside, 50),
        of_hundred(&beside, 95),
        of_hundred(&quiet, 50),
        of_hundred(&quiet, 95),
    );

    let before = server.resident_mb();
    let stop = Arc::new(AtomicBool::new(false));
    let (beside, started) = (asking(&other, &stop), Instant::now());
    let watching = async {
        let mut most = before;
        while !stop.load(Ordering::Relaxed) {
            most = most.max(server.resident_mb());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        most
    };
    let asked = async {
        let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
        for status in join_all((0..200).map(|_| log_in(&server.base))).await {
            *statuses.entry(status).or_default() += 1;
        }
        stop.store(true, Ordering::Relaxed);
        statuses
    };
    let (most, statuses) = tokio::join!(watching, asked);
    let beside = beside.await.unwrap();
    println!(
        "| 200 log-ins at once, answered in | {:.1} s | {statuses:?}; who am I, meanwhile: 99 of 100 below {:.1} ms; {} MB more memory | 99 of 100 below 500 ms |",
        started.elapsed().as_secs_f64(),
        of_hundred(&beside, 99),
        most - before,
    );
}

async fn one_after_another(base: &str) {
    for _ in 0..LOG_INS / AT_ONCE {
        assert_eq!(log_in(base).await, 200);
    }
}

async fn session(name: &str, server: &TestServer) {
    let caller = server.log_in(ADMIN).await;
    let token = caller.cookie("vizboard_session").unwrap();
    let app = server.app();
    for _ in 0..200 {
        assert!(sessions::recognise(app, &token).await.unwrap().is_some());
    }
    let started = Instant::now();
    for _ in 0..SESSIONS {
        assert!(sessions::recognise(app, &token).await.unwrap().is_some());
    }
    let each = started.elapsed() / SESSIONS;
    let started = Instant::now();
    for _ in 0..SESSIONS {
        store::settings::get(&mut app.store.read().await.unwrap(), "nothing").await.unwrap();
    }
    let floor = started.elapsed() / SESSIONS;
    println!("| A session is recognised, {name} | {:.1} µs | one read by a key: {:.1} µs | under 50 µs |", micros(each), micros(floor));
}

async fn entries(name: &str, server: &TestServer) {
    let app = server.app();
    let object = Object::new(Kind::Setting, "", "bench");
    let mut times = [Duration::ZERO; 2];
    for round in 0..CHANGES * 2 {
        let with = usize::from(round % 2 == 1);
        let started = Instant::now();
        let mut tx = app.store.begin().await.unwrap();
        store::settings::set(&mut tx, "bench", &round.to_string()).await.unwrap();
        if with == 1 {
            audit::done(&mut tx, By::server(), Verb::Changed, &object).await.unwrap();
        }
        tx.commit().await.unwrap();
        times[with] += started.elapsed();
    }
    let [bare, noted] = times.map(|time| micros(time / CHANGES));
    println!("| A change with its entry in the audit log, {name} | {noted:.0} µs | without: {bare:.0} µs | |");
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
