//! What the pipe to a worker costs, against the same engine in this process.

use super::{MILLION, column, kilobytes, median, milliseconds, read, row, rows_of, stored};
use std::time::{Duration, Instant};
use vizboard::{
    engines::{
        Engine, EngineSettings, Engines, Target,
        worker::{Remote, Staff},
    },
    model::{
        engine::ReadLimits,
        filter::Op,
        plan::{Plan, PlanCondition},
        value::Value,
    },
};

const NO_CAPS: ReadLimits = ReadLimits { timeout_ms: 600_000, max_rows: u64::MAX, max_value_bytes: 64 * 1024, max_bytes: u64::MAX };
/// Reads for a median of latency, of each kind.
const READS: usize = 500;
/// Times that everything is read, of each kind.
const ROUNDS: usize = 5;

pub async fn compare(name: &str, here: &Engines, settings: &EngineSettings, target: &Target) {
    let kind = target.access.kind;
    let (here, apart) = (here.of(kind).clone(), Engines::apart(settings));
    let schema = here.introspect(target).await.unwrap();
    let events = schema.table("events").unwrap();
    let ways = [here.as_ref(), apart.of(kind).as_ref()];

    let everything = rows_of(events, &[], None, 0);
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (engine, times) in ways.iter().zip(&mut rates) {
            let started = Instant::now();
            assert_eq!(read(*engine, target, everything.clone(), NO_CAPS).await, u64::from(MILLION));
            times.push(started.elapsed());
        }
    }
    let [inside, outside] = rates.map(|times| f64::from(MILLION) / median(times).as_secs_f64());
    row(
        &format!("Rows a second through the pipe, {name}, one million of five columns (median of {ROUNDS})"),
        format!("{outside:.0} ({:.0} %)", outside / inside * 100.0),
        format!("in this process: {inside:.0}"),
    );

    let Plan::Rows(mut one) = rows_of(events, &[], Some(1), 0) else { unreachable!() };
    one.filter.conditions.push(PlanCondition { column: column(events, "id"), op: Op::Eq, values: vec![Value::Int(777_777)] });
    let mut waits = [Vec::new(), Vec::new()];
    for _ in 0..READS {
        for (engine, times) in ways.iter().zip(&mut waits) {
            let started = Instant::now();
            assert_eq!(read(*engine, target, Plan::Rows(one.clone()), ReadLimits::default()).await, 1);
            times.push(started.elapsed());
        }
    }
    let [inside, outside] = waits.map(median);
    row(
        &format!("One row by its key through the pipe, {name} (median of {READS})"),
        format!("{:.3} ms, {:.3} ms added", outside.as_secs_f64() * 1_000.0, outside.saturating_sub(inside).as_secs_f64() * 1_000.0),
        format!("in this process: {:.3} ms", inside.as_secs_f64() * 1_000.0),
    );
    apart.stop().await;
}

/// How long a worker takes to start, and what it holds.
pub async fn life(settings: &EngineSettings, file: &Target) {
    let staff = Staff::new(&EngineSettings { most_workers: 64, ..settings.clone() });
    let engine = Remote::new(file.access.kind, staff.clone());
    let mut starts = Vec::new();
    for _ in 0..30 {
        let target = stored(file.access.clone());
        let started = Instant::now();
        engine.validate(&target).await.unwrap();
        starts.push(started.elapsed());
    }
    let first = starts[0];
    let again = {
        let mut times = Vec::new();
        for _ in 0..30 {
            let started = Instant::now();
            engine.validate(file).await.unwrap();
            times.push(started.elapsed());
        }
        milliseconds(times)
    };
    row(
        "Start of a worker to its first answer (validation of a SQLite file; median of 30)",
        milliseconds(starts),
        format!("the first of them {:.1} ms; a worker that runs: {again}", first.as_secs_f64() * 1_000.0),
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    let of = |name: &str| {
        let mut sizes: Vec<_> = staff.pids().iter().map(|pid| kilobytes(&format!("/proc/{pid}/smaps_rollup"), name)).collect();
        sizes.sort_unstable();
        sizes[sizes.len() / 2] as f64 / 1_024.0
    };
    row(
        "Memory of an idle worker (median of 31)",
        format!("{:.1} MB of its own", of("Private_Dirty:")),
        format!("with its share of the executable {:.1} MB", of("Pss:")),
    );
    staff.stop().await;
}
