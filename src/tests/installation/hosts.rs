//! `allowedHosts` limits the Host headers that are answered, and locks nobody out unseen.

use crate::harness::{ADMIN, Answer, Caller, Store, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};

async fn allow(caller: &Caller, hosts: Json) -> Answer {
    caller.send_json(Method::PATCH, "/api/settings", &json!({ "allowedHosts": hosts })).await
}

async fn by(caller: &Caller, host: &str, path: &str) -> Answer {
    caller.send(Method::GET, path, &[("host", host), ("accept", "text/html")], Vec::new()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_listed_hosts_are_answered_and_monitors_always() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let admin = server.log_in(ADMIN).await;
        let own = server.address().to_string();
        assert_eq!(by(&server.anon(), "anything.example", "/").await.status, 200, "an empty list: any");
        assert_eq!(allow(&admin, json!(["VizBoard.example.org", own, "127.0.0.1"])).await.json(), json!({}));
        let settings = admin.get("/api/settings").await.json();
        assert_eq!(settings, json!({ "allowedHosts": ["vizboard.example.org", own, "127.0.0.1"], "envVars": [] }));
        for (host, status) in
            [("vizboard.example.org", 200), ("vizboard.example.org:8443", 200), ("evil.example", 421), ("127.0.0.1:1", 200)]
        {
            for path in ["/", "/login", "/api/openapi.json"] {
                assert_eq!(by(&server.anon(), host, path).await.status, status, "{host} {path}");
            }
        }
        let refused = by(&server.anon(), "evil.example", "/").await;
        assert!(!refused.text().contains("evil.example") && refused.header("content-security-policy").is_some());
        assert_eq!(
            by(&admin, "evil.example", "/api/settings").await.json()["errors"][0]["message"].as_str().map(|text| text.is_empty()),
            Some(false)
        );
        for path in ["/api/health", "/api/status", "/api/ready"] {
            assert_eq!(by(&server.anon(), "evil.example", path).await.status, 200, "{path}");
        }
        assert_eq!(allow(&admin, json!([])).await.status, 200);
        assert_eq!(by(&server.anon(), "evil.example", "/").await.status, 200, "any again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_locked_out_unseen_and_nothing_is_guessed() {
    let server = TestServer::start().await;
    let admin = server.log_in(ADMIN).await;
    let own = server.address().to_string();
    let lost = allow(&admin, json!(["vizboard.example.org"])).await;
    assert_eq!(lost.status, 400);
    assert!(lost.text().contains(&own), "says which host is missing: {}", lost.text());
    for wrong in ["http://a.example", "a.example/x", "*.example", "a b", "a.example:0", "a.example:x"] {
        let answer = allow(&admin, json!([own, wrong])).await;
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(answer.text().contains("without http"), "{wrong}: {}", answer.text());
    }
    assert_eq!(admin.get("/api/settings").await.json()["allowedHosts"], json!([]));
    // With one wrong part nothing of a change is carried out.
    let both = json!({ "allowedHosts": ["vizboard.example.org"], "envVars": [{ "name": "A", "value": "1" }] });
    assert_eq!(admin.send_json(Method::PATCH, "/api/settings", &both).await.status, 400);
    assert_eq!(admin.get("/api/settings").await.json(), json!({ "allowedHosts": [], "envVars": [] }));
    let form = [("allowedHosts[0]", format!("{own}\nother.example\n")), ("_next", "/admin/settings".to_owned())];
    let answer = admin.form("/actions/updateServerSettings", &form.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    assert_eq!(answer.location(), Some("/admin/settings"), "{}", answer.text());
    assert_eq!(admin.get("/api/settings").await.json()["allowedHosts"], json!([own, "other.example"]));
    assert!(admin.page("/admin/settings").await.text().contains("other.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documented_api_is_a_page() {
    let server = TestServer::start().await;
    let page = server.anon().get("/api/docs").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for part in ["POST /api/tokens", "GET /api/settings/env", "expiration_utc", "/actions/createToken", "403 Not an administrator"] {
        assert!(page.text().contains(part), "{part}");
    }
}
