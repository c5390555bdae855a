//! Many slow questions of one team, and the others (security.md, check 175).

use super::shop;
use crate::harness::TestServer;
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_team_whose_databases_are_slow_holds_up_no_other() {
    let server = TestServer::start().await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let mut slow = Vec::new();
    for n in 0..4 {
        let connection = shop::connection(&format!("Shop {n}")).await;
        shop::run(&connection, shop::SLOW).await;
        slow.push(connection);
    }
    let greedy = shop::project(&ada, "Greedy", &slow).await;
    let mut asking = tokio::task::JoinSet::new();
    for id in shop::connection_ids(&ada, &greedy).await {
        let widget = shop::table_of(&ada, &greedy, Some(&id), "slow").await;
        for n in 0..6 {
            let (ada, widget) = (ada.clone(), widget.clone());
            // The same question would be asked once for all.
            asking.spawn(async move { shop::data(&ada, &widget, json!({ "pageSize": 10 + n })).await });
        }
    }
    shop::becomes_busy(&slow[0]).await;

    let modest = shop::project(&bob, "Modest", &[shop::connection("Shop").await]).await;
    let widget = shop::table(&bob, &modest).await;
    for _ in 0..10 {
        assert_eq!(shop::data(&bob, &widget, json!({})).await["drawing"], "table");
    }
    // Of the 24 readers some have no place, and hear so long before a slow statement ends.
    let first = tokio::time::timeout(Duration::from_secs(20), asking.join_next()).await.expect("somebody is refused");
    let refused = first.expect("somebody").expect("an answer");
    assert_eq!(refused["drawing"], "failed", "{refused}");
    assert!(refused["hint"].as_str().is_some_and(|hint| hint.contains("Try again")), "{refused}");
    asking.abort_all();
    for connection in &slow {
        shop::becomes_quiet(connection).await;
    }
}
