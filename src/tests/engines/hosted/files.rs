//! Files as a whole: what may be hosted, copies of what is in use, and another content for it.

use super::{ALL, Ground, statement, target, text};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use vizboard::{
    engines::Engine,
    model::{
        value::Value,
        work::{FileWork, Outcome, Work, WorkLimits},
    },
};

fn file(work: FileWork) -> Work {
    Work::File(work)
}

/// A file that some other program made.
fn made(ground: &Ground, name: &str, script: &str) -> std::path::PathBuf {
    let path = ground.staging(name);
    rusqlite::Connection::open(&path).and_then(|file| file.execute_batch(script)).expect("a file");
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_sound_and_harmless_files_are_hosted() {
    let ground = Ground::new("").await;
    let rows = "WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 3000) SELECT n, hex(randomblob(20)) FROM c";
    let good = made(
        &ground,
        "good",
        &format!(
            "CREATE TABLE t (a, b CHECK (length(b) > 1), c AS (upper(b))); CREATE INDEX i ON t (b); INSERT INTO t SELECT * FROM ({rows}); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW broken AS SELECT a FROM nowhere; CREATE VIRTUAL TABLE f USING fts5(x); CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = lower(new.a); END; CREATE TABLE w (a PRIMARY KEY) WITHOUT ROWID"
        ),
    );
    ground.done(file(FileWork::Check(good.clone()))).await;
    let bytes = fs::read(&good).expect("reads");
    let journal = made(&ground, "wal", "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    ground.done(file(FileWork::Check(journal))).await;
    let broken = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] ^= byte;
        bytes
    };
    let mut shuffled = bytes.clone();
    for (at, byte) in shuffled.iter_mut().enumerate().skip(100) {
        *byte = (at * 7 % 251) as u8;
    }
    for (what, bytes) in [
        ("empty", vec![]),
        ("text", b"name,age\nx,1\n".repeat(100)),
        ("random body", shuffled),
        ("random", (0..8192_usize).map(|at| (at * at % 251) as u8).collect()),
        ("cut", bytes[..bytes.len() - 4096].to_vec()),
        ("cut in a page", bytes[..5000].to_vec()),
        ("page size", broken(17, 0x30)),
        ("version", broken(18, 0x40)),
        ("inside", broken(4096 + 3, 0xff)),
    ] {
        let path = ground.staging("bad");
        fs::write(&path, bytes).expect("writes");
        let error = ground.refused(file(FileWork::Check(path))).await;
        assert!(error.text.starts_with("The "), "{what}: {error}");
    }
    for (script, word) in [
        ("CREATE TABLE guarded (a CHECK (sqlite_log(1, 'x') IS NULL))", "table guarded"),
        ("CREATE TABLE filled (a DEFAULT (sqlite_log(1, 'x')))", "table filled"),
        ("CREATE TABLE t (a, b AS (a)); CREATE VIEW evil AS SELECT load_extension('x')", "view evil"),
        ("CREATE TABLE t (a); CREATE VIEW evil AS SELECT file FROM pragma_database_list", "view evil"),
        ("CREATE TABLE t (a); CREATE TRIGGER evil AFTER INSERT ON t BEGIN SELECT fts3_tokenizer('simple'); END", "t"),
        ("CREATE VIRTUAL TABLE pages USING dbstat", "dbstat"),
        (
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('table', 'z', 'z', 0, 'CREATE VIRTUAL TABLE z USING zipfile(''x'')')",
            "zipfile",
        ),
        (
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('view', 'sqlite_v', 'sqlite_v', 0, 'CREATE VIEW sqlite_v AS SELECT 1')",
            "",
        ),
        ("CREATE TABLE a (a); CREATE TABLE b (a)", "more than 1 tables"),
    ] {
        let path = ground.staging("hostile");
        let _ = fs::remove_file(&path);
        let path = made(&ground, "hostile", script);
        let limits = WorkLimits { max_tables: if word.contains("more than") { 1 } else { 100 }, ..WorkLimits::default() };
        match ground.at(&ground.target, file(FileWork::Check(path)), limits).await {
            Ok(Outcome::Refused(error)) => assert!(error.text.contains(word), "{script}: {error}"),
            other => panic!("{script}: {other:?}"),
        }
    }
    let limits = WorkLimits { max_database_bytes: 10_000, ..WorkLimits::default() };
    let large = ground.at(&ground.target, file(FileWork::Check(good.clone())), limits).await;
    assert!(matches!(&large, Ok(Outcome::Refused(error)) if error.text.contains("10 kB")), "{large:?}");
    for elsewhere in ["/etc/passwd".into(), ground.folder.path().join("x"), ground.staging("../../x"), ground.staging("nowhere")] {
        ground.work(file(FileWork::Check(elsewhere))).await.expect_err("not there");
    }
}

/// security.md, checks 110 and 111.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_and_copies_see_one_moment_while_everything_changes() {
    let ground = Ground::new(
        "CREATE TABLE t (a INT, b INT); INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 1000) SELECT n, 0 FROM c",
    )
    .await;
    let whole = "SELECT count(*) || ',' || (max(b) - min(b)) FROM t";
    let ends = Arc::new(AtomicBool::new(false));
    let writer = async {
        let mut count = 0;
        while !ends.load(Ordering::Relaxed) {
            ground.sql("UPDATE t SET b = b + 1").await;
            count += 1;
        }
        count
    };
    let reader = async {
        let mut count = 0;
        while !ends.load(Ordering::Relaxed) {
            let Value::Text(seen) = ground.value(whole).await else { panic!("a text") };
            assert!(seen == "1000,0" || seen == "500,0", "{seen}");
            count += 1;
        }
        count
    };
    let keeper = async {
        for round in 0..6 {
            let copy = ground.staging(&format!("copy{round}"));
            ground.done(file(FileWork::CopyTo(copy.clone()))).await;
            assert!(!copy.with_extension("sqlite-wal").exists());
            let bytes = fs::read(&copy).expect("reads");
            assert_eq!(&bytes[18..20], [1, 1], "no journal is needed");
            let read = rusqlite::Connection::open(&copy).expect("opens");
            let (check, seen): (String, String) = read
                .query_row(&format!("SELECT (SELECT integrity_check FROM pragma_integrity_check), ({whole})"), [], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .expect("reads");
            assert_eq!(check, "ok");
            assert!(seen == "1000,0" || seen == "500,0", "{seen}");
            let size = if round % 2 == 0 { 4096 } else { 512 };
            let new = made(
                &ground,
                &format!("new{round}"),
                &format!(
                    "PRAGMA page_size = {size}; CREATE TABLE t (a INT, b INT); INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 500) SELECT n, 9 FROM c"
                ),
            );
            assert!(ground.done(file(FileWork::Replace(new))).await.restructured);
        }
        ends.store(true, Ordering::Relaxed);
    };
    let (written, read, ()) = tokio::join!(writer, reader, keeper);
    assert!(written > 0 && read > 0);
    ground.is_sound().await;
    let before = ground.value("SELECT sum(b) FROM t").await;
    let bad = ground.staging("bad");
    fs::write(&bad, "nothing").expect("writes");
    ground.refused(file(FileWork::Replace(bad))).await;
    assert_eq!(ground.value("SELECT sum(b) FROM t").await, before);
    ground.work(file(FileWork::CopyTo(ground.root().join("first").join("data.sqlite")))).await.expect_err("something is there");
    ground.work(file(FileWork::CopyTo(ground.folder.path().join("x")))).await.expect_err("elsewhere");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_vacuumed_closed_and_gone() {
    let ground = Ground::new(
        "CREATE TABLE t (a); INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20) SELECT randomblob(100000) FROM c",
    )
    .await;
    let path = ground.root().join("first").join("data.sqlite");
    ground.sql("DELETE FROM t").await;
    ground.done(file(FileWork::Vacuum)).await;
    assert!(fs::metadata(&path).expect("there").len() < 100_000);
    ground.refused(statement("ATTACH ':memory:' AS x", ALL)).await;
    ground.sql("INSERT INTO t VALUES (7)").await;
    ground.done(file(FileWork::Close)).await;
    assert!(!ground.root().join("first/data.sqlite-wal").metadata().is_ok_and(|found| found.len() > 0), "the journal is in the file");
    // Moved away as a whole, the file is one.
    fs::rename(ground.root().join("first"), ground.root().join("moved")).expect("moves");
    ground.work(statement("SELECT 1", ALL)).await.expect_err("gone");
    ground.work(statement("INSERT INTO t VALUES (1)", ALL)).await.expect_err("gone");
    let moved = target("moved");
    let read = ground.at(&moved, statement("SELECT a FROM t", ALL), WorkLimits::default()).await;
    assert!(matches!(&read, Ok(Outcome::Done(done)) if done.rows == [[Value::Int(7)]]), "{read:?}");
    for name in ["../first", "first/../moved", "", "FIRST", "/etc", "first\0"] {
        let nowhere = target(name);
        ground.at(&nowhere, statement("SELECT 1", ALL), WorkLimits::default()).await.expect_err(name);
        ground.at(&nowhere, file(FileWork::Create), WorkLimits::default()).await.expect_err(name);
        ground.engine.validate(&nowhere).await.expect_err(name);
    }
    ground.at(&moved, file(FileWork::Create), WorkLimits::default()).await.expect_err("there is one");
    assert_eq!(text("x"), Value::Text("x".into()));
}

/// More databases than files may be open.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_databases_share_a_bounded_number_of_files() {
    let ground = Ground::new("CREATE TABLE t (a)").await;
    let names: Vec<String> = (0..80).map(|n| format!("many{n}")).collect();
    let targets: Vec<_> = names.iter().map(|name| vizboard::engines::Target { team: ground.target.team.clone(), ..target(name) }).collect();
    for (name, at) in names.iter().zip(&targets) {
        ground.make(name, at, "CREATE TABLE t (a)").await;
    }
    let all = targets.iter().map(|at| ground.at(at, statement("INSERT INTO t VALUES (1)", ALL), WorkLimits::default()));
    for ended in futures::future::join_all(all).await {
        assert!(matches!(ended, Ok(Outcome::Done(_))), "{ended:?}");
    }
    let open = fs::read_dir(format!("/proc/{}/fd", ground.pid()))
        .expect("the worker's files")
        .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok())
        .filter(|path| path.ends_with("data.sqlite"))
        .count();
    assert!(open <= 24 + 64, "{open} files are open");
}
