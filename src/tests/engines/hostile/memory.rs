//! How much memory a server that floods can take, measured in a process that does nothing else.

use super::{
    dialogue::Dialogue,
    liar::{Liar, Lie, Strike, Then, Told},
    lies::ENDLESS,
    requests::Request,
    truth::{Known, known, narrow},
};
use crate::{engines::draft, harness::process::resident_mb};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::process::Command;
use vizboard::{engines::Engine, model::engine::EngineError};

/// Most memory that one hostile server may take (security.md, checks 73 and 74), in MB.
const MOST: u64 = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_stays_bounded_whatever_is_sent() {
    let mut child = Command::new(std::env::current_exe().expect("this executable"));
    child.args(["--exact", "engines::hostile::memory::child_that_is_flooded", "--ignored", "--nocapture"]);
    let output = child.kill_on_drop(true).output().await.expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

/// The most memory of this process since it was last asked, looked at all the time.
struct Peak(Arc<AtomicU64>);

impl Peak {
    fn new() -> Self {
        let most = Arc::new(AtomicU64::new(0));
        let (seen, watched) = (Arc::downgrade(&most), Duration::from_millis(5));
        std::thread::spawn(move || {
            while let Some(most) = seen.upgrade() {
                most.fetch_max(resident_mb("self"), Ordering::SeqCst);
                std::thread::sleep(watched);
            }
        });
        Self(most)
    }

    fn take(&self) -> u64 {
        self.0.swap(0, Ordering::SeqCst)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by memory_stays_bounded_whatever_is_sent"]
async fn child_that_is_flooded() {
    let (engine, all) = (narrow(), known().await);
    for Known { request, dialogue } in &all {
        let liar = Liar::playing(dialogue, dialogue.clone(), None).await;
        request.ask(engine.as_ref(), &draft(liar.access())).await.expect("an honest server");
    }
    let (peak, before) = (Peak::new(), resident_mb("self"));
    for Known { request, dialogue } in &all {
        // The turn in which the rows come.
        let (rows, is_collected) = match request {
            Request::Validate => (1, false),
            Request::Introspect => (4, true),
            Request::Read(_) => (3, false),
        };
        let mut floods: Vec<_> = ENDLESS.into_iter().map(|(name, part)| (name, Told::Endless(part, Duration::ZERO))).collect();
        floods.push(("the same rows", Told::Repeated(Duration::ZERO)));
        for (name, told) in floods {
            // What only passes by takes as long as the request may, and is the same for every request.
            let is_kept = name.contains("row") || name.contains("settings");
            if is_collected && !is_kept {
                continue;
            }
            let strike = Strike { turn: rows, lie: Lie { name, told, then: Then::Listens } };
            let outcome = flood(engine.as_ref(), request, dialogue, strike).await;
            let most = peak.take();
            println!("{name} to {request:.12?}: {before} MB before, {most} MB at most, {outcome:?}");
            assert!(most <= before + MOST, "{name} to {request:?}: {before} MB before, {most} MB at most");
            if is_collected && name == "the same rows" {
                assert!(outcome.expect_err("too much").text.contains("more tables and columns"));
            }
        }
    }
}

async fn flood(engine: &dyn Engine, request: &Request, dialogue: &Dialogue, strike: Strike) -> Result<(), EngineError> {
    let told = strike.lie.to_string();
    let liar = Liar::playing(dialogue, dialogue.clone(), Some(strike)).await;
    request.endure(engine, &draft(liar.access()), &told).await
}
