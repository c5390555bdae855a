//! Who may do what, as one table: every route of the OpenAPI document, asked by somebody without a session, by another
//! account and by the owner. A route without a row fails, and so does a row without a route (security.md, 27, 31, 35).

use crate::{
    harness::{Answer, Caller, PASSWORD, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// What is answered: a status, with the text of a refusal for actions.
#[derive(Clone, Copy, Debug)]
enum Is {
    /// 200, and `success: true` for an action.
    Ok,
    /// 200 with `success: false` and this text.
    No(&'static str),
    Status(u16),
}

/// One row: route, body, and the answers for nobody, for another account and for the owner.
type Row = (&'static str, Json, [Is; 3]);

const NO_SESSION: Is = Is::Status(401);
const NO_PROJECT: Is = Is::No("Project not found");
const NO_WIDGET: Is = Is::No("Widget not found");

/// In an order in which each row of the owner leaves what the next ones need.
fn table(p: &str, w: &str, c: &[String], user: &str, link: &str) -> Vec<Row> {
    let project = || json!({ "projectId": p });
    let everybody = [Is::Ok, Is::Ok, Is::Ok];
    let account = [NO_SESSION, Is::Ok, Is::Ok];
    let owner = [NO_SESSION, NO_PROJECT, Is::Ok];
    let widget = [NO_SESSION, NO_WIDGET, Is::Ok];
    let text = json!({ "projectId": p, "type": "text", "title": "T", "configs": { "text": "x" } });
    vec![
        ("GET /api/health", Json::Null, everybody),
        ("GET /api/status", Json::Null, everybody),
        ("GET /api/ready", Json::Null, everybody),
        ("GET /api/openapi.json", Json::Null, everybody),
        ("POST /actions/setTheme", json!({ "theme": "dark" }), everybody),
        ("POST /actions/getPublicBoard", json!({ "idPublic": link }), everybody),
        ("POST /actions/getPublicTile", json!({ "idPublic": link, "place": 0 }), everybody),
        ("POST /api/compatible-tables", json!({ "connectionIds": c }), everybody),
        ("POST /actions/getUserBySession", json!({}), [Is::No("Not authenticated"), Is::Ok, Is::Ok]),
        ("POST /actions/getUserByEmail", json!({ "email": "ada@example.org" }), account),
        ("GET /api/userprojects?userId={user}", json!(user), [NO_SESSION, Is::Status(403), Is::Ok]),
        ("GET /api/listconnections?projectId={p}", json!(p), [NO_SESSION, Is::Status(404), Is::Ok]),
        ("GET /api/widgets/{widgetId}", json!(w), [NO_SESSION, Is::Status(404), Is::Ok]),
        ("POST /actions/getProjectWithConnections", project(), owner),
        ("POST /actions/getUserProjects", json!({ "userId": user }), [NO_SESSION, Is::No("Unauthorized"), Is::Ok]),
        ("POST /actions/listProjectCards", json!({}), account),
        ("POST /actions/isProjectOwner", project(), account),
        ("POST /actions/getProjectSchema", project(), owner),
        ("POST /actions/getProjectProgress", project(), owner),
        ("POST /actions/getBoard", project(), owner),
        ("POST /actions/listTables", project(), owner),
        ("POST /actions/getWidgetData", json!({ "widgetId": w }), widget),
        ("POST /actions/createProjectWithConnections", json!({ "title": "Mine", "connections": [] }), account),
        ("POST /actions/regenerateProjectSchemas", project(), owner),
        ("POST /actions/validateProjectConnections", project(), owner),
        ("POST /actions/updateProject", json!({ "id": p, "title": "Changed" }), owner),
        ("POST /actions/setProjectVisibility", json!({ "projectId": p, "public": true }), owner),
        ("POST /api/projects/{projectId}/public", json!({ "public": true }), [NO_SESSION, Is::Status(404), Is::Ok]),
        (
            "POST /actions/testConnection",
            json!({ "projectId": p, "connection": {
                "id": c[0], "title": "T", "host": "127.0.0.1", "port": 1, "database": "d", "user": "u", "password": "KEEP_CURRENT_PASSWORD",
            } }),
            // The owner may use the stored password, but not for another port.
            [NO_SESSION, NO_PROJECT, Is::No("Enter the password again: the server it would be sent to changed")],
        ),
        ("POST /actions/createWidget", text.clone(), owner),
        ("POST /actions/upsertWidgetAction", text, owner),
        ("POST /actions/updateWidget", json!({ "widgetId": w, "title": "Changed" }), widget),
        ("POST /actions/moveWidget", json!({ "widgetId": w, "direction": "later" }), widget),
        (
            "POST /actions/reorderWidgets",
            json!({ "projectId": p, "orderedWidgetIds": [] }),
            [
                NO_SESSION,
                NO_PROJECT,
                Is::No("The order must name every widget of the project exactly once. Reload the board and try again."),
            ],
        ),
        ("POST /actions/deleteWidgetAction", json!({ "widgetId": w }), widget),
        (
            "POST /actions/deleteConnection",
            json!({ "connectionId": c[0] }),
            [NO_SESSION, Is::No("Connection not found or you don't have permission to delete it"), Is::Ok],
        ),
        ("POST /actions/deleteProject", project(), [NO_SESSION, Is::No("Unauthorized: You can only delete your own projects"), Is::Ok]),
        ("POST /actions/updateUserName", json!({ "userId": user, "firstName": "A" }), [NO_SESSION, Is::No("Unauthorized"), Is::Ok]),
        (
            "POST /actions/updateUserEmail",
            json!({ "userId": user, "email": "ada@example.com", "password": PASSWORD }),
            [NO_SESSION, Is::No("Unauthorized"), Is::Ok],
        ),
        (
            "POST /actions/updateUserPassword",
            json!({ "userId": user, "currentPassword": PASSWORD, "newPassword": "another horse battery" }),
            [NO_SESSION, Is::No("Unauthorized"), Is::Ok],
        ),
        (
            "POST /actions/setUp",
            json!({ "token": "x", "username": "root", "email": "r@example.org", "password": PASSWORD }),
            [Is::Status(0); 3],
        ),
        ("POST /actions/SignUp", json!({ "username": "{fresh}", "email": "{fresh}@example.org", "password": PASSWORD }), everybody),
        ("POST /api/users", json!({ "username": "{fresh}", "email_address": "{fresh}@example.org", "password": PASSWORD }), everybody),
        ("POST /actions/logIn", json!({ "username": "eve", "password": PASSWORD }), everybody),
        ("POST /api/login", json!({ "username": "eve", "password": PASSWORD }), everybody),
        ("POST /actions/logOut", json!({}), [NO_SESSION, Is::Ok, Is::Ok]),
        ("POST /api/logout", json!({}), [NO_SESSION, NO_SESSION, NO_SESSION]),
    ]
}

/// The path of a row in the document.
fn route(row: &str) -> String {
    row.split('?').next().unwrap_or(row).to_owned()
}

async fn ask(caller: &Caller, row: &str, body: &Json, project: &str, fresh: &str) -> Answer {
    let (method, path) = row.split_once(' ').expect("a method and a path");
    let value = body.as_str().unwrap_or_default();
    let path = path.replace("{projectId}", project).replace("{widgetId}", value).replace("{user}", value).replace("{p}", value);
    if method == "GET" {
        return caller.get(&path).await;
    }
    let body = body.to_string().replace("{fresh}", fresh);
    caller.post(&path, &serde_json::from_str(&body).expect("JSON")).await
}

#[track_caller]
fn compare(row: &str, who: &str, answer: &Answer, is: Is) {
    let said = format!("{row} by {who}: {} {}", answer.status, answer.text());
    match is {
        // Refused for everybody, in the words of its area.
        Is::Status(0) => assert!(answer.status != 200 || answer.json()["success"] == false, "{said}"),
        Is::Status(status) => assert_eq!(answer.status, status, "{said}"),
        Is::Ok => {
            assert_eq!(answer.status, 200, "{said}");
            assert!(!row.contains("/actions/") || answer.json()["success"] == true, "{said}");
        }
        Is::No(text) => {
            assert_eq!(answer.status, 200, "{said}");
            assert_eq!((&answer.json()["success"], &answer.json()["error"]), (&json!(false), &json!(text)), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_by_everybody() {
    let server = TestServer::start().await;
    let (ada, eve, nobody) = (server.sign_up("ada").await, server.sign_up("eve").await, server.anon());
    let user = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().expect("an id").to_owned();
    let project = shop::project(&ada, "Sales", &[shop::connection("Canary one").await, shop::connection("Canary two").await]).await;
    let widget = shop::chart(&ada, &project).await;
    let connections = shop::connection_ids(&ada, &project).await;
    let visible = ada.act("setProjectVisibility", json!({ "projectId": project, "public": true })).await.json();
    let link = visible["idPublic"].as_str().expect("an id").to_owned();
    let rows = table(&project, &widget, &connections, &user, &link);

    let document = server.anon().get("/api/openapi.json").await.json();
    let documented: BTreeSet<String> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().expect("operations").keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let listed: BTreeSet<String> = rows.iter().map(|(row, ..)| route(row)).collect();
    assert_eq!(listed, documented, "the table and the document name the same routes");

    // First those who may not: afterwards everything is as it was, to the last byte.
    let look = async || {
        let detail = ada.act("getProjectWithConnections", json!({ "projectId": project })).await.text();
        detail + &ada.act("getBoard", json!({ "projectId": project })).await.text()
    };
    let before = look().await;
    for (number, (row, body, [none, other, _])) in rows.iter().enumerate() {
        compare(row, "nobody", &ask(&nobody_each_time(&server, &nobody, row), row, body, &project, &format!("n{number}-new")).await, *none);
        let answer = ask(&eve, row, body, &project, &format!("e{number}-new")).await;
        compare(row, "another account", &answer, *other);
        if !matches!(other, Is::Ok) {
            let text = answer.text();
            assert!(!text.contains("Canary") && !text.contains(&connections[0]) && !text.contains("Sales"), "{row} tells: {text}");
        }
    }
    assert_eq!(look().await, before, "nothing of the owner's changed");
    for (number, (row, body, [.., owner])) in rows.iter().enumerate() {
        compare(row, "the owner", &ask(&ada, row, body, &project, &format!("o{number}-new")).await, *owner);
    }
}

/// Signing up or in leaves a cookie: each row of nobody starts without one.
fn nobody_each_time(server: &TestServer, nobody: &Caller, row: &str) -> Caller {
    if row.contains("SignUp") || row.contains("users") || row.contains("og") { server.anon() } else { nobody.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_foreign_look_the_same() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let project = shop::project(&ada, "Sales", &[shop::connection("C").await]).await;
    let widget = shop::chart(&ada, &project).await;
    let unknown = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    for (action, field, foreign) in [
        ("getProjectWithConnections", "projectId", &project),
        ("getBoard", "projectId", &project),
        ("getProjectSchema", "projectId", &project),
        ("isProjectOwner", "projectId", &project),
        ("updateProject", "id", &project),
        ("setProjectVisibility", "projectId", &project),
        ("getWidgetData", "widgetId", &widget),
        ("updateWidget", "widgetId", &widget),
        ("deleteWidgetAction", "widgetId", &widget),
    ] {
        let body = |id: &str| json!({ field: id, "public": true });
        let (one, other) = (eve.act(action, body(foreign)).await, eve.act(action, body(unknown)).await);
        assert_eq!((one.status, one.text()), (other.status, other.text()), "{action}");
        let names = |answer: &Answer| answer.headers.keys().map(|name| name.as_str().to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(names(&one), names(&other), "{action}");
    }
    for path in ["/api/widgets/{}", "/api/listconnections?projectId={}"] {
        let id = if path.contains("widgets") { &widget } else { &project };
        let (one, other) = (eve.get(&path.replace("{}", id)).await, eve.get(&path.replace("{}", unknown)).await);
        assert_eq!((one.status.as_u16(), one.text()), (404, other.text()), "{path}");
    }
    // A widget of somebody else under a project of one's own.
    let mine = shop::project(&eve, "Mine", &[]).await;
    let mixed = eve.act("reorderWidgets", json!({ "projectId": mine, "orderedWidgetIds": [widget] })).await.json();
    assert_eq!(mixed["success"], false);
    for id in ["", "x", "../..", "6f9619ff"] {
        assert_eq!(eve.act("getBoard", json!({ "projectId": id })).await.json()["error"], "Invalid project ID", "{id}");
    }
}
