//! Streams: caps, cancelling, readers that leave, files that change.

use super::ground::{Ground, collect, request, write};
use std::time::{Duration, Instant};
use vizboard::{
    domain::plan,
    engines::{Engine, RowStream},
    model::{
        engine::{ReadLimits, Step},
        plan::{Plan, RowsPlan},
        value::Value,
    },
};

const MANY: &str = "CREATE TABLE many (id INTEGER PRIMARY KEY, body TEXT);
    WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 20000)
    INSERT INTO many SELECT v, printf('%.*c', 100, 'x') FROM n;
    CREATE VIEW endless AS WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT v FROM n;
    CREATE VIEW silent AS WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT count(*) AS v FROM n;";

async fn all_of(ground: &Ground, table: &str) -> RowsPlan {
    let mut plan = plan::rows(&ground.table(table).await, &Default::default(), &[]).expect("plans");
    plan.limit = None;
    plan
}

async fn start(ground: &Ground, id: &str, table: &str, limits: ReadLimits) -> RowStream {
    let plan = Plan::Rows(all_of(ground, table).await);
    ground.engine.read(&ground.target, request(id, plan, limits)).await.expect("starts")
}

#[tokio::test]
async fn all_rows_come_in_order_and_in_small_batches() {
    let ground = Ground::new(MANY);
    let mut stream = start(&ground, "r", "many", ReadLimits::default()).await;
    let mut next = 1;
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch.expect("reads");
        assert!(batch.rows.len() <= 256 && !batch.truncated);
        for row in batch.rows {
            assert_eq!(row[0], Value::Int(next));
            next += 1;
        }
    }
    assert_eq!(next, 20_001);
}

#[tokio::test]
async fn the_row_cap_says_that_there_was_more() {
    let ground = Ground::new(MANY);
    for (max_rows, rows, truncated) in [(19_999, 19_999, true), (20_000, 20_000, false), (0, 0, true), (256, 256, true)] {
        let stream = start(&ground, "r", "many", ReadLimits { max_rows, ..ReadLimits::default() }).await;
        let (read, more) = collect(stream).await.expect("reads");
        assert_eq!((read.len(), more), (rows, truncated), "{max_rows}");
    }
}

#[tokio::test]
async fn long_values_are_cut_with_their_length() {
    let ground = Ground::new("CREATE TABLE t (a TEXT, b BLOB); INSERT INTO t VALUES (printf('%.*c', 1000, 'y'), zeroblob(1000))");
    let stream = start(&ground, "r", "t", ReadLimits { max_value_bytes: 10, ..ReadLimits::default() }).await;
    let (rows, _) = collect(stream).await.expect("reads");
    let cut = |cut: &str| Value::Cut { cut: cut.into(), bytes: 1000 };
    assert_eq!(rows, [[cut("yyyyyyyyyy"), cut("\\x00000000")]]);
}

#[tokio::test]
async fn cancel_stops_a_read_that_sends_nothing() {
    let ground = Ground::new(MANY);
    let mut stream = start(&ground, "mine", "silent", ReadLimits::default()).await;
    ground.engine.cancel("other").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let started = Instant::now();
    ground.engine.cancel("mine").await;
    let error = stream.batches.recv().await.expect("answers").expect_err("is stopped");
    assert_eq!(error.step, Step::Cancelled);
    assert!(started.elapsed() < Duration::from_secs(15));
    assert_eq!(collect(start(&ground, "mine", "many", ReadLimits::default()).await).await.expect("reads").0.len(), 20_000);
}

#[tokio::test]
async fn a_reader_who_leaves_frees_the_file() {
    let ground = Ground::new(MANY);
    // More than the pool holds: each must have given its place back.
    for view in ["endless", "silent"] {
        for n in 0..6 {
            let mut stream = start(&ground, &format!("{view}{n}"), view, ReadLimits::default()).await;
            if view == "endless" {
                stream.batches.recv().await.expect("answers").expect("reads");
            }
            drop(stream);
        }
    }
    assert_eq!(collect(start(&ground, "r", "many", ReadLimits::default()).await).await.expect("reads").0.len(), 20_000);
}

#[tokio::test]
async fn a_slow_reader_is_bound_by_the_time_limit() {
    let ground = Ground::new(MANY);
    let mut stream =
        start(&ground, "slow", "endless", ReadLimits { timeout_ms: 200, max_rows: u64::MAX, max_bytes: u64::MAX, ..ReadLimits::default() })
            .await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    let mut last = None;
    while let Some(batch) = stream.batches.recv().await {
        last = Some(batch);
    }
    let error = last.expect("answers").expect_err("ends with the reason");
    assert_eq!(error.step, Step::Timeout);
}

#[tokio::test]
async fn a_table_that_went_away_is_told_apart() {
    let ground = Ground::new(MANY);
    let plan = Plan::Rows(all_of(&ground, "many").await);
    ground.rows(plan.clone()).await.expect("reads");
    write(&ground.path(), "DROP TABLE many; CREATE TABLE other (a)");
    assert!(ground.rows(plan.clone()).await.expect_err("is gone").missing_object);
    std::fs::remove_file(ground.path()).expect("removes");
    assert_eq!(ground.rows(plan).await.expect_err("is gone").step, Step::Database);
}

#[tokio::test]
async fn writers_in_wal_mode_do_not_disturb_a_read() {
    let ground = Ground::new(&format!("PRAGMA journal_mode = WAL; {MANY}"));
    let mut stream = start(&ground, "r", "many", ReadLimits::default()).await;
    let first = stream.batches.recv().await.expect("answers").expect("reads").rows.len();
    write(&ground.path(), "DELETE FROM many WHERE id > 10");
    let (rest, _) = collect(stream).await.expect("reads");
    assert_eq!(first + rest.len(), 20_000, "one moment of the file, from the first row to the last");
    assert_eq!(collect(start(&ground, "r", "many", ReadLimits::default()).await).await.expect("reads").0.len(), 10);
}
