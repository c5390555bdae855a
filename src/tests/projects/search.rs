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
