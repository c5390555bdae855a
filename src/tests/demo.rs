//! The demo as somebody meets it: every tile shows something, and a second run changes nothing.

use crate::harness::{ADMIN, Store, TestServer};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use vizboard::{domain::demo, widgets::KINDS};

#[tokio::test]
async fn every_tile_shows_something_and_a_second_run_changes_nothing() {
    let server = TestServer::start().await;
    let made = demo::make(server.app(), server.data.path()).await.expect("is made");
    assert!(made.is_new);
    assert!(made.administrator.is_none(), "somebody is here already");

    let admin = server.log_in(ADMIN).await;
    let project = made.project.as_str();
    let board = admin.act("getBoard", json!({ "projectId": project })).await.json();
    let widgets = board["board"]["widgets"].as_array().expect("widgets").clone();
    assert!(widgets.len() >= 10, "{}", widgets.len());
    let kinds: BTreeSet<_> = widgets.iter().map(|widget| widget["type"].as_str().expect("a type")).collect();
    assert_eq!(kinds, KINDS.iter().map(|kind| kind.name).collect());
    let shown: BTreeSet<_> = widgets.iter().map(|widget| widget["subtype"].as_str().expect("a subtype")).collect();
    // Pages from elsewhere are for the operator to allow.
    for subtype in KINDS.iter().flat_map(|kind| kind.subtypes).filter(|subtype| subtype.name != "embedded_page") {
        assert!(shown.contains(subtype.name), "{} has no example", subtype.name);
    }
    for widget in &widgets {
        let answer = admin.act("getWidgetData", json!({ "widgetId": widget["id"] })).await.json();
        let data = &answer["data"];
        let shown = match data["drawing"].as_str() {
            Some("chart") => data["table"]["rows"].as_array().is_some_and(|rows| rows.len() > 1 || widget["subtype"] == "gauge"),
            Some("number") => data["value"].as_str().is_some_and(|value| value.starts_with('€')) && data["change"]["words"].is_string(),
            Some("pivot") => data["rows"].as_array().is_some_and(|rows| rows.len() > 3),
            Some("table") => data["rows"].as_array().is_some_and(|rows| !rows.is_empty()),
            Some("text") => data["html"].as_str().is_some_and(|html| html.contains("<strong>")),
            Some("image") => data["address"].as_str().is_some_and(|address| address.starts_with("data:image/png")),
            Some("title") => data["text"].as_str().is_some_and(|text| !text.is_empty()),
            _ => false,
        };
        assert!(shown, "{}: {answer}", widget["title"]);
    }

    let again = demo::make(server.app(), server.data.path()).await.expect("is there");
    assert!(!again.is_new && again.administrator.is_none());
    assert_eq!(again.project, made.project);
    let board_again = admin.act("getBoard", json!({ "projectId": project })).await.json();
    assert_eq!(ids(&board), ids(&board_again));
    let projects = admin.act("getUserProjects", json!({})).await.json();
    assert_eq!(projects["projects"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_a_killed_run_left_is_filled_up_and_a_new_name_is_no_new_demo() {
    let server = TestServer::start().await;
    let made = demo::make(server.app(), server.data.path()).await.expect("is made");
    let admin = server.log_in(ADMIN).await;
    let board = admin.act("getBoard", json!({ "projectId": made.project.as_str() })).await.json();
    for id in ids(&board).iter().skip(3) {
        assert_eq!(admin.act("deleteWidgetAction", json!({ "widgetId": id })).await.json()["success"], true);
    }
    let forget = "delete from settings where name = 'demo_project'";
    sqlx::query(forget).execute(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    let filled = demo::make(server.app(), server.data.path()).await.expect("is filled up");
    assert_eq!((&filled.project, filled.is_new), (&made.project, true));
    let after = admin.act("getBoard", json!({ "projectId": made.project.as_str() })).await.json();
    let titles = |board: &Json| {
        let widgets = board["board"]["widgets"].as_array().expect("widgets");
        widgets.iter().map(|widget| widget["title"].as_str().expect("a title").to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(titles(&after), titles(&board));

    let renamed = admin.act("updateProject", json!({ "id": made.project.as_str(), "title": "My shop" })).await.json();
    assert_eq!(renamed["success"], true, "{renamed}");
    let again = demo::make(server.app(), server.data.path()).await.expect("is there");
    assert_eq!((&again.project, again.is_new), (&made.project, false));

    assert_eq!(admin.act("deleteProject", json!({ "projectId": made.project.as_str() })).await.json()["success"], true);
    let new = demo::make(server.app(), server.data.path()).await.expect("whoever asks for it gets it again");
    assert!(new.is_new && new.project != made.project);
}

fn ids(board: &Json) -> Vec<&str> {
    board["board"]["widgets"].as_array().expect("widgets").iter().map(|widget| widget["id"].as_str().expect("an id")).collect()
}

#[tokio::test]
async fn without_any_account_an_administrator_is_made_who_can_log_in() {
    let none = [("VIZBOARD_ADMIN_USERNAME", ""), ("VIZBOARD_ADMIN_EMAIL", ""), ("VIZBOARD_ADMIN_PASSWORD", "")];
    let server = TestServer::start_with(Store::Sqlite, &none).await;
    let made = demo::make(server.app(), server.data.path()).await.expect("is made");
    let (username, password) = made.administrator.expect("nobody was here");
    let caller = server.anon();
    let answer = caller.post("/api/login", &json!({ "username": username, "password": password.expose() })).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    let projects = caller.act("getUserProjects", json!({})).await.json();
    assert_eq!(projects["projects"][0]["title"], demo::TITLE, "{projects}");
    assert!(demo::make(server.app(), server.data.path()).await.expect("is there").administrator.is_none());
}
