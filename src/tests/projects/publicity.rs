//! Public links: who gets one, what it shows, and when it dies.

use super::shop;
use crate::harness::{Store, TestServer};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_of_the_route_on_both_stores() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let without = shop::project(&ada, "Draft", &[]).await;
        let with = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
        let set = async |id: &str, public: bool| ada.post(&format!("/api/projects/{id}/public"), &json!({ "public": public })).await.json();
        let private = json!({ "isPublic": false, "idPublic": null });

        assert_eq!(set(&without, true).await, private, "no valid connection: no error, and private");
        let first = set(&with, true).await;
        let link = first["idPublic"].as_str().expect("an id").to_owned();
        assert_eq!((first["isPublic"].clone(), link.len()), (json!(true), 12));
        assert_eq!(set(&with, true).await, first, "the id is kept");
        let board = server.anon().act("getPublicBoard", json!({ "idPublic": link })).await.json();
        assert_eq!(board["title"], "Sales", "{board}");

        assert_eq!(set(&with, false).await, private);
        let board = server.anon().act("getPublicBoard", json!({ "idPublic": link })).await.json();
        assert_eq!(board["success"], false, "the link is dead at once");
        let again = set(&with, true).await["idPublic"].as_str().expect("an id").to_owned();
        assert_ne!(again, link, "an old id never comes back");
        for wrong in [json!({ "public": "true" }), json!({ "public": null }), json!({ "public": 1 }), json!({}), json!([])] {
            assert_eq!(ada.post(&format!("/api/projects/{with}/public"), &wrong).await.status, 400, "{wrong}");
        }

        let connection = shop::connection_ids(&ada, &with).await.remove(0);
        ada.act("deleteConnection", json!({ "connectionId": connection })).await;
        let project = ada.act("getProjectWithConnections", json!({ "projectId": with })).await.json()["project"].clone();
        assert_eq!((&project["isPublic"], &project["idPublic"]), (&json!(false), &Json::Null), "the last valid connection is gone");
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_for_in_create_and_update_and_forced_when_a_check_fails() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let read = async |id: &str| ada.act("getProjectWithConnections", json!({ "projectId": id })).await.json()["project"].clone();
    let shop = shop::connection("Shop").await;
    let mut dead = shop.clone();
    dead["password"] = json!("wrong");

    let create = async |connection: &Json| {
        let input = json!({ "title": "P", "isPublic": true, "connections": [connection] });
        ada.act("createProjectWithConnections", input).await.json()
    };
    let made = create(&shop).await;
    let good = made["projectId"].as_str().expect("an id").to_owned();
    let link = read(&good).await["idPublic"].clone();
    assert!(link.is_string(), "public with the first valid connection");

    let made = create(&dead).await;
    assert_eq!(made["validationResult"]["success"], false, "{made}");
    let status = &made["validationResult"]["connectionStatuses"][0];
    assert!(status["error"].as_str().is_some_and(|text| !text.contains("wrong")), "{status}");
    assert_eq!(read(made["projectId"].as_str().expect("an id")).await["isPublic"], false);

    // A background read of the schema that fails changes nothing.
    let input = json!({ "projectId": good });
    ada.act("updateProject", json!({ "id": good, "title": "Renamed" })).await;
    assert_eq!(read(&good).await["idPublic"], link, "a rename keeps the link");

    // The password changes over there: the next check that an action asks for makes it private.
    let stored = shop::connection_ids(&ada, &good).await.remove(0);
    let mut broken = dead.clone();
    broken["id"] = json!(stored);
    let answer = ada.act("updateProject", json!({ "id": good, "connections": [broken] })).await.json();
    assert_eq!(answer["validationResult"]["success"], false, "{answer}");
    let project = read(&good).await;
    assert_eq!((&project["isPublic"], &project["idPublic"]), (&json!(false), &Json::Null));
    let validated = ada.act("validateProjectConnections", input).await.json();
    assert_eq!(validated["validationResult"]["connectionStatuses"][0]["isValid"], false, "{validated}");
}

/// Everything that must never be seen through a link (security.md, check 138).
fn canaries(connection: &Json, ids: &[String]) -> Vec<String> {
    let text = |field: &str| connection[field].as_str().expect("a text").to_owned();
    let mut all = vec![text("database"), text("password"), text("host"), "select ".into(), "ada@example.org".into()];
    all.push(format!("\"{}\"", text("user")));
    all.push(connection["port"].to_string());
    all.extend(ids.iter().cloned());
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_data_and_titles_only() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let mut ids = shop::connection_ids(&ada, &id).await;
    let other = shop::project(&ada, "Other", &[shop::connection("Hidden source").await]).await;
    ids.extend([id.clone(), other.clone(), "Hidden source".into()]);
    for made in [shop::chart(&ada, &id).await, shop::table(&ada, &id).await] {
        ids.push(made);
    }
    let visible = ada.act("setProjectVisibility", json!({ "projectId": id, "public": true })).await.json();
    let link = visible["idPublic"].as_str().expect("an id").to_owned();
    let anon = server.anon();
    let canaries = canaries(&connection, &ids);
    let clean = |what: &str, body: &str| {
        let lower = body.to_lowercase();
        for canary in &canaries {
            assert!(!lower.contains(&canary.to_lowercase()), "{what} shows {canary}: {body}");
        }
    };
    let tile = async |place: u32, view: Json| anon.act("getPublicTile", json!({ "idPublic": link, "place": place, "view": view })).await;

    clean("the board", &anon.act("getPublicBoard", json!({ "idPublic": link })).await.text());
    let chart = tile(0, json!({})).await;
    assert_eq!(chart.json()["data"]["drawing"], "chart", "{}", chart.text());
    clean("the chart", &chart.text());
    let table = tile(1, json!({ "sort": { "column": "name", "descending": true } })).await;
    assert_eq!(table.json()["data"]["rows"][0], json!(["Sofia", "RU"]), "{}", table.text());
    clean("the table", &table.text());

    // Only within what the widget shows: not its other columns, not other tables, not other places.
    for view in [
        json!({ "sort": { "column": "id" } }),
        json!({ "filter": [{ "column": "id", "op": "eq", "values": [1] }] }),
        json!({ "table": "orders" }),
        json!({ "filter": [{ "column": "name\" or 1=1 --", "op": "eq", "values": ["x"] }] }),
    ] {
        let refused = tile(1, view.clone()).await;
        assert_eq!(refused.json()["success"], false, "{view} {}", refused.text());
        clean("a refusal", &refused.text());
    }
    let quoted =
        tile(1, json!({ "filter": [{ "column": "name", "op": "eq", "values": ["' or 1=1 --"] }], "search": "%'; drop table orders" }))
            .await;
    assert_eq!(quoted.json()["data"]["rows"], json!([]), "bound: {}", quoted.text());
    assert_eq!(tile(2, json!({})).await.json()["success"], false);
    assert_eq!(tile(4_000_000_000, json!({})).await.json()["success"], false);

    // The database breaks: the reader learns that, and nothing else.
    shop::run(&connection, "drop table orders; alter table customers rename column country to land").await;
    for place in [0, 1] {
        let broken = tile(place, json!({})).await;
        assert_eq!(broken.json()["data"], json!({ "drawing": "failed", "message": "This tile cannot be shown right now.", "hint": "" }));
    }
    let page = anon.page(&format!("/public/{link}")).await;
    assert_eq!(page.status, 200);
    clean("the page", &page.text().replace(server.address().port().to_string().as_str(), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_limited() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "10")]).await;
    let anon = server.anon();
    let mut statuses = Vec::new();
    for n in 0..12 {
        statuses.push(anon.act("getPublicBoard", json!({ "idPublic": format!("xYz9AbC123{n:02}") })).await.status.as_u16());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 2, "{statuses:?}");
}
