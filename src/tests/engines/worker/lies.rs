//! Workers that a hostile database has taken over: programs that send what no worker sends.

use super::{Ground, gone, no_caps, request, settings};
use bytes::Bytes;
use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};
use tempfile::TempDir;
use vizboard::{
    engines::{
        Engine,
        worker::wire::{self, Answer, Reply, VERSION, WINDOW},
    },
    model::{
        engine::{EngineError, ResultColumn, RowBatch, Step},
        plan::{CountPlan, Plan, PlanFilter},
        schema::TableRef,
        value::{Kind, Value},
    },
};

/// A program that sends these bytes, then those again and again, and then waits.
fn program(folder: &TempDir, once: &[u8], again: &[u8]) -> PathBuf {
    let path = folder.path().join("worker");
    let beside = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).expect("written");
        file.display().to_string()
    };
    let (once, endless) = (beside("once", once), beside("again", again));
    let repeat = if again.is_empty() { String::new() } else { format!("while :; do cat '{endless}' || exit 1; done\n") };
    // The order to start is read first, as a worker does, so that the pipe is open.
    fs::write(&path, format!("#!/bin/sh\ndd bs=4 count=1 status=none >/dev/null\ncat '{once}'\n{repeat}exec sleep 600\n"))
        .expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
    path
}

fn framed(frames: &[Bytes]) -> Vec<u8> {
    frames.iter().flat_map(|frame| [&u32::try_from(frame.len()).expect("short").to_be_bytes()[..], frame].concat()).collect()
}

fn reply(reply: &Reply) -> Bytes {
    wire::message(reply).expect("fits")
}

fn ready() -> Bytes {
    reply(&Reply::Ready { version: VERSION })
}

fn columns(call: u64) -> Bytes {
    let column = ResultColumn { name: "n".into(), short_type: "integer".into(), kind: Kind::Integer };
    reply(&Reply::Done { call, outcome: Ok(Answer::Columns(vec![column])) })
}

fn rows(call: u64, width: usize) -> Bytes {
    let row = vec![Value::Text("x".repeat(1_000)); width];
    wire::rows(call, &RowBatch { rows: vec![row; 100], truncated: false }).expect("fits")
}

fn end(call: u64) -> Bytes {
    reply(&Reply::End { call, error: None })
}

fn plan() -> Plan {
    let table = TableRef { schema: None, name: "numbers".into() };
    Plan::Count(CountPlan {
        source: table.into(),
        filter: PlanFilter { limits: Vec::new(), conditions: Vec::new(), search: None },
        at_most: None,
    })
}

/// Time limits of reads, in milliseconds: for workers that may never answer, and for those that do, also on a machine that
/// is slow to start a program.
const SHORT: u64 = 1_500;
const LONG: u64 = 30_000;

/// How a read ends whose worker sends this: the rows that came, and the reason why no more did.
async fn told(once: &[u8], again: &[u8], timeout_ms: u64) -> (usize, Option<EngineError>) {
    let folder = tempfile::tempdir().expect("a folder");
    let worker = program(&folder, once, again);
    let ground = Ground::new(|settings| settings.worker = worker);
    let outcome = match ground.engine.read(&ground.target, request(plan(), no_caps(timeout_ms))).await {
        Err(error) => (0, Some(error)),
        Ok(mut stream) => {
            let (mut count, mut reason) = (0, None);
            while let Some(batch) = stream.batches.recv().await {
                match batch {
                    Ok(batch) => count += batch.rows.len(),
                    Err(error) => reason = Some(error),
                }
                // A reader who is slower than the flood.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            (count, reason)
        }
    };
    let pids = ground.staff.pids();
    ground.staff.stop().await;
    for pid in pids {
        assert!(gone(pid, Duration::from_secs(20)).await);
    }
    outcome
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_keeps_to_the_protocol_is_believed() {
    let (count, reason) = told(&framed(&[ready(), columns(0), rows(0, 1), rows(0, 1), end(0)]), b"", LONG).await;
    assert_eq!((count, reason), (200, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_lies_is_ended_and_the_reader_told() {
    let garbage: Vec<u8> = (0..100_000_u32).map(|n| ((n * 7919) >> 5) as u8).collect();
    let endless = framed(&[reply(&Reply::Alive)]);
    for (what, once, again) in [
        ("another protocol", b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![]),
        ("garbage", framed(&[ready()]).into_iter().chain(garbage).collect(), vec![]),
        ("another version", framed(&[reply(&Reply::Ready { version: VERSION + 1 })]), vec![]),
        ("an announced length of 4 GB", [framed(&[ready()]), vec![0xff; 8]].concat(), vec![]),
        ("rows before their columns", framed(&[ready(), rows(0, 1)]), vec![]),
        ("rows of another width", framed(&[ready(), columns(0), rows(0, 2)]), vec![]),
        ("a second answer", framed(&[ready(), columns(0), columns(0)]), vec![]),
        ("a flood of rows", framed(&[ready(), columns(0)]), framed(&vec![rows(0, 1); WINDOW + 3])),
        ("nothing but signs of life", framed(&[ready()]), endless),
        (
            "an answer cut in the middle",
            {
                let all = framed(&[ready(), columns(0), rows(0, 1)]);
                all[..all.len() - 10].to_vec()
            },
            vec![],
        ),
    ] {
        let (count, reason) = told(&once, &again, SHORT).await;
        let reason = reason.unwrap_or_else(|| panic!("{what}: {count} rows and no reason"));
        assert!(matches!(reason.step, Step::Protocol | Step::Timeout), "{what}: {reason:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_about_calls_that_nobody_made_is_not_heard() {
    let strange = [ready(), rows(77, 3), end(99), columns(12), columns(0), end(4), rows(0, 1), end(0), end(0), rows(0, 1)];
    let (count, reason) = told(&framed(&strange), b"", LONG).await;
    assert_eq!((count, reason), (100, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_is_not_there_is_told_to_the_operator_only() {
    let ground = Ground::new(|settings| settings.worker = "/nonexistent/vizboard".into());
    let error = ground.engine.validate(&ground.target).await.expect_err("nothing to start");
    assert!(!error.to_string().contains("nonexistent"), "{error}");
    assert!(settings().worker.exists());
}
