//! One million rows as a file, from a statement to bytes that are dropped: time, size, and memory that was added.

use super::{MILLION, resident, row, watch};
use std::{
    io::{self, Write},
    sync::atomic::Ordering,
    time::Instant,
};
use vizboard::{
    domain::exports::{self, Format},
    engines::{Engine, Target},
    model::{engine::ReadRequest, plan::Plan, statement::StatementPlan},
};

struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub async fn files(engine: &dyn Engine, target: &Target) {
    for format in Format::ALL {
        let plan = Plan::Statement(StatementPlan::plain("select id, at, kind, amount, note from events"));
        let request = ReadRequest { id: format!("export-{}", format.name()), plan, limits: exports::limits() };
        let before = resident();
        let (watching, peak) = watch();
        let started = Instant::now();
        let mut stream = engine.read(target, request).await.unwrap();
        let columns = std::mem::take(&mut stream.columns);
        let written = tokio::task::spawn_blocking(move || {
            let (mut rows, mut out) = (0, Counter(0));
            let mut batches = || {
                stream.batches.blocking_recv().map(|batch| {
                    batch.map(|batch| {
                        rows += batch.rows.len();
                        batch.rows
                    })
                })
            };
            exports::write(format, &columns, &mut batches, &mut out).unwrap();
            assert_eq!(rows, MILLION as usize);
            out.0
        });
        let size = written.await.unwrap();
        let elapsed = started.elapsed();
        watching.store(false, Ordering::Release);
        let added = peak.join().unwrap().saturating_sub(before);
        row(
            &format!("One million rows of five columns as {}, PostgreSQL", format.name()),
            format!("{:.1} s, {:.1} MB added", elapsed.as_secs_f64(), added as f64 / 1024.0),
            format!("a file of {} MB", size / 1_000_000),
        );
    }
}
