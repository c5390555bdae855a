//! What is asked of somebody's database, read from that database's own log: charts are grouped there, no table is read
//! whole, and nothing that a reader writes becomes part of a statement (security.md, check 139).

use super::shop;
use crate::harness::TestServer;
use serde_json::{Value as Json, json};
use std::{
    collections::BTreeSet,
    fs::File,
    io::{Read, Seek, SeekFrom},
};

/// The server's log from now on, as far as it is about one database.
struct Log {
    file: File,
    database: String,
}

impl Log {
    fn of(connection: &Json) -> Self {
        let path = std::env::var("TEST_POSTGRES_LOG").expect("TEST_POSTGRES_LOG is set by scripts/with-databases.sh");
        let mut file = File::open(path).expect("the server's log");
        file.seek(SeekFrom::End(0)).expect("its end");
        Self { file, database: connection["database"].as_str().expect("a name").to_owned() }
    }

    /// The statements on tables since the last look.
    fn latest(&mut self) -> BTreeSet<String> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).expect("the log");
        let (text, mark) = (String::from_utf8_lossy(&bytes), format!(" {} LOG:  execute <unnamed>: ", self.database));
        let statements = text.lines().filter_map(|line| line.split_once(&mark)).map(|(_, statement)| statement.to_owned());
        statements.filter(|statement| statement.contains(" AS t")).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn charts_are_grouped_there_and_no_table_is_read_whole() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let by_month = shop::chart(&ada, &id).await;
    let configs = json!({ "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["total"] });
    let pie = json!({ "projectId": id, "type": "pie_charts", "subtype": "basic_pie", "configs": configs });
    let configs = json!({ "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["total", "id"] });
    let lines = json!({ "projectId": id, "type": "line_charts", "subtype": "basic_line", "configs": configs });
    for input in [json!({ "widgetId": by_month }), json!({ "draft": pie }), json!({ "draft": lines })] {
        let mut log = Log::of(&connection);
        assert_eq!(ada.act("getWidgetData", input.clone()).await.json()["data"]["drawing"], "chart", "{input}");
        let statements = log.latest();
        let grouped = |statement: &&String| statement.contains(" GROUP BY ") && statement.contains(" LIMIT ");
        assert_eq!(statements.iter().filter(grouped).count(), 1, "{input}: {statements:?}");
        for statement in statements.iter().filter(|statement| !grouped(statement)) {
            assert!(statement.contains("min(") && statement.contains("max("), "the range of the axis and nothing else: {statement}");
        }
    }
    let table = shop::table_of(&ada, &id, None, "orders").await;
    for view in [json!({}), json!({ "search": "note 5" }), json!({ "sort": { "column": "total" }, "page": 2 })] {
        let mut log = Log::of(&connection);
        shop::data(&ada, &table, view.clone()).await;
        let statements = log.latest();
        assert!(!statements.is_empty(), "{view}");
        assert!(statements.iter().all(|statement| statement.contains(" LIMIT ")), "{view}: {statements:?}");
    }
}

/// What somebody may send in place of a plain value.
fn hostile() -> Vec<Json> {
    let texts = [
        "'",
        "\"",
        "''",
        "' OR 1=1 --",
        "\" OR \"\"=\"",
        "x); DROP TABLE orders; --",
        "'; SELECT pg_sleep(10); --",
        "$1",
        "$1::text) OR ($1::text",
        "${7*7}",
        "{{7*7}}",
        "<%= 7*7 %>",
        "%",
        "_",
        "\\",
        "\\'; --",
        "/* */",
        "name\u{2019} OR 1=1",
        "a\u{0}b",
        "pg_catalog.pg_user",
        "\r\n\tOR 1=1",
    ];
    let mut all: Vec<Json> = texts.iter().map(|text| json!(text)).collect();
    all.extend([
        json!("x".repeat(100_000)),
        json!(["Ada", "Grace"]),
        json!([]),
        json!({}),
        json!({ "$gt": "" }),
        json!({ "raw": "1=1" }),
        json!([[[["Ada"]]]]),
        json!({ "cut": "' OR 1=1 --", "bytes": 1 }),
        json!(true),
        json!(null),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
    ]);
    all
}

/// Every place of a request for a tile that a reader fills, with a value put in.
fn places(value: &Json) -> Vec<(&'static str, Json)> {
    let condition = |op: &str| json!({ "filter": [{ "column": "name", "op": op, "values": [value] }] });
    vec![
        ("eq", condition("eq")),
        ("ne", condition("ne")),
        ("gt", condition("gt")),
        ("contains", condition("contains")),
        ("starts_with", condition("starts_with")),
        ("in", condition("in")),
        ("values", json!({ "filter": [{ "column": "name", "op": "eq", "values": value }] })),
        ("filter column", json!({ "filter": [{ "column": value, "op": "eq", "values": ["Ada"] }] })),
        ("op", json!({ "filter": [{ "column": "name", "op": value, "values": ["Ada"] }] })),
        ("filter", json!({ "filter": value })),
        ("search", json!({ "search": value })),
        ("sort column", json!({ "sort": { "column": value } })),
        ("sort direction", json!({ "sort": { "column": "name", "descending": value } })),
        ("sort", json!({ "sort": value })),
        ("table", json!({ "table": value })),
        ("page", json!({ "page": value })),
        ("page size", json!({ "pageSize": value })),
        ("unknown", json!({ "where": value, "sql": value })),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_sends_is_bound_or_refused() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    shop::table(&ada, &id).await;
    let link = shop::publish(&ada, &id).await;
    let anon = server.anon();
    let ask = async |view: &Json| anon.act("getPublicTile", json!({ "idPublic": link, "place": 0, "view": view })).await;
    let mut log = Log::of(&connection);

    // The statements of each place with a value that belongs there.
    let mut plain = BTreeSet::new();
    ask(&json!({})).await;
    plain.append(&mut log.latest());
    for descending in [false, true] {
        ask(&json!({ "sort": { "column": "name", "descending": descending } })).await;
    }
    for (_, view) in places(&json!("Ada")) {
        ask(&view).await;
    }
    plain.append(&mut log.latest());
    assert!(plain.len() > 10, "{plain:#?}");

    let (mut bound, mut refused) = (0, 0);
    for payload in hostile() {
        for (place, view) in places(&payload) {
            let shown = payload.to_string().chars().take(60).collect::<String>();
            let answer = ask(&view).await;
            assert!(answer.status.as_u16() < 500, "{place} {shown}: {}", answer.text());
            let statements = log.latest();
            if answer.status == 200 && answer.json().get("data").is_some() {
                bound += 1;
                assert_ne!(answer.json()["data"]["drawing"], "failed", "{place} {shown}");
                let other: Vec<_> = statements.difference(&plain).collect();
                assert!(other.is_empty(), "{place} {shown} changed the statement: {other:?}");
            } else {
                refused += 1;
                assert!(statements.is_empty(), "{place} {shown} was refused after it was asked: {statements:?}");
            }
        }
    }
    assert!(bound > 100 && refused > 100, "{bound} bound, {refused} refused");
    let rows = ask(&json!({})).await.json()["data"]["rows"].as_array().map(Vec::len);
    assert_eq!(rows, Some(4), "everything is still there");
}
