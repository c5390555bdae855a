//! A new secret key under everything that is sealed, with `vizboard rotate-key` (security.md, check 53).

mod columns;
mod kills;
mod load;
mod refusals;
mod servers;

use crate::{
    harness::{
        Caller, Store, postgres,
        process::{Process, command, run, sign_up},
    },
    projects::shop,
};
use serde_json::{Value as Json, json};
use sqlx::Row;
use std::{
    collections::BTreeMap,
    fs::File,
    path::PathBuf,
    process::Command,
    time::{Duration, SystemTime},
};
use tempfile::TempDir;
use vizboard::secrets::key_id;

const LONG: Duration = Duration::from_secs(60);
const OLD_KEY: &str = "8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e";
const NEW_KEY: &str = "c27e9d08b1a45f63e2197ac4d05b8836f4e1027d9b3c6a58017fd2e4968ab35c";

/// A data directory with a store of either kind, whose server may run or not.
struct Installation {
    data: TempDir,
    url: String,
}

impl Installation {
    async fn new(store: Store) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let url = match store {
            Store::Sqlite => format!("sqlite:{}", data.path().join("vizboard.db").display()),
            Store::Postgres => postgres::fresh_database().await,
        };
        std::fs::create_dir(data.path().join("demo")).expect("a folder");
        let facts = rusqlite::Connection::open(data.path().join("demo/facts.db")).expect("a file");
        facts.execute_batch("create table facts (id integer primary key); insert into facts values (1), (2)").expect("a table");
        Self { data, url }
    }

    fn command(&self) -> Command {
        let mut command = command(&self.data);
        command.env("DATABASE_URL", &self.url).env("VIZBOARD_ATTEMPTS_PER_ADDRESS", "100000");
        command
    }

    fn serve(&self) -> Process {
        Process::start(self.command())
    }

    fn rotation(&self, arguments: &[&str]) -> Command {
        let mut command = self.command();
        command.arg("rotate-key").args(arguments);
        command
    }

    /// Runs `vizboard rotate-key`: whether it succeeded, and what it said.
    fn rotate(&self, arguments: &[&str]) -> (bool, String) {
        let (status, said) = run(self.rotation(arguments), LONG);
        let keys = std::fs::read_to_string(self.key_file()).unwrap_or_default();
        assert!(keys.lines().filter_map(|line| line.split_once(':')).all(|(_, key)| !said.contains(key)), "no key is printed: {said}");
        (status.success(), said)
    }

    /// The same in a thread of its own, for a test that does more meanwhile.
    async fn rotate_beside(&self) -> String {
        let command = self.rotation(&[]);
        let (status, said) = tokio::task::spawn_blocking(move || run(command, LONG)).await.expect("it ends");
        assert!(status.success(), "{said}");
        said
    }

    fn key_file(&self) -> PathBuf {
        self.data.path().join("secret.key")
    }

    /// The ids in the key file, newest first.
    fn keys(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.key_file()).expect("a key file");
        text.lines().map(|line| line.split_once(':').expect("id:hex").0.to_owned()).collect()
    }

    /// Makes the key file look as if it had been written two minutes ago.
    fn let_it_age(&self) {
        let file = File::options().write(true).open(self.key_file()).expect("a key file");
        file.set_modified(SystemTime::now() - Duration::from_secs(120)).expect("aged");
    }

    /// Every column of every table that holds sealed texts, and these texts.
    async fn sealed(&self) -> BTreeMap<String, Vec<String>> {
        let store = vizboard::store::Store::attach(&self.url).await.expect("the store");
        let mut db = store.read().await.expect("a connection");
        let columns = match store.backend() {
            vizboard::store::Backend::Sqlite => {
                "select t.name as place, c.name as part from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table'"
            }
            vizboard::store::Backend::Postgres => {
                "select cast(table_name as text) as place, cast(column_name as text) as part from information_schema.columns
                 where table_schema = 'public'"
            }
        };
        let mut found = BTreeMap::new();
        for row in sqlx::query(columns).fetch_all(&mut *db).await.expect("columns") {
            let (table, column): (String, String) = (row.get("place"), row.get("part"));
            let texts = format!("select cast({column} as text) as part from {table} where cast({column} as text) like 'v1.%'");
            let texts: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(texts)).fetch_all(&mut *db).await.expect("texts");
            if !texts.is_empty() {
                found.insert(format!("{table}.{column}"), texts);
            }
        }
        drop(db);
        store.close().await;
        found
    }

    /// How many sealed texts name each key.
    async fn uses(&self) -> BTreeMap<String, usize> {
        let mut uses = BTreeMap::new();
        for text in self.sealed().await.into_values().flatten() {
            *uses.entry(key_id(&text).unwrap_or_else(|| panic!("{text} names a key")).to_owned()).or_default() += 1;
        }
        uses
    }

    /// The key of the check value, which is sealed last.
    async fn checked_with(&self) -> String {
        key_id(&self.setting("key_check").await).expect("an id").to_owned()
    }

    /// How many uses of a key are counted.
    async fn counted(&self, key: &str) -> u64 {
        self.setting(&format!("key_uses.{key}")).await.parse().expect("a number")
    }

    async fn setting(&self, name: &str) -> String {
        let store = vizboard::store::Store::attach(&self.url).await.expect("the store");
        let text = vizboard::store::settings::get(&mut store.read().await.expect("a connection"), name).await.expect("read");
        store.close().await;
        text.unwrap_or_else(|| panic!("{name} is not set"))
    }
}

/// A connection that nobody answers: it fails at once, in words that are sealed.
fn dead(title: &str) -> Json {
    json!({ "title": title, "host": "127.0.0.1", "port": 1, "database": "d", "user": "u", "password": "p" })
}

fn facts(data: &TempDir) -> Json {
    json!({ "title": "Facts", "type": "sqlite", "database": data.path().join("demo/facts.db") })
}

/// Projects with dead connections. Answers their ids.
async fn dead_projects(ada: &Caller, projects: usize, connections: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..projects {
        let list: Vec<Json> = (0..connections).map(|n| dead(&format!("Dead {n}"))).collect();
        let made = ada.act("createProjectWithConnections", json!({ "title": "Dead", "connections": list })).await.json();
        assert_eq!(made["validationResult"]["success"], false, "{made}");
        ids.push(made["projectId"].as_str().expect("an id").to_owned());
    }
    ids
}

/// Every connection of a project opens, and so does why it failed.
async fn opens(ada: &Caller, project: &str) {
    let detail = ada.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let connections = detail["project"]["connections"].as_array().unwrap_or_else(|| panic!("{detail}")).clone();
    assert!(!connections.is_empty());
    for connection in connections {
        assert_eq!(connection["host"], "127.0.0.1", "{connection}");
        let reason = connection["validationError"].as_str().unwrap_or_default();
        assert!(!reason.contains("cannot be read"), "{connection}");
    }
}

/// A table of facts on a project of its own. Answers the id of the widget.
async fn facts_table(ada: &Caller, data: &TempDir) -> String {
    let project = shop::project(ada, "Facts", &[facts(data)]).await;
    shop::table_of(ada, &project, None, "facts").await
}

async fn reads(ada: &Caller, widget: &str) {
    let data = shop::data(ada, widget, json!({})).await;
    assert_eq!(data["drawing"], "table", "{data}");
}
