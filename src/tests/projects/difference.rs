//! What differs between one table in two databases of different engines.

use super::shop;
use crate::harness::{Caller, TestServer, mysql, postgres};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

const TABLE: &str = "create table stock (id integer primary key, code varchar(20), amount numeric(10, 2), day date);";

/// A table of this content in a PostgreSQL database.
async fn elephant(rows: &str) -> Json {
    let url: url::Url = postgres::fresh_database().await.parse().expect("a URL");
    let object = shop::object(&url, "Elephant");
    shop::run(&object, &format!("{TABLE} insert into stock {rows}")).await;
    object
}

async fn seal(rows: &str) -> Json {
    let url: url::Url = mysql::fresh_database().await.parse().expect("a URL");
    let mut db = MySqlConnection::connect(url.as_str()).await.expect("the server answers");
    sqlx::raw_sql(AssertSqlSafe(format!("{TABLE} insert into stock {rows}"))).execute(&mut db).await.expect("the table is made");
    let mut object = shop::object(&url, "Seal");
    object["type"] = json!("mysql");
    object
}

fn feather(server: &TestServer, rows: &str) -> Json {
    let folder = server.data.path().join("demo");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = rusqlite::Connection::open(folder.join("stock.db")).expect("a file");
    file.execute_batch(&format!("{TABLE} insert into stock {rows}")).expect("the table is made");
    json!({ "title": "Feather", "type": "sqlite", "database": "demo/stock.db" })
}

/// What differs, line by line, and the sentence below.
async fn difference(caller: &Caller, connections: &[Json], keys: &[&str], view: Json) -> (Vec<String>, String) {
    let project = shop::project(caller, "Both", connections).await;
    let ids = shop::connection_ids(caller, &project).await;
    let configs = json!({ "connectionIds": ids, "tables": ["stock"], "keyColumns": keys });
    let input = json!({ "projectId": project, "type": "datatables", "subtype": "difference_dataTable", "title": "D", "configs": configs });
    let data = shop::data(caller, &shop::widget(caller, input).await, view).await;
    assert_eq!(data["drawing"], "table", "{data}");
    let cell = |cell: &Json| cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
    let line = |row: &Json| row.as_array().expect("a row").iter().map(cell).collect::<Vec<_>>().join("|");
    let lines = data["rows"].as_array().expect("rows").iter().map(line).collect();
    (lines, data["cut"].as_str().unwrap_or_default().to_owned())
}

const HERE: &str = "values (1, 'Ada', 1.50, '2024-02-29'), (2, 'bob', 2, null), (3, 'c ', 3, '2024-01-01'), (5, null, 5, null)";
const THERE: &str = "values (1, 'Ada', 1.5, '2024-02-29'), (2, 'BOB', 2, null), (3, 'c', 3.10, '2024-01-01'), (4, 'd', 4, null)";

#[tokio::test(flavor = "multi_thread")]
async fn cells_are_compared_by_value_across_engines() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (here, there) = (elephant(HERE).await, seal(THERE).await);
    let (lines, note) = difference(&ada, &[here.clone(), there.clone()], &[], json!({})).await;
    assert_eq!(
        lines,
        [
            "changed|2|bob → BOB|2.00|null",
            "changed|3|c  → c|3.00 → 3.10|2024-01-01",
            "only in Elephant|5|null|5.00|null",
            "only in Seal|4|d|4.00|null",
        ]
    );
    assert_eq!(note, "1 only in Elephant, 1 only in Seal, 2 changed, 1 the same.");

    // Texts as keys: case and blanks at the end tell rows apart, NULL fits nothing.
    let (lines, note) = difference(&ada, &[here.clone(), there], &["code"], json!({ "sort": { "column": "id" } })).await;
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert_eq!(note, "3 only in Elephant, 3 only in Seal, 0 changed, 1 the same.");

    let file = feather(&server, THERE);
    let (lines, _) =
        difference(&ada, &[file, here], &["id"], json!({ "filter": [{ "column": "DIFFERENCE", "op": "eq", "values": ["changed"] }] }))
            .await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("changed|2|BOB → bob|"), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn large_tables_are_compared_as_far_as_the_bound_reaches() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let many = "select n, 'c' || n, n, null from generate_series(1, 25000) n";
    let (here, mut there) = (elephant(many).await, elephant(&format!("{many} where n not in (7, 24000)")).await);
    there["title"] = json!("Calf");
    let (lines, note) = difference(&ada, &[here.clone(), there.clone()], &["id"], json!({})).await;
    assert_eq!(lines, ["only in Elephant|7|c7|7.00|null"], "{note}");
    assert!(note.contains("Only rows with id below 20000 are taken"), "{note}");

    let project = shop::project(&ada, "Both", &[here, there]).await;
    let ids = shop::connection_ids(&ada, &project).await;
    let configs = json!({ "connectionIds": ids, "tables": ["stock"], "keyColumns": ["code"] });
    let input = json!({ "projectId": project, "type": "datatables", "subtype": "difference_dataTable", "title": "D", "configs": configs });
    let data = shop::data(&ada, &shop::widget(&ada, input).await, json!({})).await;
    assert_eq!(data["drawing"], "failed", "{data}");
    assert!(data["message"].as_str().is_some_and(|text| text.contains("more than 20000 rows")), "{data}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_that_is_down_is_named() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (mut relay, far) = shop::behind_relay("Far").await;
    let project = shop::project(&ada, "Both", &[shop::connection("Near").await, far]).await;
    let ids = shop::connection_ids(&ada, &project).await;
    let configs = json!({ "connectionIds": ids, "tables": ["customers"] });
    let input = json!({ "projectId": project, "type": "datatables", "subtype": "difference_dataTable", "title": "D", "configs": configs });
    let widget = shop::widget(&ada, input).await;
    assert_eq!(shop::data(&ada, &widget, json!({})).await["cut"], "0 only in Near, 0 only in Far, 0 changed, 4 the same.");
    relay.cut().await;
    let data = shop::data(&ada, &widget, json!({})).await;
    assert_eq!(data["message"], "Far could not be read, so nothing can be compared.", "{data}");
}
