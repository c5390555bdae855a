//! The health of a server, from real values.

use crate::{
    harness::{ADMIN, Store, TestServer},
    projects::shop,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_what_is_there_and_set_work_going_again() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (server.log_in(ADMIN).await, server.sign_up("ada").await);
        let health = admin.act("getServerHealth", json!({})).await.json();
        assert_eq!(health["success"], true, "{health}");
        assert_eq!(health["store"]["kind"], if store == Store::Sqlite { "SQLite" } else { "PostgreSQL" });
        assert!(health["store"]["bytes"].as_u64().is_some_and(|bytes| bytes > 10_000), "{health}");
        assert!(health["disk"]["free"].as_u64() <= health["disk"]["total"].as_u64() && health["disk"]["total"].as_u64() > Some(0));
        assert_eq!((&health["jobs"]["failed"], &health["backups"]["hasFolder"]), (&json!(0), &json!(false)));
        assert_eq!(admin.act("retryJobs", json!({})).await.json()["success"], false, "nothing failed");
        assert!(admin.act("backUpNow", json!({})).await.json()["error"].as_str().expect("a text").contains("VIZBOARD_BACKUP_DIR"));

        // Nobody listens there.
        let mut dead = shop::connection("Dead").await;
        dead["host"] = json!("127.0.0.1");
        dead["port"] = json!(1);
        let answer = ada.act("createProjectWithConnections", json!({ "title": "Dead", "connections": [dead] })).await.json();
        assert_eq!(answer["success"], true, "{answer}");
        let failed = async || admin.act("getServerHealth", json!({})).await.json()["jobs"]["failed"].as_u64();
        shop::poll(std::time::Duration::from_secs(20), "no job failed", async || failed().await == Some(1)).await;
        let answer = admin.act("retryJobs", json!({})).await.json();
        assert_eq!(answer["message"], "Tried again: 1.", "{answer}");
        assert!(admin.page("/admin/health").await.text().contains("Background work"));

        for (action, error) in
            ["getServerHealth", "backUpNow", "retryJobs"].map(|action| (action, "Only administrators of this server may do this"))
        {
            assert_eq!(ada.act(action, json!({})).await.json()["error"], error, "{action}");
        }
        assert_eq!(ada.page("/admin/health").await.status, 404);
    }
}
