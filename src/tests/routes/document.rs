//! `/api/openapi.json`: well formed, and true for what the server really answers (security.md, check 33).

use crate::{harness::TestServer, projects::shop};
use serde_json::{Value as Json, json};

/// The words of a JSON schema that the document uses.
fn errors(schema: &Json, value: &Json, document: &Json, at: &str, found: &mut Vec<String>) {
    if let Some(path) = schema["$ref"].as_str() {
        let named = document.pointer(path.trim_start_matches('#'));
        match named {
            Some(named) => errors(named, value, document, at, found),
            None => found.push(format!("{at}: {path} leads nowhere")),
        }
        return;
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let fits = |choice: &&Json| {
            let mut own = Vec::new();
            errors(choice, value, document, at, &mut own);
            own.is_empty()
        };
        if choices.iter().find(fits).is_none() {
            found.push(format!("{at}: fits none of the forms: {value}"));
        }
        return;
    }
    if let Some(constant) = schema.get("const")
        && constant != value
    {
        found.push(format!("{at}: is not {constant}"));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{at}: {value} is not one of {allowed:?}"));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Json::String(kind) => vec![kind],
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).collect(),
        _ => vec![],
    };
    let fits = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    if !kinds.is_empty() && !kinds.iter().any(fits) {
        found.push(format!("{at}: {value} is not {kinds:?}"));
        return;
    }
    if let Json::Array(items) = value {
        for (place, item) in items.iter().enumerate() {
            errors(&schema["items"], item, document, &format!("{at}[{place}]"), found);
        }
    }
    let Json::Object(fields) = value else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, field) in fields {
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(property), _) => errors(property, field, document, &format!("{at}.{name}"), found),
            (None, Json::Bool(false)) => found.push(format!("{at}: {name} is not described")),
            (None, Json::Object(_)) => errors(&schema["additionalProperties"], field, document, &format!("{at}.{name}"), found),
            (None, _) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_described() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let user = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().expect("an id").to_owned();
    let project = shop::project(&ada, "Sales", &[shop::connection("One").await, shop::connection("Two").await]).await;
    let connections = shop::connection_ids(&ada, &project).await;
    let (chart, table) = (shop::chart(&ada, &project).await, shop::table(&ada, &project).await);
    let input = json!({ "projectId": project, "type": "datatables", "subtype": "integrated_dataTable", "title": "All",
        "configs": { "connectionIds": connections, "tables": ["orders"] } });
    let merged = shop::widget(&ada, input).await;
    let link = ada.act("setProjectVisibility", json!({ "projectId": project, "public": true })).await.json()["idPublic"].clone();
    let document = ada.get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");

    let id = json!({ "projectId": project });
    let actions = [
        ("getUserBySession", json!({})),
        ("getProjectWithConnections", id.clone()),
        ("getUserProjects", json!({})),
        ("listProjectCards", json!({})),
        ("isProjectOwner", id.clone()),
        ("getProjectSchema", id.clone()),
        ("getProjectProgress", id.clone()),
        ("regenerateProjectSchemas", id.clone()),
        ("validateProjectConnections", id.clone()),
        ("setProjectVisibility", json!({ "projectId": project, "public": true })),
        ("getBoard", id.clone()),
        ("listTables", id.clone()),
        ("getWidgetData", json!({ "widgetId": chart })),
        ("getWidgetData", json!({ "widgetId": table })),
        ("getWidgetData", json!({ "widgetId": merged, "view": { "sort": { "column": "SOURCE" } } })),
        ("updateWidget", json!({ "widgetId": chart, "title": "Changed" })),
        ("getPublicBoard", json!({ "idPublic": link })),
        ("getPublicTile", json!({ "idPublic": link, "place": 0 })),
        ("getPublicTile", json!({ "idPublic": link, "place": 1 })),
        ("createProjectWithConnections", json!({ "title": "Other", "connections": [] })),
        ("updateProject", json!({ "id": project, "title": "Renamed" })),
        ("updateProject", json!({ "id": project, "title": "" })),
        ("getBoard", json!({ "projectId": "x" })),
    ];
    let mut found = Vec::new();
    let mut look = |path: &str, method: &str, status: &str, body: &Json| {
        let answer = &document["paths"][path][method]["responses"][status];
        let schema = &answer["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{method} {path} {status} is not described");
        errors(schema, body, &document, path, &mut found);
    };
    for (name, body) in actions {
        look(&format!("/actions/{name}"), "post", "200", &ada.act(name, body).await.json());
    }
    look("/actions/getBoard", "post", "400", &ada.act("getBoard", json!({ "projectId": 1 })).await.json());
    look("/actions/getBoard", "post", "401", &server.anon().act("getBoard", id).await.json());
    look("/api/userprojects", "get", "200", &ada.get(&format!("/api/userprojects?userId={user}")).await.json());
    look("/api/userprojects", "get", "400", &ada.get("/api/userprojects").await.json());
    look("/api/listconnections", "get", "200", &ada.get(&format!("/api/listconnections?projectId={project}")).await.json());
    look("/api/widgets/{widgetId}", "get", "200", &ada.get(&format!("/api/widgets/{chart}")).await.json());
    let compared = ada.post("/api/compatible-tables", &json!({ "connectionIds": connections })).await.json();
    look("/api/compatible-tables", "post", "200", &compared);
    let shared = ada.post(&format!("/api/projects/{project}/public"), &json!({ "public": true })).await.json();
    look("/api/projects/{projectId}/public", "post", "200", &shared);
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
            assert!(operation["responses"]["200"].is_object(), "{method} {path}");
        }
    }
    // An unlisted property of an answer would be a leak; inputs ignore unknown fields.
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let is_body = name.ends_with("Input") || ["Compared", "NewUser", "PublicBody"].contains(&name.as_str());
        if !is_body && schema["type"] == "object" && schema["properties"].is_object() {
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
    for word in ["password_hash", "token_hash", "sealed", "nonce"] {
        assert!(!text.contains(word), "{word}");
    }
}
