//! One's own sessions.

use super::{error, id_of};
use crate::harness::{Caller, PASSWORD, Store, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};

async fn log_in_with(server: &TestServer, agent: &str) -> Caller {
    let caller = server.anon();
    let headers = [("content-type", "application/json"), ("user-agent", agent), ("x-forwarded-for", "203.0.113.77")];
    let body = json!({ "username": "ada", "password": PASSWORD }).to_string().into_bytes();
    assert_eq!(caller.send(Method::POST, "/api/login", &headers, body).await.status, 200);
    caller
}

async fn sessions(caller: &Caller) -> Vec<Json> {
    caller.act("listSessions", json!({})).await.json()["sessions"].as_array().cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn seen_and_ended_one_by_one_and_all_at_once() {
    for store in Store::BOTH {
        let server = TestServer::start_with(store, &[("VIZBOARD_TRUSTED_PROXIES", "127.0.0.0/8")]).await;
        let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
        let phone = log_in_with(&server, "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36").await;
        let strange = log_in_with(&server, "<script>alert(1)</script>").await;
        let all = sessions(&ada).await;
        assert_eq!(all.len(), 3);
        assert!(all[0]["isCurrent"] == true && all[1]["isCurrent"] == false, "{all:?}");
        let one = all.iter().find(|session| session["browser"] == "Chrome on Android").expect("the phone");
        assert_eq!(one["network"], "203.0.113.x");
        assert!(all.iter().any(|session| session["browser"].is_null() && session["network"] == "203.0.113.x"), "{all:?}");
        let page = ada.page("/settings").await.text();
        assert!(page.contains("Chrome on Android") && page.contains("203.0.113.x") && !page.contains("203.0.113.77"));

        assert_eq!(error(&eve.act("endSession", json!({ "sessionId": one["id"] })).await.json()), "Session not found");
        assert_eq!(phone.act("getUserBySession", json!({})).await.json()["success"], true);
        assert_eq!(ada.act("endSession", json!({ "sessionId": one["id"] })).await.json()["success"], true);
        assert_eq!(phone.act("getUserBySession", json!({})).await.json()["success"], false);
        assert_eq!(ada.act("endOtherSessions", json!({})).await.json()["message"], "One other session is ended.");
        assert_eq!(strange.act("getUserBySession", json!({})).await.json()["success"], false);
        assert!(sessions(&ada).await.len() == 1 && !id_of(&eve).await.is_empty(), "others keep theirs");
        let own = sessions(&ada).await[0]["id"].clone();
        let answer = ada.act("endSession", json!({ "sessionId": own })).await;
        assert!(answer.json()["success"] == true && ada.cookie("vizboard_session").is_none(), "the cookie goes with one's own");
    }
}
