//! `/api/openapi.json`: well formed, and true for what the server really answers (security.md, check 33).

use super::validator::Document;
use crate::{harness::TestServer, projects::shop};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_described() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let project = shop::project(&ada, "Sales", &[shop::connection("One").await, shop::connection("Two").await]).await;
    let connections = shop::connection_ids(&ada, &project).await;
    let (chart, table) = (shop::chart(&ada, &project).await, shop::table(&ada, &project).await);
    let input = json!({ "projectId": project, "type": "datatables", "subtype": "integrated_dataTable", "title": "All",
        "configs": { "connectionIds": connections, "tables": ["orders"] } });
    let merged = shop::widget(&ada, input).await;
    let link = ada.act("setProjectVisibility", json!({ "projectId": project, "public": true })).await.json()["idPublic"].clone();
    let document = Document::of(&server).await;
    assert_eq!(document.0["openapi"], "3.1.0");

    // What every route answers to everybody is judged in `everybody`; here are the shapes that one route can have.
    let actions = [
        ("getWidgetData", json!({ "widgetId": chart })),
        ("getWidgetData", json!({ "widgetId": table })),
        ("getWidgetData", json!({ "widgetId": merged, "view": { "sort": { "column": "SOURCE" } } })),
        ("getPublicTile", json!({ "idPublic": link, "place": 0 })),
        ("getPublicTile", json!({ "idPublic": link, "place": 1 })),
        ("getPublicTile", json!({ "idPublic": link, "place": 9 })),
        ("updateProject", json!({ "id": project, "title": "" })),
        ("createProjectWithConnections", json!({ "title": "Other", "connections": [{ "title": "C", "port": 0 }] })),
        ("getBoard", json!({ "projectId": "x" })),
        ("getBoard", json!({ "projectId": 1 })),
    ];
    let mut found = Vec::new();
    for (name, body) in actions {
        found.extend(document.faults(&format!("POST /actions/{name}"), &ada.act(name, body).await));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_whole() {
    let server = TestServer::start().await;
    let document = server.anon().get("/api/openapi.json").await.json();
    let text = document.to_string();
    for (place, _) in text.match_indices("\"$ref\":\"#") {
        let path: String = text[place + 9..].chars().take_while(|c| *c != '"').collect();
        assert!(document.pointer(&path).is_some(), "{path} leads nowhere");
    }
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path} says what it does");
            // Some lead on to another page when they are done.
            assert!(["200", "303"].iter().any(|done| operation["responses"][done].is_object()), "{method} {path}");
        }
    }
    // An unlisted property of an answer would be a leak; inputs ignore unknown fields.
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let is_body = name.ends_with("Input") || ["Compared", "ExportBody", "NewUser", "PublicBody"].contains(&name.as_str());
        if !is_body && schema["type"] == "object" && schema["properties"].is_object() {
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
    for word in ["password_hash", "token_hash", "sealed", "nonce"] {
        assert!(!text.contains(word), "{word}");
    }
}
