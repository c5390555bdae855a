//! Connections: kept, changed, deleted, compared; what becomes of a stored password.

use super::shop;
use crate::harness::TestServer;
use serde_json::{Value as Json, json};

/// The stored connections as an edit form sends them back.
async fn edited(ada: &crate::harness::Caller, project: &str) -> Vec<Json> {
    let detail = ada.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let mut connections = detail["project"]["connections"].as_array().expect("connections").clone();
    for connection in &mut connections {
        connection["password"] = json!("KEEP_CURRENT_PASSWORD");
        // Only what a form has.
        let object = connection.as_object_mut().expect("an object");
        object.retain(|name, _| {
            ["id", "title", "type", "host", "port", "database", "user", "password", "isExisting"].contains(&name.as_str())
        });
    }
    connections
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_password_stays_with_its_server() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "P", &[shop::connection("Shop").await]).await;
    let mut connections = edited(&ada, &id).await;
    connections[0]["title"] = json!("Renamed");
    let answer = ada.act("updateProject", json!({ "id": id, "connections": connections })).await.json();
    assert_eq!(answer["validationResult"]["success"], true, "the stored password still opens: {answer}");

    // A server of the attacker's choice: it must hear nothing.
    let trap = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = trap.local_addr().expect("an address").port();
    let tries = [("port", json!(port)), ("host", json!("localhost")), ("options", json!({ "tls": "disable" })), ("type", json!("sqlite"))];
    for (field, value) in tries {
        let mut changed = edited(&ada, &id).await;
        changed[0][field] = value;
        if field == "type" {
            // Back again to a server, in a second step: the password was dropped with the first.
            changed[0]["database"] = json!("no/such/file.db");
            ada.act("updateProject", json!({ "id": id, "connections": changed })).await;
            changed[0]["type"] = json!("postgres");
            changed[0]["database"] = json!("d");
            changed[0]["host"] = json!("127.0.0.1");
            changed[0]["port"] = json!(port);
            changed[0]["user"] = json!("u");
        }
        let expected = json!({
            "success": false, "field": "connections[0][password]",
            "error": "Enter the password again: the server it would be sent to changed",
        });
        assert_eq!(ada.act("updateProject", json!({ "id": id, "connections": changed })).await.json(), expected, "{field}");
        let mut trial = changed[0].clone();
        trial["id"] = changed[0]["id"].clone();
        let tried = ada.act("testConnection", json!({ "projectId": id, "connection": trial })).await.json();
        assert_eq!(tried["field"], "connection[password]", "{field}: {tried}");
    }
    let heard = tokio::time::timeout(std::time::Duration::from_millis(300), trap.accept()).await;
    assert!(heard.is_err(), "nobody connected");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_left_out_are_deleted_and_a_stranger_takes_none() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let (one, two) = (shop::connection("One").await, shop::connection("Two").await);
    let id = shop::project(&ada, "P", &[one, two]).await;
    let connections = edited(&ada, &id).await;

    let stolen = ada.act("updateProject", json!({ "id": id, "title": "Still" })).await.json();
    assert_eq!(stolen["success"], true);
    assert_eq!(shop::connection_ids(&ada, &id).await.len(), 2, "without the key they stay");

    let hers = shop::project(&eve, "E", &[]).await;
    let taken = eve.act("updateProject", json!({ "id": hers, "connections": [connections[0]] })).await.json();
    assert_eq!(taken["field"], "connections[0][id]", "{taken}");
    let tried = eve.act("testConnection", json!({ "projectId": hers, "connection": connections[0] })).await.json();
    assert_eq!(tried["error"], "Connection not found");
    let deleted = eve.act("deleteConnection", json!({ "connectionId": connections[0]["id"] })).await.json();
    assert_eq!(deleted["error"], "Connection not found or you don't have permission to delete it");
    for (given, text) in [(json!(""), "Connection ID is required"), (json!("x"), "Invalid connection ID")] {
        assert_eq!(ada.act("deleteConnection", json!({ "connectionId": given })).await.json()["error"], text);
    }

    let twice = ada.act("updateProject", json!({ "id": id, "connections": [connections[0], connections[0]] })).await.json();
    assert_eq!(twice["field"], "connections[1][id]");
    ada.act("updateProject", json!({ "id": id, "connections": [connections[1]] })).await;
    assert_eq!(shop::connection_ids(&ada, &id).await, [connections[1]["id"].as_str().expect("an id")]);
    let message = ada.act("deleteConnection", json!({ "connectionId": connections[1]["id"] })).await.json();
    assert_eq!(message, json!({ "success": true, "message": "Connection deleted from project 'Still'" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn compatible_tables_as_documented() {
    let server = TestServer::start().await;
    let (ada, anon) = (server.sign_up("ada").await, server.anon());
    let (one, two) = (shop::connection("One").await, shop::connection("Two").await);
    for connection in [&one, &two] {
        let table = "create table codes (code character varying(9), at timestamp with time zone, big int8, ok bool, price decimal(9, 2))";
        shop::run(connection, table).await;
    }
    shop::run(&two, "alter table orders alter column note type varchar(9) using left(note, 9); create table \"Customers\" (id integer)")
        .await;
    let id = shop::project(&ada, "P", &[one, two]).await;
    let ids = shop::connection_ids(&ada, &id).await;
    let ask = async |ids: Json| anon.post("/api/compatible-tables", &json!({ "connectionIds": ids })).await;

    let same = ask(json!(ids)).await;
    assert_eq!(same.status, 200);
    let columns = |table: &str| {
        let columns = same.json()["details"][table]["columns"].clone();
        let name = |column: &Json| [&column["name"], &column["type"]].map(|text| text.as_str().expect("a text").to_owned()).join(" ");
        columns.as_array().expect("columns").iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(same.json()["compatibleTables"], json!(["codes", "customers"]));
    assert_eq!(same.json()["details"].as_object().map(serde_json::Map::len), Some(2));
    assert_eq!(columns("customers"), ["id integer", "name text", "country text"]);
    assert_eq!(columns("codes"), ["code varchar", "at timestamptz", "big bigint", "ok boolean", "price numeric"], "short names");
    assert_eq!(ask(json!([ids[0], ids[1].to_uppercase(), ids[1]])).await.json(), same.json(), "an id has no case");

    for (given, status) in [
        (json!([ids[0]]), 400),
        (json!([ids[0], ids[0]]), 400),
        (json!([ids[0], ids[0].to_uppercase()]), 400),
        (json!([]), 400),
        (json!("x"), 400),
        (json!([1, 2]), 400),
        (Json::Null, 400),
        (json!([ids[0], "6f9619ff-8b86-4011-b42d-00cf4fc964ff"]), 404),
        (json!([ids[0], "x"]), 404),
    ] {
        let answer = ask(given.clone()).await;
        assert_eq!(answer.status, status, "{given}");
        assert!(answer.json()["error"].is_string(), "{given}");
    }
    let listed = ada.get(&format!("/api/listconnections?projectId={id}")).await.json();
    let first = &listed["connections"][0];
    assert_eq!((&first["title"], &first["hasSchema"], &first["isValid"]), (&json!("One"), &json!(true), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_are_limited_and_can_be_narrowed_to_the_owner() {
    let settings = [("VIZBOARD_ATTEMPTS_PER_ADDRESS", "20"), ("VIZBOARD_COMPATIBLE_TABLES", "owner")];
    let server = TestServer::start_with(crate::harness::Store::Sqlite, &settings).await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let id = shop::project(&ada, "P", &[shop::connection("One").await, shop::connection("Two").await]).await;
    let body = json!({ "connectionIds": shop::connection_ids(&ada, &id).await });
    assert_eq!(server.anon().post("/api/compatible-tables", &body).await.status, 401);
    assert_eq!(eve.post("/api/compatible-tables", &body).await.status, 404);
    for _ in 0..30 {
        assert_eq!(ada.post("/api/compatible-tables", &body).await.status, 200, "success does not count");
    }
    let mut limited = None;
    for _ in 0..25 {
        let answer = eve.post("/api/compatible-tables", &body).await;
        if answer.status == 429 {
            limited = answer.header("retry-after").map(str::to_owned);
            break;
        }
    }
    assert!(limited.is_some(), "429 with Retry-After");
}
