//! Every family tells an error in its own body, whoever refuses: a handler or a layer before it.

use super::validator::Document;
use crate::harness::{Answer, PASSWORD, Store, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};

const JSON: (&str, &str) = ("content-type", "application/json");

/// Where the paths of seed 002 begin, and those of their kind.
const OF_SEED_2: [&str; 12] = [
    "/api/users",
    "/api/login",
    "/api/logout",
    "/api/status",
    "/api/teams",
    "/api/tokens",
    "/api/settings",
    "/api/events",
    "/api/dbs",
    "/dbs",
    "/readonly",
    "/databases/upload",
];
/// What is done without a body, or by a form of one button.
const BODILESS: [&str; 7] = ["/vacuum", "/copies", "/restore", "/duplicate", "/regenerate-db-id", "/regenerate-readonly-id", "/stop"];

/// Whether this takes a file for a database that the path names: the right to it is asked for before the file is read.
fn is_file(path: &str) -> bool {
    path == "/dbs/xdbIdx" || path.ends_with("/imports") || path.contains("/files/")
}

/// The text of an error, when the body has the form of its path's family and nothing else.
fn text(path: &str, answer: &Answer) -> Option<String> {
    let body = answer.json();
    let fields = body.as_object()?;
    let told = match path {
        path if OF_SEED_2.iter().any(|root| path.starts_with(root)) => {
            let [message] = body["errors"].as_array()?.as_slice() else { return None };
            (fields.len() == 1 && message.as_object()?.len() == 1).then(|| &message["message"])
        }
        "/api/health" => {
            let kind = body["error"].as_str()?;
            (fields.len() == 2 && Some(kind) == answer.status.canonical_reason()).then(|| &body["message"])
        }
        path if path.starts_with("/actions/") => (body["success"] == false).then(|| &body["error"]),
        _ => (fields.len() == 1).then(|| &body["error"]),
    };
    told.and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[track_caller]
fn assert_told(path: &str, answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{path}: {}", answer.text());
    assert!(text(path, answer).is_some(), "{path} {status}: {}", answer.text());
}

/// The questions of monitors: nobody is recognised for them, so that they are answered while the store is down.
const OF_MONITORS: [&str; 3] = ["/api/health", "/api/status", "/api/ready"];

/// Every path of the API and of the actions, with the ids of nobody.
async fn paths(server: &TestServer) -> Vec<(Method, String)> {
    let routes = Document::of(server).await.routes();
    let path = |route: String| {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        (method.parse().expect("a method"), path.replace(['{', '}'], "x"))
    };
    routes.into_iter().map(path).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_layers_speak_the_language_of_the_path() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    for (method, path) in paths(&server).await {
        if !OF_MONITORS.contains(&path.as_str()) {
            let unknown = [JSON, ("authorization", "Bearer unknown")];
            let answer = server.anon().send(method.clone(), &path, &unknown, b"{}".to_vec()).await;
            assert_told(&path, &answer, 401);
        }

        let elsewhere = [JSON, ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
        assert_told(&path, &ada.send(Method::POST, &path, &elsewhere, b"{}".to_vec()).await, 403);
        assert_told(&path, &ada.send(Method::TRACE, &path, &[JSON], b"{}".to_vec()).await, 405);
        assert_told(&path, &ada.send(Method::POST, &path, &[JSON], vec![b' '; 2 * 1024 * 1024 + 1]).await, 413);
        let has_body = !path.ends_with("/logout") && !BODILESS.iter().any(|end| path.ends_with(end));
        if [Method::POST, Method::PUT, Method::PATCH].contains(&method) && has_body {
            let text = ada.send(method.clone(), &path, &[("content-type", "text/plain")], b"{}".to_vec()).await;
            let broken = ada.send(method, &path, &[JSON], b"{".to_vec()).await;
            let (of_text, of_broken) = match path.as_str() {
                path if is_file(path) => (404, 404),
                path if path.starts_with("/api/events/") || ["/dbs", "/databases/upload"].contains(&path) => (415, 415),
                _ => (415, 400),
            };
            assert_told(&path, &text, of_text);
            assert_told(&path, &broken, of_broken);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_now_is_told_so_too() {
    // Nobody has set it up yet.
    let none = [("VIZBOARD_ADMIN_USERNAME", ""), ("VIZBOARD_ADMIN_EMAIL", ""), ("VIZBOARD_ADMIN_PASSWORD", "")];
    let server = TestServer::start_with(Store::Sqlite, &none).await;
    for path in ["/api/users", "/api/login", "/api/logout", "/api/compatible-tables", "/actions/logIn"] {
        let answer = server.anon().post(path, &json!({ "username": "ada", "password": PASSWORD })).await;
        assert_told(path, &answer, 503);
    }
    // The store is gone.
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    server.app().store.close().await;
    for (method, path) in paths(&server).await {
        let answer = ada.send(method, &path, &[JSON], b"{}".to_vec()).await;
        match path.as_str() {
            "/api/health" | "/api/status" => assert_eq!(answer.status, 200, "{path}: it lives"),
            // Before it asks the store it looks whether a form was sent.
            "/api/events/paddle" => assert!([415, 503].contains(&answer.status.as_u16()), "{path}"),
            _ => assert_told(&path, &answer, 503),
        }
    }
    // Too many tries.
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "2")]).await;
    let wrong = json!({ "username": "admin", "password": "not the password" });
    for path in ["/api/login", "/actions/logIn"] {
        let mut answer = server.anon().post(path, &wrong).await;
        for _ in 0..3 {
            answer = server.anon().post(path, &wrong).await;
        }
        assert_told(path, &answer, 429);
        assert!(answer.header("retry-after").is_some(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_and_a_suspended_account_are_two_things() {
    let server = TestServer::start().await;
    server.sign_up("sue").await;
    super::world::run(&server, "update accounts set suspended_at = 1 where username = 'sue'").await;
    let log_in = async |path: &str, password: &str| server.anon().post(path, &json!({ "username": "sue", "password": password })).await;
    assert_told("/api/login", &log_in("/api/login", "not the password").await, 401);
    let suspended = log_in("/api/login", PASSWORD).await;
    assert_told("/api/login", &suspended, 403);
    assert!(suspended.text().contains("suspended") && suspended.header("set-cookie").is_none());
    for password in ["not the password", PASSWORD] {
        assert_told("/actions/logIn", &log_in("/actions/logIn", password).await, 200);
    }
}
