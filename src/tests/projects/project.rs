//! Projects: made, read, changed, deleted, on both stores.

use super::shop;
use crate::harness::{Store, TestServer};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_story_on_both_stores() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let user = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().expect("an id").to_owned();
        let shop = shop::connection("Shop").await;
        let id = shop::project(&ada, "Sales 2026", std::slice::from_ref(&shop)).await;

        let detail = ada.act("getProjectWithConnections", json!({ "projectId": id, "userId": user })).await.json();
        let project = &detail["project"];
        assert_eq!((&project["title"], &project["isPublic"], &project["idPublic"]), (&json!("Sales 2026"), &json!(false), &Json::Null));
        let connection = &project["connections"][0];
        assert_eq!(connection["password"], "", "a password never leaves the server");
        for field in ["title", "host", "port", "database", "user"] {
            assert_eq!(connection[field], shop[field], "{field}");
        }
        assert_eq!((&connection["isValid"], &connection["isExisting"]), (&json!(true), &json!(true)));

        let listed = ada.get(&format!("/api/userprojects?userId={user}")).await.json();
        let summary = listed["projects"][0].as_object().expect("a project").clone();
        let mut fields: Vec<_> = summary.keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "createdAt",
                "databases",
                "description",
                "hasIntrospectedSchemas",
                "hasValidatedConnections",
                "id",
                "idPublic",
                "isPublic",
                "lastSchemaIntrospectionAt",
                "lastValidationDate",
                "title",
                "totalConnections",
                "totalSchemas",
                "updatedAt",
                "validConnections",
                "validSchemas",
                "widgetCount",
            ]
        );
        assert_eq!((&summary["databases"], &summary["validSchemas"], &summary["description"]), (&json!(["Shop"]), &json!(1), &json!("")));

        let stats = ada.act("getUserProjects", json!({})).await.json();
        for absent in ["databases", "idPublic", "lastValidationDate", "lastSchemaIntrospectionAt"] {
            assert!(stats["projects"][0].get(absent).is_none(), "{absent}");
        }
        let schema = ada.act("getProjectSchema", json!({ "projectId": id })).await.json();
        let tables: Vec<_> = schema["schema"]["tables"].as_array().expect("tables").iter().map(|table| table["name"].clone()).collect();
        assert_eq!(tables, ["customers", "orders"]);
        let counts = ada.act("regenerateProjectSchemas", json!({ "projectId": id })).await.json();
        assert_eq!(counts["results"], json!({ "total": 1, "successful": 1, "failed": 0 }));
        assert_eq!(ada.act("isProjectOwner", json!({ "projectId": id })).await.json(), json!({ "success": true, "isOwner": true }));

        shop::chart(&ada, &id).await;
        let gone = ada.act("deleteProject", json!({ "projectId": id, "userId": user })).await.json();
        assert_eq!(gone["success"], true);
        assert!(gone["message"].as_str().expect("a message").contains("Sales 2026"), "{gone}");
        let detail = ada.act("getProjectWithConnections", json!({ "projectId": id })).await.json();
        assert_eq!(detail, json!({ "success": false, "error": "Project not found" }));
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_schemas_again_says_without_scripts_what_came_of_it() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let draft = json!({ "title": "Empty", "isDraft": true, "connections": [] });
    let empty = ada.act("createProjectWithConnections", draft).await.json()["projectId"].as_str().expect("an id").to_owned();
    for (id, said) in [(id, "Schemas read again: 1."), (empty, "No connection is valid, so no schema was read.")] {
        let board = format!("/projects/{id}/dashboard");
        let answer = ada.form("/actions/regenerateProjectSchemas", &[("projectId", id.as_str()), ("_next", board.as_str())]).await;
        assert_eq!(answer.location(), Some(board.as_str()), "{}", answer.text());
        let page = ada.page(&board).await.text();
        assert!(page.contains(said), "{page}");
        assert!(!ada.page(&board).await.text().contains(said), "it is said once");
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_and_missing_connections() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    for input in [json!({ "title": "D", "connections": [] }), json!({ "title": "D", "isDraft": true })] {
        let answer = ada.act("createProjectWithConnections", input).await.json();
        assert_eq!(
            (&answer["success"], answer["validationResult"]["connectionStatuses"].as_array().map(Vec::len)),
            (&json!(true), Some(0))
        );
    }
    let refused = ada.act("createProjectWithConnections", json!({ "title": "D", "connections": [], "isDraft": false })).await.json();
    assert_eq!(refused["error"], "At least one connection is required");

    let cards = ada.act("listProjectCards", json!({})).await.json();
    let draft = cards["cards"][0]["summary"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(cards["cards"][0]["isDraft"], true);
    let shop = shop::connection("Shop").await;
    let answer = ada.act("updateProject", json!({ "id": draft, "connections": [shop] })).await.json();
    assert_eq!(answer["validationResult"]["success"], true, "{answer}");
    let cards = ada.act("listProjectCards", json!({})).await.json();
    assert_eq!(cards["cards"][0]["isDraft"], false, "a draft becomes a full project with its first connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_has_its_limits_and_nothing_is_half_written() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let good = json!({ "title": "C", "host": "localhost", "port": 5432, "database": "d", "user": "u", "password": "p" });
    let with = |field: &str, value: Json| {
        let mut connection = good.clone();
        connection[field] = value;
        json!({ "title": "T", "connections": [good, connection] })
    };
    let refused = [
        (json!({ "title": "", "connections": [] }), "title"),
        (json!({ "connections": [] }), "title"),
        (json!({ "title": "x".repeat(101), "connections": [] }), "title"),
        (json!({ "title": "a<b>", "connections": [] }), "title"),
        (json!({ "title": "T", "description": "d".repeat(501), "connections": [] }), "description"),
        (json!({ "title": "T", "description": "\0", "connections": [] }), "description"),
        (with("port", json!(70_000)), "connections[1][port]"),
        (with("host", json!("a b")), "connections[1][host]"),
        (with("database", json!("a;b")), "connections[1][database]"),
        (with("user", json!("")), "connections[1][user]"),
        (with("password", json!("")), "connections[1][password]"),
        (with("password", json!("KEEP_CURRENT_PASSWORD")), "connections[1][password]"),
        (with("title", json!("x".repeat(51))), "connections[1][title]"),
        (with("type", json!("oracle")), "connections[1][type]"),
    ];
    for (input, field) in refused {
        let answer = ada.act("createProjectWithConnections", input).await;
        assert_eq!(answer.status, 200);
        let body = answer.json();
        assert_eq!((&body["success"], &body["field"]), (&json!(false), &json!(field)), "{body}");
    }
    for wrong in [
        json!({ "title": 1, "connections": [] }),
        json!({ "title": null, "connections": [] }),
        json!({ "title": "T", "isPublic": "true", "connections": [] }),
        json!({ "title": "T", "connections": {} }),
        with("port", json!("5432")),
        with("port", json!(1.5)),
        with("host", json!(["localhost"])),
        with("password", Json::Null),
    ] {
        let answer = ada.act("createProjectWithConnections", wrong.clone()).await;
        assert_eq!(answer.status, 400, "{wrong} {}", answer.text());
    }
    let cards = ada.act("listProjectCards", json!({})).await.json();
    assert_eq!(cards["cards"], json!([]), "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_nobody_may_set_are_ignored() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let eve_id = eve.act("getUserBySession", json!({})).await.json()["user"]["id"].clone();
    let input = json!({
        "title": "T", "connections": [], "id": "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "ownerId": eve_id, "owner_id": eve_id,
        "team": "x", "idPublic": "xYz9AbC12345", "isPublic": true, "isValid": true, "version": 9, "createdAt": "x",
        "orderedWidgetIds": ["x"], "roles": ["admin"], "settling": 2,
    });
    let id = ada.act("createProjectWithConnections", input).await.json()["projectId"].as_str().expect("an id").to_owned();
    assert_ne!(id, "6f9619ff-8b86-4011-b42d-00cf4fc964ff");
    let project = ada.act("getProjectWithConnections", json!({ "projectId": id })).await.json()["project"].clone();
    assert_eq!((&project["isPublic"], &project["idPublic"], &project["orderedWidgetIds"]), (&json!(false), &Json::Null, &json!([])));
    let foreign = ada.act("createProjectWithConnections", json!({ "title": "T", "connections": [], "userId": eve_id })).await.json();
    assert_eq!(foreign, json!({ "success": false, "error": "Unauthorized" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_do_not_overwrite_each_other() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "First", &[]).await;
    let read = async || ada.act("getProjectWithConnections", json!({ "projectId": id })).await.json()["project"].clone();
    let version = read().await["version"].clone();
    let saved = ada.act("updateProject", json!({ "id": id, "title": "Second", "version": version })).await.json();
    assert_eq!(saved["success"], true, "{saved}");
    let late = ada.act("updateProject", json!({ "id": id, "title": "Third", "version": version })).await.json();
    assert_eq!(late["success"], false);
    assert!(late["error"].as_str().expect("a text").contains("reload"), "{late}");
    assert_eq!(read().await["title"], "Second");
}
