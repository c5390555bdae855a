//! Databases that nobody owns: made, written by whoever has the id, claimed, and gone after their last day.

use super::{SCRIPT, file, folders, send};
use crate::{
    harness::{Store, TestServer},
    routes::run,
};
use reqwest::Method;
use serde_json::{Value as Json, json};
use vizboard::domain::databases::sweep;

#[tokio::test(flavor = "multi_thread")]
async fn without_an_account() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_ANONYMOUS_DATABASES", "on")]).await;
    let (anon, other, ada) = (server.anon(), server.anon(), server.sign_up("ada").await);
    let made = anon.post("/api/dbs", &json!({ "name": "Nobody's", "query": SCRIPT })).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["ownerName"], &made["ownershipUtc"]), (&Json::Null, &Json::Null));
    let id = made["id"].as_str().expect("an id");
    let path = format!("/api/dbs/{id}");
    let shown = other.get(&path).await.json();
    assert_eq!((&shown["visibility"], &shown["owner"]), (&json!("public"), &Json::Null));
    assert!(shown["expiresUtc"].is_string(), "{shown}");
    // Whoever has the id writes; by the read-only id nobody does, and settings are nobody's.
    assert_eq!(send(&other, Method::PUT, &format!("/dbs/{id}"), "a.db", &file("create table mine (a)"), &[]).await.status, 200);
    assert_eq!(other.get(&path).await.json()["tables"][0]["name"], "mine");
    assert_eq!(anon.get(&format!("{path}/settings")).await.status, 401);
    assert_eq!(ada.get(&format!("{path}/settings")).await.status, 403);
    assert_eq!(ada.send_json(Method::PATCH, &path, &json!({ "name": "x" })).await.status, 403);
    assert_eq!(anon.post("/api/dbs", &json!({ "name": "x", "team": "ada" })).await.status, 401);
    assert_eq!(anon.send_json(Method::PATCH, &path, &json!({ "owner": "ada" })).await.status, 401);

    let claimed = ada.send_json(Method::PATCH, &path, &json!({ "owner": { "tag": "TextValue", "contents": "ada" }, "name": "Mine" })).await;
    assert_eq!(claimed.status, 200, "{}", claimed.text());
    let shown = ada.get(&path).await.json();
    assert_eq!((&shown["owner"], &shown["visibility"], &shown["expiresUtc"]), (&json!("ada"), &json!("private"), &Json::Null));
    assert_eq!(anon.get(&path).await.status, 404);

    let detached = ada.send_json(Method::PATCH, &path, &json!({ "owner": { "tag": "TextNull" } })).await;
    assert_eq!(detached.status, 200, "{}", detached.text());
    assert!(anon.get(&path).await.json()["expiresUtc"].is_string());
    run(&server, "update databases set expires_at = 1").await;
    assert_eq!(anon.get(&path).await.status, 404, "its last day is over before anybody sweeps");
    assert_eq!(folders(&server), 1);
    sweep::expire(server.app()).await.expect("it goes");
    assert_eq!(folders(&server), 0);
    // What is left over on the disk goes once it is old.
    let left = server.data.path().join("databases/leftover0000000000000000");
    std::fs::create_dir(&left).expect("a folder");
    sweep::sweep(server.app()).await.expect("a look");
    assert!(left.exists(), "it may belong to something that is being made");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(100_000);
    std::fs::File::open(&left).and_then(|folder| folder.set_modified(old)).expect("an old folder");
    sweep::sweep(server.app()).await.expect("a look");
    assert!(!left.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn off_by_default_and_a_team_takes_its_own_along() {
    let server = TestServer::start().await;
    assert_eq!(server.anon().post("/api/dbs", &json!({ "name": "x" })).await.status, 401);
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.act("createTeam", json!({ "name": "Crew" })).await.json()["success"], true);
    let made = ada.post("/api/dbs", &json!({ "name": "One", "team": "Crew", "query": SCRIPT })).await.json();
    assert_eq!(made["ownerName"], "Crew");
    assert_eq!(folders(&server), 1);
    assert_eq!(ada.send_json(Method::DELETE, "/api/teams/Crew", &Json::Null).await.status, 200);
    assert_eq!(folders(&server), 0);
}
