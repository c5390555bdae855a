//! Teams of several people: roles, invitations, and what becomes of projects.

mod invitations;
mod members;
mod named;
mod pages;
mod projects;
mod sign_up;
mod switch;

use crate::harness::{Answer, Caller, TestServer, message};
use reqwest::Method;
use serde_json::{Value as Json, json};

async fn make(caller: &Caller, name: &str) {
    let answer = caller.act("createTeam", json!({ "name": name })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
}

/// A link into a team. Answers its token.
async fn link(caller: &Caller, team: &str, role: &str, email: &str) -> String {
    let answer = caller.act("inviteToTeam", json!({ "team": team, "role": role, "email": email })).await.json();
    answer["shownOnce"].as_str().unwrap_or_else(|| panic!("{answer}")).trim_start_matches("/invite/").to_owned()
}

/// A new account in a team.
async fn member(server: &TestServer, admin: &Caller, team: &str, name: &str, role: &str) -> Caller {
    let caller = server.sign_up(name).await;
    let joined = accept(&caller, &link(admin, team, role, "").await).await;
    assert_eq!(joined["success"], true, "{joined}");
    caller
}

async fn accept(caller: &Caller, token: &str) -> Json {
    caller.act("acceptInvitation", json!({ "token": token })).await.json()
}

/// User names and roles of a team's members, in order of their names.
async fn members(caller: &Caller, team: &str) -> Vec<(String, String)> {
    let answer = caller.act("getTeam", json!({ "team": team })).await.json();
    let list = answer["members"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    let mut all: Vec<_> = list.iter().map(|member| (text(&member["username"]), text(&member["role"]))).collect();
    all.sort();
    all
}

async fn patch(caller: &Caller, path: &str, body: Json) -> Answer {
    caller.send_json(Method::PATCH, path, &body).await
}

async fn delete(caller: &Caller, path: &str) -> Answer {
    caller.send_json(Method::DELETE, path, &json!({})).await
}
