//! Tables, columns, cells, search, export and SQL of hosted databases, over the real server.

mod columns;
mod export;
mod files;
mod names;
mod sql;
mod tables;

use crate::harness::{Answer, Caller, TestServer};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde_json::{Value as Json, json};

/// What is encoded in a part of an address; the fixed parts have hyphens.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// A database of somebody with an account.
pub struct Ground {
    pub server: TestServer,
    pub ada: Caller,
    pub id: String,
}

impl Ground {
    /// With what the script makes.
    pub async fn of(script: &str) -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        let id = made(&ada, script).await;
        Self { server, ada, id }
    }

    /// An address below `/api/dbs/{id}/`, its parts encoded.
    pub fn path(&self, parts: &[&str]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| utf8_percent_encode(part, ENCODED).to_string()).collect();
        format!("/api/dbs/{}/{}", self.id, parts.join("/"))
    }

    pub async fn ask(&self, method: Method, parts: &[&str], body: Json) -> Answer {
        self.ada.send_json(method, &self.path(parts), &body).await
    }

    /// What must go well.
    #[track_caller]
    pub fn good(answer: &Answer) -> Json {
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn table(&self, name: &str) -> Json {
        Self::good(&self.ada.get(&self.path(&["tables", name])).await)
    }

    pub async fn sql(&self, query: &str) -> Json {
        let answer = Self::good(&self.ada.post(&format!("/dbs/{}/sql", self.id), &json!({ "query": query })).await);
        assert_eq!(answer["errors"], json!([]), "{query}");
        answer
    }

    pub async fn set(&self, settings: Json) {
        Self::good(&self.ada.send_json(Method::PATCH, &format!("/api/dbs/{}/settings", self.id), &settings).await);
    }

    pub async fn shown(&self) -> Json {
        Self::good(&self.ada.get(&format!("/api/dbs/{}", self.id)).await)
    }

    /// Names of all tables in their order.
    pub async fn tables(&self) -> Vec<String> {
        names(&self.shown().await["tables"])
    }
}

pub async fn made(caller: &Caller, script: &str) -> String {
    let body = json!({ "fileFormat": "sqlite", "name": "Shop", "query": script });
    let answer = caller.post("/api/dbs", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").to_owned()
}

pub fn names(list: &Json) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("a list: {list}"));
    list.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

/// A program with a token of its own for a database.
pub async fn token_for(caller: &Caller, database: &str, names: &[&str]) -> Caller {
    let permissions: Vec<Json> = names.iter().map(|name| json!({ "db_id": database, "name": name })).collect();
    let answer = caller.post("/api/tokens", &json!({ "team_name": "ada", "name": names.join(" and "), "permissions": permissions })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    caller.stranger().with_bearer(answer.json()["body"].as_str().expect("a body"))
}
