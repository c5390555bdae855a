//! One table in three databases of three engines: compared by short type names, and read as one.

use super::shop::{self, data};
use crate::harness::{Store, TestServer, mysql, postgres, process, relay::Relay};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection};
use std::{path::Path, time::Duration};

/// Columns with their types in PostgreSQL, MariaDB and SQLite, the short name of all three, and a value as each is told.
const COLUMNS: [(&str, &str, &str, &str, &str, &str); 16] = [
    ("id", "integer primary key", "int primary key", "integer primary key", "integer", "{n}"),
    ("name", "varchar(40) not null", "varchar(40) not null", "varchar(40) not null", "varchar", "'{from} größe {n}'"),
    ("code", "smallint", "smallint", "smallint", "smallint", "7"),
    ("big", "bigint", "bigint", "bigint", "bigint", "9223372036854775807"),
    ("price", "numeric(10,2)", "decimal(10,2)", "decimal(10,2)", "numeric", "{n}.25"),
    ("weight", "double precision", "double", "double", "double precision", "0.1"),
    ("small", "real", "float", "real", "real", "1.5"),
    ("active", "boolean", "boolean", "boolean", "boolean", "true"),
    ("born", "date", "date", "date", "date", "'2024-02-29'"),
    ("made", "timestamp", "datetime", "datetime", "timestamp", "'2024-02-29 10:30:00'"),
    ("at", "time", "time", "time", "time", "'10:30:00'"),
    ("note", "text", "text", "text", "text", "null"),
    ("tag", "char(3)", "char(3)", "char(3)", "char", "'abc'"),
    ("raw", "bytea", "blob", "blob", "bytea", "null"),
    ("extra", "json", "json", "json", "json", "'{\"a\": 1}'"),
    ("mark", "uuid", "uuid", "uuid", "uuid", "'5f0c6e1e-9b1a-4b06-8c38-0d9c0b1f3c11'"),
];

/// `create table` and three rows, in the words of the engine whose types are taken by `own`.
fn script(
    from: &str,
    own: impl Fn(&(&'static str, &'static str, &'static str, &'static str, &'static str, &'static str)) -> &'static str,
) -> String {
    let columns: Vec<_> = COLUMNS.iter().map(|column| format!("{} {}", column.0, own(column))).collect();
    let row = |n: usize| {
        let values: Vec<_> = COLUMNS.iter().map(|column| column.5.replace("{n}", &n.to_string()).replace("{from}", from)).collect();
        format!("insert into products values ({});", values.join(", "))
    };
    format!("create table products ({}); {}", columns.join(", "), (1..=3).map(row).collect::<String>())
}

async fn in_postgres() -> Json {
    let url: url::Url = postgres::fresh_database().await.parse().expect("a URL");
    let mut db = PgConnection::connect(url.as_str()).await.expect("the database answers");
    sqlx::raw_sql(AssertSqlSafe(script("North", |column| column.1))).execute(&mut db).await.expect("made");
    shop::object(&url, "North")
}

async fn in_mysql() -> (Relay, Json) {
    let url: url::Url = mysql::fresh_database().await.parse().expect("a URL");
    let mut db = MySqlConnection::connect(url.as_str()).await.expect("the database answers");
    sqlx::raw_sql(AssertSqlSafe(script("South", |column| column.2))).execute(&mut db).await.expect("made");
    let relay = Relay::to(url.host_str().expect("a host"), url.port().expect("a port")).await;
    let mut object = shop::object(&url, "South");
    object["type"] = json!("mysql");
    object["port"] = json!(relay.port());
    (relay, object)
}

fn in_sqlite(folder: &Path) -> Json {
    let path = folder.join("west.db");
    let file = rusqlite::Connection::open(&path).expect("a file");
    file.execute_batch(&script("West", |column| column.3)).expect("made");
    json!({ "title": "West", "type": "sqlite", "database": path })
}

#[tokio::test(flavor = "multi_thread")]
async fn three_engines_hold_one_table() {
    read_as_one("mysql").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_engines_hold_one_table_when_all_are_apart() {
    read_as_one("all").await;
}

async fn read_as_one(isolated: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let files = folder.path().to_str().expect("a path");
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SQLITE_DIRS", files), ("VIZBOARD_ISOLATE", isolated)]).await;
    let ada = server.sign_up("ada").await;
    let (mut way, south) = in_mysql().await;
    let id = shop::project(&ada, "All", &[in_postgres().await, south, in_sqlite(folder.path())]).await;
    let ids = shop::connection_ids(&ada, &id).await;

    let compared = server.anon().post("/api/compatible-tables", &json!({ "connectionIds": ids })).await.json();
    assert_eq!(compared["compatibleTables"], json!(["products"]), "{compared}");
    let types: Vec<_> = compared["details"]["products"]["columns"].as_array().expect("columns").iter().map(|c| c["type"].clone()).collect();
    assert_eq!(types, COLUMNS.map(|column| json!(column.4)));

    let configs = json!({ "connectionIds": ids, "tables": ["products"] });
    let input = json!({ "projectId": id, "type": "datatables", "subtype": "integrated_dataTable", "title": "All", "configs": configs });
    let widget = shop::widget(&ada, input).await;
    let all = data(&ada, &widget, json!({})).await;
    assert_eq!((&all["total"], &all["failedSources"]), (&json!({ "exactly": 9 }), &Json::Null), "{all}");
    let rows = all["rows"].as_array().expect("rows");
    assert_eq!(
        rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>(),
        ["North", "North", "North", "South", "South", "South", "West", "West", "West"]
    );
    for (row, n) in rows.iter().map(|row| row.as_array().expect("a row")).zip([1, 2, 3].iter().cycle()) {
        let from = row[0].as_str().expect("a badge");
        assert_eq!(row[1..4], [json!(n), json!(format!("{from} größe {n}")), json!(7)], "{row:?}");
        assert_eq!((&row[4], &row[8]), (&json!(i64::MAX), &json!(true)), "{row:?}");
        assert_eq!(row[9..13], [json!("2024-02-29"), json!("2024-02-29 10:30:00"), json!("10:30:00"), Json::Null], "{row:?}");
        assert_eq!(
            (&row[6], &row[7], &row[13], &row[16]),
            (&json!(0.1), &json!(1.5), &json!("abc"), &json!("5f0c6e1e-9b1a-4b06-8c38-0d9c0b1f3c11")),
            "{row:?}"
        );
        assert_eq!(row[15], json!("{\"a\": 1}"), "{row:?}");
        // SQLite stores a decimal as a floating-point number; the others write every digit of it.
        assert_eq!(row[5].to_string().trim_matches('"'), format!("{n}.25"), "{row:?}");
    }

    let found = async |view: Json| {
        let answer = data(&ada, &widget, view.clone()).await;
        let name = |row: &Json| row[2].as_str().unwrap_or_default().to_owned();
        answer["rows"].as_array().unwrap_or_else(|| panic!("{view}: {answer}")).iter().map(name).collect::<Vec<_>>()
    };
    let third = ["North größe 3", "South größe 3", "West größe 3"];
    for condition in [
        json!({ "column": "price", "op": "gt", "values": ["2.5"] }),
        json!({ "column": "id", "op": "eq", "values": [3] }),
        json!({ "column": "name", "op": "contains", "values": ["GRÖSSE 3".replace("ÖSS", "öß")] }),
    ] {
        assert_eq!(found(json!({ "filter": [condition] })).await, third, "{condition}");
    }
    for condition in [
        json!({ "column": "active", "op": "eq", "values": [true] }),
        json!({ "column": "born", "op": "lte", "values": ["2024-02-29"] }),
        json!({ "column": "made", "op": "gte", "values": ["2024-02-29T10:30"] }),
        json!({ "column": "note", "op": "is_null" }),
        json!({ "column": "mark", "op": "eq", "values": ["5f0c6e1e-9b1a-4b06-8c38-0d9c0b1f3c11"] }),
    ] {
        assert_eq!(found(json!({ "filter": [condition] })).await.len(), 9, "{condition}");
    }
    let sorted = found(json!({ "sort": { "column": "price", "descending": true }, "pageSize": 3 })).await;
    assert_eq!(sorted.iter().filter(|name| name.ends_with('3')).count(), 3, "{sorted:?}");
    assert_eq!(found(json!({ "search": "south" })).await.len(), 3);

    way.cut().await;
    let rest = data(&ada, &widget, json!({})).await;
    assert_eq!((rest["rows"].as_array().map(Vec::len), &rest["failedSources"][0]["title"]), (Some(6), &json!("South")), "{rest}");
    way.mend().await;
    assert_eq!(data(&ada, &widget, json!({})).await["total"], json!({ "exactly": 9 }), "back without any action");
}

/// Children of a process.
fn children(pid: u32) -> Vec<u32> {
    let of = |entry: std::fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()?;
        Some((parent, pid))
    };
    let all = std::fs::read_dir("/proc").expect("Linux").flatten().filter_map(of);
    all.filter_map(|(parent, child): (u32, u32)| (parent == pid).then_some(child)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_worker_outlives_a_server_that_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = process::Process::start(process::command(&folder));
    let admin = crate::harness::Caller::new(server.base.clone());
    admin.act("logIn", json!({ "username": crate::harness::ADMIN, "password": crate::harness::PASSWORD })).await;
    let (_way, south) = in_mysql().await;
    shop::project(&admin, "South", &[south]).await;
    let workers = children(server.pid());
    assert_eq!(workers.len(), 1, "MySQL is read in a process of its own");
    server.signal("KILL");
    let gone = |pid: &u32| !Path::new(&format!("/proc/{pid}")).exists();
    shop::poll(Duration::from_secs(20), "a worker is still there", async || workers.iter().all(gone)).await;
}
