//! The team that a browser chose: what the rail shows, what it leads to, and whom it concerns.

use super::{make, member};
use crate::{harness::TestServer, projects::shop};
use serde_json::json;

const COOKIE: &str = "vizboard_team";

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_remembers_the_team_that_was_chosen() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew & Co").await;
    let id = ada.act("listTeams", json!({})).await.json()["teams"][1]["id"].as_str().expect("an id").to_owned();
    let own = shop::project_in(&ada, "Mine alone", &[], "ada").await;
    shop::project_in(&ada, "Of the crew", &[], "Crew & Co").await;
    let all = ada.page("/projects").await.text();
    assert!(all.contains("aria-label=\"Team: All teams\"") && all.contains("Mine alone") && all.contains("Of the crew"));

    let form = [("team", id.as_str()), ("_next", "/projects?team=Crew+%26+Co"), ("_back", "/projects")];
    let chosen = ada.form("/actions/chooseTeam", &form).await;
    assert_eq!(chosen.location(), Some("/projects?team=Crew+%26+Co"));
    assert_eq!(ada.cookie(COOKIE).as_deref(), Some(id.as_str()));
    let list = ada.page("/projects?team=Crew+%26+Co").await.text();
    let shown = list.split("</main>").next().expect("a page");
    assert!(shown.contains("Of the crew") && !shown.contains("Mine alone"), "{shown}");
    assert!(shown.contains("href=\"/projects/new?team=Crew+%26+Co\""));
    let home = ada.page("/").await.text();
    assert!(home.contains("aria-label=\"Team: Crew &amp; Co\""), "it is remembered");
    assert!(home.contains("href=\"/projects?team=Crew+%26+Co\""), "and the rail leads to its projects");
    let board = ada.page(&format!("/projects/{own}/dashboard")).await.text();
    assert!(board.contains("aria-label=\"Team: ada\""), "a page of a project is in the team of the project");

    let around = ada.act("getSurroundings", json!({ "projectId": own })).await.json();
    assert_eq!((&around["chosen"], &around["project"]["role"]), (&json!(id), &json!("owner")));
    ada.act("chooseTeam", json!({ "team": "" })).await;
    assert_eq!(ada.cookie(COOKIE), None);
    assert!(ada.page("/").await.text().contains("aria-label=\"Team: All teams\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_that_is_not_ones_own_is_not_chosen() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    make(&ada, "Crew").await;
    let bob = member(&server, &ada, "Crew", "bob", "Viewer").await;
    let id = shop::project_in(&ada, "Figures", &[], "Crew").await;
    assert_eq!(eve.act("chooseTeam", json!({ "team": "Crew" })).await.json()["error"], "Team not found");
    assert_eq!(eve.act("getSurroundings", json!({ "projectId": id })).await.json()["project"], json!(null));
    assert_eq!(bob.act("chooseTeam", json!({ "team": "crew" })).await.json()["success"], true);
    let chosen = bob.cookie(COOKIE).expect("a cookie");
    // Somebody else at the same browser, and somebody who left, are in none.
    eve.set_cookie(COOKIE, &chosen);
    assert_eq!(eve.act("getSurroundings", json!({})).await.json()["chosen"], json!(null));
    ada.act("removeMember", json!({ "team": "Crew", "username": "bob" })).await;
    let around = bob.act("getSurroundings", json!({ "projectId": id })).await.json();
    assert_eq!((&around["chosen"], &around["project"]), (&json!(null), &json!(null)), "{around}");
    for nonsense in ["", "x", "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "a b"] {
        bob.set_cookie(COOKIE, nonsense);
        assert_eq!(bob.page("/").await.status, 200);
    }
}
