//! A body sets what is documented for it, and nothing else (security.md, check 28).

use super::{
    rows::{rest, rows},
    world::{Owner, World},
};
use crate::harness::PASSWORD;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

type Rows = BTreeMap<String, Vec<String>>;

/// Everything that a body might try to set beside what it may.
fn smuggled(other: &Owner) -> Vec<(&'static str, Json)> {
    let ids = &other.ids;
    let flags = ["isPublic", "is_public", "isValid", "is_valid", "isAdmin", "is_admin", "isDraft", "suspended", "success"];
    let texts = [
        ("ownerId", &ids.user),
        ("owner_id", &ids.user),
        ("accountId", &ids.user),
        ("account_id", &ids.user),
        ("teamId", &ids.user),
        ("team_id", &ids.user),
        ("team", &ids.user),
        ("workspaceId", &ids.user),
        ("idPublic", &ids.link),
        ("id_public", &ids.link),
    ];
    let mut all: Vec<(&str, Json)> = flags.map(|name| (name, json!(true))).into();
    all.extend(texts.map(|(name, value)| (name, json!(value))));
    all.extend([
        ("visibility", json!("public")),
        ("role", json!("admin")),
        ("roles", json!(["admin"])),
        ("createdAt", json!("2000-01-01T00:00:00.000Z")),
        ("created_at", json!(1)),
        ("updatedAt", json!("2000-01-01T00:00:00.000Z")),
        ("orderedWidgetIds", json!(ids.widgets)),
        ("ordered_widget_ids", json!([])),
        ("settling", json!(2)),
        ("revision", json!(99)),
        ("version", json!(99)),
        ("access", json!("x")),
        ("schema", json!({ "tables": [] })),
        ("password_hash", json!("x")),
        ("username", json!("admin")),
        ("query", json!("select 1")),
        ("$where", json!("1")),
        ("__proto__", json!({ "isAdmin": true })),
    ]);
    all
}

/// `body` with all of it, but for the fields that are documented there.
fn with_smuggled(mut body: Json, other: &Owner, documented: &[&str]) -> Json {
    for (name, value) in smuggled(other) {
        if !documented.contains(&name) && body.get(name).is_none() {
            body[name] = value;
        }
    }
    body
}

/// Which columns of which rows are new: `widgets.title='Changed'`, without times.
fn changed(before: &Rows, after: &Rows) -> Vec<String> {
    let mut all = Vec::new();
    // Versions of a board repeat what is on it; the audit log says that somebody changed it.
    for (table, lines) in after.iter().filter(|(table, _)| !["board_versions", "audit_log"].contains(&table.as_str())) {
        for line in lines.iter().filter(|line| !before[table].contains(line)) {
            let id = line.split("id='").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
            let old = before[table].iter().find(|old| old.contains(&format!("id='{id}'")));
            let old: Vec<&str> = old.map(|old| old.split(' ').collect()).unwrap_or_default();
            let new =
                line.split(' ').filter(|cell| !old.contains(cell) && !cell.starts_with("updated_at=") && !cell.starts_with("version="));
            all.extend(new.map(|cell| format!("{table}.{cell}")));
        }
    }
    assert!(before.keys().all(|table| after[table].len() >= before[table].len()), "nothing is gone");
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_changes_what_it_names() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let ids = &ada.ids;
    // Private, so that every flag says something else than what is stored.
    ada.caller.act("setProjectVisibility", json!({ "projectId": ids.project, "public": false })).await;
    let widget = &ids.widgets[2];
    for (action, body, documented, expected) in [
        ("updateProject", json!({ "id": ids.project, "title": "Zwei" }), vec!["isPublic", "version"], vec!["projects.title='Zwei'"]),
        (
            "updateWidget",
            json!({ "widgetId": widget, "title": "Drei", "projectId": eve.ids.project, "id": eve.ids.widgets[0] }),
            vec!["version"],
            vec!["widgets.title='Drei'"],
        ),
        (
            "upsertWidgetAction",
            json!({ "widgetId": widget, "title": "Vier", "projectId": eve.ids.project }),
            vec!["version"],
            vec!["widgets.title='Vier'"],
        ),
        (
            "updateUserName",
            json!({ "firstName": "Augusta", "id": eve.ids.user, "email": "x@example.org", "password": "another horse battery" }),
            vec![],
            vec!["accounts.first_name='Augusta'"],
        ),
        (
            "updateUserEmail",
            json!({ "email": "a@example.com", "password": PASSWORD, "id": eve.ids.user, "firstName": "X" }),
            vec![],
            vec!["accounts.email='a@example.com'"],
        ),
        ("setTheme", json!({ "theme": "dark", "id": eve.ids.user }), vec![], vec![]),
    ] {
        rest(&ada.caller, &ids.project).await;
        let before = rows(server).await;
        let answer = ada.caller.act(action, with_smuggled(body, eve, &documented)).await;
        assert_eq!(answer.json()["success"], true, "{action}: {}", answer.text());
        assert_eq!(changed(&before, &rows(server).await), expected, "{action}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_widget_belongs_where_it_was_made() {
    let world = World::new().await;
    let (ada, eve) = (&world.ada, &world.eve);
    let body =
        json!({ "projectId": ada.ids.project, "type": "text", "title": "New", "id": eve.ids.widgets[0], "project_id": eve.ids.project });
    let made = ada.caller.act("createWidget", with_smuggled(body, eve, &[])).await.json()["widget"].clone();
    assert_eq!((&made["projectId"], &made["query"]), (&json!(ada.ids.project), &Json::Null), "{made}");
    assert_ne!(made["id"], json!(eve.ids.widgets[0]));
    assert!(!made["createdAt"].as_str().expect("a time").starts_with("2000"));
    let board = eve.caller.act("getBoard", json!({ "projectId": eve.ids.project })).await.json();
    assert_eq!(board["board"]["widgets"].as_array().map(Vec::len), Some(3), "nothing came to Eve's board");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_object_sets_no_verdict_and_no_place() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let mut dead = ada.ids.draft.clone();
    dead["password"] = json!("wrong");
    dead["projectId"] = json!(eve.ids.project);
    dead["project_id"] = json!(eve.ids.project);
    dead["lastIntrospectionAt"] = json!("2000-01-01T00:00:00.000Z");
    dead["validationError"] = json!("<b>mine</b>");
    let dead = with_smuggled(dead, eve, &[]);
    let answer = ada.caller.act("updateProject", json!({ "id": ada.ids.project, "connections": [dead] })).await.json();
    assert_eq!(answer["validationResult"]["success"], false, "isValid is never believed: {answer}");
    rest(&ada.caller, &ada.ids.project).await;
    let all = rows(server).await;
    let stored: Vec<_> = all["connections"].iter().filter(|line| line.contains(&ada.ids.connections[0])).collect();
    assert_eq!(stored.len(), 1);
    assert!(stored[0].contains(&format!("project_id='{}'", ada.ids.project)) && stored[0].contains("is_valid=0"), "{stored:?}");
    assert!(!stored[0].contains("mine"), "{stored:?}");
    let theirs = all["connections"].iter().filter(|line| line.contains(&format!("project_id='{}'", eve.ids.project))).count();
    assert_eq!(theirs, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_up_makes_an_ordinary_account() {
    let world = World::new().await;
    let (server, eve) = (&world.server, &world.eve);
    for (path, body) in [
        ("/api/users", json!({ "username": "mallory", "email_address": "mallory@example.org", "password": PASSWORD, "id": eve.ids.user })),
        ("/actions/SignUp", json!({ "username": "trent", "email": "trent@example.org", "password": PASSWORD, "id": eve.ids.user })),
    ] {
        let caller = server.anon();
        let answer = caller.post(path, &with_smuggled(body, eve, &[])).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let user = caller.act("getUserBySession", json!({})).await.json()["user"].clone();
        assert_eq!(user["isAdmin"], false, "{user}");
        assert!(user["id"] != json!(eve.ids.user) && user["teamId"] != json!(eve.ids.user), "{user}");
        let projects = caller.act("getUserProjects", json!({})).await.json();
        assert_eq!(projects["projects"], json!([]));
    }
    let admins = rows(server).await["accounts"].iter().filter(|line| line.contains("is_admin=1")).count();
    assert_eq!(admins, 1, "the one of the harness");
}
