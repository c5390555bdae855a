//! Row rules: what they are made of, whom they limit, and every way to hidden rows that there is.

mod bypass;
mod editors;
mod files;
mod made;
mod pages;
mod stale;
mod tokens;

use crate::{
    harness::{Caller, TestServer, mysql, postgres},
    projects::shop,
};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

/// Orders of four customers, 15 of each, and what is known of the customers.
const TABLES: &str = "create table customers (code varchar(10) primary key, name varchar(40), city varchar(40));
    insert into customers values ('c1', 'Ada', 'Berlin'), ('c2', 'Grace', 'Boston'), ('c3', 'Emmy', 'Bonn'), ('c4', 'Sofia', 'Moscow');
    create table orders (id integer primary key, customer varchar(10), day date, total numeric(12, 2), note varchar(40));
    create view order_view as select id, customer, total from orders;";

const TEAM: &str = "Crew";

fn script() -> String {
    let row = |n: i32| {
        let customer = 1 + n % 4;
        // Each customer's totals have a range of their own, so that a least or greatest one tells whose they are.
        let total = customer * 1_000 + n;
        format!("({n}, 'c{customer}', '2026-0{}-1{}', {total}.25, 'secret of c{customer}')", 1 + n % 3, n % 9)
    };
    format!("{TABLES} insert into orders values {};", (0..60).map(row).collect::<Vec<_>>().join(", "))
}

#[derive(Clone, Copy, Debug)]
enum Engine {
    Postgres,
    Mysql,
    Sqlite,
}

impl Engine {
    const ALL: [Self; 3] = [Self::Postgres, Self::Mysql, Self::Sqlite];

    /// A database with the tables, and its connection object.
    async fn connection(self, server: &TestServer, title: &str) -> Json {
        match self {
            Self::Postgres => {
                let url: url::Url = postgres::fresh_database().await.parse().expect("a URL");
                let object = shop::object(&url, title);
                shop::run(&object, &script()).await;
                object
            }
            Self::Mysql => {
                let url: url::Url = mysql::fresh_database().await.parse().expect("a URL");
                let mut db = MySqlConnection::connect(url.as_str()).await.expect("the server answers");
                sqlx::raw_sql(AssertSqlSafe(script())).execute(&mut db).await.expect("the tables are made");
                let mut object = shop::object(&url, title);
                object["type"] = json!("mysql");
                object
            }
            Self::Sqlite => {
                let folder = server.data.path().join("demo");
                std::fs::create_dir_all(&folder).expect("a folder");
                let name = format!("{}.db", title.to_lowercase());
                let file = rusqlite::Connection::open(folder.join(&name)).expect("a file");
                file.execute_batch(&script()).expect("the tables are made");
                json!({ "title": title, "type": "sqlite", "database": format!("demo/{name}") })
            }
        }
    }
}

/// A project of a team, with an administrator, an editor and two viewers.
struct Shop {
    server: TestServer,
    ada: Caller,
    eddy: Caller,
    vera: Caller,
    vic: Caller,
    project: String,
    connections: Vec<String>,
}

impl Shop {
    async fn new(engines: &[Engine]) -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        assert_eq!(ada.act("createTeam", json!({ "name": TEAM })).await.json()["success"], true);
        let (eddy, vera, vic) = (
            join(&server, &ada, "eddy", "Editor").await,
            join(&server, &ada, "vera", "Viewer").await,
            join(&server, &ada, "vic", "Viewer").await,
        );
        let mut objects = Vec::new();
        for (n, engine) in engines.iter().enumerate() {
            objects.push(engine.connection(&server, &format!("Base{n}")).await);
        }
        let project = shop::project_in(&ada, "Sales", &objects, TEAM).await;
        let connections = shop::connection_ids(&ada, &project).await;
        let shop = Self { server, ada, eddy, vera, vic, project, connections };
        shop.attribute("vera", "customer", "c1").await;
        shop.attribute("vic", "customer", "c2").await;
        shop
    }

    /// The same where each viewer sees their own orders.
    async fn limited(engines: &[Engine]) -> Self {
        let shop = Self::new(engines).await;
        for connection in &shop.connections {
            shop.rule(connection, "orders", "viewers", json!([{ "column": "customer", "op": "eq", "values": ["{account.customer}"] }]))
                .await;
        }
        shop
    }

    async fn attribute(&self, who: &str, name: &str, value: &str) {
        let input = json!({ "team": TEAM, "username": who, "name": name, "value": value });
        let answer = self.ada.act("setMemberAttribute", input).await.json();
        assert_eq!(answer["success"], true, "{answer}");
    }

    async fn rule(&self, connection: &str, table: &str, audience: &str, conditions: Json) -> String {
        let input = json!({ "projectId": self.project, "connectionId": connection, "table": table, "audience": audience, "conditions": conditions });
        let answer = self.ada.act("saveRowRule", input).await.json();
        answer["ruleId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    async fn widget(&self, kind: &str, subtype: &str, mut configs: Json) -> String {
        if configs["connectionIds"].is_null() && configs["source"].is_null() && configs["connectionId"].is_null() {
            configs["connectionId"] = json!(self.connections[0]);
        }
        let input = json!({ "projectId": self.project, "type": kind, "subtype": subtype, "title": "W", "configs": configs });
        shop::widget(&self.ada, input).await
    }

    async fn orders(&self) -> String {
        self.widget("datatables", "simple_dataTable", json!({ "tables": ["orders"] })).await
    }

    /// How many rows somebody sees of a table.
    async fn preview(&self, subject: &str, table: &str) -> (u64, u64) {
        let input = json!({ "projectId": self.project, "connectionId": self.connections[0], "table": table, "subject": subject });
        let answer = self.ada.act("previewRowRules", input).await.json();
        assert_eq!(answer["success"], true, "{answer}");
        (answer["visible"].as_u64().expect("a number"), answer["all"].as_u64().expect("a number"))
    }
}

async fn join(server: &TestServer, ada: &Caller, name: &str, role: &str) -> Caller {
    let mate = server.sign_up(name).await;
    let link = ada.act("inviteToTeam", json!({ "team": TEAM, "role": role })).await.json()["shownOnce"].clone();
    let token = link.as_str().expect("a link").trim_start_matches("/invite/").to_owned();
    assert_eq!(mate.act("acceptInvitation", json!({ "token": token })).await.json()["success"], true);
    mate
}

/// The id of an account as the previews take it.
async fn person(caller: &Caller) -> String {
    let user = caller.act("getUserBySession", json!({})).await.json();
    format!("person:{}", user["user"]["id"].as_str().expect("an id"))
}

/// Nothing in an answer is of another customer than these.
#[track_caller]
fn only(answer: &Json, customers: &[&str], what: &str) {
    let text = answer.to_string();
    for other in ["c1", "c2", "c3", "c4"].into_iter().filter(|other| !customers.contains(other)) {
        for hidden in [format!("\"{other}\""), format!("of {other}"), format!("\\\"{other}\\\"")] {
            assert!(!text.contains(&hidden), "{what} tells {hidden}: {text}");
        }
    }
}
