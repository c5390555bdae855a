//! What a token is when it is made, and what of it can be changed.

use super::owner;
use crate::{
    harness::{Caller, TestServer, message},
    routes::{run, token},
};
use reqwest::Method;
use serde_json::{Value as Json, json};

/// A body that makes a token, with these fields instead.
fn body(project: &str, other: Json) -> Json {
    let mut body = json!({ "team_name": "ada", "name": "Reports", "description": "For the nightly report",
        "expiration_utc": "2099-01-31T12:00:00Z", "permissions": [{ "project_id": project, "name": "read" }] });
    for (name, value) in other.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_shown_once_and_stored_as_its_hash() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let made = ada.post("/api/tokens", &body(&project, json!({}))).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let made = made.json();
    let whole = made["body"].as_str().expect("a body").to_owned();
    assert!(whole.starts_with("ast_") && whole.len() >= 36, "{whole}");
    assert_eq!(made["id"], 1);
    assert_eq!(made["expiration_utc"], "2099-01-31T12:00:00.000Z");
    assert_eq!(made["last_used_utc"], Json::Null);
    assert_eq!((&made["created_by"], &made["team_name"]), (&json!("ada"), &json!("ada")));
    assert_eq!(made["permissions"], json!([{ "project_id": project, "project_title": "Sales", "name": "read" }]));
    let read = ada.get("/api/tokens/1").await.json();
    assert_eq!(read["body"], format!("{}…", &whole[..10]));
    let listed = ada.get("/api/teams/ADA/tokens").await.json();
    assert_eq!(listed["tokens"], json!([read]), "names of teams are compared without case");

    let mut db = server.app().store.read().await.unwrap();
    let stored: String = sqlx::query_scalar("select token_hash || ' ' || prefix from api_tokens").fetch_one(&mut *db).await.unwrap();
    assert!(!stored.contains(&whole[10..]), "{stored}");
    drop(db);

    let second = token(&ada, "ada", &project, &["read", "insert", "write"]).await;
    assert_eq!(second.0, "2");
    assert_eq!(ada.send_json(Method::DELETE, "/api/tokens/2", &json!({})).await.json(), json!({}));
    assert_eq!(ada.get("/api/tokens/2").await.status, 404);
    assert_eq!(token(&ada, "ada", &project, &["read"]).await.0, "3", "an id is never used again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_a_rule_makes_no_token() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let (_, foreign) = owner(&server, "eve").await;
    let read = |what: &str, id: &str| json!({ "permissions": [{ what: id, "name": "read" }] });
    for (other, said) in [
        (json!({ "name": " " }), "Name is required"),
        (json!({ "name": "x".repeat(61) }), "at most 60"),
        (json!({ "description": "x".repeat(501) }), "at most 500"),
        (json!({ "expiration_utc": "tomorrow" }), "2026-12-31T12:00:00Z"),
        (json!({ "expiration_utc": "2020-01-01T00:00:00.000Z" }), "must lie ahead"),
        (json!({ "permissions": [] }), "at least one"),
        (read("db_id", "01hn3vwp0s5zqj9f4c5y3x2k1a"), "no such database"),
        (read("project_id", &foreign), "no such project"),
        (read("project_id", "x"), "no such project"),
        (json!({ "permissions": [{ "name": "read" }] }), "project_id"),
        (json!({ "permissions": [{ "project_id": project, "name": "admin" }] }), "documented form"),
        (json!({ "team_name": "" }), "team"),
    ] {
        let answer = ada.post("/api/tokens", &body(&project, other.clone())).await;
        assert_eq!(answer.status, 400, "{other}: {}", answer.text());
        assert!(message(&answer).contains(said), "{other}: {}", answer.text());
    }
    for team in ["eve", "nobody"] {
        let answer = ada.post("/api/tokens", &body(&project, json!({ "team_name": team }))).await;
        assert_eq!((answer.status.as_u16(), message(&answer).as_str()), (404, "Team not found"));
    }
    assert_eq!(ada.get("/api/teams/ada/tokens").await.json(), json!({ "tokens": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_of_the_team_see_and_make_them() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let eve = server.sign_up("eve").await;
    let (id, _) = token(&ada, "ada", &project, &["read"]).await;
    for role in ["editor", "viewer"] {
        let joined = format!(
            "insert into team_members (team_id, account_id, role, created_at)
             select t.id, a.id, '{role}', 1 from teams t, accounts a where t.name = 'ada' and a.username = 'eve'
             on conflict (team_id, account_id) do update set role = excluded.role"
        );
        run(&server, &joined).await;
        assert_eq!(eve.get("/api/teams/ada/tokens").await.status, 403, "{role}");
        assert_eq!(eve.post("/api/tokens", &body(&project, json!({}))).await.status, 403, "{role}");
        for method in [Method::GET, Method::PATCH, Method::DELETE] {
            let answer = eve.send_json(method, &format!("/api/tokens/{id}"), &json!({ "name": "Mine" })).await;
            assert_eq!(answer.status, 404, "{role}");
        }
    }
    run(&server, "update team_members set role = 'admin' where role = 'viewer'").await;
    assert_eq!(eve.get("/api/teams/ada/tokens").await.json()["tokens"].as_array().map(Vec::len), Some(1));
    assert_eq!(server.log_in(crate::harness::ADMIN).await.get("/api/teams/ada/tokens").await.status, 403, "nor the server's");
}

async fn patch(caller: &Caller, change: Json) -> Json {
    let answer = caller.send_json(Method::PATCH, "/api/tokens/1", &change).await;
    assert_eq!(answer.status, 200, "{change}: {}", answer.text());
    answer.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn nullable_texts_are_changed_in_every_form() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let made = ada.post("/api/tokens", &body(&project, json!({}))).await.json();
    let same = patch(&ada, json!({ "unknown": 1, "team_name": "Ada" })).await;
    assert_eq!((&same["name"], &same["description"], &same["permissions"]), (&made["name"], &made["description"], &made["permissions"]));
    for (change, description) in [
        (json!("One"), json!("One")),
        (Json::Null, Json::Null),
        (json!({ "tag": "TextValue", "contents": "Two" }), json!("Two")),
        (json!({ "tag": "TextNull" }), Json::Null),
    ] {
        assert_eq!(patch(&ada, json!({ "description": change })).await["description"], description, "{change}");
    }
    let moved =
        patch(&ada, json!({ "expiration_utc": { "tag": "TextValue", "contents": "2098-01-01T00:00:00.500Z" }, "name": " New " })).await;
    assert_eq!((&moved["expiration_utc"], &moved["name"]), (&json!("2098-01-01T00:00:00.500Z"), &json!("New")));
    assert_eq!(patch(&ada, json!({ "expiration_utc": null })).await["expiration_utc"], Json::Null);
    for (wrong, said) in [
        (json!({ "name": "" }), "Name is required"),
        (json!({ "expiration_utc": "2001-01-01T00:00:00Z" }), "must lie ahead"),
        (json!({ "team_name": "other" }), "stays in the team"),
        (json!({ "description": 1 }), "TextValue"),
    ] {
        let answer = ada.send_json(Method::PATCH, "/api/tokens/1", &wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(message(&answer).contains(said), "{wrong}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_makes_one_and_the_next_page_alone_learns_it() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let fields = [
        ("teamName", "ada"),
        ("name", "From a form"),
        ("expiresOn", "2099-12-31"),
        ("grants[0][projectId]", project.as_str()),
        ("grants[0][access]", "read_write"),
        ("_next", "/teams/ada/tokens"),
    ];
    let answer = ada.form("/actions/createToken", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("/teams/ada/tokens")), "{}", answer.text());
    let tokens = ada.get("/api/teams/ada/tokens").await.json();
    let start = tokens["tokens"][0]["body"].as_str().expect("a body").trim_end_matches('…').to_owned();
    let names: Vec<_> = tokens["tokens"][0]["permissions"].as_array().expect("a list").iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["read", "write"]);
    let text = ada.page("/teams/ada/tokens").await.text();
    let whole = text.split('"').find(|text| text.starts_with(&start) && text.len() > 36).expect("the whole token").to_owned();
    let reads = server.anon().with_bearer(&whole).act("getBoard", json!({ "projectId": project })).await.json();
    assert_eq!(reads["success"], true, "{reads}");
    assert!(!ada.page("/teams/ada/tokens").await.text().contains(&whole), "once");
}
