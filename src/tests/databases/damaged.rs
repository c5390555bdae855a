//! Files at random: each is refused with a sentence or becomes a database whose tables can be read, and afterwards
//! everything works as before (security.md, C.5a). The seeds are fixed, and so is the longest time.

use super::{file, make, send};
use crate::harness::{Answer, Caller, TestServer, message};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::Method;
use serde_json::Value as Json;
use std::time::{Duration, Instant};
use vizboard::model::address::step;

/// As many files of one kind at least, and so many more as there is time for, up to the second number.
const LEAST: usize = 25;
const MOST: usize = 150;
const LONGEST: Duration = Duration::from_millis(1_200);

const PLAIN: &str = "pragma page_size = 512; create table people (id integer primary key, name text not null, pay real, photo blob);
    create index by_name on people (name); create table pairs (a text, b integer, primary key (a, b)) without rowid;
    create view names as select name from people; create trigger t after insert on people begin delete from pairs; end;
    with recursive c(n) as (select 1 union all select n + 1 from c where n < 60)
        insert into people select n, 'name ' || n, n / 3.0, zeroblob(n * 20) from c;
    insert into pairs select name, id from people;";
const STRANGE: &str = "pragma page_size = 1024;
    create table made (a integer, b text, twice as (a * 2), up text as (upper(b)) stored, check (a > 0));
    create unique index by_up on made (up, abs(a)) where a > 3; insert into made (a, b) values (1, 'x'), (2, 'y'), (7, 'z');
    create virtual table words using fts5 (body); insert into words values ('quick brown fox'), ('lazy dog');
    create virtual table boxes using rtree (id, x0, x1, y0, y1); insert into boxes values (1, 0, 1, 0, 1), (2, 5, 6, 5, 6);";

/// What came of a file; whether it became a database.
async fn judged(ada: &Caller, what: &str, answer: &Answer, is_plain: bool) -> bool {
    let refused = |answer: &Answer| answer.status.is_client_error() && message(answer).len() > 10;
    if answer.status != 200 {
        assert!(refused(answer), "{what}: {} {}", answer.status, answer.text());
        return false;
    }
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    let shown = ada.get(&format!("/api/dbs/{id}")).await;
    assert_eq!(shown.status, 200, "{what}: {}", shown.text());
    for table in shown.json()["tables"].as_array().expect("tables") {
        let name = table["name"].as_str().expect("a name");
        let rows = ada.get(&format!("/api/dbs/{id}/tables/{}/rows?limit=200", step(name))).await;
        let is_fine = rows.status == 200 || refused(&rows) && !(is_plain && table["tableType"] == "Table");
        assert!(is_fine, "{what}, table {name:?}: {} {}", rows.status, rows.text());
    }
    true
}

/// The worker of the team does its work.
async fn works(ada: &Caller) {
    let id = make(ada, "After").await;
    let rows = ada.get(&format!("/api/dbs/{id}/tables/people/rows")).await;
    assert_eq!(rows.json()["rows"].as_array().map(Vec::len), Some(2), "{}", rows.text());
}

fn damaged(random: &mut StdRng, whole: &[u8]) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let page = usize::from(u16::from_be_bytes([whole[16], whole[17]]));
    let flip = |bytes: &mut Vec<u8>, at: usize, random: &mut StdRng| bytes[at] ^= 1_u8 << random.random_range(0..8_u32);
    match random.random_range(0..8) {
        0 => flip(&mut bytes, random.random_range(0..100), random),
        // The first page holds the schema.
        1 | 2 => flip(&mut bytes, random.random_range(100..2 * page), random),
        3 => (0..random.random_range(1..6)).for_each(|_| flip(&mut bytes, random.random_range(0..whole.len()), random)),
        4 => bytes.truncate(random.random_range(1..whole.len())),
        5 => {
            let at = random.random_range(0..whole.len() - 64);
            bytes[at..at + random.random_range(1..64)].fill(random.random());
        }
        6 => {
            let (one, other) = (random.random_range(1..whole.len() / page), random.random_range(1..whole.len() / page));
            bytes.copy_within(one * page..(one + 1) * page, other * page);
        }
        _ => bytes.extend((0..random.random_range(1..3_000)).map(|_| random.random::<u8>())),
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_files_are_refused_or_can_be_read() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (mut taken, mut refused) = (0, 0);
    for (script, is_plain) in [(PLAIN, true), (STRANGE, false)] {
        let (whole, began) = (file(script), Instant::now());
        let mut random = StdRng::seed_from_u64(20_261_128);
        let answer = send(&ada, Method::POST, "/dbs", "whole.sqlite", &whole, &[]).await;
        assert!(judged(&ada, "as it is", &answer, true).await, "{}", answer.text());
        for case in 0..MOST {
            if case > LEAST && began.elapsed() > LONGEST / 2 {
                break;
            }
            let bytes = damaged(&mut random, &whole);
            let answer = send(&ada, Method::POST, "/dbs", "damaged.sqlite", &bytes, &[]).await;
            // What is not taken for an SQLite file any more is read as CSV.
            let became = judged(&ada, &format!("case {case}, plain: {is_plain}"), &answer, is_plain && bytes.starts_with(b"SQLite")).await;
            *(if became { &mut taken } else { &mut refused }) += 1;
        }
    }
    assert!(taken > 5 && refused > 5, "{taken} {refused}");
    works(&ada).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_schemas_are_refused_or_can_be_read() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let written = |row: &str| format!("create table t (a); insert into t values (1); pragma writable_schema = on; {row}");
    let added = |kind: &str, name: &str, root: u32, sql: &str| {
        written(&format!("insert into sqlite_schema values ('{kind}', '{name}', '{name}', {root}, '{}')", sql.replace('\'', "''")))
    };
    let generated = |value: &str, expression: &str| {
        format!(
            "create table t (a, b as (a)); insert into t values ({value}); pragma writable_schema = on;
             update sqlite_schema set sql = 'create table t (a, b as ({expression}))'"
        )
    };
    let scripts = [
        "create table t (a); create trigger g after insert on t begin insert into t values (new.a + 1); end".to_owned(),
        "create table t (a); create trigger g after delete on t begin select randomblob(1000000000); end".to_owned(),
        "create table t (a); create view v as select * from nowhere; create view w as select * from v".to_owned(),
        generated("-9223372036854775807 - 1", "abs(a)"),
        generated("2000000000", "zeroblob(a)"),
        "create table \"a/b?c#d\"\"\" (\"\" , \"x\" \"'; drop table t; --\"); create table \" \" (a); create table \"😅\u{202e}\" (a)"
            .to_owned(),
        format!("create table \"{}\" (a)", "n".repeat(5_000)),
        format!("create table wide ({})", (0..700).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",")),
        (0..150).map(|n| format!("create table t{n} (a);")).collect(),
        format!("create table t (a check (a = {}1{}))", "(".repeat(45), ")".repeat(45)),
        added("view", "v", 0, "create view v as select * from v"),
        added("table", "u", 2, "create table u (a)"),
        added("table", "u", 999, "create table u (a)"),
        added("table", "u", 0, "create table u (a)"),
        added("index", "i", 2, "create index i on t (a)"),
        added("trigger", "g", 0, "create trigger g after insert on t begin select no_such_function(new.a); end"),
        added("table", "c", 3, "create table c (a check (mine(a)))"),
        added("index", "i", 3, "create index i on t (mine(a))"),
        added("view", "v", 0, "create view v as select mine(a collate own) from t"),
        added("table", "z", 0, "create virtual table z using zipfile('x')"),
        added("table", "z", 0, "create virtual table z using csv(filename='/etc/passwd')"),
        added("table", "z", 0, "create virtual table z using fts5(a, content='nowhere')"),
        added("table", "z", 0, "create virtual table z using fts4(a, tokenize=none)"),
        added("table", "z", 0, "create virtual table z using rtree(a, b)"),
        written("update sqlite_schema set sql = null"),
        written("update sqlite_schema set sql = 'create table t (a'"),
        written("update sqlite_schema set sql = 'create table t (a, b, c not null default (mine(1)))'"),
        written("update sqlite_schema set sql = 'create table other (a)'"),
        written("update sqlite_schema set type = 'nothing'"),
        written("update sqlite_schema set name = 'sqlite_mine', tbl_name = 'sqlite_mine'"),
        written("update sqlite_schema set sql = x'00ff'"),
        format!("{STRANGE} pragma writable_schema = on; delete from sqlite_schema where name in ('words_data', 'boxes_node')"),
    ];
    for script in &scripts {
        let answer = send(&ada, Method::POST, "/dbs", "hostile.sqlite", &file(script), &[]).await;
        judged(&ada, script, &answer, false).await;
    }
    works(&ada).await;
}

fn scrambled(random: &mut StdRng) -> Vec<u8> {
    let ends = ["\n", "\r\n", "\r", "\n\r"];
    let cells = [
        "1",
        "-2.5",
        "1e400",
        "true",
        "2024-02-30",
        "Ümlaut 😅",
        "\"a;b\"",
        "\"",
        "\"\"\"",
        "'",
        "",
        " ",
        "=1+1",
        "\0",
        "a\tb",
        ",",
        ";;",
        "\\N",
    ];
    // Half of the files are strange and yet well formed: those become tables.
    let is_tame = random.random_bool(0.5);
    let is_plain = |cell: &str| cell == "\"a;b\"" || !cell.contains(['"', '\'', '\0', ',', ';', '\t']);
    let cells: Vec<&str> = cells.into_iter().filter(|cell| !is_tame || is_plain(cell)).collect();
    let (delimiter, width) = (*[",", ";", "\t", "|"].choose(random).expect("one"), random.random_range(1..8));
    let mut text: String = (0..width).map(|n| format!("c{}{delimiter}", n / 2)).collect::<String>() + "\n";
    for _ in 0..random.random_range(0..40) {
        let cells: Vec<&str> = (0..random.random_range(0..=width)).map(|_| *cells.choose(random).expect("one")).collect();
        text += &cells.join(delimiter);
        text.push_str(ends.choose(random).expect("one"));
    }
    match random.random_range(0..10) {
        _ if is_tame => {}
        0 => text.insert_str(0, &"long ".repeat(60_000)),
        1 => text += &format!("\"{}", "never closed ".repeat(5_000)),
        2 => text.insert_str(0, &"many,".repeat(2_000)),
        _ => {}
    }
    let mut bytes = match random.random_range(0..6) {
        0 => [&b"\xef\xbb\xbf"[..], text.as_bytes()].concat(),
        1 => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        2 => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        3 => text.chars().map(|c| c as u8).collect(),
        _ => text.into_bytes(),
    };
    if is_tame {
        return bytes;
    }
    for _ in 0..random.random_range(0..3) {
        if !bytes.is_empty() {
            let at = random.random_range(0..bytes.len());
            bytes[at] = random.random();
        }
    }
    if random.random_bool(0.1) {
        bytes.truncate(random.random_range(0..=bytes.len()));
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_refused_or_become_tables() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (mut random, began) = (StdRng::seed_from_u64(20_261_129), Instant::now());
    let (mut taken, mut refused) = (0, 0);
    for case in 0..MOST {
        if case > LEAST && began.elapsed() > LONGEST {
            break;
        }
        let answer = send(&ada, Method::POST, "/dbs", "scrambled.csv", &scrambled(&mut random), &[]).await;
        let became = judged(&ada, &format!("case {case}"), &answer, true).await;
        *(if became { &mut taken } else { &mut refused }) += 1;
    }
    assert!(taken > 2 && refused > 2, "{taken} {refused}");
    works(&ada).await;
    let listed = ada.get("/api/dbs").await.json();
    assert_eq!(listed["numberOfDatabases"], Json::from(taken + 1), "what was refused left nothing");
}
