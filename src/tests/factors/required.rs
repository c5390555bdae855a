//! `VIZBOARD_REQUIRE_SECOND_FACTOR=admins`.

use super::{WithApp, refused};
use crate::harness::{Store, TestServer};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn administrators_set_one_up_before_anything_else() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_REQUIRE_SECOND_FACTOR", "admins")]).await;
    let (root, ada) = (server.log_in("admin").await, server.sign_up("ada").await);
    for path in ["/admin/people", "/admin/settings", "/admin/audit", "/admin/health"] {
        let answer = root.page(path).await;
        assert_eq!((answer.status.is_redirection(), answer.location()), (true, Some("/settings/security")), "{path}");
    }
    assert!(refused(&root.act("listPeople", json!({})).await).contains("asks its administrators for a second factor"));
    assert_eq!(root.get("/api/settings").await.status, 403);
    let team = json!({ "name": "Numbers" });
    assert_eq!(ada.act("createTeam", team.clone()).await.json()["success"], true);
    assert_eq!(root.get("/api/teams/Numbers").await.status, 404, "no team of others either");
    assert_eq!(root.send_json(Method::DELETE, "/api/teams/Numbers", &json!({})).await.status, 404);
    assert_eq!(root.get("/api/users/ada").await.status, 404);
    assert_eq!(root.act("getUserByEmail", json!({ "email": "ada@example.org" })).await.json()["user"], json!(null));
    assert!(root.page("/settings/security").await.text().contains("asks its administrators for a second factor"));
    assert_eq!(root.page("/projects").await.status, 200, "everything else is theirs as before");
    assert!(!ada.page("/settings/security").await.text().contains("asks its administrators"));
    WithApp::set_up(&root).await;
    assert_eq!(root.page("/admin/people").await.status, 200);
    assert_eq!(root.act("listPeople", json!({})).await.json()["success"], true);
    assert_eq!(root.get("/api/teams/Numbers").await.status, 200);
}
