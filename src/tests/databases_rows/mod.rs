//! Rows of hosted databases over the real server.

mod changes;
mod conflicts;
mod desk;
mod fuzz;
mod imports;
mod names;
mod pages;
mod rights;

use crate::harness::{Answer, Caller, TestServer};
use reqwest::Method;
use serde_json::{Value as Json, json};

/// A database with people, whom only their key tells apart, and what hangs on them.
const SCRIPT: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, pay REAL, vip BOOLEAN, photo BLOB, big BIGINT,
        seen DATETIME, email TEXT UNIQUE, twice INTEGER GENERATED ALWAYS AS (age * 2) STORED);
    INSERT INTO people (id, name, age, pay, vip, photo, big, seen, email) VALUES
        (1, 'Ada', 36, 1.5, 1, x'0001ff', 9223372036854775807, '2024-03-05 10:00:00', 'ada@example.org'),
        (2, 'Bob', NULL, 2.5, 0, NULL, -9223372036854775808, '2024-03-06 11:00:00', 'bob@example.org'),
        (3, 'Cem', 36, NULL, NULL, NULL, NULL, NULL, NULL);
    CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER NOT NULL, note TEXT, PRIMARY KEY (a, b));
    INSERT INTO pairs VALUES ('x,y', 1, 'one'), ('x/z', 2, 'two');
    CREATE TABLE bare (word TEXT);
    INSERT INTO bare VALUES ('first'), ('second');
    CREATE VIEW adults AS SELECT name, age FROM people WHERE age >= 18;
";

pub struct Ground {
    pub server: TestServer,
    /// Who administers the team that has the database.
    pub ada: Caller,
    pub id: String,
}

impl Ground {
    pub async fn new() -> Self {
        Self::with(SCRIPT).await
    }

    pub async fn with(script: &str) -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        let made = ada.post("/api/dbs", &json!({ "name": "One", "query": script })).await;
        assert_eq!(made.status, 200, "{}", made.text());
        let id = made.json()["id"].as_str().expect("an id").to_owned();
        Self { server, ada, id }
    }

    /// `people/rows?x=1` of this database.
    pub fn path(&self, rest: &str) -> String {
        format!("/api/dbs/{}/tables/{rest}", self.id)
    }

    pub async fn get(&self, rest: &str) -> Answer {
        self.ada.get(&self.path(rest)).await
    }

    /// An answer that is 200.
    #[track_caller]
    pub fn rows(&self, rest: &str) -> impl Future<Output = Json> {
        let (path, caller) = (self.path(rest), self.ada.clone());
        async move {
            let answer = caller.get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            answer.json()
        }
    }

    pub async fn send(&self, method: Method, rest: &str, body: &Json) -> Answer {
        self.ada.send_json(method, &self.path(rest), body).await
    }

    /// A program with a token for this database.
    pub async fn token(&self, permissions: &[&str]) -> Caller {
        let team = self.ada.get("/api/users/ada").await.json()["teams"][0]["name"].clone();
        let granted: Vec<Json> = permissions.iter().map(|name| json!({ "db_id": self.id, "name": name })).collect();
        let body = json!({ "team_name": team, "name": "t", "description": "", "expiration_utc": null, "permissions": granted });
        let answer = self.ada.post("/api/tokens", &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.server.anon().with_bearer(answer.json()["body"].as_str().expect("a token"))
    }
}

/// One column of a page, in order.
pub fn column(page: &Json, name: &str) -> Vec<Json> {
    page["rows"].as_array().expect("rows").iter().map(|row| row[name].clone()).collect()
}
