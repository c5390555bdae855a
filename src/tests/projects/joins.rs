//! Two tables joined by key, across engines.

use super::shop;
use crate::harness::{Caller, TestServer, mysql};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

/// Names of countries in MariaDB, with keys that trip careless comparisons.
async fn seal() -> Json {
    let url: url::Url = mysql::fresh_database().await.parse().expect("a URL");
    let mut db = MySqlConnection::connect(url.as_str()).await.expect("the server answers");
    let script = "create table countries (code varchar(4), name varchar(40), number decimal(10, 2));
        insert into countries values ('GB', 'United Kingdom', 1.00), ('us', 'in small letters', 2), ('DE', 'Germany', 3), ('DE', 'Deutschland', 3),
          ('RU ', 'with a blank', 4), (null, 'nowhere', null), ('FR', 'France', 9);";
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut db).await.expect("the table is made");
    let mut object = shop::object(&url, "Seal");
    object["type"] = json!("mysql");
    object
}

async fn widget(caller: &Caller, project: &str, ids: &[String], keys: [&str; 2], join: &str) -> Json {
    let configs = json!({ "connectionIds": ids, "tables": ["customers", "countries"], "keyColumns": [keys[0]], "otherKeyColumns": [keys[1]], "join": join });
    let input = json!({ "projectId": project, "type": "datatables", "subtype": "joined_dataTable", "title": "J", "configs": configs });
    caller.act("createWidget", input).await.json()
}

/// What the join shows: the customer's and the country's name of each row.
async fn joined(caller: &Caller, project: &str, ids: &[String], keys: [&str; 2], join: &str) -> Vec<String> {
    let made = widget(caller, project, ids, keys, join).await;
    let data = shop::data(caller, made["widget"]["id"].as_str().unwrap_or_else(|| panic!("{made}")), json!({})).await;
    assert_eq!(data["drawing"], "table", "{data}");
    let place = |name: &str| data["columns"].as_array().expect("columns").iter().position(|column| column["name"] == name).expect(name);
    let places = [place("customers.name"), place("countries.name")];
    let cell = |row: &Json, at: usize| row[at].as_str().unwrap_or("-").to_owned();
    let mut names: Vec<String> =
        data["rows"].as_array().expect("rows").iter().map(|row| places.map(|at| cell(row, at)).join("+")).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_belong_together_by_value() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let project = shop::project(&ada, "Both", &[shop::connection("Elephant").await, seal().await]).await;
    let ids = shop::connection_ids(&ada, &project).await;

    let inner = joined(&ada, &project, &ids, ["country", "code"], "inner").await;
    assert_eq!(inner, ["Ada+United Kingdom", "Emmy+Deutschland", "Emmy+Germany"], "case and blanks tell texts apart");
    let left = joined(&ada, &project, &ids, ["country", "code"], "left").await;
    assert_eq!((left.len(), left.contains(&"Grace+-".to_owned()), left.contains(&"Sofia+-".to_owned())), (5, true, true), "{left:?}");
    let full = joined(&ada, &project, &ids, ["country", "code"], "full").await;
    assert!(full.len() == 9 && full.contains(&"-+nowhere".to_owned()) && full.contains(&"-+France".to_owned()), "{full:?}");
    let by_number = joined(&ada, &project, &ids, ["id", "number"], "inner").await;
    assert_eq!(by_number, ["Ada+United Kingdom", "Emmy+Deutschland", "Emmy+Germany", "Grace+in small letters", "Sofia+with a blank"]);

    let refused = widget(&ada, &project, &ids, ["gone", "code"], "left").await;
    assert_eq!(refused["field"], "configs[keyColumns][0]", "{refused}");
    let made = widget(&ada, &project, &ids, ["id", "code"], "left").await;
    let data = shop::data(&ada, made["widget"]["id"].as_str().expect("an id"), json!({})).await;
    assert!(data["message"].as_str().is_some_and(|text| text.contains("different kinds")), "{data}");
    let listed = ada.act("listTables", json!({ "projectId": project, "connectionIds": ids, "each": true })).await.json();
    let names: Vec<_> = listed["tables"].as_array().expect("tables").iter().map(|table| (&table["connectionId"], &table["name"])).collect();
    assert_eq!(names.len(), 3);
    assert_eq!(names[2], (&json!(ids[1]), &json!("countries")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_side_that_answers_is_shown() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (mut relay, mut far) = shop::behind_relay("Far").await;
    far["title"] = json!("Far");
    let project = shop::project(&ada, "Both", &[shop::connection("Near").await, far]).await;
    let ids = shop::connection_ids(&ada, &project).await;
    let configs = |join: &str| json!({ "connectionIds": ids, "tables": ["customers", "orders"], "keyColumns": ["id"], "otherKeyColumns": ["customer_id"], "join": join });
    let make = async |join: &str| {
        let input =
            json!({ "projectId": project, "type": "datatables", "subtype": "joined_dataTable", "title": "J", "configs": configs(join) });
        shop::widget(&ada, input).await
    };
    let (left, inner) = (make("left").await, make("inner").await);
    let whole = shop::data(&ada, &inner, json!({ "sort": { "column": "total", "descending": true }, "pageSize": 5 })).await;
    assert_eq!((&whole["total"]["exactly"], &whole["rows"][0][6]), (&json!(60), &json!("75.00")), "{whole}");
    relay.cut().await;
    let data = shop::data(&ada, &left, json!({})).await;
    assert_eq!((data["rows"].as_array().map(Vec::len), &data["failedSources"][0]["title"]), (Some(4), &json!("Far")), "{data}");
    let data = shop::data(&ada, &inner, json!({})).await;
    assert_eq!(data["message"], "Far could not be read, so nothing can be joined.", "{data}");
}
