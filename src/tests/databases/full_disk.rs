//! No room for hosted databases on the disk: what is written is refused with a sentence and not half saved, what is read goes
//! on, and everything works again by itself when there is room.

use super::{file, make, send};
use crate::harness::{
    Answer, Caller, message,
    process::{Process, bearing_file_limits, command, sign_up},
};
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::{ffi::OsString, path::Path, time::Duration};

const MANY: &str = "with recursive c(n) as (select 1 union all select n + 1 from c where n < 2000)";

async fn sql(ada: &Caller, id: &str, query: &str) -> Answer {
    ada.post(&format!("/dbs/{id}/sql"), &json!({ "query": query })).await
}

async fn rows(ada: &Caller, id: &str, query: &str) -> Json {
    let answer = sql(ada, id, query).await.json();
    assert_eq!(answer["errors"], json!([]), "{query}: {answer}");
    answer["rows"].clone()
}

/// All there is in it.
async fn state(ada: &Caller, id: &str) -> Json {
    let schema = rows(ada, id, "select name, sql from sqlite_schema order by name").await;
    json!([schema, rows(ada, id, "select id, name from people order by id").await])
}

/// What lies on the disk for databases, without files on their way.
fn folders(data: &Path) -> Vec<OsString> {
    let entries = std::fs::read_dir(data.join("databases")).expect("a folder").flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name()).filter(|name| name != "staging").collect();
    names.sort();
    names
}

/// What is said of an import at its end.
async fn imported(ada: &Caller, id: &str, bytes: &[u8]) -> Json {
    let imports = format!("/api/dbs/{id}/imports");
    let begun = send(ada, Method::POST, &imports, "more.csv", bytes, &[]).await;
    assert_eq!(begun.status, 200, "{}", begun.text());
    let one = format!("{imports}/{}", begun.json()["id"].as_str().expect("an id"));
    for _ in 0..1_000 {
        let state = ada.get(&one).await.json();
        if !matches!(state["status"].as_str(), Some("checking" | "writing")) {
            return state;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the import never ends");
}

/// Nothing that needs room is done, and each says so.
async fn refused(ada: &Caller, id: &str, writes: &[String], large: &[u8], csv: &[u8]) {
    for write in writes {
        let answer = sql(ada, id, write).await;
        let said = match answer.status.as_u16() {
            200 => answer.json()["errors"][0].as_str().unwrap_or_default().to_owned(),
            503 => message(&answer),
            status => panic!("{write}: {status} {}", answer.text()),
        };
        assert!(said.len() > 10, "{write}: {}", answer.text());
    }
    for (method, path) in [(Method::PUT, format!("/dbs/{id}")), (Method::POST, "/dbs".to_owned())] {
        let answer = send(ada, method, &path, "large.sqlite", large, &[]).await;
        let is_said = matches!(answer.status.as_u16(), 400..=499 | 503) && message(&answer).len() > 10;
        assert!(is_said, "{path}: {} {}", answer.status, answer.text());
    }
    let import = imported(ada, id, csv).await;
    assert_eq!(import["status"], "failed", "{import}");
    assert!(import["error"].as_str().is_some_and(|text| text.len() > 10), "{import}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_is_as_before_and_mends_itself() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Process::start(bearing_file_limits(&command(&data), ""));
    let ada = sign_up(&server, "ada").await;
    let id = make(&ada, "Full").await;
    let csv = format!("a,b\n{}", "1,some longer text\n".repeat(80_000)).into_bytes();
    let large = file(&format!("create table t (a, b); {MANY} insert into t select n, zeroblob(900) from c"));
    let writes = [
        format!("{MANY} insert into people (name) select 'name ' || n || hex(zeroblob(500)) from c"),
        format!("create table more as {MANY} select n, hex(zeroblob(500)) as room from c"),
        "update people set name = name || hex(zeroblob(1000000))".to_owned(),
    ];
    for round in 0..2 {
        let (before, there) = (state(&ada, &id).await, folders(data.path()));
        server.limit_files_of_workers("400000");
        refused(&ada, &id, &writes, &large, &csv).await;
        assert_eq!(state(&ada, &id).await, before, "round {round}");
        assert_eq!(ada.get("/api/dbs").await.json()["numberOfDatabases"], 1);

        server.limit_files_of_workers("unlimited");
        assert_eq!(state(&ada, &id).await, before, "nothing appears afterwards");
        assert_eq!(folders(data.path()), there, "nothing is left of the one that could not be made");
        rows(&ada, &id, &writes[0]).await;
        assert_eq!(rows(&ada, &id, "select count(*) as n from people").await, json!([{ "n": 2_002 }]));
        assert_eq!(rows(&ada, &id, "pragma integrity_check").await, json!([{ "integrity_check": "ok" }]));
        rows(&ada, &id, "delete from people where id > 2").await;
        let import = imported(&ada, &id, &csv).await;
        assert_eq!((&import["status"], &import["rows"]), (&json!("done"), &json!(80_000)), "{import}");
        rows(&ada, &id, "drop table more").await;
        assert_eq!(ada.post(&format!("/api/dbs/{id}/vacuum"), &json!({})).await.text(), "{}");
        let copies = ada.get(&format!("/api/dbs/{id}/copies")).await.json();
        let files = std::fs::read_dir(data.path().join("databases").join(&there[0]).join("copies")).expect("a folder").count();
        assert_eq!(copies["copies"].as_array().map(Vec::len), Some(files), "each copy has its file: {copies}");
    }
}
