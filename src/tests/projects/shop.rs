//! A small database of somebody, and a project on it.

use crate::harness::{Caller, postgres};
use serde_json::{Value as Json, json};
use sqlx::{Connection, Executor, PgConnection};

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
    let answer = caller.act("createProjectWithConnections", json!({ "title": title, "connections": connections })).await.json();
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

/// A table of customers. Answers its id.
pub async fn table(caller: &Caller, project: &str) -> String {
    let input = json!({
        "projectId": project, "type": "datatables", "title": "Customers",
        "configs": { "tables": ["customers"], "columns": [{ "field": "name" }, { "field": "country", "header": "Land" }] },
    });
    widget(caller, input).await
}

pub async fn widget(caller: &Caller, input: Json) -> String {
    let answer = caller.act("createWidget", input).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    answer["widget"]["id"].as_str().expect("an id").to_owned()
}
