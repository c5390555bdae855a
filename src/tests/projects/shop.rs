//! A small database of somebody, and a project on it.

use crate::harness::{Caller, postgres, relay::Relay};
use serde_json::{Value as Json, json};
use sqlx::{Connection, Executor, PgConnection};
use std::time::{Duration, Instant};

/// 4 customers with 60 orders over 3 months.
const TABLES: &str = "
    create table customers (id integer primary key, name text not null, country text not null);
    insert into customers values (1, 'Ada', 'GB'), (2, 'Grace', 'US'), (3, 'Emmy', 'DE'), (4, 'Sofia', 'RU');
    create table orders (id bigint primary key, customer_id integer references customers, day date not null, total numeric(12, 2), note text);
    insert into orders select n, 1 + n % 4, date '2026-01-01' + n, n * 1.25, 'secret note ' || n from generate_series(1, 60) n;
";

/// A fresh database with these tables, and the connection object that reaches it.
pub async fn connection(title: &str) -> Json {
    let url: url::Url = postgres::fresh_database().await.parse().expect("a URL");
    let mut db = PgConnection::connect(url.as_str()).await.expect("the database answers");
    db.execute(TABLES).await.expect("tables are made");
    object(&url, title)
}

/// Runs a script in the database behind a connection object.
pub async fn run(connection: &Json, script: &str) {
    let mut url = postgres::superuser();
    url.set_path(connection["database"].as_str().expect("a name"));
    let mut db = PgConnection::connect(url.as_str()).await.expect("the database answers");
    db.execute(sqlx::AssertSqlSafe(script.to_owned())).await.expect("the script runs");
}

/// A view that takes half a minute to read.
pub const SLOW: &str = "create view slow as select 1 as id, pg_sleep(28)::text as nap";

/// How many statements of VizBoard run in the database behind a connection object.
pub async fn running(connection: &Json) -> i64 {
    let mut db = PgConnection::connect(postgres::superuser().as_str()).await.expect("the server answers");
    sqlx::query_scalar("select count(*) from pg_stat_activity where datname = $1 and application_name = 'VizBoard' and state = 'active'")
        .bind(connection["database"].as_str().expect("a name"))
        .fetch_one(&mut db)
        .await
        .expect("an answer")
}

/// Waits until a statement runs there.
pub async fn becomes_busy(connection: &Json) {
    poll(Duration::from_secs(10), "nothing began", async || running(connection).await > 0).await;
}

/// Waits until none does: long before one would end by itself, and as long as a busy machine may need.
pub async fn becomes_quiet(connection: &Json) {
    poll(Duration::from_secs(10), "a statement still runs", async || running(connection).await == 0).await;
}

/// Looks again and again until it holds.
pub async fn poll(longest: Duration, otherwise: &str, holds: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !holds().await {
        assert!(started.elapsed() < longest, "{otherwise} after {longest:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The connection object for a PostgreSQL address.
pub fn object(url: &url::Url, title: &str) -> Json {
    json!({
        "title": title,
        "host": url.host_str().expect("a host"),
        "port": url.port().expect("a port"),
        "database": url.path().trim_start_matches('/'),
        "user": url.username(),
        "password": url.password().expect("a password"),
    })
}

/// A project with these connections; every validation has ended. Answers its id.
pub async fn project(caller: &Caller, title: &str, connections: &[Json]) -> String {
    project_in(caller, title, connections, "").await
}

/// The same in a team that is named by its name or id; in the personal team when the name is empty.
pub async fn project_in(caller: &Caller, title: &str, connections: &[Json], team: &str) -> String {
    let input = json!({ "title": title, "connections": connections, "teamId": team });
    let answer = caller.act("createProjectWithConnections", input).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    for status in answer["validationResult"]["connectionStatuses"].as_array().expect("a result within 8 s") {
        assert_eq!(status["isValid"], true, "{status}");
    }
    answer["projectId"].as_str().expect("an id").to_owned()
}

/// The ids of a project's connections, in order.
pub async fn connection_ids(caller: &Caller, project: &str) -> Vec<String> {
    let detail = caller.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let connections = detail["project"]["connections"].as_array().expect("connections").clone();
    connections.iter().map(|connection| connection["id"].as_str().expect("an id").to_owned()).collect()
}

/// A bar chart of orders by month. Answers its id.
pub async fn chart(caller: &Caller, project: &str) -> String {
    let input = json!({
        "projectId": project, "type": "bar_charts", "subtype": "basic_bar", "title": "Sales by month",
        "configs": { "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["total"], "grain": "month" },
    });
    widget(caller, input).await
}

/// A table widget that shows one table of a connection (of the primary one when none is named). Answers its id.
pub async fn table_of(caller: &Caller, project: &str, connection: Option<&str>, name: &str) -> String {
    let mut configs = json!({ "tables": [name] });
    if let Some(id) = connection {
        configs["connectionId"] = json!(id);
    }
    widget(caller, json!({ "projectId": project, "type": "datatables", "title": format!("Table {name}"), "configs": configs })).await
}

/// What a widget shows.
pub async fn data(caller: &Caller, widget: &str, view: Json) -> Json {
    let answer = caller.act("getWidgetData", json!({ "widgetId": widget, "view": view })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer["data"].clone()
}

/// Makes the project public. Answers its link.
pub async fn publish(caller: &Caller, project: &str) -> String {
    let answer = caller.act("setProjectVisibility", json!({ "projectId": project, "public": true })).await.json();
    answer["idPublic"].as_str().expect("an id").to_owned()
}

/// A table of customers. Answers its id.
pub async fn table(caller: &Caller, project: &str) -> String {
    let input = json!({
        "projectId": project, "type": "datatables", "title": "Customers",
        "configs": { "tables": ["customers"], "columns": [{ "field": "name" }, { "field": "country", "header": "Land" }] },
    });
    widget(caller, input).await
}

/// A filter of many values, mapped to columns given as widget, table and column. Answers its id.
pub async fn filter(caller: &Caller, project: &str, label: &str, targets: &[(&str, &str, &str)]) -> String {
    let target = |(widget, table, column): &(&str, &str, &str)| json!({ "widgetId": widget, "table": table, "column": column });
    let targets: Vec<Json> = targets.iter().map(target).collect();
    let answer = caller.act("saveFilter", json!({ "projectId": project, "label": label, "kind": "many", "targets": targets })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer["filter"]["id"].as_str().expect("an id").to_owned()
}

pub async fn widget(caller: &Caller, input: Json) -> String {
    let answer = caller.act("createWidget", input).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer["widget"]["id"].as_str().expect("an id").to_owned()
}

/// A database behind a way that can be cut, and its connection object.
pub async fn behind_relay(title: &str) -> (Relay, Json) {
    let server = postgres::superuser();
    let relay = Relay::to(server.host_str().expect("a host"), server.port().expect("a port")).await;
    let mut object = connection(title).await;
    object["port"] = json!(relay.port());
    (relay, object)
}
