//! Hosted databases as things, over the real server with its workers: made, sent, fetched, shared, copied, gone.

mod anonymous;
mod copies;
mod cut;
mod damaged;
mod files;
mod full_disk;
mod ids;
mod shapes;
mod tokens;
mod why;

use crate::harness::{Answer, Caller, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};

const SCRIPT: &str = "create table people (id integer primary key, name text not null); insert into people (name) values ('Ada'), ('Bo');
     create view names as select name from people";

/// Makes one by a script. Answers its id.
async fn make(caller: &Caller, name: &str) -> String {
    let answer = caller.post("/api/dbs", &json!({ "fileFormat": "sqlite", "name": name, "query": SCRIPT })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

/// Sends a file as a form.
async fn send(caller: &Caller, method: Method, path: &str, file_name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\r\n").bytes());
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    let origin = caller.url("");
    caller.send(method, path, &[("content-type", "multipart/form-data; boundary=edge"), ("origin", &origin)], body).await
}

/// The bytes of a file with these tables.
fn file(statements: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.sqlite");
    rusqlite::Connection::open(&path).expect("a file").execute_batch(statements).expect("tables");
    std::fs::read(path).expect("bytes")
}

/// What a downloaded file answers to a question.
fn asked(bytes: &[u8], question: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.sqlite");
    std::fs::write(&path, bytes).expect("written");
    let db = rusqlite::Connection::open(&path).expect("a file");
    let sound: String = db.query_row("pragma integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(sound, "ok");
    db.query_row(question, [], |row| row.get::<_, String>(0)).unwrap_or_else(|error| panic!("{question}: {error}"))
}

/// What lies on the disk for hosted databases, without files on their way.
fn folders(server: &TestServer) -> usize {
    let entries = std::fs::read_dir(server.data.path().join("databases")).map(|all| all.flatten().collect::<Vec<_>>()).unwrap_or_default();
    entries.iter().filter(|entry| entry.file_name() != "staging").count()
}

/// Files on their way.
fn staged(server: &TestServer) -> usize {
    std::fs::read_dir(server.data.path().join("databases/staging")).map_or(0, Iterator::count)
}

fn keys(value: &Json) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}
