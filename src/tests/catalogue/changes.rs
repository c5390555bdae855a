//! Reading a schema again tells what changed, and which widgets that breaks.

use crate::{
    harness::{Caller, Store, TestServer},
    projects::shop::{self, connection, project},
};
use serde_json::{Value as Json, json};

async fn read_again(caller: &Caller, project: &str) {
    let answer = caller.act("regenerateProjectSchemas", json!({ "projectId": project })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
}

async fn entries(caller: &Caller, project: &str, latest: bool) -> Vec<Json> {
    let answer = caller.act("listSchemaChanges", json!({ "projectId": project, "latest": latest })).await.json();
    answer["entries"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

fn whats(entry: &Json) -> Vec<(String, String)> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    entry["changes"].as_array().expect("changes").iter().map(|change| (text(&change["table"]), text(&change["what"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_tells_what_changed_and_breaks() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let base = connection("North").await;
        let id = project(&ada, "Shop", std::slice::from_ref(&base)).await;
        let chart = shop::chart(&ada, &id).await;
        shop::table(&ada, &id).await;
        read_again(&ada, &id).await;
        assert_eq!(entries(&ada, &id, false).await, [Json::Null; 0], "nothing changed");

        shop::run(
            &base,
            "alter table orders drop column total; alter table customers add column city text; create table notes (id integer primary key)",
        )
        .await;
        read_again(&ada, &id).await;
        let found = entries(&ada, &id, true).await;
        let expected = [("customers", "column_added"), ("notes", "table_added"), ("orders", "column_removed")];
        assert_eq!(whats(&found[0]), expected.map(|(table, what)| (table.to_owned(), what.to_owned())));
        let broken = &found[0]["changes"][2]["breaks"];
        assert_eq!((&broken[0]["id"], &broken[0]["title"]), (&json!(chart), &json!("Sales by month")), "{found:?}");
        assert_eq!(found[0]["changes"][0]["breaks"], json!([]));

        // Another choice mends the widget; the change is history then.
        let configs = json!({ "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["id"] });
        ada.act("updateWidget", json!({ "widgetId": chart, "configs": configs })).await;
        assert_eq!(entries(&ada, &id, true).await[0]["changes"][2]["breaks"], json!([]));
        read_again(&ada, &id).await;
        assert_eq!(entries(&ada, &id, true).await, [Json::Null; 0], "the latest reading found nothing");
        assert_eq!(entries(&ada, &id, false).await.len(), 1);

        shop::run(&base, "drop table orders; alter table notes rename to remarks").await;
        read_again(&ada, &id).await;
        let found = entries(&ada, &id, false).await;
        assert_eq!(found.len(), 2, "the newest first");
        assert_eq!(
            whats(&found[0]),
            [("notes", "table_renamed"), ("orders", "table_removed")].map(|(table, what)| (table.to_owned(), what.to_owned()))
        );
        assert_eq!(found[0]["changes"][1]["breaks"][0]["id"], json!(chart));
        let page = ada.page(&format!("/projects/{id}/schema")).await.text();
        assert!(page.contains("breaks a widget") && page.contains("remarks is new and has the same columns"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_database_behind_a_connection_begins_anew() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let base = connection("North").await;
    let id = project(&ada, "Shop", std::slice::from_ref(&base)).await;
    shop::run(&base, "create table notes (id integer primary key)").await;
    read_again(&ada, &id).await;
    assert_eq!(entries(&ada, &id, false).await.len(), 1);
    let mut other = connection("North").await;
    other["id"] = json!(shop::connection_ids(&ada, &id).await[0]);
    let answer = ada.act("updateProject", json!({ "id": id, "title": "Shop", "connections": [other] })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    read_again(&ada, &id).await;
    assert_eq!(entries(&ada, &id, false).await, [Json::Null; 0]);
}
