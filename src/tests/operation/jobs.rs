//! Background work as administrators of the server see it and decide about it.

use crate::{
    harness::{ADMIN, Caller, Store, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(30);

async fn list(admin: &Caller, stage: &str) -> Json {
    let answer = admin.act("listJobs", json!({ "stage": stage })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer
}

fn work<'a>(answer: &'a Json, kind: &str) -> &'a Json {
    answer["work"].as_array().expect("a list").iter().find(|work| work["kind"] == kind).unwrap_or_else(|| panic!("{kind} in {answer}"))
}

/// A connection at a port of this machine.
fn at(port: u16) -> Json {
    json!({ "title": "Hidden shop", "host": "127.0.0.1", "port": port, "database": "d", "user": "u", "password": "p" })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_listed_and_done_again() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (server.log_in(ADMIN).await, server.sign_up("ada").await);
        assert_eq!(ada.act("createTeam", json!({ "name": "Crew" })).await.json()["success"], true);
        // Nobody listens at the second one.
        let connections = [shop::connection("Shop").await, at(1)];
        let input = json!({ "title": "Private plans", "connections": connections, "teamId": "Crew" });
        let made = ada.act("createProjectWithConnections", input).await.json();
        assert_eq!(made["validationResult"]["success"], false, "{made}");

        // What is checked again is noted a moment after the answer.
        let noted = async || work(&list(&admin, "").await, "recheck")["waiting"] == 1;
        shop::poll(SOON, "nothing is to be checked again", noted).await;
        let failed = list(&admin, "failed").await;
        let job = &failed["jobs"][0];
        assert_eq!(
            (&failed["total"], &job["kind"], &job["team"], &job["canRetry"]),
            (&json!(1), &json!("check"), &json!("Crew"), &json!(true))
        );
        assert_eq!((&job["about"], &job["error"]), (&json!(null), &json!(null)), "not theirs to see");
        assert_eq!((&work(&failed, "check")["failed"], &work(&failed, "recheck")["waiting"]), (&json!(1), &json!(1)));
        assert!(work(&failed, "check")["lastSuccess"].is_string() && work(&failed, "recheck")["nextAt"].is_string(), "{failed}");
        let page = admin.page("/admin/jobs?stage=failed").await.text();
        assert!(page.contains("Check of a connection") && page.contains("retryJob"), "{page}");
        assert!(!page.contains("Private plans") && !page.contains("Hidden shop"), "it names nothing of others");
        assert_eq!(list(&admin, "done").await["jobs"][0]["kind"], "schema", "what was checked goes on under the same id");

        let link = ada.act("inviteToTeam", json!({ "team": "Crew", "role": "Editor" })).await.json()["shownOnce"].clone();
        let token = link.as_str().expect("a link").trim_start_matches("/invite/").to_owned();
        assert_eq!(admin.act("acceptInvitation", json!({ "token": token })).await.json()["success"], true);
        let seen = list(&admin, "failed").await["jobs"][0].clone();
        assert_eq!(seen["about"], "Private plans · Hidden shop");
        assert!(seen["error"].as_str().is_some_and(|text| text.contains("127.0.0.1")), "{seen}");

        let again = admin.act("retryJob", json!({ "jobId": job["id"] })).await.json();
        assert_eq!(again["success"], true, "{again}");
        let ended = async || list(&admin, "failed").await["total"] == 1;
        shop::poll(SOON, "it did not fail again", ended).await;
        let log = admin.act("listAudit", json!({ "what": "retry", "kind": "job" })).await.json();
        assert_eq!(log["entries"].as_array().map(Vec::len), Some(1), "{log}");
        for nothing in ["x", "6f9619ff-8b86-4011-b42d-00cf4fc964ff"] {
            for action in ["retryJob", "cancelJob"] {
                let answer = admin.act(action, json!({ "jobId": nothing })).await.json();
                assert!(answer["error"].as_str().is_some_and(|text| text.contains("not there any more")), "{action} {answer}");
            }
        }
        assert_eq!(admin.act("listJobs", json!({ "stage": "queued" })).await.json()["field"], "stage");
        assert_eq!(list(&admin, "").await["total"], 2);
        assert_eq!(admin.act("listJobs", json!({ "page": 9 })).await.json()["page"], 1, "the last page there is");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_is_stopped() {
    let server = TestServer::start().await;
    let (admin, ada) = (server.log_in(ADMIN).await, server.sign_up("ada").await);
    // It takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let holding = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
        }
    });
    let creator = ada.clone();
    let waiting =
        tokio::spawn(
            async move { creator.act("createProjectWithConnections", json!({ "title": "Mute", "connections": [at(port)] })).await },
        );
    shop::poll(SOON, "nothing runs", async || list(&admin, "running").await["total"] == 1).await;
    let running = list(&admin, "running").await;
    let job = &running["jobs"][0];
    assert!(job["runningSince"].is_string() && job["tries"] == 1, "{job}");
    let page = admin.page("/admin/jobs").await.text();
    assert!(page.contains("cancelJob") && page.contains("Running"));
    let form = [("jobId", job["id"].as_str().expect("an id")), ("_next", "/admin/jobs"), ("_back", "/admin/jobs")];
    assert_eq!(admin.form("/actions/cancelJob", &form).await.location(), Some("/admin/jobs"));
    assert!(admin.page("/admin/jobs").await.text().contains("It is stopped"));
    assert_eq!(list(&admin, "failed").await["total"], 1);
    let made = waiting.await.expect("no panic").json();
    let status = &made["validationResult"]["connectionStatuses"][0];
    assert!(status["error"].as_str().is_some_and(|text| text.contains("stopped the check")), "{made}");
    let gone = admin.act("cancelJob", json!({ "jobId": job["id"] })).await.json();
    assert_eq!(gone["success"], false, "{gone}");
    holding.abort();
}
