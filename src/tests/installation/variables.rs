//! Environment variables of the server.

use crate::harness::{ADMIN, Store, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};

const SECRET: &str = "canary value 7261";

#[tokio::test(flavor = "multi_thread")]
async fn set_read_renamed_and_deleted() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let admin = server.log_in(ADMIN).await;
        let made = admin.post("/api/settings/env", &json!({ "name": "MAP_KEY", "value": SECRET })).await.json();
        assert_eq!((&made["name"], &made["value"]), (&json!("MAP_KEY"), &json!(SECRET)), "{made}");
        assert_eq!(made.as_object().map(serde_json::Map::len), Some(3), "created_utc, name, value");
        let listed = async || admin.get("/api/settings/env").await.json()["envVars"].clone();
        assert_eq!(listed().await, json!([made]));
        let again = admin.post("/api/settings/env", &json!({ "name": "MAP_KEY", "value": "x" })).await;
        assert_eq!(again.status, 409);

        let mut db = server.app().store.read().await.unwrap();
        let stored: String = sqlx::query_scalar("select value from server_variables").fetch_one(&mut *db).await.unwrap();
        assert!(stored.starts_with("v1.") && !stored.contains("canary"), "{stored}");
        drop(db);

        let change = async |name: &str, body: Json| admin.send_json(Method::PATCH, &format!("/api/settings/env/{name}"), &body).await;
        assert_eq!(change("MAP_KEY", json!({ "name": "TILE_KEY" })).await.json(), json!({}));
        assert_eq!(listed().await, json!([{ "name": "TILE_KEY", "value": SECRET, "created_utc": made["created_utc"] }]));
        assert_eq!(change("TILE_KEY", json!({ "value": "new" })).await.status, 200);
        assert_eq!(change("MAP_KEY", json!({ "value": "new" })).await.status, 404);
        let both = json!({ "envVars": [{ "name": "TILE_KEY", "value": "two" }, { "name": "OTHER", "value": "" }] });
        assert_eq!(admin.send_json(Method::PATCH, "/api/settings", &both).await.json(), json!({}));
        let values: Vec<_> = listed().await.as_array().unwrap().iter().map(|one| (one["name"].clone(), one["value"].clone())).collect();
        assert_eq!(values, [(json!("OTHER"), json!("")), (json!("TILE_KEY"), json!("two"))]);
        assert_eq!(change("OTHER", json!({ "name": "TILE_KEY" })).await.status, 409);
        let delete = async || admin.send_json(Method::DELETE, "/api/settings/env/OTHER", &json!({})).await;
        assert_eq!(delete().await.json(), json!({}));
        assert_eq!(delete().await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_sets_nothing() {
    let server = TestServer::start().await;
    let admin = server.log_in(ADMIN).await;
    for body in [
        json!({ "name": "", "value": "x" }),
        json!({ "name": "1A", "value": "x" }),
        json!({ "name": "A-B", "value": "x" }),
        json!({ "name": "A B", "value": "x" }),
        json!({ "name": "A".repeat(101), "value": "x" }),
        json!({ "name": "A" }),
        json!({ "name": "A", "value": "x".repeat(10_001) }),
        json!({ "name": "A", "value": "a\u{0}b" }),
    ] {
        assert_eq!(admin.post("/api/settings/env", &body).await.status, 400, "{body}");
    }
    assert_eq!(admin.get("/api/settings/env").await.json(), json!({ "envVars": [] }));
}
