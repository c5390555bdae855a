//! Whole files: a database sent, a million rows of CSV in and out.

use super::harness::{
    Caller,
    process::{Process, children, resident_mb},
};
use serde_json::{Value, json};
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// Sends a file; answers the id of the database.
pub async fn upload(base: &str, cookie: &str, path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let form = reqwest::multipart::Form::new().part("file", reqwest::multipart::Part::bytes(bytes).file_name(name));
    let request = reqwest::Client::new().post(format!("{base}/dbs")).header("cookie", cookie).header("origin", base).multipart(form);
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert!(status.is_success(), "{body}");
    body["id"].as_str().unwrap().to_owned()
}

/// The numbers of the server's process and of its workers.
fn family(server: &Process) -> Vec<String> {
    let mut all = children(server.pid());
    all.push(server.pid().to_string());
    all
}

/// Memory of the server and its workers, in MB.
fn resident(server: &Process) -> u64 {
    family(server).iter().map(|process| resident_mb(process)).sum()
}

fn open_files(server: &Process) -> usize {
    family(server).iter().map(|process| std::fs::read_dir(format!("/proc/{process}/fd")).unwrap().count()).sum()
}

/// How many databases there are, and how many of them are read.
const MANY: usize = 1_000;
const ACTIVE: usize = 100;

pub async fn many(server: &Process, caller: &Caller) {
    let (memory, files) = (resident(server), open_files(server));
    let mut ids = Vec::with_capacity(MANY);
    for n in 0..MANY {
        let query = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people (name) VALUES ('Ada'), ('Grace')";
        let made = caller.act("createDatabase", json!({ "name": format!("Many {n}"), "query": query })).await.json();
        ids.push(made["databaseId"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned());
    }
    let (all, all_files) = (resident(server), open_files(server));
    let (mut most, mut most_files) = (all, all_files);
    let started = Instant::now();
    for _ in 0..5 {
        for id in &ids[..ACTIVE] {
            let answer = caller.get(&format!("/api/dbs/{id}/tables/people/rows")).await;
            assert_eq!(answer.json()["rows"].as_array().map(Vec::len), Some(2), "{}", answer.text());
        }
        most = most.max(resident(server));
        most_files = most_files.max(open_files(server));
    }
    let each = started.elapsed().as_secs_f64() * 1_000.0 / (5 * ACTIVE) as f64;
    println!(
        "| {MANY} databases, {ACTIVE} of them read in turn ({each:.1} ms each) | {most} MB, {most_files} open files | before they were \
         made {memory} MB, {files} files; made and not read {all} MB, {all_files} files | |"
    );
}

pub async fn csv(server: &Process, cookie: &str, id: &str, ground: &Path) {
    let base = &server.base;
    let before = resident(server);
    let started = Instant::now();
    let mut answer = reqwest::Client::new()
        .get(format!("{base}/api/dbs/{id}/tables/items/export?format=csv"))
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    let file = ground.join("out.csv");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&file).unwrap());
    let (mut most, mut lines) = (before, 0_u64);
    while let Some(chunk) = answer.chunk().await.unwrap() {
        lines += chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
        std::io::Write::write_all(&mut out, &chunk).unwrap();
        most = most.max(resident(server));
    }
    drop(out);
    assert_eq!(lines, 1_000_001);
    let ours = started.elapsed().as_secs_f64();
    let by_shell = shell(ground, &["-csv", "-header", "items.sqlite", "SELECT * FROM items"], Some("shell.csv"));
    println!(
        "| CSV of a million rows, out | {ours:.1} s, {} MB more | {} | 1.2 times, 50 MB |",
        most.saturating_sub(before),
        beside(ours, by_shell)
    );

    let started = Instant::now();
    let made = upload(base, cookie, &file).await;
    let ours = started.elapsed().as_secs_f64();
    let by_shell = shell(ground, &["in.sqlite", "-cmd", ".mode csv", ".import out.csv items"], None);
    println!("| CSV of a million rows, in (sent and stored, types found) | {ours:.1} s | {} | 1.5 times |", beside(ours, by_shell));
    let table = reqwest::Client::new().get(format!("{base}/api/dbs/{made}/tables/out")).header("cookie", cookie).send().await.unwrap();
    let table: Value = serde_json::from_slice(&table.bytes().await.unwrap()).unwrap();
    assert_eq!(table["numberOfRows"], 1_000_000);
}

/// Seconds that the shell takes, if there is one.
fn shell(ground: &Path, arguments: &[&str], output: Option<&str>) -> Option<f64> {
    let program = std::env::var("SQLITE3").ok()?;
    let output = output.map_or_else(Stdio::null, |name| std::fs::File::create(ground.join(name)).unwrap().into());
    let started = Instant::now();
    let status = Command::new(program).current_dir(ground).args(arguments).stdout(output).status().unwrap();
    assert!(status.success());
    Some(started.elapsed().as_secs_f64())
}

fn beside(ours: f64, shell: Option<f64>) -> String {
    shell.map_or_else(|| "no sqlite3 shell here".to_owned(), |shell| format!("sqlite3 {shell:.1} s: {:.1} times", ours / shell))
}
