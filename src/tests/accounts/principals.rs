//! Every action and route, asked by nobody, by the owner and by another account (security.md, checks 27 and 35).
//!
//! The table is compared with the routes that exist, both ways: a new one without a line fails.

use crate::harness::{Answer, Caller, TestServer, postgres};
use reqwest::Method;
use serde_json::{Value as Json, json};
use sqlx::{Connection, PgConnection, Row};
use std::{collections::BTreeSet, time::Duration};
use vizboard::server::pages::action_paths;

#[allow(clippy::enum_variant_names, reason = "the names read as sentences in the table")]
/// Who gets something from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// Needs no session.
    ToAnyone,
    /// Needs a session, and shows or changes nothing but the caller's own.
    ToAccounts,
    /// Names a project or a part of one: for strangers it does not exist.
    ToOwner,
    /// As `ToOwner`, but says that it is somebody else's, as documented.
    ToOwnerWithReason,
}
use Open::{ToAccounts, ToAnyone, ToOwner, ToOwnerWithReason};

/// What the owner has, or ids that nobody has.
#[derive(Clone)]
struct Ids {
    project: String,
    connection: String,
    widgets: Vec<String>,
    /// The connection object that tests the stored password.
    draft: Json,
}

type Input = fn(&Ids) -> Json;

/// In an order in which each still finds what it needs.
const ACTIONS: &[(&str, Open, Input)] = &[
    ("SignUp", ToAnyone, |_| json!({})),
    ("logIn", ToAnyone, |_| json!({})),
    ("setUp", ToAnyone, |_| json!({})),
    ("setTheme", ToAnyone, |_| json!({})),
    ("getUserBySession", ToAnyone, |_| json!({})),
    ("getPublicBoard", ToAnyone, |_| json!({ "idPublic": "abcdefghijkl" })),
    ("getPublicTile", ToAnyone, |_| json!({ "idPublic": "abcdefghijkl", "place": 0 })),
    ("getUserByEmail", ToAccounts, |_| json!({ "email": "somebody@example.org" })),
    ("updateUserName", ToAccounts, |_| json!({ "firstName": "Somebody" })),
    ("updateUserEmail", ToAccounts, |_| json!({})),
    ("updateUserPassword", ToAccounts, |_| json!({})),
    ("createProjectWithConnections", ToAccounts, |_| json!({ "title": "Own", "connections": [] })),
    ("getUserProjects", ToAccounts, |_| json!({})),
    ("listProjectCards", ToAccounts, |_| json!({})),
    ("getProjectWithConnections", ToOwner, |ids| json!({ "projectId": ids.project })),
    ("getProjectProgress", ToOwner, |ids| json!({ "projectId": ids.project })),
    ("getProjectSchema", ToOwner, |ids| json!({ "projectId": ids.project })),
    ("isProjectOwner", ToOwnerWithReason, |ids| json!({ "projectId": ids.project })),
    ("getBoard", ToOwner, |ids| json!({ "projectId": ids.project })),
    ("listTables", ToOwner, |ids| json!({ "projectId": ids.project, "connectionIds": [ids.connection] })),
    ("getWidgetData", ToOwner, |ids| json!({ "widgetId": ids.widgets[0] })),
    ("testConnection", ToOwner, |ids| json!({ "projectId": ids.project, "connection": ids.draft })),
    ("validateProjectConnections", ToOwner, |ids| json!({ "projectId": ids.project })),
    ("regenerateProjectSchemas", ToOwner, |ids| json!({ "projectId": ids.project })),
    ("setProjectVisibility", ToOwner, |ids| json!({ "projectId": ids.project, "public": true })),
    ("updateProject", ToOwner, |ids| json!({ "id": ids.project, "title": "Changed" })),
    ("reorderWidgets", ToOwner, |ids| json!({ "projectId": ids.project, "orderedWidgetIds": ids.widgets })),
    ("moveWidget", ToOwner, |ids| json!({ "widgetId": ids.widgets[0], "direction": "later" })),
    ("updateWidget", ToOwner, |ids| json!({ "widgetId": ids.widgets[0], "title": "Changed" })),
    ("upsertWidgetAction", ToOwner, |ids| json!({ "widgetId": ids.widgets[0], "title": "Changed again" })),
    ("createWidget", ToOwner, |ids| title_widget(&ids.project)),
    ("deleteWidgetAction", ToOwner, |ids| json!({ "widgetId": ids.widgets[1] })),
    ("deleteConnection", ToOwner, |ids| json!({ "connectionId": ids.connection })),
    ("deleteProject", ToOwnerWithReason, |ids| json!({ "projectId": ids.project })),
    ("logOut", ToAccounts, |_| json!({})),
];

/// Routes with what each is asked with; `{...}` in a path stands for the owner's.
const ROUTES: &[(&str, &str, Open, Input)] = &[
    ("GET", "/api/health", ToAnyone, |_| Json::Null),
    ("GET", "/api/status", ToAnyone, |_| Json::Null),
    ("GET", "/api/ready", ToAnyone, |_| Json::Null),
    ("GET", "/api/openapi.json", ToAnyone, |_| Json::Null),
    ("POST", "/api/users", ToAnyone, |_| json!({})),
    ("POST", "/api/login", ToAnyone, |_| json!({})),
    ("POST", "/api/logout", ToAccounts, |_| json!({})),
    ("POST", "/api/compatible-tables", ToAnyone, |_| json!({ "connectionIds": [] })),
    ("GET", "/api/userprojects", ToOwnerWithReason, |_| Json::Null),
    ("GET", "/api/listconnections", ToOwner, |_| Json::Null),
    ("POST", "/api/projects/{projectId}/public", ToOwner, |_| json!({ "public": true })),
    ("GET", "/api/widgets/{widgetId}", ToOwner, |_| Json::Null),
];

fn title_widget(project: &str) -> Json {
    json!({ "projectId": project, "type": "text_titles", "subtype": "section_title", "title": "A title" })
}

/// An owner with a project of everything, on a real database.
async fn owner(server: &TestServer) -> (Caller, Ids) {
    let url = postgres::fresh_database().await;
    let mut database = PgConnection::connect(&url).await.expect("the test's server");
    sqlx::query("create table sales as select 1 as id, 'x' as name").execute(&mut database).await.expect("a table");
    let url: url::Url = url.parse().expect("a URL");
    let connection = json!({
        "title": "Sales", "type": "postgres", "host": url.host_str(), "port": url.port(), "user": url.username(),
        "database": url.path().trim_start_matches('/'), "password": url.password(),
    });
    let ada = server.sign_up("ada").await;
    let made = ada.act("createProjectWithConnections", json!({ "title": "Canary", "connections": [connection] })).await.json();
    let project = made["projectId"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    let schema = json!({ "projectId": project });
    // Checked and read in the background.
    for _ in 0..300 {
        if ada.act("getProjectSchema", schema.clone()).await.json()["success"] == true {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let detail = ada.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let id = detail["project"]["connections"][0]["id"].as_str().expect("an id").to_owned();
    let mut draft = detail["project"]["connections"][0].clone();
    draft["password"] = json!("KEEP_CURRENT_PASSWORD");
    let tables = json!({
        "projectId": project, "type": "datatables", "title": "Table", "configs": { "connectionId": id, "tables": ["sales"] },
    });
    let mut widgets = Vec::new();
    for input in [tables, title_widget(&project)] {
        let answer = ada.act("createWidget", input).await.json();
        widgets.push(answer["widget"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned());
    }
    (ada, Ids { project, connection: id, widgets, draft })
}

/// Ids of the right form that nobody has.
fn nobodys(ids: &Ids) -> Ids {
    let fresh = || uuid::Uuid::new_v4().to_string();
    let mut draft = ids.draft.clone();
    draft["id"] = json!(fresh());
    Ids { project: fresh(), connection: fresh(), widgets: ids.widgets.iter().map(|_| fresh()).collect(), draft }
}

/// Everything that a stranger must not change, as text.
async fn content(server: &TestServer, stranger_project: Option<&str>) -> String {
    let mut db = server.app().store.read().await.unwrap();
    let mut text = String::new();
    for question in [
        "select id || title || description || is_public || coalesce(id_public, '-') || ordered_widget_ids as line from projects order by id",
        "select id || title || access || coalesce(is_valid, 9) as line from connections order by id",
        "select id || title || kind || configs as line from widgets order by id",
    ] {
        for row in sqlx::query(question).fetch_all(&mut *db).await.unwrap() {
            let line: String = row.get("line");
            if stranger_project.is_none_or(|id| !line.starts_with(id)) {
                text.push_str(&line);
            }
        }
    }
    text
}

fn said(answer: &Answer) -> (u16, Json) {
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn every_action_by_every_principal() {
    let listed: BTreeSet<String> = ACTIONS.iter().map(|(name, ..)| format!("/actions/{name}")).collect();
    let existing: BTreeSet<String> = action_paths().into_iter().map(str::to_owned).collect();
    assert_eq!(listed, existing, "the table and the actions that exist");

    let server = TestServer::start().await;
    let (ada, ids) = owner(&server).await;
    let nowhere = nobodys(&ids);
    let eve = server.sign_up("eve").await;
    let own = eve.act("createProjectWithConnections", json!({ "title": "Eve's", "connections": [] })).await.json()["projectId"].clone();
    let mut canaries = ids.widgets.clone();
    canaries.extend([ids.connection.clone(), "Canary".to_owned(), "ada@example.org".to_owned()]);

    let before = content(&server, None).await;
    for (name, open, input) in ACTIONS {
        let anonymous = server.anon().act(name, input(&ids)).await;
        assert_eq!(anonymous.status == 401, *open != ToAnyone, "{name} by nobody: {}", anonymous.text());
        if matches!(open, ToAnyone | ToAccounts) {
            continue;
        }
        let stranger = eve.act(name, input(&ids)).await;
        for canary in &canaries {
            assert!(!stranger.text().contains(canary), "{name} tells a stranger {canary}: {}", stranger.text());
        }
        match *open {
            ToOwner => {
                assert_eq!(stranger.json()["success"], false, "{name}: {}", stranger.text());
                assert_eq!(said(&stranger), said(&eve.act(name, input(&nowhere)).await), "{name}: hidden and unknown look alike");
            }
            _ => assert!(
                stranger.json() == json!({ "success": true, "isOwner": false })
                    || stranger.json()["error"] == "Unauthorized: You can only delete your own projects",
                "{name}: {}",
                stranger.text()
            ),
        }
    }
    // A part of the stranger's own project does not open a part of another one.
    let crossed = eve.act(
        "createWidget",
        json!({
            "projectId": own, "type": "datatables", "title": "Theirs", "configs": { "connectionId": ids.connection, "tables": ["sales"] },
        }),
    );
    assert_eq!(crossed.await.json()["success"], false);
    assert_eq!(content(&server, None).await, before, "nobody but the owner changed anything");

    for (name, open, input) in ACTIONS.iter().filter(|(_, open, _)| matches!(open, ToOwner | ToOwnerWithReason)) {
        let answer = ada.act(name, input(&ids)).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["success"]), (200, &json!(true)), "{name} {open:?}: {}", answer.text());
    }
}

async fn ask(caller: &Caller, method: &str, path: &str, user: &str, ids: &Ids, body: &Json) -> Answer {
    let query = match path {
        "/api/userprojects" => format!("?userId={user}"),
        "/api/listconnections" => format!("?projectId={}", ids.project),
        _ => String::new(),
    };
    let path = path.replace("{projectId}", &ids.project).replace("{widgetId}", &ids.widgets[0]);
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    caller.send(method.parse::<Method>().expect("a method"), &format!("{path}{query}"), &headers, body).await
}

#[tokio::test]
async fn every_route_by_every_principal() {
    let server = TestServer::start().await;
    let listed: BTreeSet<String> = ROUTES.iter().map(|(method, path, ..)| format!("{method} {path}")).collect();
    assert_eq!(listed, routes_of(&server).await, "the table and the routes that exist");

    let (ada, ids) = owner(&server).await;
    let nowhere = nobodys(&ids);
    let eve = server.sign_up("eve").await;
    let id = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().unwrap().to_owned();
    let before = content(&server, None).await;
    for (method, path, open, body) in ROUTES {
        let body = body(&ids);
        let anonymous = ask(&server.anon(), method, path, &id, &ids, &body).await;
        assert_eq!(anonymous.status == 401, *open != ToAnyone, "{method} {path} by nobody: {}", anonymous.text());
        if matches!(open, ToAnyone | ToAccounts) {
            continue;
        }
        let stranger = ask(&eve, method, path, &id, &ids, &body).await;
        match *open {
            ToOwner => {
                assert_eq!(stranger.status, 404, "{method} {path}: {}", stranger.text());
                assert_eq!(said(&stranger), said(&ask(&eve, method, path, &id, &nowhere, &body).await), "{method} {path}");
            }
            _ => assert_eq!(stranger.status, 403, "{method} {path}: {}", stranger.text()),
        }
        assert!(!stranger.text().contains(&ids.connection) && !stranger.text().contains("Canary"), "{}", stranger.text());
    }
    assert_eq!(content(&server, None).await, before);
    for (method, path, ..) in ROUTES.iter().filter(|(_, _, open, _)| matches!(open, ToOwner | ToOwnerWithReason)) {
        let body = ROUTES.iter().find(|row| row.1 == *path).map(|row| row.3(&ids)).expect("a line");
        let answer = ask(&ada, method, path, &id, &ids, &body).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text());
    }
}

/// The routes of the router, as the document that is made from it lists them.
async fn routes_of(server: &TestServer) -> BTreeSet<String> {
    let document = server.anon().get("/api/openapi.json").await.json();
    let paths = document["paths"].as_object().expect("paths").iter().filter(|(path, _)| !path.starts_with("/actions/"));
    let named = |(path, item): (&String, &Json)| -> Vec<String> {
        item.as_object().expect("methods").keys().map(|method| format!("{} {path}", method.to_uppercase())).collect()
    };
    paths.flat_map(named).collect()
}
