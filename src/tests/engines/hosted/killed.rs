//! Work that does not stop, and workers that are lost in the middle of it.

use super::{ALL, Ground, script, statement, target, text};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};
use vizboard::{
    engines::Engine,
    model::{
        engine::Step,
        schema::TableRef,
        structure::{NewColumn, NewTable, StructureChange},
        value::Value,
        work::{CsvImport, FileWork, ImportColumn, Outcome, Work, WorkLimits},
    },
};

/// Longest time in which something must have happened that takes a moment on an idle machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// One instruction that takes minutes (security.md, M1).
const STUBBORN: &str = "SELECT instr(hex(zeroblob(3900000)), hex(zeroblob(1900000)) || '1')";

fn runs(pid: u32) -> bool {
    std::fs::read_to_string(Path::new(&format!("/proc/{pid}/stat")))
        .is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

async fn gone(pid: u32) -> bool {
    let start = Instant::now();
    while runs(pid) {
        if start.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    true
}

/// Whether a killed worker is gone and known to be: what is asked before that is answered in doubt.
async fn ended_at(ground: &Ground, pid: u32) -> bool {
    let start = Instant::now();
    while ground.staff.pids().contains(&pid) {
        if start.elapsed() > PATIENCE {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gone(pid).await
}

fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-KILL", &pid.to_string()]).status().expect("kill runs").success());
}

/// security.md, check 82.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_that_cannot_be_stopped_is_ended_with_its_process() {
    let ground = Ground::new("CREATE TABLE t (a); INSERT INTO t VALUES (1)").await;
    let other = target("second");
    ground.make("second", &other, "CREATE TABLE t (a)").await;
    let pids = ground.staff.pids();
    for stubborn in [STUBBORN.to_owned(), format!("INSERT INTO t {STUBBORN}")] {
        let before = ground.staff.pids();
        let limits = WorkLimits { timeout_ms: 1_000, ..WorkLimits::default() };
        let start = Instant::now();
        let asked = ground.at(&ground.target, statement(&stubborn, ALL), limits);
        let neighbour = async {
            let start = Instant::now();
            for _ in 0..5 {
                let done = ground.at(&other, statement("INSERT INTO t VALUES (1)", ALL), WorkLimits::default()).await;
                assert!(matches!(done, Ok(Outcome::Done(_))), "{done:?}");
            }
            start.elapsed()
        };
        let (ended, took) = tokio::join!(asked, neighbour);
        assert_eq!(ended.expect_err("too long").step, Step::Timeout);
        assert!(start.elapsed() < Duration::from_millis(2_500), "answered in {:?}", start.elapsed());
        assert!(took < Duration::from_secs(2), "the neighbour waited {took:?}");
        let start = Instant::now();
        while before.iter().all(|pid| runs(*pid)) {
            assert!(start.elapsed() < PATIENCE, "the worker goes on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        ground.is_sound().await;
        assert_eq!(ground.value("SELECT count(*) FROM t").await, Value::Int(1));
    }
    assert_eq!(ground.staff.pids().iter().filter(|pid| pids.contains(pid)).count(), 1, "the neighbour's process went on");
}

/// A reader's statement is ended in the same way: views may hold what a reader may not write.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_goes_on_when_nobody_waits_any_more() {
    let ground = Ground::new("CREATE TABLE t (a)").await;
    let insert = "INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 200000) SELECT n FROM c";
    let left = tokio::time::timeout(Duration::from_millis(20), ground.work(statement(insert, ALL))).await;
    let pid = ground.pid();
    let start = Instant::now();
    while ground.value("SELECT count(*) FROM t").await != Value::Int(200_000) {
        assert!(start.elapsed() < PATIENCE, "{left:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(ground.pid(), pid);
    assert!(matches!(ground.work(statement("DELETE FROM t", ALL)).await, Ok(Outcome::Done(_))));
}

/// Kills the worker at any moment of some work; the database is as before it or as after it.
async fn killed(
    ground: &Ground,
    seed: u64,
    rounds: u32,
    longest_us: u64,
    work: impl Fn(u32) -> Work,
    state: &str,
    is_either: impl Fn(u32, &Value) -> bool,
) {
    let mut dice = StdRng::seed_from_u64(seed);
    for round in 0..rounds {
        ground.value("SELECT 1").await;
        let pid = ground.pid();
        let moment = Duration::from_micros(dice.random_range(0..longest_us));
        let killer = async {
            tokio::time::sleep(moment).await;
            kill(pid);
        };
        let (ended, ()) = tokio::join!(ground.work(work(round)), killer);
        assert!(ended_at(ground, pid).await);
        ground.is_sound().await;
        let now = ground.value(state).await;
        assert!(is_either(round, &now), "round {round} of seed {seed}: {now:?} after {ended:?}");
        if matches!(ended, Ok(Outcome::Done(_))) {
            assert!(is_either(round, &now), "round {round} of seed {seed}: what was answered is saved");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_at_any_moment_leaves_what_was_before_or_after() {
    let ground = Ground::new("CREATE TABLE t (a UNIQUE, b); INSERT INTO t VALUES (0, 0)").await;
    let seed = rand::rng().random();
    // A script of several statements.
    let fill = |round: u32| {
        script(&format!(
            "DELETE FROM t; INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 5000) SELECT n, {round} FROM c;
             UPDATE t SET b = b + 1; CREATE TABLE IF NOT EXISTS u{round} (a); DROP TABLE u{round}"
        ))
    };
    let whole = |_: u32, now: &Value| matches!(now, Value::Text(text) if text == "1,0,0" || (text.starts_with("5000,") && { let p: Vec<&str> = text.split(',').collect(); p[1] == p[2] }));
    killed(&ground, seed, 6, 60_000, fill, "SELECT count(*) || ',' || min(b) || ',' || max(b) FROM t", whole).await;
    // Another content for the file.
    let replacements: Vec<_> = (0..2)
        .map(|n| {
            let path = ground.staging(&format!("new{n}.sqlite"));
            let file = rusqlite::Connection::open(&path).expect("opens");
            file.execute_batch(&format!(
                "CREATE TABLE t (a, b); INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000) SELECT n, {n} FROM c"
            ))
            .expect("rows");
            path
        })
        .collect();
    let replace = |round: u32| Work::File(FileWork::Replace(replacements[round as usize % 2].clone()));
    let one_of = |_: u32, now: &Value| matches!(now, Value::Text(text) if text == "1,0,0" || text.starts_with("5000,") || text == "20000,0,0" || text == "20000,1,1");
    killed(&ground, seed, 6, 60_000, replace, "SELECT count(*) || ',' || min(b) || ',' || max(b) FROM t", one_of).await;
    // An import into a new table.
    let csv = ground.staging("rows.csv");
    std::fs::write(&csv, (0..20_000).map(|n| format!("{n},text {n}\n")).collect::<String>()).expect("writes");
    let import = |round: u32| {
        let name = format!("csv{round}");
        let column = |name: &str| NewColumn { name: name.into(), declared: "TEXT".into(), ..NewColumn::default() };
        let table = NewTable { name: name.clone(), columns: vec![column("n"), column("text")], ..NewTable::default() };
        let goes = |name: &str| Some(ImportColumn { name: name.into(), declared: "TEXT".into() });
        Work::File(FileWork::ImportCsv(Box::new(CsvImport {
            path: csv.clone(),
            delimiter: b',',
            quote: Some(b'"'),
            encoding: "utf-8".into(),
            has_header: false,
            table: TableRef { schema: None, name },
            create: Some(StructureChange::CreateTable(table)),
            columns: vec![goes("n"), goes("text")],
            empty_is_null: true,
        })))
    };
    let mut dice = StdRng::seed_from_u64(seed);
    for round in 0..6 {
        ground.value("SELECT 1").await;
        let pid = ground.pid();
        let moment = Duration::from_micros(dice.random_range(0..80_000));
        let killer = async {
            tokio::time::sleep(moment).await;
            kill(pid);
        };
        let (ended, ()) = tokio::join!(ground.work(import(round)), killer);
        assert!(ended_at(&ground, pid).await);
        ground.is_sound().await;
        let there = ground.value(&format!("SELECT count(*) FROM sqlite_schema WHERE name = 'csv{round}'")).await;
        let is_done = matches!(ended, Ok(Outcome::Done(_)));
        assert!(there == Value::Int(1) || !is_done, "round {round} of seed {seed}: what was answered is saved");
        if there == Value::Int(1) {
            assert_eq!(ground.value(&format!("SELECT count(*) FROM csv{round}")).await, Value::Int(20_000), "round {round} of seed {seed}");
        }
    }
    assert_eq!(ground.value("PRAGMA quick_check").await, text("ok"));
    ground.engine.cancel("nothing").await;
}
