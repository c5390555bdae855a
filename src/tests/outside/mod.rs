//! Rows of connected databases, changed where writing was switched on: who may, what is saved, and what is taken back.

mod changes;
mod names;
mod pages;
mod rights;
mod undo;

use crate::{
    harness::{Answer, Caller, TestServer, mysql, postgres},
    projects::shop,
};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, Row};

const TABLES: &str = "create table people (id integer primary key, name varchar(40) not null, score numeric(20, 4), born date);
    insert into people values (1, 'Ada', 12345678901234.5678, '1815-12-10'), (2, 'Grace', 2, null), (3, 'Emmy', 3, null);
    create table log (line varchar(40));
    create view names as select name from people;";

const TEAM: &str = "Crew";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Engine {
    Postgres,
    Mysql,
    Sqlite,
}

impl Engine {
    const ALL: [Self; 3] = [Self::Postgres, Self::Mysql, Self::Sqlite];

    /// A name as its statements quote it.
    fn quoted(self, name: &str) -> String {
        match self {
            Self::Mysql => format!("`{}`", name.replace('`', "``")),
            Self::Postgres | Self::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }
}

/// A database behind a connection of a project, and somebody who may do everything there.
struct Base {
    server: TestServer,
    ada: Caller,
    engine: Engine,
    project: String,
    connection: String,
    /// By what a test reaches the database itself: an address, or the path of a file.
    own: String,
}

impl Base {
    /// With writing switched on.
    async fn new(engine: Engine) -> Self {
        let base = Self::off(engine, TABLES).await;
        base.switch(true).await;
        base
    }

    async fn off(engine: Engine, script: &str) -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        assert_eq!(ada.act("createTeam", json!({ "name": TEAM })).await.json()["success"], true);
        let (own, object) = match engine {
            Engine::Postgres => {
                let own = postgres::fresh_database().await;
                let object = shop::object(&own.parse().expect("a URL"), "Base");
                (own, object)
            }
            Engine::Mysql => {
                let own = mysql::fresh_database().await;
                let mut object = shop::object(&own.parse().expect("a URL"), "Base");
                object["type"] = json!("mysql");
                (own, object)
            }
            Engine::Sqlite => {
                let folder = server.data.path().join("demo");
                std::fs::create_dir_all(&folder).expect("a folder");
                let own = folder.join("base.db").to_str().expect("a path").to_owned();
                (own, json!({ "title": "Base", "type": "sqlite", "database": "demo/base.db" }))
            }
        };
        let mut base = Self { server, ada, engine, project: String::new(), connection: String::new(), own };
        base.run(script).await;
        base.project = shop::project_in(&base.ada, "Sales", &[object], TEAM).await;
        base.connection = shop::connection_ids(&base.ada, &base.project).await.remove(0);
        base
    }

    /// Runs a script in the database itself.
    async fn run(&self, script: &str) {
        let text = AssertSqlSafe(script.to_owned());
        match self.engine {
            Engine::Postgres => {
                let mut db = PgConnection::connect(&self.own).await.expect("the server answers");
                db.execute(text).await.expect("the script runs");
            }
            Engine::Mysql => {
                let mut db = MySqlConnection::connect(&self.own).await.expect("the server answers");
                sqlx::raw_sql(text).execute(&mut db).await.expect("the script runs");
            }
            Engine::Sqlite => {
                rusqlite::Connection::open(&self.own).and_then(|file| file.execute_batch(script)).expect("the script runs");
            }
        }
    }

    /// The first column of what a question answers, as texts.
    async fn ask(&self, question: &str) -> Vec<String> {
        let text = AssertSqlSafe(question.to_owned());
        match self.engine {
            Engine::Postgres => {
                let mut db = PgConnection::connect(&self.own).await.expect("the server answers");
                let rows = sqlx::raw_sql(text).fetch_all(&mut db).await.expect("an answer");
                rows.iter().map(|row| row.get::<String, _>(0)).collect()
            }
            Engine::Mysql => {
                let mut db = MySqlConnection::connect(&self.own).await.expect("the server answers");
                let rows = sqlx::raw_sql(text).fetch_all(&mut db).await.expect("an answer");
                rows.iter().map(|row| row.get::<String, _>(0)).collect()
            }
            Engine::Sqlite => {
                let file = rusqlite::Connection::open(&self.own).expect("a file");
                let mut statement = file.prepare(question).expect("a question");
                let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("an answer");
                rows.collect::<Result<_, _>>().expect("texts")
            }
        }
    }

    async fn people(&self) -> Vec<String> {
        self.ask("select name from people order by id").await
    }

    async fn switch(&self, writing: bool) {
        let input = json!({ "projectId": self.project, "connectionId": self.connection, "writing": writing });
        let answer = self.ada.act("setConnectionWriting", input).await.json();
        assert_eq!(answer["success"], true, "{answer}");
    }

    async fn page_by(&self, caller: &Caller, table: &str) -> Json {
        self.view_by(caller, table, json!({})).await
    }

    async fn view_by(&self, caller: &Caller, table: &str, view: Json) -> Json {
        let input = json!({ "projectId": self.project, "connectionId": self.connection, "tableName": table, "view": view });
        caller.act("getConnectionRows", input).await.json()
    }

    async fn page(&self, table: &str) -> Json {
        let answer = self.page_by(&self.ada, table).await;
        assert_eq!(answer["success"], true, "{answer}");
        answer
    }

    async fn send(&self, caller: &Caller, action: &str, table: &str, edits: Json) -> Answer {
        let input = json!({ "projectId": self.project, "connectionId": self.connection, "tableName": table, "edits": edits });
        caller.act(action, input).await
    }

    async fn save(&self, table: &str, edits: Json) -> Json {
        self.send(&self.ada, "saveConnectionRows", table, edits).await.json()
    }

    async fn saves(&self, table: &str, edits: Json) {
        let answer = self.save(table, edits).await;
        assert_eq!((&answer["success"], &answer["clash"]), (&json!(true), &Json::Null), "{:?}: {answer}", self.engine);
    }

    /// Why something was not saved.
    async fn refusal(&self, table: &str, edits: Json) -> String {
        let answer = self.save(table, edits).await;
        assert_eq!(answer["success"], false, "{:?}: {answer}", self.engine);
        answer["error"].as_str().expect("a sentence").to_owned()
    }
}

fn cell(column: &str, text: &str) -> Json {
    json!({ "column": column, "text": text })
}

fn insert(id: i64, name: &str) -> Json {
    json!({ "what": "insert", "cells": [cell("id", &id.to_string()), cell("name", name)] })
}

fn rename(key: &str, version: Option<&Json>, name: &str) -> Json {
    let mut edit = json!({ "what": "update", "key": key, "cells": [cell("name", name)] });
    if let Some(version) = version {
        edit["version"] = version.clone();
    }
    edit
}
