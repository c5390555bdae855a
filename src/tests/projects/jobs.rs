//! Jobs: claimed once, fenced, taken over from a worker that died, and never about something that changed.

use super::shop;
use crate::harness::{Store, TestServer};
use serde_json::json;
use vizboard::{
    model::{
        id::{ConnectionId, ProjectId},
        time::Timestamp,
    },
    store::{connections, jobs},
};

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_do_not_answer_hold_up_nobody_else() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    // It takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let knocked = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let knocks = knocked.clone();
    let holding = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
            knocks.add_permits(1);
        }
    });
    let dead: Vec<_> = (0..40)
        .map(|n| json!({ "title": format!("Dead {n}"), "host": "127.0.0.1", "port": port, "database": "d", "user": "u", "password": "p" }))
        .collect();
    let waiting =
        tokio::spawn(async move { eve.act("createProjectWithConnections", json!({ "title": "Dead", "connections": dead })).await.json() });
    drop(knocked.acquire_many(8).await.expect("open"));
    // `project` expects a result within the 8 s of the action.
    shop::project(&ada, "Alive", &[shop::connection("Shop").await]).await;
    let answer = waiting.await.expect("no panic");
    assert_eq!(answer["validationResult"]["success"], false, "and these ended in time, too: {answer}");
    holding.abort();
}

const KIND: jobs::JobKind = jobs::JobKind::Introspect;

#[tokio::test(flavor = "multi_thread")]
async fn of_many_workers_one_gets_a_job_and_an_old_one_cannot_write() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let id = shop::project(&ada, "P", &[shop::connection("Shop").await]).await;
        let project = ProjectId::parse(&id).expect("an id");
        let connection = ConnectionId::parse(&shop::connection_ids(&ada, &id).await[0]).expect("an id");
        let app = server.app().clone();

        // The clock of the claims is far ahead, and the lease of the first claim too: the server's own worker keeps out.
        let (now, far) = (Timestamp::now(), 1_000_000_000_000);
        let mut tx = app.store.begin().await.expect("a transaction");
        let job = jobs::queue(&mut tx, KIND, &project, &connection, 1).await.expect("queued");
        let again = jobs::queue(&mut tx, KIND, &project, &connection, 1).await.expect("queued");
        assert_eq!(job, again, "the same work is queued once");
        let first = jobs::claim(&mut tx, KIND, now, far, 3).await.expect("a claim").expect("a job");
        tx.commit().await.expect("committed");
        assert_eq!((&first.id, first.attempts), (&job, 1));

        let mut claims = tokio::task::JoinSet::new();
        let expired = Timestamp(now.0 + far + 1);
        for _ in 0..8 {
            let app = app.clone();
            claims.spawn(async move {
                let mut tx = app.store.begin().await.expect("a transaction");
                let claimed = jobs::claim(&mut tx, KIND, expired, far, 3).await.expect("a claim");
                tx.commit().await.expect("committed");
                claimed
            });
        }
        let taken: Vec<_> = claims.join_all().await.into_iter().flatten().collect();
        assert_eq!(taken.len(), 1, "one of eight: {taken:?}");
        assert_eq!(taken[0].attempts, 2);

        let mut tx = app.store.begin().await.expect("a transaction");
        assert!(!jobs::holds(&mut tx, &first).await.expect("asked"), "the first worker lost it");
        assert!(jobs::holds(&mut tx, &taken[0]).await.expect("asked"));
        assert!(!jobs::renew(&mut tx, &first, expired).await.expect("asked"));
        assert!(
            !connections::save_validation(&mut tx, &connection, 7, Some("stale"), now).await.expect("asked"),
            "a result about another revision is dropped"
        );
        let late = Timestamp(expired.0 + far + 1);
        let third = jobs::claim(&mut tx, KIND, late, far, 3).await.expect("a claim").expect("a third try");
        assert!(jobs::claim(&mut tx, KIND, Timestamp(late.0 + far + 1), far, 3).await.expect("a claim").is_none(), "three tries, no more");
        let abandoned = jobs::abandoned(&mut tx, Timestamp(late.0 + far + 1), 3).await.expect("asked");
        assert_eq!(abandoned.iter().map(|job| &job.id).collect::<Vec<_>>(), [&third.id]);
        drop(tx);
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_a_stopped_server_left_is_done_by_the_next() {
    let data = tempfile::tempdir().expect("a folder");
    let server = TestServer::start_in(data, Store::Sqlite, &[]).await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let id = shop::project(&ada, "P", std::slice::from_ref(&connection)).await;
    let project = ProjectId::parse(&id).expect("an id");
    let target = ConnectionId::parse(&shop::connection_ids(&ada, &id).await[0]).expect("an id");
    shop::run(&connection, "create table later (id integer)").await;

    // A worker took it and died: its lease has a second to run.
    let mut tx = server.app().store.begin().await.expect("a transaction");
    jobs::queue(&mut tx, KIND, &project, &target, 1).await.expect("queued");
    jobs::claim(&mut tx, KIND, Timestamp::now(), 1_000, 3).await.expect("a claim").expect("a job");
    tx.commit().await.expect("committed");
    let data = server.stop().await;

    let server = TestServer::start_in(data, Store::Sqlite, &[]).await;
    let ada = server.log_in("ada").await;
    let mut tables = None;
    for _ in 0..200 {
        let progress = ada.act("getProjectProgress", json!({ "projectId": id })).await.json();
        tables = progress["connections"][0]["tables"].as_u64();
        if tables == Some(3) && progress["running"] == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(tables, Some(3), "the new table was found");
}
