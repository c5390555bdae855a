//! Finding one's own things by name.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};

async fn found(caller: &Caller, text: &str) -> Vec<(String, String, String)> {
    let answer = caller.act("findAnything", json!({ "text": text })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    let text = |found: &Json, key: &str| found[key].as_str().expect("a text").to_owned();
    let all = answer["found"].as_array().expect("a list");
    all.iter().map(|found| (text(found, "kind"), text(found, "title"), text(found, "href"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_finds_ones_own_and_nobody_elses() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let connection = shop::connection("Corner shop").await;
    shop::run(&connection, "create table \"odd/name? #1\" (id integer)").await;
    let id = shop::project(&ada, "Sales of the shop", std::slice::from_ref(&connection)).await;
    let widget = shop::table(&ada, &id).await;
    let board = format!("/projects/{id}/dashboard");

    let all = found(&ada, "shop").await;
    assert_eq!(all[0], ("project".into(), "Sales of the shop".into(), board.clone()));
    assert!(all.contains(&("connection".into(), "Corner shop".into(), format!("/projects/{id}/edit"))), "{all:?}");
    let all = found(&ada, "CUSTOM").await;
    assert!(all.contains(&("widget".into(), "Customers".into(), format!("{board}#tile-{widget}"))), "{all:?}");
    assert!(all.iter().any(|(kind, title, _)| kind == "table" && title.ends_with("customers")), "{all:?}");
    let odd = found(&ada, "name odd").await;
    assert_eq!((odd.len(), odd[0].0.as_str()), (1, "table"), "{odd:?}");
    assert!(odd[0].2.ends_with("odd%2Fname%3F%20%231"), "{odd:?}");

    assert_eq!(found(&ada, "  ").await, [("project".into(), "Sales of the shop".into(), board)], "what was changed last");
    for text in ["shop", "customers", "", "%", "_", "' or 1=1"] {
        assert_eq!(found(&eve, text).await, [], "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hosted_databases_and_their_tables_are_found_by_the_people_of_their_team() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let made = ada
        .act("createDatabase", json!({ "name": "Harbour", "fileFormat": "sqlite", "query": "create table \"ship/yard? #1\" (id); create view berths as select 1" }))
        .await
        .json();
    let page = format!("/databases/{}", made["databaseId"].as_str().expect("the id of the database"));

    assert_eq!(found(&ada, "harb").await, [("database".into(), "Harbour".into(), page.clone())]);
    let all = found(&ada, "ship yard").await;
    assert_eq!(all, [("table".into(), "ship/yard? #1".into(), format!("{page}/tables/ship%2Fyard%3F%20%231"))]);
    assert_eq!(found(&ada, "berths").await, [("table".into(), "berths".into(), format!("{page}/tables/berths"))]);

    // What anybody with the link may read is still not among the own things of others.
    let id = made["databaseId"].clone();
    let shown = ada.act("updateDatabaseSettings", json!({ "databaseId": id, "visibility": "public" })).await.json();
    assert_eq!(shown["success"], true, "{shown}");
    for text in ["harbour", "ship", "berths"] {
        assert_eq!(found(&eve, text).await, [], "{text}");
    }
}
