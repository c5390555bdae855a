//! Tables and databases as files, which come back as what they were.

use super::Ground;
use serde_json::json;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

const SCRIPT: &str = "create table t (id integer primary key, a text, n real, b blob, twice int generated always as (id * 2) stored);
    insert into t (a, n, b) values ('=1+1', 0.1, x'00ff'), ('it''s \"x\", y' || char(10) || 'z', 1e300, null), (null, -0.5, x''), ('', null, 'text');
    create table u (k text primary key, v) without rowid; insert into u values ('a', 9223372036854775807), ('b', x'ab');
    create virtual table notes using fts5 (body); insert into notes (rowid, body) values (7, 'hello world');
    create index by_a on t (a); create view v as select id, a from t where id < 3;
    create trigger tr after insert on u begin update t set a = 'changed' where id = 1; end;";

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_a_table() {
    let ground = Ground::of(SCRIPT).await;
    let get = async |query: &str| ground.ada.get(&(ground.path(&["tables", "t", "export"]) + query)).await;
    let csv = get("").await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(
        csv.header("content-disposition").is_some_and(|name| name.starts_with("attachment; filename=\"t-") && name.ends_with(".csv\""))
    );
    assert!(csv.text().starts_with("id,a,n,b,twice\r\n1,'=1+1,0.1,\\x00ff,2\r\n2,\"it's \"\"x\"\", y\nz\","), "{}", csv.text());
    assert!(get("?guard=off").await.text().contains("\r\n1,=1+1,"));
    assert_eq!(get("?format=json").await.json()[3]["b"], "text");
    let lines = get("?format=ndjson").await;
    assert_eq!((lines.header("content-type"), lines.text().lines().count()), (Some("application/x-ndjson"), 4));
    assert!(get("?format=xlsx").await.body.starts_with(b"PK"));
    assert!(get("?format=parquet").await.body.ends_with(b"PAR1"));
    for wrong in ["?format=exe", "?guard=maybe", "?format=csv&format=json"] {
        assert_eq!(get(wrong).await.status, 400, "{wrong}");
    }
    let view = ground.ada.get(&(ground.path(&["tables", "v", "export"]))).await;
    assert!(view.text().starts_with("id,a\r\n1,'=1+1\r\n2,"), "{}", view.text());
    let sql = get("?format=sql").await.text();
    assert!(sql.contains("CREATE INDEX by_a") && !sql.contains("INSERT INTO \"u\"") && sql.ends_with("COMMIT;\n"), "{sql}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_makes_the_same_again() {
    let ground = Ground::of(SCRIPT).await;
    let dump = ground.ada.get(&format!("/dbs/{}/export?format=sql", ground.id)).await;
    assert_eq!(dump.header("content-type"), Some("application/sql; charset=utf-8"));
    let dump = dump.text();
    let file = rusqlite::Connection::open_in_memory().expect("opens");
    file.execute_batch(&dump).unwrap_or_else(|error| panic!("{error} in {dump}"));
    let of = |query: &str| -> Vec<String> {
        let mut statement = file.prepare(query).expect("prepares");
        statement.query_map([], |row| row.get(0)).expect("runs").collect::<Result<_, _>>().expect("reads")
    };
    let literals = "quote(id) || quote(a) || quote(n) || quote(b) || quote(twice)";
    let here = ground.sql(&format!("select {literals} as x from t")).await;
    let here: Vec<&str> = here["rows"].as_array().expect("rows").iter().map(|row| row["x"].as_str().expect("a text")).collect();
    assert_eq!(of(&format!("select {literals} from t")), here);
    assert_eq!(of("select k || quote(v) from u"), ["a9223372036854775807", "bX'AB'"]);
    assert_eq!(of("select rowid || body from notes where notes match 'world'"), ["7hello world"]);
    assert_eq!(
        of("select name from sqlite_schema where type in ('trigger', 'view', 'index') and sql not null order by name"),
        ["by_a", "tr", "v"]
    );
    assert_eq!(ground.ada.get(&format!("/dbs/{}/export?format=csv", ground.id)).await.status, 400);
    // The server's own log says who took what.
    assert_eq!(ground.server.anon().get(&format!("/dbs/{}/export", ground.id)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_are_streamed() {
    let ground = Ground::of("create table n (i integer primary key, t text)").await;
    ground
        .sql("with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000) insert into n select i, 'row ' || i from n")
        .await;
    let csv = ground.ada.get(&ground.path(&["tables", "n", "export"])).await.text();
    assert_eq!((csv.lines().count(), csv.lines().last()), (60_001, Some("60000,row 60000")));
    let path = format!("/dbs/{}/sql?format=ndjson", ground.id);
    let lines = ground.ada.post(&path, &json!({ "query": "select i from n where i > :least", "params": { "least": 5 } })).await;
    assert_eq!((lines.header("content-type"), lines.text().lines().count()), (Some("application/x-ndjson"), 59_995));
    let answer = ground.sql("select i from n").await;
    assert_eq!((answer["rows"].as_array().map(Vec::len), &answer["truncated"]), (Some(50_000), &json!(true)));
}

/// Runs a dump in a new file.
fn loaded(dump: &str) -> rusqlite::Connection {
    let file = rusqlite::Connection::open_in_memory().expect("opens");
    file.execute_batch(dump).unwrap_or_else(|error| panic!("{error}"));
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_is_of_one_moment() {
    let ground = Ground::of(
        "create table a (id integer primary key, text text); create table b (id integer primary key, text text);
         create table c (id integer primary key, text text);
         create trigger both after insert on a begin insert into c (text) values (new.text); end;",
    )
    .await;
    ground
        .sql("with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) insert into a (text) select 'row ' || i from n")
        .await;
    ground.sql("insert into b (text) select text from a").await;
    let ends = AtomicBool::new(false);
    let writing = async {
        let mut count = 0;
        while !ends.load(Ordering::SeqCst) {
            ground.sql("insert into a (text) values ('later')").await;
            count += 1;
        }
        count
    };
    let dumping = async {
        for _ in 0..4 {
            let dump = ground.ada.get(&format!("/dbs/{}/export?format=sql", ground.id)).await.text();
            let counts = "select (select count(*) from a) || ' ' || (select count(*) from c)";
            let counts: String = loaded(&dump).query_row(counts, [], |row| row.get(0)).expect("reads");
            let (a, c) = counts.split_once(' ').expect("two");
            assert_eq!(a, c, "of one moment");
        }
        ends.store(true, Ordering::SeqCst);
    };
    let (written, ()) = tokio::join!(writing, dumping);
    assert!(written > 3, "{written}");
    // The copies that were read are gone.
    let folders = || {
        let entries = std::fs::read_dir(ground.server.data.path().join("databases")).expect("a folder").flatten();
        entries.filter(|entry| entry.file_name() != "staging").count()
    };
    for _ in 0..500 {
        if folders() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(folders(), 1, "the database");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_cells_are_dumped() {
    let ground = Ground::of("create table big (b blob, t text)").await;
    ground.sql("insert into big values (zeroblob(6000000), replace(hex(zeroblob(2500000)), '0', char(39)))").await;
    ground.sql("insert into big values (zeroblob(10000000), null)").await;
    for path in [format!("/dbs/{}/export?format=sql", ground.id), ground.path(&["tables", "big", "export"]) + "?format=sql"] {
        let dump = ground.ada.get(&path).await.text();
        let lengths = "select group_concat(length(b) || ' ' || ifnull(length(t), 0)) from (select * from big order by rowid)";
        let lengths: String = loaded(&dump).query_row(lengths, [], |row| row.get(0)).expect("reads");
        assert_eq!(lengths, "6000000 5000000,10000000 0");
    }
}
