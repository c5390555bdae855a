//! Hosted databases in a backup: saved while rows are written to them, destroyed, and there again on another machine with
//! every row that was answered as saved before, and with all that is kept beside the file.

use super::{Place, log_in, sign_up};
use crate::harness::{Caller, Store};
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

const SCRIPT: &str = "create table notes (id integer primary key, text text not null, room blob); create index by_text on notes (text);
    create table log (id integer); create view texts as select text from notes;
    create trigger logged after insert on notes begin insert into log values (new.id); end;";

async fn sql(caller: &Caller, database: &str, query: &str) -> Json {
    let answer = caller.post(&format!("/dbs/{database}/sql"), &json!({ "query": query })).await;
    assert_eq!(answer.json()["errors"], json!([]), "{query}: {}", answer.text());
    answer.json()["rows"].clone()
}

/// Inserts one row after another until it is told to stop. `saved` is the last one that was answered.
fn writing(caller: Caller, database: String, saved: Arc<AtomicI64>, stop: Arc<AtomicBool>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut n = 0;
        while !stop.load(Ordering::SeqCst) {
            n += 1;
            sql(&caller, &database, &format!("insert into notes values ({n}, 'note {n}', zeroblob(3000))")).await;
            saved.store(n, Ordering::SeqCst);
        }
    })
}

async fn wait_for(saved: &AtomicI64, least: i64) {
    for _ in 0..2_000 {
        if saved.load(Ordering::SeqCst) >= least {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} of {least} rows are saved", saved.load(Ordering::SeqCst));
}

/// What is kept beside the file, apart from what changes with every row.
async fn beside(caller: &Caller, database: &str) -> Vec<Json> {
    let mut all = Vec::new();
    for path in ["/charts", "/dashboards", "/apps", "/settings", "/env", "/copies"] {
        let answer = caller.get(&format!("/api/dbs/{database}{path}")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        all.push(answer.json());
    }
    let shown = caller.get(&format!("/api/dbs/{database}")).await.json();
    all.extend(["id", "readonlyId", "fileName", "description", "owner", "createdUtc"].map(|field| shown[field].clone()));
    all
}

/// A database of ada's with everything that can be kept beside one. Answers its id, a token that reads it, and a copy.
async fn furnished(ada: &Caller) -> (String, String, String) {
    let made = ada.post("/api/dbs", &json!({ "name": "Notes", "fileFormat": "sqlite", "query": SCRIPT })).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let path = |what: &str| format!("/api/dbs/{id}{what}");
    let settings = json!({ "auditing": true, "viewsTab": true, "environment": "Staging", "location": { "lat": 50.1, "long": 14.4, "name": "Prague" },
        "envVars": [{ "name": "KEY", "value": "one of two" }] });
    for (what, body) in [("/settings", settings), ("", json!({ "description": "All of *it*" }))] {
        assert_eq!(ada.send_json(Method::PATCH, &path(what), &body).await.status, 200, "{what}");
    }
    let chart = json!({ "chartType": "BarChart", "headers": ["text", "id"], "table": "notes", "title": "Notes" });
    let chart = ada.post(&path("/charts"), &chart).await.json()["ulid"].clone();
    let made = ada.post(&path("/dashboards"), &json!({ "charts": [chart], "title": "Board" })).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let made = ada.post(&path("/apps"), &json!({ "name": "Mine", "content": "<p>all</p>" })).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let token = json!({ "team_name": "ada", "name": "reads", "permissions": [{ "db_id": id, "name": "read" }] });
    let token = ada.post("/api/tokens", &token).await.json()["body"].as_str().expect("a token").to_owned();
    let copy = ada.post(&path("/copies"), &json!({})).await.json()["id"].as_str().expect("a copy").to_owned();
    (id, token, copy)
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_answered_as_saved_come_back_on_another_machine() {
    for to in Store::BOTH {
        let (old, new) = (Place::new(Store::Sqlite).await, Place::new(to).await);
        let elsewhere = tempfile::tempdir().expect("a folder");
        let file = elsewhere.path().join("saved.backup");
        let name = file.to_str().expect("UTF-8");
        let server = old.serve();
        let ada = sign_up(&server, "ada").await;
        let (id, token, copy) = furnished(&ada).await;
        let kept = beside(&ada, &id).await;

        let (saved, stop) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
        let writer = writing(ada.clone(), id.clone(), saved.clone(), stop.clone());
        wait_for(&saved, 30).await;
        let before = saved.load(Ordering::SeqCst);
        let (done, said) = old.run(&["backup", name, "--with-key"]).await;
        assert!(done && said.contains("read again"), "{said}");
        wait_for(&saved, before + 1).await;
        stop.store(true, Ordering::SeqCst);
        writer.await.expect("every insert succeeds");
        let all = saved.load(Ordering::SeqCst);
        let folder = old.data.path().to_owned();
        drop((server, old));
        assert!(!folder.exists(), "nothing of it is left");

        let (done, said) = new.run(&["restore", name]).await;
        assert!(done, "{said}");
        let server = new.serve();
        let ada = log_in(&server, "ada").await;
        let query = "select count(*) as n, max(id) as last, sum(length(room)) as room, (select count(*) from log) as logged from notes";
        let rows = sql(&ada, &id, query).await;
        let n = rows[0]["n"].as_i64().expect("a number");
        assert!((before..=all).contains(&n), "{before} were saved before, {all} after, {n} are there");
        assert_eq!(rows[0], json!({ "n": n, "last": n, "room": n * 3000, "logged": n }), "one moment of all tables");
        assert_eq!(sql(&ada, &id, "pragma integrity_check").await, json!([{ "integrity_check": "ok" }]));
        assert_eq!(sql(&ada, &id, "select count(*) as n from texts where text = 'note 7'").await, json!([{ "n": 1 }]));
        assert_eq!(beside(&ada, &id).await, kept);
        let changes = ada.get(&format!("/api/dbs/{id}/changes?limit=1000")).await.json();
        assert!(changes["changes"].as_array().is_some_and(|lines| !lines.is_empty()), "{changes}");
        let program = ada.stranger().with_bearer(&token);
        assert_eq!(sql(&program, &id, "select count(*) as n from notes").await, json!([{ "n": n }]));

        // It goes on: rows, and the copy that was kept, whose file came along.
        sql(&ada, &id, &format!("insert into notes values ({}, 'later', null)", n + 1)).await;
        let restored = ada.post(&format!("/api/dbs/{id}/copies/{copy}/restore"), &json!({})).await;
        assert_eq!(restored.text(), "{}");
        assert_eq!(sql(&ada, &id, "select count(*) as n from notes").await, json!([{ "n": 0 }]), "the copy is of before the first row");
        drop(server);
        let left: Vec<_> = fs::read_dir(new.data.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().contains("restoring")), "{left:?}");
    }
}
