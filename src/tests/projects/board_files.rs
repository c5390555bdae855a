//! Boards as documents: exported, imported again and elsewhere, refused.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};

async fn export(caller: &Caller, project: &str) -> Json {
    let answer = caller.act("exportBoard", json!({ "projectId": project })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer["document"].clone()
}

async fn import(caller: &Caller, project: &str, document: &Json, more: Json) -> Json {
    let mut input = json!({ "projectId": project, "document": document.to_string() });
    input.as_object_mut().expect("an object").extend(more.as_object().expect("fields").clone());
    caller.act("importBoard", input).await.json()
}

fn counts(answer: &Json) -> [u64; 3] {
    ["created", "changed", "deleted"].map(|name| answer[name].as_u64().unwrap_or_else(|| panic!("{answer}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_goes_round_and_elsewhere() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await, shop::connection("Archive").await]).await;
    let ids = shop::connection_ids(&ada, &id).await;
    shop::chart(&ada, &id).await;
    let table = shop::table_of(&ada, &id, Some(&ids[1]), "orders").await;
    ada.act("createTab", json!({ "projectId": id, "title": "Details" })).await;
    ada.act("placeWidget", json!({ "widgetId": table, "tab": "2", "x": 3, "w": 9 })).await;
    let document = export(&ada, &id).await;
    assert_eq!((&document["vizboard"], &document["title"]), (&json!(1), &json!("Sales")));
    assert_eq!(document["connections"], json!([{ "key": "c2", "title": "Archive", "type": "postgres" }]), "only what is read");
    assert_eq!(document["widgets"][1]["configs"], json!({ "connectionId": "c2", "tables": ["orders"], "expanded": true }));
    assert_eq!((&document["widgets"][1]["tab"], &document["widgets"][1]["area"]["x"]), (&json!("2"), &json!(3)));
    for secret in [ids[0].as_str(), ids[1].as_str(), "password", "127.0.0.1"] {
        assert!(!document.to_string().contains(secret), "{secret}");
    }
    let file = ada.get(&format!("/api/projects/{id}/board")).await;
    assert_eq!(file.json(), document);

    assert_eq!(counts(&import(&ada, &id, &document, json!({})).await), [0, 0, 0], "the same again changes nothing");
    assert_eq!(export(&ada, &id).await, document);
    let mut edited = document.clone();
    edited["widgets"][0]["title"] = json!("Renamed");
    edited["widgets"]
        .as_array_mut()
        .expect("widgets")
        .push(json!({ "key": "note", "type": "text", "title": "Note", "configs": { "text": "x" } }));
    assert_eq!(counts(&import(&ada, &id, &edited, json!({})).await), [1, 1, 0]);
    assert_eq!(counts(&import(&ada, &id, &edited, json!({})).await)[0], 0, "a key stands for one widget");
    assert_eq!(counts(&import(&ada, &id, &document, json!({ "replace": true })).await), [0, 1, 1]);
    assert_eq!(export(&ada, &id).await, document);

    // Elsewhere: what is missing is named, and can be mapped.
    let other = shop::project(&ada, "Other", &[shop::connection("Elsewhere").await]).await;
    let target = shop::connection_ids(&ada, &other).await.remove(0);
    let refused = import(&ada, &other, &document, json!({})).await;
    assert_eq!(refused["field"], "connections[c2]", "{refused}");
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("Archive (postgres)")), "{refused}");
    let foreign = import(&ada, &other, &document, json!({ "connections": { "c2": ids[1] } })).await;
    assert_eq!(foreign["error"], "This connection is not part of the project");
    assert_eq!(counts(&import(&ada, &other, &document, json!({ "connections": { "c2": target } })).await), [2, 0, 0]);
    assert_eq!(counts(&import(&ada, &other, &document, json!({ "connections": { "c2": target } })).await), [0, 0, 0]);
    let copy = export(&ada, &other).await;
    assert_eq!((&copy["tabs"], &copy["connections"][0]["title"]), (&document["tabs"], &json!("Elsewhere")));

    // Copied whole, a widget whose connection is not there says so.
    let third = shop::project(&ada, "Third", &[shop::connection("Shop").await]).await;
    let copied = ada.act("copyBoard", json!({ "fromProjectId": id, "projectId": third })).await.json();
    assert_eq!(counts(&copied), [2, 0, 0]);
    let board = ada.act("getBoard", json!({ "projectId": third })).await.json();
    let widgets = board["board"]["widgets"].as_array().expect("widgets");
    assert_eq!(shop::data(&ada, widgets[0]["id"].as_str().expect("an id"), json!({})).await["drawing"], "chart");
    let gone = shop::data(&ada, widgets[1]["id"].as_str().expect("an id"), json!({})).await;
    assert_eq!(gone["message"], "The connection of this widget was deleted.");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_board_is_refused_whole() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let good = json!({ "key": "a", "type": "text", "title": "Good", "configs": { "text": "x" } });
    let with = |widget: Json| json!({ "vizboard": 1, "widgets": [good, widget] }).to_string();
    for (document, field) in [
        (String::new(), "document"),
        ("{".to_owned(), "document"),
        ("[]".to_owned(), "document"),
        (json!({ "widgets": [] }).to_string(), "document"),
        (json!({ "vizboard": 2, "widgets": [] }).to_string(), "document"),
        (json!({ "vizboard": 1, "widgets": 5 }).to_string(), "document"),
        (with(json!({ "key": "b", "type": "hologram", "title": "T" })), "document"),
        (with(json!({ "key": "b", "type": "text", "title": "" })), "title"),
        (with(json!({ "key": "b", "type": "datatables", "title": "T", "configs": { "tables": [""] } })), "configs[tables][0]"),
        (with(json!({ "key": "b", "type": "datatables", "title": "T", "configs": { "tables": ["x"], "connectionId": "c9" } })), "document"),
        (json!({ "vizboard": 1, "tabs": [{ "id": "<b>", "title": "T" }], "widgets": [] }).to_string(), "content[tabs]"),
    ] {
        let refused = ada.act("importBoard", json!({ "projectId": id, "document": document })).await.json();
        assert_eq!((&refused["success"], &refused["field"]), (&json!(false), &json!(field)), "{document} {refused}");
    }
    assert_eq!(export(&ada, &id).await["widgets"], json!([]), "nothing was taken in by halves");
}
