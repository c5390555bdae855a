//! Tables at the edges: too many rows to count, too much to show, nothing at all, gone. Each through the action, on the
//! board's page and on the public one, with the text that belongs to it.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};
use std::time::Duration;

const UNREADABLE: &str = "This tile cannot be shown right now.";

/// A project with one widget that shows one table, and everybody who looks at it.
struct Shown {
    server: TestServer,
    ada: Caller,
    connection: Json,
    widget: String,
    /// The board's page and the public one.
    pages: [String; 2],
}

impl Shown {
    async fn new(script: &str, table: &str) -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        let connection = shop::connection("Shop").await;
        shop::run(&connection, script).await;
        let id = shop::project(&ada, "Extremes", std::slice::from_ref(&connection)).await;
        let widget = shop::table_of(&ada, &id, None, table).await;
        let link = shop::publish(&ada, &id).await;
        let pages = [format!("/projects/{id}/dashboard"), format!("/public/{link}")];
        Self { server, ada, connection, widget, pages }
    }

    async fn data(&self) -> Json {
        shop::data(&self.ada, &self.widget, json!({})).await
    }

    /// Both pages hold a text. A page does not wait for a tile longer than its budget: then it is asked again.
    async fn pages_say(&self, text: &str, public: &str) {
        for (caller, path, text) in [(self.ada.clone(), &self.pages[0], text), (self.server.anon(), &self.pages[1], public)] {
            let otherwise = format!("{path} does not say {text}");
            shop::poll(Duration::from_secs(30), &otherwise, async || {
                let page = caller.page(path).await;
                assert_eq!(page.status, 200, "{path}");
                page.text().contains(text)
            })
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_with_more_rows_than_are_counted() {
    // Nobody counted it: neither we beyond the limit nor the server.
    let rows = "as select n as id from generate_series(1, 100050) n";
    let shown = Shown::new(&format!("create table huge with (autovacuum_enabled = off) {rows}"), "huge").await;
    let data = shown.data().await;
    assert_eq!((&data["total"], data["rows"].as_array().map(Vec::len)), (&json!({ "at_least": 100_000 }), Some(50)));
    shown.pages_say("1–50 of more than 100,000", "1–50 of more than 100,000").await;

    let shown = Shown::new(&format!("create table huge {rows}; analyze huge"), "huge").await;
    assert_eq!(shown.data().await["total"], json!({ "about": 100_050 }));
    shown.pages_say("1–50 of about 100 k", "1–50 of about 100 k").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_with_a_thousand_long_columns() {
    // 4 KiB a cell, more than 4 MB a row, 1.2 GB the page.
    let columns: Vec<String> = (1..1000).map(|n| format!("repeat('x', 5000) as c{n}")).collect();
    let script = format!("create view wide as select n as id, {} from generate_series(1, 300) n", columns.join(", "));
    let shown = Shown::new(&script, "wide").await;
    let data = shown.data().await;
    let rows = data["rows"].as_array().expect("rows");
    assert_eq!((data["columns"].as_array().map(Vec::len), rows.len()), (Some(1000), 2));
    assert_eq!((&rows[0][1]["bytes"], rows[0][1]["cut"].as_str().map(str::len)), (&json!(5000), Some(4096)));
    assert_eq!((&data["total"], &data["hasNext"]), (&json!({ "exactly": 300 }), &json!(true)));
    let cut = "Cut after 2 rows: a table shows at most 8 MB at once.";
    assert!(data["cut"].as_str().is_some_and(|text| text.starts_with(cut)), "{}", data["cut"]);
    let last = shop::data(&shown.ada, &shown.widget, json!({ "page": 6 })).await;
    assert_eq!((last["rows"].as_array().map(Vec::len), &last["hasNext"]), (Some(2), &json!(false)), "the count tells the last page");
    shown.pages_say(cut, cut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_rows_share_the_bytes_of_one_tile() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let columns: Vec<String> = (1..=200).map(|n| format!("repeat('x', 4000) as c{n}")).collect();
    let script = format!("create view wide as select n as id, {} from generate_series(1, 300) n", columns.join(", "));
    let connections = [shop::connection("North").await, shop::connection("South").await];
    for connection in &connections {
        shop::run(connection, &script).await;
    }
    let id = shop::project(&ada, "Extremes", &connections).await;
    let configs = json!({ "connectionIds": shop::connection_ids(&ada, &id).await, "tables": ["wide"] });
    let input = json!({ "projectId": id, "type": "datatables", "subtype": "integrated_dataTable", "title": "All", "configs": configs });
    let widget = shop::widget(&ada, input).await;
    let data = shop::data(&ada, &widget, json!({ "sort": { "column": "id" } })).await;
    // 0.8 MB a row, so 4 MiB of each source are 5 rows.
    assert_eq!(data["rows"].as_array().map(Vec::len), Some(10), "{}", data["cut"]);
    assert_eq!((&data["total"], &data["hasNext"]), (&json!({ "exactly": 600 }), &json!(false)));
    let cut = "Only the first rows of each source are merged, up to 8 MB together. Filter or search to reach the rest.";
    assert_eq!(data["cut"], cut);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_rows() {
    let shown = Shown::new("create table nothing (id integer, word text)", "nothing").await;
    let data = shown.data().await;
    assert_eq!((&data["drawing"], &data["rows"], &data["total"]), (&json!("table"), &json!([]), &json!({ "exactly": 0 })));
    shown.pages_say("The table has no rows.", "The table has no rows.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_disappears_while_it_is_shown() {
    let shown = Shown::new("create table here as select 1 as id", "here").await;
    assert_eq!(shown.data().await["total"], json!({ "exactly": 1 }));
    shop::run(&shown.connection, "drop table here").await;
    let gone = "The table, or one of its columns, is no longer in Shop.";
    assert_eq!((&shown.data().await["drawing"], &shown.data().await["message"]), (&json!("failed"), &json!(gone)));
    shown.pages_say(gone, UNREADABLE).await;

    shop::run(&shown.connection, "create table here as select 2 as id").await;
    assert_eq!(shown.data().await["rows"], json!([[2]]), "back again");
}
