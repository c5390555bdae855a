//! What is needed to reach a database is sealed as a whole, opens in its own row only, and is found nowhere else.

use super::shop;
use crate::harness::{
    Caller, PASSWORD, Store, TestServer, postgres,
    process::{Process, command},
    relay::Relay,
};
use serde_json::{Value as Json, json};
use sqlx::{Connection, PgConnection, Row};
use std::{path::Path, time::Duration};

/// The sealed access object of a connection, as the store holds it.
async fn sealed(server: &TestServer, id: &str) -> String {
    let mut db = server.app().store.read().await.expect("the store");
    sqlx::query("select access from connections where id = $1").bind(id).fetch_one(&mut *db).await.expect("a row").get("access")
}

async fn put(server: &TestServer, id: &str, access: &str) {
    let mut tx = server.app().store.begin().await.expect("a transaction");
    sqlx::query("update connections set access = $2 where id = $1").bind(id).bind(access).execute(&mut *tx).await.expect("written");
    tx.commit().await.expect("committed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_object_in_another_row_reaches_nothing() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let ((north_way, north), (south_way, south)) = (shop::behind_relay("North").await, shop::behind_relay("South").await);
        let id = shop::project(&ada, "Sales", &[north.clone(), south]).await;
        let ids = shop::connection_ids(&ada, &id).await;
        let widgets =
            [shop::table_of(&ada, &id, Some(&ids[0]), "customers").await, shop::table_of(&ada, &id, Some(&ids[1]), "customers").await];
        let visits = || (north_way.visits(), south_way.visits());
        let (one, two) = (sealed(&server, &ids[0]).await, sealed(&server, &ids[1]).await);
        put(&server, &ids[0], &two).await;
        put(&server, &ids[1], &one).await;
        let before = visits();

        let project = json!({ "projectId": id });
        let detail = ada.act("getProjectWithConnections", project.clone()).await.json();
        let mut kept = detail["project"]["connections"][0].clone();
        assert_eq!((&kept["host"], &kept["user"]), (&json!(""), &json!("")), "nothing of the other row is shown");
        for (field, value) in
            [("host", &north["host"]), ("port", &north["port"]), ("database", &north["database"]), ("user", &north["user"])]
        {
            kept[field] = value.clone();
        }
        kept["password"] = json!("KEEP_CURRENT_PASSWORD");
        let update = json!({ "id": id, "connections": [kept] });
        let asked = [
            ("testConnection", json!({ "projectId": id, "connection": kept })),
            ("updateProject", update),
            ("getWidgetData", json!({ "widgetId": widgets[0] })),
            ("getWidgetData", json!({ "widgetId": widgets[1] })),
            ("regenerateProjectSchemas", project.clone()),
            ("validateProjectConnections", project.clone()),
            ("getProjectWithConnections", project.clone()),
            ("getProjectProgress", project.clone()),
            ("getBoard", project.clone()),
        ];
        for (action, input) in asked {
            let answer = ada.act(action, input).await;
            assert!(answer.status.as_u16() < 500, "{action}: {}", answer.text());
            let text = answer.text();
            // Reading the schemas only counts what failed.
            let told = action == "regenerateProjectSchemas" && answer.json()["results"]["failed"] == 2;
            assert!(told || (text.contains("cannot be read") && text.contains("Enter it again")), "{action}: {text}");
            if matches!(action, "testConnection" | "updateProject") {
                assert_eq!(answer.json()["success"], false, "{action}: {text}");
                assert!(answer.json()["field"].as_str().is_some_and(|field| field.ends_with("[password]")), "{action}: {text}");
            }
        }
        assert_eq!(visits(), before, "nobody was reached");

        let mut entered = north.clone();
        entered["id"] = json!(ids[0]);
        let tried = ada.act("testConnection", json!({ "projectId": id, "connection": entered })).await.json();
        assert_eq!(tried["success"], true, "entered again it works: {tried}");
        let mended = ada.act("updateProject", json!({ "id": id, "connections": [entered] })).await.json();
        assert_eq!(mended["validationResult"]["success"], true, "{mended}");
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_access_object_of_the_same_row_opens() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let ids = shop::connection_ids(&ada, &id).await;
    let older = sealed(&server, &ids[0]).await;
    let mut changed = connection.clone();
    (changed["id"], changed["password"]) = (json!(ids[0]), json!("another"));
    let answer = ada.act("updateProject", json!({ "id": id, "connections": [changed] })).await.json();
    assert_eq!(answer["validationResult"]["success"], false, "{answer}");
    // A known limit, which the README states: whoever can write to the store can put the whole row back as well.
    put(&server, &ids[0], &older).await;
    let answer = ada.act("validateProjectConnections", json!({ "projectId": id })).await.json();
    assert_eq!(answer["validationResult"]["success"], true, "{answer}");
}

/// A connection whose every field is found again wherever it is written.
struct Canary {
    _way: Relay,
    connection: Json,
}

impl Canary {
    /// At an address of this machine that nothing else uses.
    const HOST: &str = "127.83.97.113";

    async fn new() -> Self {
        let (server, tail) = (postgres::superuser(), uuid::Uuid::new_v4().simple().to_string());
        let (user, password, database) =
            (format!("canary_user_{tail}"), format!("canary-password-{tail}"), format!("canary_database_{tail}"));
        let mut owner = PgConnection::connect(server.as_str()).await.expect("the server answers");
        for statement in [format!("create role {user} login password '{password}'"), format!("create database {database} owner {user}")] {
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut owner).await.expect("made");
        }
        let way = Relay::at(Self::HOST, server.host_str().expect("a host"), server.port().expect("a port")).await;
        let connection = json!({
            "title": "Canary", "host": Self::HOST, "port": way.port(), "database": database, "user": user, "password": password,
        });
        shop::run(&connection, "create table customers (name text, country text)").await;
        shop::run(&connection, &format!("grant select on customers to {user}")).await;
        Self { _way: way, connection }
    }

    fn words(&self) -> Vec<String> {
        let text = |field: &str| self.connection[field].as_str().expect("a text").to_owned();
        vec![text("host"), text("user"), text("database"), text("password"), "canary_database_nowhere".into()]
    }

    /// The whole life of a connection: tried, saved, read, changed, deleted.
    async fn live(&self, ada: &Caller, mut look: impl AsyncFnMut(&str)) {
        let tried = ada.act("testConnection", json!({ "connection": self.connection })).await.json();
        assert_eq!(tried["success"], true, "{tried}");
        let id = shop::project(ada, "Canary", std::slice::from_ref(&self.connection)).await;
        let widget = shop::table(ada, &id).await;
        assert_eq!(shop::data(ada, &widget, json!({})).await["drawing"], "table");
        look("while it is used").await;
        // What fails is told in words that name the fields.
        let mut failing = Vec::new();
        for (field, wrong) in [("password", "wrong"), ("database", "canary_database_nowhere")] {
            let mut one = self.connection.clone();
            (one[field], one["title"]) = (json!(wrong), json!(format!("Wrong {field}")));
            failing.push(one);
        }
        let failed = ada.act("createProjectWithConnections", json!({ "title": "Failing", "connections": failing })).await;
        let user = self.connection["user"].as_str().expect("a text");
        assert!(failed.text().contains(user) && failed.text().contains("canary_database_nowhere"), "{}", failed.text());
        look("after failures").await;
        let mut renamed = self.connection.clone();
        renamed["id"] = json!(shop::connection_ids(ada, &id).await[0]);
        renamed["options"] = json!({ "tls": "disable" });
        let updated = ada.act("updateProject", json!({ "id": id, "connections": [renamed] })).await.json();
        assert_eq!(updated["validationResult"]["success"], true, "{updated}");
        look("after a change").await;
        ada.act("deleteProject", json!({ "projectId": id })).await;
        look("after its deletion").await;
    }
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let (path, kind) = (entry.path(), entry.file_type().expect("a kind"));
        if kind.is_dir() {
            found.extend(files(&path));
        } else if kind.is_file() {
            found.push((path.display().to_string(), std::fs::read(&path).expect("bytes")));
        }
    }
    found
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_and_no_log_holds_a_connection() {
    let canary = Canary::new().await;
    let (data, logs) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let log = logs.path().join("log.txt");
    let mut command = command(&data);
    command.env("VIZBOARD_LOG", "trace");
    let mut process = Process::start_logging(command, &log);
    let ada = Caller::new(process.base.clone());
    ada.act("SignUp", json!({ "username": "ada", "email": "ada@example.org", "password": PASSWORD })).await;
    let clean = |when: &str| {
        let all = files(data.path());
        assert!(all.iter().any(|(path, _)| path.ends_with("vizboard.db-wal")), "{when}: the journal is among them");
        for (path, bytes) in all {
            for word in canary.words() {
                assert!(!holds(&bytes, &word), "{when}: {path} holds {word}");
            }
        }
    };
    canary.live(&ada, async |when: &str| clean(when)).await;
    process.signal("TERM");
    process.wait(Duration::from_secs(15)).expect("it ends");
    for (path, bytes) in files(data.path()) {
        assert!(canary.words().iter().all(|word| !holds(&bytes, word)), "{path} after the end");
    }
    let text = std::fs::read_to_string(&log).expect("a log");
    assert!(text.contains("DEBUG"), "a fine log was on");
    for word in canary.words() {
        let line = text.lines().find(|line| line.contains(&word)).unwrap_or_default();
        assert!(line.is_empty(), "the log holds {word}: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_holds_a_connection() {
    let canary = Canary::new().await;
    let url = postgres::fresh_database().await;
    let server = TestServer::start_with(Store::Sqlite, &[("DATABASE_URL", &url)]).await;
    let ada = server.sign_up("ada").await;
    let clean = async |when: &str| {
        let mut db = PgConnection::connect(&url).await.expect("the store");
        let tables = "select table_name::text from information_schema.tables where table_schema = 'public'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut db).await.expect("tables");
        assert!(tables.iter().any(|table| table == "connections"), "{tables:?}");
        for table in tables {
            let rows = sqlx::AssertSqlSafe(format!("select t::text from {table} t"));
            let rows: Vec<String> = sqlx::query_scalar(rows).fetch_all(&mut db).await.expect("rows");
            for word in canary.words() {
                assert!(rows.iter().all(|row| !row.contains(&word)), "{when}: {table} holds {word}");
            }
        }
    };
    canary.live(&ada, clean).await;
}
