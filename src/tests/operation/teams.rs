//! All teams of the server, for its administrators.

use crate::{
    harness::{ADMIN, Store, TestServer},
    projects::shop,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn administrators_find_every_team() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (server.log_in(ADMIN).await, server.sign_up("ada").await);
        assert_eq!(ada.act("createTeam", json!({ "name": "Crew 100%" })).await.json()["success"], true);
        shop::project_in(&ada, "Private plans", &[], "Crew 100%").await;
        let all = admin.act("listAllTeams", json!({})).await.json();
        assert_eq!((&all["total"], &all["page"]), (&json!(3), &json!(1)), "{all}");
        let names: Vec<_> = all["teams"].as_array().expect("a list").iter().map(|team| team["name"].clone()).collect();
        assert_eq!(names, [json!("ada"), json!("admin"), json!("Crew 100%")]);
        assert_eq!((&all["teams"][0]["personalOf"], &all["teams"][2]["personalOf"]), (&json!("ada"), &json!(null)));
        let found = admin.act("listAllTeams", json!({ "search": "100%" })).await.json();
        let crew = &found["teams"][0];
        assert_eq!(
            (&found["total"], &crew["members"], &crew["projects"], &crew["billing"]),
            (&json!(1), &json!(1), &json!(1), &json!(null))
        );
        assert_eq!(admin.act("listAllTeams", json!({ "search": "a_a" })).await.json()["total"], 0, "a letter is itself");

        let page = admin.page("/admin/teams?q=crew").await.text();
        assert!(page.contains("href=\"/teams/Crew%20100%25\"") && !page.contains("Private plans"), "{page}");
        let team = admin.page("/teams/Crew%20100%25").await;
        assert_eq!(team.status, 200);
        assert!(!team.text().contains("Private plans"));
        assert!(admin.page("/admin/teams?q=nobody+has+this").await.text().contains("No team has this name"));
        assert_eq!(ada.page("/admin/teams").await.status, 404);
    }
}
