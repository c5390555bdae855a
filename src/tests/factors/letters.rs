//! The owner is told of every way in that comes or goes.

use super::{WithApp, half, with_code};
use crate::harness::{PASSWORD, Store, TestServer, smtp::MailServer};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn of_factors_tokens_and_wrong_codes() {
    let mail = MailServer::start().await;
    let own = mail.settings();
    let settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    let ada = server.sign_up("ada").await;
    let told = async |part: &str| {
        mail.letter("ada@example.org", part).await;
    };
    let app = WithApp::set_up(&ada).await;
    told("an app that shows codes was added").await;
    let project = ada.act("createProjectWithConnections", json!({ "title": "Shop", "connections": [] })).await.json()["projectId"].clone();
    let input = json!({ "teamName": "ada", "name": "Nightly", "grants": [{ "projectId": project, "access": "read" }] });
    let token = ada.act("createToken", input).await.json();
    assert_eq!(token["success"], true, "{token}");
    told("the API token \"Nightly\" of the team ada was made").await;
    let browser = half(&server, "ada").await;
    for _ in 0..5 {
        with_code(&browser, "wrong").await;
    }
    told("five wrong codes").await;
    let new = "another long phrase 8";
    let answer = ada.act("updateUserPassword", json!({ "currentPassword": PASSWORD, "newPassword": new })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    told("What still works as before: 1 API token").await;
    let answer = ada.act("removeAuthenticator", json!({ "password": new, "code": app.codes[0] })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    told("the app that shows codes was removed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_takes_invitations_of_administrators_back() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    ada.act("createTeam", json!({ "name": "Crew" })).await;
    for role in ["Admin", "Viewer"] {
        let made = ada.act("inviteToTeam", json!({ "team": "Crew", "role": role })).await.json();
        assert_eq!(made["success"], true, "{made}");
    }
    let input = json!({ "currentPassword": PASSWORD, "newPassword": "another long phrase 8" });
    assert_eq!(ada.act("updateUserPassword", input).await.json()["success"], true);
    let left: Vec<String> = sqlx::query_scalar("select lower(role) from team_invitations")
        .fetch_all(&mut *server.app().store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(left, ["viewer"]);
}
