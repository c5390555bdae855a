//! `vizboard rotate-key` over 100,000 secrets beside a server from which boards are read: `make bench`, or
//! `scripts/with-databases.sh cargo bench --features ssr --bench rotation`. Prints the rows of a table for
//! `benches/README.md`. The aim is at most 5 minutes and no read that fails (security.md, D22).
// The harness of the tests offers more than is used here.
#![allow(clippy::print_stdout, clippy::unwrap_used, dead_code, unused_imports)]

#[path = "../src/tests/harness/mod.rs"]
mod harness;

use harness::{
    ADMIN, Caller, PASSWORD, postgres,
    process::{Process, command, run},
};
use serde_json::{Value as Json, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;
use vizboard::{
    model::{
        engine::EngineKind,
        id::{ConnectionId, ProjectId, TeamId},
    },
    secrets::{Place, key_ring_of_folder},
    store::{self, Store, connections::ConnectionRow},
};

const SECRETS: usize = 100_000;
const LONGEST: Duration = Duration::from_secs(1800);

#[tokio::main]
async fn main() {
    println!("| what | measured | beside it | aim |\n| --- | --- | --- | --- |");
    let data = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", data.path().join("vizboard.db").display());
    measure("SQLite", &data, &url).await;
    measure("PostgreSQL", &tempfile::tempdir().unwrap(), &postgres::fresh_database().await).await;
}

async fn measure(name: &str, data: &TempDir, url: &str) {
    std::fs::create_dir(data.path().join("demo")).unwrap();
    let facts = data.path().join("demo/facts.db");
    rusqlite::Connection::open(&facts).unwrap().execute_batch("create table facts (id integer primary key)").unwrap();
    let mut serve = command(data);
    serve.env("DATABASE_URL", url);
    let server = Process::start(serve);
    let admin = Caller::new(server.base.clone());
    let act = async |action: &str, input: Json| {
        let answer = admin.act(action, input).await.json();
        assert_eq!(answer["success"], true, "{answer}");
        answer
    };
    act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await;
    let connections = json!([{ "title": "Facts", "type": "sqlite", "database": facts }]);
    let read = act("createProjectWithConnections", json!({ "title": "Read", "connections": connections })).await["projectId"].clone();
    let table = json!({ "projectId": read, "type": "datatables", "title": "Facts", "configs": { "tables": ["facts"] } });
    let widget = act("createWidget", table).await["widget"]["id"].clone();
    let many = act("createProjectWithConnections", json!({ "title": "Many", "connections": [] })).await["projectId"].clone();
    fill(data, url, &ProjectId::parse(many.as_str().unwrap()).unwrap()).await;

    let (stop, started) = (Arc::new(AtomicBool::new(false)), Instant::now());
    let reading = tokio::spawn({
        let (admin, stop) = (admin.clone(), Arc::clone(&stop));
        async move {
            let (mut times, mut failed) = (Vec::new(), 0);
            while !stop.load(Ordering::Relaxed) {
                let started = Instant::now();
                let answer = admin.act("getWidgetData", json!({ "widgetId": widget, "view": {} })).await.json();
                failed += u32::from(answer["data"]["drawing"] != "table");
                times.push(started.elapsed());
            }
            times.sort_unstable();
            (times, failed)
        }
    });
    let mut rotation = command(data);
    rotation.env("DATABASE_URL", url).arg("rotate-key");
    let (status, said) = tokio::task::spawn_blocking(move || run(rotation, LONGEST)).await.unwrap();
    let elapsed = started.elapsed();
    stop.store(true, Ordering::Relaxed);
    let (times, failed) = reading.await.unwrap();
    assert!(status.success(), "{said}");
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!(
        "| {SECRETS} secrets under a new key, {name} | {:.1} s | {} reads of a board meanwhile, {failed} failed, median {:.1} ms, \
         99 of 100 below {:.1} ms | under 300 s, none failed |",
        elapsed.as_secs_f64(),
        times.len(),
        at(50),
        at(99)
    );
}

/// Connections that nobody uses, as many as there are to be secrets.
async fn fill(data: &TempDir, url: &str, project: &ProjectId) {
    let (store, keys) = (Store::attach(url).await.unwrap(), key_ring_of_folder(data.path()).unwrap());
    let access = json!({ "kind": "postgres", "host": "db.example.org", "password": "p".repeat(40) }).to_string();
    let mut tx = store.begin().await.unwrap();
    for position in 0..SECRETS {
        let id = ConnectionId::new();
        let row = ConnectionRow {
            access: keys.seal(&access, &Place { table: "connections", column: "access", row: id.as_str() }).unwrap(),
            database_id: None,
            hosted_folder: None,
            id,
            project_id: project.clone(),
            team_id: TeamId::new(),
            position: i64::try_from(position).unwrap(),
            title: format!("Number {position}"),
            kind: EngineKind::Postgres,
            has_schema: false,
            table_count: None,
            is_valid: None,
            validation_error: None,
            introspection_error: None,
            last_validation: None,
            last_introspection: None,
            revision: 1,
            writing: false,
        };
        store::connections::insert(&mut tx, &row).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
}
