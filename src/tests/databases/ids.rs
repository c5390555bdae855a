//! New ids, and copies by either id.

use super::make;
use crate::harness::TestServer;
use reqwest::Method;
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn old_ids_stop_working_and_what_belongs_to_it_comes_along() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = make(&ada, "Moved").await;
    assert_eq!(ada.post(&format!("/api/dbs/{id}/env"), &json!({ "name": "KEY", "value": "kept" })).await.status, 200);
    let token = json!({ "team_name": "ada", "name": "t", "permissions": [{ "db_id": id, "name": "read" }] });
    let token = ada.post("/api/tokens", &token).await.json()["body"].as_str().expect("a token").to_owned();
    let program = server.anon().with_bearer(&token);

    // A browser that only looks is asked; nothing happens by looking.
    let page = ada.page(&format!("/dbs/{id}/regenerate-db-id")).await;
    assert!(page.status == 200 && page.text().contains("<form method=\"post\">"), "{}", page.text());
    assert_eq!(ada.get(&format!("/api/dbs/{id}")).await.status, 200);
    let cross = [("sec-fetch-site", "cross-site")];
    assert_eq!(ada.send(Method::POST, &format!("/dbs/{id}/regenerate-db-id"), &cross, Vec::new()).await.status, 403);
    let done = ada.form(&format!("/dbs/{id}/regenerate-db-id"), &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let new = done.location().expect("the database").trim_start_matches("/databases/").to_owned();
    assert_ne!(new, id);
    assert_eq!(ada.get(&format!("/api/dbs/{id}")).await.status, 404);
    assert_eq!(ada.get(&format!("/api/dbs/{new}/env")).await.json()["envVars"][0]["value"], "kept");
    assert_eq!(program.get(&format!("/api/dbs/{new}")).await.status, 200, "tokens keep their rights");

    // With a bearer, looking is doing.
    let session = ada.cookie("vizboard_session").expect("a session");
    let bearer = server.anon().with_bearer(&session);
    let before = ada.get(&format!("/api/dbs/{new}")).await.json()["readonlyId"].clone();
    assert_eq!(bearer.get(&format!("/dbs/{new}/regenerate-readonly-id")).await.status, 303);
    let after = ada.get(&format!("/api/dbs/{new}")).await.json()["readonlyId"].clone();
    assert_ne!(before, after);
    assert_eq!(program.get(&format!("/dbs/{new}/regenerate-db-id")).await.status, 403);

    let eve = server.sign_up("eve").await;
    let copy = format!("/readonly/{}/duplicate", after.as_str().expect("an id"));
    assert_eq!(eve.form(&copy, &[]).await.status, 404, "private");
    let public = ada.send_json(Method::PATCH, &format!("/api/dbs/{new}/settings"), &json!({ "visibility": "public" })).await;
    assert_eq!(public.status, 200);
    assert_eq!(eve.form(&format!("/readonly/{}/duplicate", before.as_str().expect("an id")), &[]).await.status, 404, "the old one");
    let done = eve.form(&copy, &[]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let own = done.location().expect("the copy").trim_start_matches("/databases/").to_owned();
    let shown = eve.get(&format!("/api/dbs/{own}")).await.json();
    assert_eq!((&shown["owner"], &shown["visibility"]), (&json!("eve"), &json!("private")));
    assert_eq!(shown["tables"].as_array().map(Vec::len), Some(2));
    assert_eq!(ada.get(&format!("/api/dbs/{own}")).await.status, 404);
    assert_eq!(server.anon().form(&copy, &[]).await.status, 401, "nobody makes databases here without an account");
    assert_eq!(eve.get(&format!("/api/dbs/{new}/env")).await.status, 403);
    assert_eq!(eve.send_json(Method::DELETE, &format!("/api/dbs/{new}"), &Json::Null).await.status, 403);
}
