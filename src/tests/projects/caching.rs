//! Answers that are kept, and questions that are asked once for many.

use super::shop;
use crate::harness::TestServer;
use serde_json::{Value as Json, json};
use std::time::Duration;

/// The count of orders that a chart of one bar shows, and when it was read.
fn figure(drawing: &Json) -> (String, String) {
    let cell = &drawing["table"]["rows"][0][1];
    (cell.as_str().map_or_else(|| cell.to_string(), str::to_owned), drawing["asOf"].as_str().expect("a time").to_owned())
}

async fn counted(caller: &crate::harness::Caller, project: &str, cache_seconds: Option<u32>) -> String {
    let mut configs = json!({ "tableName": "kept", "xAxisColumn": "name", "aggregate": "count" });
    if let Some(seconds) = cache_seconds {
        configs["cacheSeconds"] = json!(seconds);
    }
    shop::widget(caller, json!({ "projectId": project, "type": "bar_charts", "title": "Kept", "configs": configs })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_shows_kept_data_for_as_long_as_it_says() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    shop::run(&connection, "create table kept (name text); insert into kept values ('a')").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let (kept, fresh) = (counted(&ada, &id, Some(3_600)).await, counted(&ada, &id, None).await);
    let link = shop::publish(&ada, &id).await;

    let (first, read_at) = figure(&shop::data(&ada, &kept, json!({})).await);
    assert_eq!(first, "1");
    shop::run(&connection, "insert into kept values ('a')").await;
    assert_eq!(figure(&shop::data(&ada, &kept, json!({})).await), ("1".into(), read_at.clone()), "kept, and it says from when");
    assert_eq!(figure(&shop::data(&ada, &fresh, json!({})).await).0, "2", "a widget that keeps nothing");

    // Strangers are shown what is kept, whatever they ask.
    let (anon, forced) = (server.anon(), json!({ "idPublic": link, "place": 0, "view": { "fresh": true } }));
    assert_eq!(figure(&anon.act("getPublicTile", forced).await.json()["data"]).0, "1");

    let (second, later) = figure(&shop::data(&ada, &kept, json!({ "fresh": true })).await);
    assert_eq!((second.as_str(), later > read_at), ("2", true), "asked anew");
    assert_eq!(figure(&shop::data(&ada, &kept, json!({})).await), ("2".into(), later), "and kept for all");

    let too_long = json!({ "widgetId": kept, "configs": { "tableName": "kept", "xAxisColumn": "name", "cacheSeconds": 86_401 } });
    let refused = ada.act("updateWidget", too_long).await.json();
    assert_eq!(refused["field"], "configs[cacheSeconds]", "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_look_a_database_is_asked_once() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    shop::run(&connection, "create view nap as select 'a' as name from pg_sleep(2)").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let configs = json!({ "tableName": "nap", "xAxisColumn": "name", "aggregate": "count" });
    shop::widget(&ada, json!({ "projectId": id, "type": "bar_charts", "title": "Nap", "configs": configs })).await;
    let link = shop::publish(&ada, &id).await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..40 {
        let (anon, input) = (server.anon(), json!({ "idPublic": link, "place": 0 }));
        asking.spawn(async move { anon.act("getPublicTile", input).await.json() });
    }
    shop::becomes_busy(&connection).await;
    for _ in 0..10 {
        assert!(shop::running(&connection).await <= 1, "one statement for all");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    while let Some(answer) = asking.join_next().await {
        let answer = answer.expect("an answer");
        assert_eq!(answer["data"]["drawing"], "chart", "{answer}");
    }
}
