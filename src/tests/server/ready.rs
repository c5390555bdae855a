//! Living and being ready while the store is locked or away: a server that lives must not be restarted for its store,
//! and one that cannot write must get no work.

use crate::harness::{ADMIN, Caller, Store, TestServer, postgres};
use serde_json::{Value as Json, json};
use sqlx::{Connection, PgConnection};
use std::time::{Duration, Instant};

/// Well above what each look may take.
const LATE: Duration = Duration::from_secs(6);

async fn lives(caller: &Caller) {
    for path in ["/api/health", "/api/status"] {
        let started = Instant::now();
        let answer = caller.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        assert!(started.elapsed() < LATE, "{path} waits for nothing: {:?}", started.elapsed());
    }
}

async fn ready(caller: &Caller) -> (u16, Json) {
    let started = Instant::now();
    let answer = caller.get("/api/ready").await;
    assert!(started.elapsed() < LATE, "{:?}", started.elapsed());
    (answer.status.as_u16(), answer.json())
}

async fn is_ready_again(caller: &Caller) {
    crate::projects::shop::poll(Duration::from_secs(15), "not ready", async || ready(caller).await == (200, json!({ "status": "ready" })))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_somebody_else_holds() {
    let server = TestServer::start().await;
    let (admin, eve, anon) = (server.log_in(ADMIN).await, server.sign_up("eve").await, server.anon());
    for caller in [&admin, &eve, &anon] {
        assert_eq!(ready(caller).await, (200, json!({ "status": "ready" })));
    }
    let other = rusqlite::Connection::open(server.data.path().join("vizboard.db")).expect("the store");
    other.execute_batch("begin immediate").expect("locked");
    let unready = json!({ "error": "VizBoard is not ready" });
    let unready_to_operators = json!({ "error": "VizBoard is not ready", "code": "store_unreachable" });
    for (caller, body) in [(&admin, &unready_to_operators), (&eve, &unready), (&anon, &unready)] {
        assert_eq!(ready(caller).await, (503, body.clone()));
        lives(caller).await;
    }
    other.execute_batch("rollback").expect("free");
    is_ready_again(&admin).await;
    lives(&admin).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_questions_at_once_leave_the_store_to_others() {
    let server = TestServer::start().await;
    let (ada, anon) = (server.sign_up("ada").await, server.anon());
    let other = rusqlite::Connection::open(server.data.path().join("vizboard.db")).expect("the store");
    other.execute_batch("begin immediate").expect("locked");
    let asking = futures::future::join_all((0..40).map(|_| ready(&anon)));
    let reading = async {
        let started = Instant::now();
        assert_eq!(ada.act("listProjectCards", json!({})).await.json()["success"], true);
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    };
    let (answers, ()) = tokio::join!(asking, reading);
    assert!(answers.iter().all(|(status, _)| *status == 503), "{answers:?}");
    other.execute_batch("rollback").expect("free");
    is_ready_again(&anon).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_taken_away() {
    let url: url::Url = postgres::fresh_database().await.parse().expect("a URL");
    let name = url.path()[1..].to_owned();
    let server = TestServer::start_with(Store::Sqlite, &[("DATABASE_URL", url.as_str())]).await;
    let (admin, anon) = (server.log_in(ADMIN).await, server.anon());
    is_ready_again(&admin).await;

    let mut owner = PgConnection::connect(postgres::superuser().as_str()).await.expect("the server answers");
    let mut run = async |text: String| sqlx::raw_sql(sqlx::AssertSqlSafe(text)).execute(&mut owner).await.map(drop).expect("done");
    run(format!("alter database {name} with allow_connections false")).await;
    run(format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")).await;
    for caller in [&admin, &anon] {
        lives(caller).await;
        let (status, body) = ready(caller).await;
        assert_eq!((status, &body["error"], body.get("code")), (503, &json!("VizBoard is not ready"), None), "nobody can be known now");
        lives(caller).await;
    }
    run(format!("alter database {name} with allow_connections true")).await;
    is_ready_again(&admin).await;
    assert_eq!(admin.act("listProjectCards", json!({})).await.json()["success"], true, "the session is known again");
}
