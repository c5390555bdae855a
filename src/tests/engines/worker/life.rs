use super::{Ground, gone, no_caps, read, request, runs, signal, target};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::time::{Duration, Instant};
use vizboard::{engines::Engine, model::engine::Step};

/// Longest time in which something must have happened that takes a moment on an idle machine.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_has_one_worker_and_its_own() {
    let ground = Ground::new(|_| {});
    ground.first_rows().await.expect("rows");
    let first = ground.pid();
    ground.engine.validate(&ground.target).await.expect("valid");
    assert_eq!(ground.pid(), first, "it serves the team again");
    let other = target();
    ground.engine.validate(&other).await.expect("valid");
    assert_eq!(ground.staff.pids().len(), 2);
    ground.staff.stop().await;
    assert!(!runs(first));
    assert_eq!(ground.engine.validate(&other).await.expect_err("stopped").step, Step::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_nobody_needs_is_ended() {
    let ground = Ground::new(|settings| settings.worker_idle = Duration::from_millis(300));
    ground.engine.validate(&ground.target).await.expect("valid");
    let pid = ground.pid();
    assert!(gone(pid, PATIENCE).await);
    ground.engine.validate(&ground.target).await.expect("another one is started");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_never_more_workers_than_allowed() {
    let ground = Ground::new(|settings| settings.most_workers = 1);
    let plan = ground.plan().await;
    let first = ground.pid();
    let stream = ground.engine.read(&ground.target, request(plan, no_caps(30_000))).await.expect("a stream");
    let other = target();
    let error = ground.engine.validate(&other).await.expect_err("the only one is busy");
    assert_eq!(error.step, Step::Timeout);
    assert_eq!(ground.pid(), first);
    let (left, answered) = tokio::join!(
        async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            drop(stream);
        },
        ground.engine.validate(&other)
    );
    let () = left;
    answered.expect("the idle one made room");
    assert!(gone(first, PATIENCE).await);
    assert_eq!(ground.staff.pids().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_killed_at_any_moment_costs_one_answer() {
    let ground = Ground::new(|_| {});
    let plan = ground.plan().await;
    let seed = rand::rng().random();
    let mut dice = StdRng::seed_from_u64(seed);
    for round in 0..30 {
        let pid = ground.pid();
        let moment = Duration::from_micros(dice.random_range(0..60_000));
        let killer = tokio::spawn(async move {
            tokio::time::sleep(moment).await;
            signal(pid, "KILL");
        });
        let outcome = async {
            let mut stream = ground.engine.read(&ground.target, request(plan.clone(), no_caps(30_000))).await?;
            let mut count = 0;
            while let Some(batch) = stream.batches.recv().await {
                count += batch?.rows.len();
            }
            Ok::<_, vizboard::model::engine::EngineError>(count)
        }
        .await;
        match outcome {
            // Never fewer without a word.
            Ok(count) => assert_eq!(count, 100_000, "round {round} of seed {seed}"),
            Err(error) => assert_eq!(error.step, Step::Protocol, "round {round} of seed {seed}: {error:?}"),
        }
        killer.await.expect("killed");
        assert!(gone(pid, PATIENCE).await);
        assert_eq!(ground.first_rows().await.expect("the next one serves").len(), 3);
    }
}

/// A process that is stopped looks like one whose engine ignores every order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_does_not_stop_is_killed_a_second_later() {
    let ground = Ground::new(|_| {});
    let plan = ground.plan().await;
    let hung = ground.pid();
    signal(hung, "STOP");
    let asked = Instant::now();
    let error = ground.engine.read(&ground.target, request(plan.clone(), no_caps(500))).await.err().expect("no answer");
    assert_eq!(error.step, Step::Timeout);
    assert!(asked.elapsed() >= Duration::from_millis(500));
    assert!(gone(hung, PATIENCE).await, "it is killed");
    assert!(read(&ground.engine, &ground.target, plan).await.is_ok(), "another one serves");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_stops_while_rows_stream_is_killed_too() {
    let ground = Ground::new(|_| {});
    let plan = ground.plan().await;
    let hung = ground.pid();
    let mut stream = ground.engine.read(&ground.target, request(plan, no_caps(1_000))).await.expect("a stream");
    assert!(stream.batches.recv().await.expect("a batch").is_ok());
    signal(hung, "STOP");
    let error = loop {
        match stream.batches.recv().await.expect("an end with a reason") {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.step, Step::Timeout);
    assert!(gone(hung, PATIENCE).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_holds_up_nobody_else() {
    let ground = Ground::new(|_| {});
    let plan = ground.plan().await;
    let mut slow = ground.engine.read(&ground.target, request(plan.clone(), no_caps(30_000))).await.expect("a stream");
    assert!(slow.batches.recv().await.expect("a batch").is_ok());
    for _ in 0..20 {
        assert_eq!(ground.first_rows().await.expect("rows").len(), 3);
    }
    let mut count = 256;
    while let Some(batch) = slow.batches.recv().await {
        count += batch.expect("rows").rows.len();
    }
    assert_eq!(count, 100_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_end_with_the_server_that_stops_while_they_read() {
    let ground = Ground::new(|_| {});
    let plan = ground.plan().await;
    let pid = ground.pid();
    let mut stream = ground.engine.read(&ground.target, request(plan, no_caps(30_000))).await.expect("a stream");
    ground.engine.stop().await;
    assert!(!runs(pid));
    let mut last = None;
    while let Some(batch) = stream.batches.recv().await {
        last = Some(batch);
    }
    assert!(last.expect("something").is_err(), "the rows do not look complete");
}
