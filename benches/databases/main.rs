//! Hosted databases: rows over HTTP at 32 connections beside a server written by hand (`floor`) and Datasette, where
//! `DATASETTE` names its program; CSV in and out beside the `sqlite3` shell, where `SQLITE3` names it. `make bench`, or
//! `cargo bench --features ssr --bench databases`. Prints the rows of a table for `benches/README.md`.
//!
//! The aims: 60 % of the hand-written server on reads, 30 times Datasette on a page, import within 1.5 times and export
//! within 1.2 times the shell with less than 50 MB more memory.
// The harness of the tests offers more than is used here.
#![allow(clippy::print_stdout, clippy::unwrap_used, dead_code, unused_imports)]

mod files;
mod floor;
#[path = "../../src/tests/harness/mod.rs"]
mod harness;

use futures::future::join_all;
use harness::{
    ADMIN, Caller, PASSWORD,
    process::{Process, command},
};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

const AT_ONCE: usize = 32;
const LENGTH: Duration = Duration::from_secs(4);
const ROWS: i64 = 1_000_000;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, path] = arguments.as_slice()
        && word == "floor"
    {
        return floor::serve(path).await;
    }
    let ground = tempfile::tempdir().unwrap();
    let path = ground.path().join("items.sqlite");
    make(&path);
    println!("| what | VizBoard | beside it | aim |\n| --- | --- | --- | --- |");
    let data = tempfile::tempdir().unwrap();
    let mut serve = command(&data);
    serve.env("VIZBOARD_DATABASE_LIMIT", "1000").env("VIZBOARD_UPLOAD_LIMIT", "1000").env("VIZBOARD_DATABASE_ROWS", "10000000");
    let server = Process::start(serve);
    let caller = Caller::new(server.base.clone());
    assert_eq!(caller.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json()["success"], true);
    let cookie = format!("vizboard_session={}", caller.cookie("vizboard_session").unwrap());
    let id = files::upload(&server.base, &cookie, &path).await;
    let floor = Beside::floor(&path);
    let datasette = Beside::datasette(&path);
    requests(&server.base, &cookie, &id, &floor, datasette.as_ref()).await;
    files::csv(&server, &cookie, &id, ground.path()).await;
    drop(server);
    let data = tempfile::tempdir().unwrap();
    let mut serve = command(&data);
    serve.env("VIZBOARD_DATABASES_PER_TEAM", "2000");
    let server = Process::start(serve);
    let caller = Caller::new(server.base.clone());
    assert_eq!(caller.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json()["success"], true);
    files::many(&server, &caller).await;
}

/// A million rows of ten columns' weight, one column with an index and one without.
fn make(path: &Path) {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL, amount REAL, made INTEGER);
             CREATE TABLE log (id INTEGER PRIMARY KEY, at INTEGER, what TEXT);
             BEGIN",
        )
        .unwrap();
    let mut statement = connection.prepare("INSERT INTO items VALUES (?1, ?2, ?3, ?4, ?5)").unwrap();
    for id in 1..=ROWS {
        statement.execute((id, format!("Item {id}"), format!("c{}", id % 1_000), (id * 7_919 % 100_000) as f64 / 100.0, id)).unwrap();
    }
    drop(statement);
    connection.execute_batch("COMMIT; CREATE INDEX items_by_category ON items (category, amount)").unwrap();
}

/// Another server beside ours.
struct Beside {
    base: String,
    child: Child,
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Beside {
    fn floor(path: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command.arg("floor").arg(copy(path, "floor")).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { base: line.trim().to_owned(), child }
    }

    fn datasette(path: &Path) -> Option<Self> {
        let program = std::env::var("DATASETTE").ok()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let mut command = Command::new(program);
        let child = command.arg("serve").arg(copy(path, "datasette")).args(["--host", "127.0.0.1", "--port", &port.to_string()]);
        let child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
        let up = || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
        (0..100).find(|_| {
            up() || {
                std::thread::sleep(Duration::from_millis(200));
                false
            }
        })?;
        Some(Self { base: format!("http://127.0.0.1:{port}"), child })
    }
}

/// A copy of the file for a server of its own.
fn copy(path: &Path, name: &str) -> std::path::PathBuf {
    let to = path.with_file_name(format!("{name}.sqlite"));
    std::fs::copy(path, &to).unwrap();
    to
}

/// What a load came to.
struct Load {
    a_second: f64,
    p50: f64,
    p99: f64,
}

impl Load {
    fn told(&self) -> String {
        format!("{:.0}/s, p50 {:.1} ms, p99 {:.1} ms", self.a_second, self.p50, self.p99)
    }
}

/// One kind of request, made by so many at once, again and again.
async fn load(url: impl Fn(u64) -> String + Send + Sync + 'static, cookie: Option<&str>, body: Option<Value>) -> Load {
    let (url, cookie, body) = (Arc::new(url), cookie.map(str::to_owned), body.map(|body| body.to_string()));
    let started = Instant::now();
    let one = |at: usize| {
        let (url, cookie, body) = (url.clone(), cookie.clone(), body.clone());
        tokio::spawn(async move {
            let client = reqwest::Client::new();
            let mut times = Vec::new();
            let mut n = at as u64;
            while started.elapsed() < LENGTH {
                n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let address = url(n >> 33);
                let mut request = match &body {
                    Some(body) => client.post(&address).header("content-type", "application/json").body(body.clone()),
                    None => client.get(&address),
                };
                if let Some(cookie) = &cookie {
                    let origin = address.split('/').take(3).collect::<Vec<_>>().join("/");
                    request = request.header("cookie", cookie).header("origin", origin);
                }
                let began = Instant::now();
                let answer = request.send().await.unwrap();
                assert!(answer.status().is_success(), "{} {address}", answer.status());
                answer.bytes().await.unwrap();
                times.push(began.elapsed().as_secs_f64() * 1e3);
            }
            times
        })
    };
    let all = join_all((0..AT_ONCE).map(one)).await;
    let mut times: Vec<f64> = all.into_iter().flat_map(Result::unwrap).collect();
    let seconds = started.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() as f64 * part) as usize).min(times.len() - 1)];
    Load { a_second: times.len() as f64 / seconds, p50: at(0.5), p99: at(0.99) }
}

async fn requests(base: &str, cookie: &str, id: &str, floor: &Beside, datasette: Option<&Beside>) {
    let rows = format!("{base}/api/dbs/{id}/tables/items/rows");
    let log = format!("{base}/api/dbs/{id}/tables/log/rows");
    let hand = format!("{}/rows", floor.base);
    let kinds = [
        (
            "50 rows of a million",
            format!("{rows}?limit=50"),
            hand.clone(),
            "items.json?_size=50&_shape=objects&_nocount=1&_nosuggest=1&_nofacet=1",
        ),
        ("The same with the exact total", format!("{rows}?limit=50&count=exact"), format!("{hand}?count=1"), ""),
        (
            "50 rows, filtered and sorted by an index",
            format!("{rows}?category=c7&sort=-amount"),
            format!("{hand}?category=c7&sort=-amount"),
            "",
        ),
    ];
    for (what, ours, theirs, page) in kinds {
        let ours = load(move |_| ours.clone(), Some(cookie), None).await;
        let theirs = load(move |_| theirs.clone(), None, None).await;
        let mut beside = format!("by hand {}: {:.0} %", theirs.told(), 100.0 * ours.a_second / theirs.a_second);
        if let Some(datasette) = datasette.filter(|_| !page.is_empty()) {
            let address = format!("{}/datasette/{page}", datasette.base);
            let other = load(move |_| address.clone(), None, None).await;
            beside.push_str(&format!("; Datasette {}: {:.0} times", other.told(), ours.a_second / other.a_second));
        }
        println!("| {what} | {} | {beside} | 60 %, 30 times |", ours.told());
    }
    let (key, by_hand) = (rows.clone(), hand.clone());
    let ours = load(move |n| format!("{key}/{}", n % ROWS as u64 + 1), Some(cookie), None).await;
    let theirs = load(move |n| format!("{by_hand}/{}", n % ROWS as u64 + 1), None, None).await;
    println!(
        "| One row by its key | {} | by hand {}: {:.0} % | 60 % |",
        ours.told(),
        theirs.told(),
        100.0 * ours.a_second / theirs.a_second
    );
    for (what, count) in [("Single inserts, each durable", 1), ("Batches of 100 inserts", 100)] {
        let body = json!((0..count).map(|n| json!({ "at": n, "what": "something happened" })).collect::<Vec<_>>());
        let (log, hand) = (log.clone(), hand.clone());
        let ours = load(move |_| log.clone(), Some(cookie), Some(body.clone())).await;
        let theirs = load(move |_| hand.clone(), None, Some(body)).await;
        println!("| {what} | {} | by hand {}: {:.0} % | |", ours.told(), theirs.told(), 100.0 * ours.a_second / theirs.a_second);
    }
}
