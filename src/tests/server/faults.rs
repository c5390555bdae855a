//! A fault in a handler, a task, a stream or a destructor reaches the request that met it and nothing else (security.md,
//! check 176).

use crate::harness::{ADMIN, Caller, PASSWORD, TestServer, variables};
use axum::{Router, body::Body, routing::get};
use bytes::Bytes;
use futures::{StreamExt, stream};
use serde_json::json;
use std::convert::Infallible;
use tokio::net::TcpListener;
use vizboard::server::{
    config::Config,
    lifecycle::Lifecycle,
    listener::{self, Limits},
    router,
};

const DETAIL: &str = "a secret detail";

fn fault<T>() -> T {
    panic!("{DETAIL}")
}

struct Broken;

impl Drop for Broken {
    fn drop(&mut self) {
        fault()
    }
}

/// Routes that break in every way a handler can.
fn faults() -> Router {
    async fn in_the_handler() -> &'static str {
        fault()
    }
    async fn in_a_task() -> &'static str {
        tokio::spawn(async { fault() }).await.expect("a task")
    }
    async fn in_a_thread() -> &'static str {
        tokio::task::spawn_blocking(fault).await.expect("a thread")
    }
    async fn in_a_destructor() -> &'static str {
        let _broken = Broken;
        "never sent"
    }
    async fn behind_a_wait() -> &'static str {
        tokio::task::yield_now().await;
        fault()
    }
    async fn in_the_stream() -> Body {
        let items = stream::iter(0..3).map(|n| if n < 2 { Ok::<_, Infallible>(Bytes::from("x".repeat(100_000))) } else { fault() });
        Body::from_stream(items)
    }
    async fn after_the_answer() -> Body {
        let broken = Broken;
        Body::from_stream(stream::once(async move {
            let _broken = broken;
            Ok::<_, Infallible>(Bytes::from("sent"))
        }))
    }
    Router::new()
        .route("/faults/handler", get(in_the_handler))
        .route("/faults/task", get(in_a_task))
        .route("/faults/thread", get(in_a_thread))
        .route("/faults/destructor", get(in_a_destructor))
        .route("/faults/wait", get(behind_a_wait))
        .route("/faults/stream", get(in_the_stream))
        .route("/faults/after", get(after_the_answer))
}

/// The application with these routes, behind the layers and the listener of the server.
async fn serve(server: &TestServer) -> Caller {
    let config = Config::from_variables(&variables(&server.data)).expect("a good configuration");
    let lifecycle = Lifecycle::new();
    lifecycle.serve(router::inside(&config, server.app()).merge(faults()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(listener::run(listener, router::outside(&config, &lifecycle), Limits::new(100), lifecycle));
    Caller::new(format!("http://{address}"))
}

async fn works(caller: &Caller) {
    let somebody = caller.stranger();
    let known = somebody.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json();
    assert_eq!(known["success"], true, "{known}");
    let made = somebody.act("createProjectWithConnections", json!({ "title": "P", "connections": [] })).await.json();
    assert_eq!(made["success"], true, "{made}");
    assert_eq!(somebody.page("/projects").await.status, 200);
    assert_eq!(somebody.get("/api/ready").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_request_that_met_it_fails() {
    let server = TestServer::start().await;
    let caller = serve(&server).await;
    for round in 0..3 {
        for place in ["handler", "task", "thread", "destructor", "wait"] {
            let answer = caller.get(&format!("/faults/{place}")).await;
            assert_eq!(answer.status, 500, "{place}: {}", answer.text());
            let text = answer.json()["error"].as_str().unwrap_or_default().to_owned();
            assert!(text.contains("Reference: ") && !answer.text().contains(DETAIL), "{place}: {text}");
            assert!(answer.header("x-request-id").is_some() && answer.header("content-security-policy").is_some(), "{place}");
            let page = caller.page(&format!("/faults/{place}")).await;
            assert!(page.status == 500 && page.text().contains("Reference: ") && !page.text().contains(DETAIL), "{}", page.text());
        }
        works(&caller).await;
        // The head is out by then: the body ends before its end, which tells that it is not whole.
        let client = reqwest::Client::new();
        let cut = client.get(caller.url("/faults/stream")).send().await.expect("a head");
        assert!(cut.bytes().await.is_err(), "round {round}");
        client.get(caller.url("/faults/after")).send().await.ok();
        works(&caller).await;
    }
    works(&server.anon()).await;
}

#[test]
fn a_release_unwinds() {
    let manifest: toml::Table = crate::guards::read("Cargo.toml").parse().expect("TOML");
    let profiles = manifest["profile"].as_table().expect("profiles");
    // The browser's half has no threads whose fault could be caught.
    let aborts = profiles.iter().filter(|(_, profile)| profile.get("panic").is_some()).map(|(name, _)| name.as_str());
    assert_eq!(aborts.collect::<Vec<_>>(), ["wasm-release"]);
}
