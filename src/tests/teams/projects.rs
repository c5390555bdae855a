//! Projects inside teams: where they are made, who sees them, and who owns them.

use super::{make, member, patch};
use crate::{
    harness::{Caller, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};

async fn titles(caller: &Caller) -> Vec<String> {
    let cards = caller.act("listProjectCards", json!({})).await.json()["cards"].clone();
    let mut all: Vec<String> = cards
        .as_array()
        .expect("cards")
        .iter()
        .map(|card| format!("{} {} {}", card["summary"]["title"], card["team"], card["role"]).replace('"', ""))
        .collect();
    all.sort();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_hold_the_projects_of_all_teams() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let vic = member(&server, &ada, "Crew", "vic", "Viewer").await;
    let eve = server.sign_up("eve").await;
    let connection = shop::connection("Canary shop").await;
    let shared = shop::project_in(&bo, "Shared", std::slice::from_ref(&connection), "crew").await;
    shop::project_in(&bo, "Own", &[], "").await;
    assert_eq!(titles(&bo).await, ["Own bob owner", "Shared Crew owner"]);
    assert_eq!(titles(&ada).await, ["Shared Crew team_admin"]);
    assert_eq!(titles(&vic).await, ["Shared Crew viewer"]);
    assert_eq!(titles(&eve).await, [""; 0]);

    let id = bo.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().expect("an id").to_owned();
    let listed = async |team: &str| {
        let answer = bo.get(&format!("/api/userprojects?userId={id}&team={team}")).await;
        (answer.status.as_u16(), answer.json()["projects"].as_array().map(Vec::len))
    };
    assert_eq!(listed("").await, (200, Some(2)));
    assert_eq!(listed("CREW").await, (200, Some(1)));
    assert_eq!(listed("bob").await, (200, Some(1)));
    assert_eq!(listed("eve").await, (404, None), "somebody else's");
    assert_eq!(listed("nothing").await, (404, None));

    // A viewer learns nothing of connections, also not from lists and the search.
    let card = vic.act("listProjectCards", json!({})).await.json()["cards"][0].clone();
    assert_eq!(
        (&card["connections"], &card["summary"]["databases"], &card["summary"]["totalConnections"]),
        (&json!([]), &json!([]), &json!(0))
    );
    let kinds = async |caller: &Caller, text: &str| -> Vec<String> {
        let found = caller.act("findAnything", json!({ "text": text })).await.json()["found"].clone();
        found.as_array().expect("a list").iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(kinds(&vic, "Canary").await, [""; 0]);
    assert_eq!(kinds(&vic, "orders").await, [""; 0]);
    assert_eq!(kinds(&ada, "Canary").await.len(), 1);
    assert_eq!(kinds(&vic, "Shared").await.len(), 1);
    let links = ada.act("listLinks", json!({})).await.json();
    assert_eq!(links["links"], json!([]), "links are their owner's: {shared}");
}

#[tokio::test(flavor = "multi_thread")]
async fn made_where_one_may() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    make(&ada, "Crew").await;
    let make_in = async |caller: &Caller, team: &str| {
        caller.act("createProjectWithConnections", json!({ "title": "T", "connections": [], "teamId": team })).await.json()
    };
    for team in ["Crew", "eve-not", "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "ada", "a\u{0}b"] {
        let answer = make_in(&eve, team).await;
        assert_eq!((&answer["success"], &answer["error"]), (&json!(false), &json!("Team not found")), "{team}");
    }
    assert_eq!(make_in(&ada, "CREW").await["success"], true, "by name, without case");
    let id = ada.act("getTeam", json!({ "team": "Crew" })).await.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(make_in(&ada, &id).await["success"], true, "by id");
    assert_eq!(ada.act("getTeam", json!({ "team": id })).await.json()["projects"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_over() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let cy = member(&server, &ada, "Crew", "cyd", "Editor").await;
    let vic = member(&server, &ada, "Crew", "vic", "Viewer").await;
    server.sign_up("eve").await;
    let id = shop::project_in(&bo, "Theirs", &[shop::connection("Shop").await], "Crew").await;
    let public = shop::publish(&bo, &id).await;
    let give = async |caller: &Caller, to: &str| caller.act("handOverProject", json!({ "projectId": id, "username": to })).await.json();
    for (who, to) in [(&cy, "cyd"), (&vic, "vic")] {
        assert_eq!(give(who, to).await["error"], "Project not found", "{to} takes nothing");
    }
    for to in ["vic", "eve", "nobody", ""] {
        assert_eq!(give(&bo, to).await["field"], "username", "{to:?} cannot own it");
    }
    assert_eq!(give(&bo, "CYD").await["success"], true);
    let role = async |caller: &Caller| caller.act("getBoard", json!({ "projectId": id })).await.json()["board"]["role"].clone();
    assert_eq!((role(&bo).await, role(&cy).await), (json!("editor"), json!("owner")));
    assert_eq!(
        bo.act("deleteProject", json!({ "projectId": id })).await.json()["error"],
        "Unauthorized: You can only delete your own projects"
    );
    assert_eq!(server.anon().act("getPublicBoard", json!({ "idPublic": public })).await.json()["success"], true, "links stay");
    assert_eq!(give(&ada, "ada").await["success"], true, "an administrator takes what a team needs");
    assert_eq!(ada.act("deleteProject", json!({ "projectId": id })).await.json()["success"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_editor_changes_the_board_and_neither_connections_nor_sharing() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let id = shop::project_in(&ada, "Theirs", &[shop::connection("Shop").await], "Crew").await;
    let update = async |more: Json| {
        let mut input = json!({ "id": id });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        bo.act("updateProject", input).await.json()
    };
    assert_eq!(update(json!({ "title": "Renamed" })).await["success"], true);
    assert_eq!(update(json!({ "connections": [] })).await["success"], false);
    assert_eq!(update(json!({ "isPublic": true })).await["success"], false);
    let form = bo.page(&format!("/projects/{id}/edit")).await.text();
    assert!(form.contains("name=\"title\"") && !form.contains("name=\"connections[0]") && !form.contains("name=\"isPublic\""), "{form}");
    let board = bo.page(&format!("/projects/{id}/dashboard")).await.text();
    assert!(board.contains("Add widget") && !board.contains("share=1") && !board.contains("regenerateProjectSchemas"));
    assert!(!board.contains(&format!("/projects/{id}/delete")));
    patch(&ada, "/api/teams/crew/members/bob", json!({ "roles": ["Admin"] })).await;
    assert_eq!(update(json!({ "isPublic": true })).await["success"], false, "sharing is the owner's");
    assert_eq!(update(json!({ "connections": [] })).await["success"], true);
}
