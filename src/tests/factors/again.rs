//! What gives lasting power asks again, ten minutes after one showed who one is.

use super::{WithApp, is_signed_in, refused, run, stale};
use crate::harness::{Answer, Caller, PASSWORD, TestServer};
use serde_json::{Value as Json, json};

const CODE: &str = "reauth_required";

#[track_caller]
fn asks(what: &str, answer: &Answer) {
    let body = answer.json();
    match answer.status.as_u16() {
        200 => assert_eq!((&body["success"], &body["code"]), (&json!(false), &json!(CODE)), "{what}: {body}"),
        status => assert_eq!((status, &body["errors"][0]["code"]), (403, &json!(CODE)), "{what}: {body}"),
    }
}

async fn project(caller: &Caller) -> Json {
    caller.act("createProjectWithConnections", json!({ "title": "Shop", "connections": [] })).await.json()["projectId"].clone()
}

async fn confirm(caller: &Caller, password: &str) -> Json {
    caller.act("confirmIdentity", json!({ "password": password })).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_them_asks_and_goes_on_afterwards() {
    let server = TestServer::start().await;
    let root = server.log_in("admin").await;
    let ada = server.sign_up("ada").await;
    let id = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].clone();
    let project = project(&root).await;
    root.act("sendResetLink", json!({ "accountId": id })).await;
    let mail = root.act("listPeople", json!({})).await.json()["mail"][0]["id"].clone();
    root.act("createTeam", json!({ "name": "Crew" })).await;
    let token = json!({ "teamName": "admin", "name": "One", "grants": [{ "projectId": project, "access": "read" }] });
    let by_api = json!({ "team_name": "admin", "name": "Two", "permissions": [{ "project_id": project, "name": "read" }] });
    let all = [
        ("createToken", token),
        ("beginAuthenticator", json!({})),
        ("makeRecoveryCodes", json!({})),
        ("inviteToTeam", json!({ "team": "Crew", "role": "Admin" })),
        ("setServerAdmin", json!({ "accountId": id, "admin": true })),
        ("openMail", json!({ "mailId": mail })),
        ("removeSecondFactor", json!({ "accountId": id })),
    ];
    stale(&server).await;
    for (action, input) in &all {
        asks(action, &root.act(action, input.clone()).await);
    }
    asks("POST /api/tokens", &root.post("/api/tokens", &by_api).await);
    let viewer = root.act("inviteToTeam", json!({ "team": "Crew", "role": "Viewer" })).await.json();
    assert_eq!(viewer["success"], true, "only administrators are asked for: {viewer}");
    let email = root.act("updateUserEmail", json!({ "email": "root@example.org", "password": PASSWORD })).await.json();
    assert_eq!(email["success"], true, "it asks for the password itself");

    assert_eq!(confirm(&root, "").await["field"], "password");
    assert_eq!(confirm(&root, "not the password").await["field"], "password");
    asks("createToken", &root.act("createToken", all[0].1.clone()).await);
    assert_eq!(confirm(&root, PASSWORD).await["success"], true);
    for (action, input) in &all {
        let body = root.act(action, input.clone()).await.json();
        assert!(body["success"] == true || body.get("code").is_none(), "{action}: {body}");
    }
    assert_eq!(root.post("/api/tokens", &by_api).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_right_is_not_asked_but_refused() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let project = project(&ada).await;
    stale(&server).await;
    let input = json!({ "teamName": "ada", "name": "One", "grants": [{ "projectId": project, "access": "read" }] });
    assert_eq!(refused(&eve.act("createToken", input).await), "Team not found");
    let id = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].clone();
    assert!(refused(&eve.act("setServerAdmin", json!({ "accountId": id, "admin": true })).await).contains("Only administrators"));
    assert_eq!(eve.act("confirmIdentity", json!({ "userId": id, "password": PASSWORD })).await.json()["error"], "Unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_comes_back_as_it_was() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let project = project(&ada).await.as_str().unwrap().to_owned();
    stale(&server).await;
    let fields = [
        ("teamName", "ada"),
        ("name", "Nightly <report>"),
        ("grants[0][projectId]", project.as_str()),
        ("grants[0][access]", "read"),
        ("_next", "/teams/ada/tokens"),
        ("_back", "/teams/ada/tokens?new=1"),
    ];
    let answer = ada.form("/actions/createToken", &fields).await;
    let to = answer.location().unwrap().to_owned();
    assert_eq!((answer.status.as_u16(), to.as_str()), (303, "/confirm?next=%2Fteams%2Fada%2Ftokens%3Fnew%3D1"));
    let page = ada.page(&to).await.text();
    assert!(page.contains("name=\"_kept\"") && page.contains("Nightly &lt;report&gt;") && !page.contains("<report>"), "{page}");
    let kept = json!({ "form": "createToken", "values": { "name": "Nightly <report>" } }).to_string();
    let confirm = async |password: &str| {
        let next = "/teams/ada/tokens?new=1";
        let fields = [("password", password), ("_kept", kept.as_str()), ("_next", next), ("_back", to.as_str())];
        ada.form("/actions/confirmIdentity", &fields).await
    };
    let wrong = confirm("not the password").await;
    assert_eq!(wrong.location(), Some(to.as_str()));
    let page = ada.page(&to).await.text();
    assert!(page.contains("Nightly &lt;report&gt;") && page.contains("Current password is not correct"), "{page}");
    let right = confirm(PASSWORD).await;
    assert_eq!(right.location(), Some("/teams/ada/tokens?new=1"));
    assert!(ada.page("/teams/ada/tokens?new=1").await.text().contains("value=\"Nightly &lt;report&gt;\""), "as it was filled in");
    let made = ada.form("/actions/createToken", &fields).await;
    assert_eq!(made.location(), Some("/teams/ada/tokens"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_password_a_code_will_do() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let app = WithApp::set_up(&ada).await;
    run(&server, "update accounts set password_hash = null where username = 'ada'").await;
    stale(&server).await;
    asks("makeRecoveryCodes", &ada.act("makeRecoveryCodes", json!({})).await);
    asks("updateUserEmail", &ada.act("updateUserEmail", json!({ "email": "new@example.org" })).await);
    let confirm = async |code: &str| ada.act("confirmIdentity", json!({ "code": code })).await.json();
    assert_eq!(confirm("000").await["field"], "code");
    assert_eq!(confirm(&app.codes[0]).await["success"], true);
    assert_eq!(confirm(&app.codes[0]).await["success"], false, "once");
    assert_eq!(ada.act("updateUserEmail", json!({ "email": "new@example.org" })).await.json()["success"], true);
    assert!(is_signed_in(&ada).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_password_a_code_is_not_enough() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let app = WithApp::set_up(&ada).await;
    stale(&server).await;
    let answer = ada.act("confirmIdentity", json!({ "code": app.codes[0] })).await.json();
    assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &json!("password")));
}
