//! Columns: added, changed, put in order, dropped, and several changes of the structure at once.

use super::{Ground, names};
use reqwest::Method;
use serde_json::json;

const SCRIPT: &str = "create table people (id integer primary key, name text, age text);
    create index by_age on people (age);
    insert into people (name, age) values ('Ada', '36'), ('Bob', '7');";

#[tokio::test(flavor = "multi_thread")]
async fn columns_come_change_and_go() {
    let ground = Ground::of(SCRIPT).await;
    let column = |name: &'static str| ["tables", "people", "columns", name];
    let plain = Ground::good(&ground.ask(Method::PUT, &column("note"), json!({})).await);
    assert_eq!((&plain["name"], &plain["sqliteDataType"], &plain["inputElement"]), (&json!("note"), &json!("TEXT"), &json!("InputText")));
    let body = json!({ "type": "TEXT", "items": ["red", "it's"], "default": "red", "nonNull": true, "after": "id" });
    let color = Ground::good(&ground.ask(Method::PUT, &column("color"), body).await);
    assert_eq!((&color["items"], &color["isNonNull"], &color["isOmittable"]), (&json!(["red", "it's"]), &json!(true), &json!(true)));
    assert_eq!(names(&ground.table("people").await["columns"]), ["id", "color", "name", "age", "note"]);
    assert_eq!(ground.ask(Method::PUT, &column("NAME"), json!({})).await.status, 409);
    assert_eq!(ground.ask(Method::PUT, &["tables", "nobody", "columns", "x"], json!({})).await.status, 404);
    let refused = ground.ada.post(&format!("/dbs/{}/sql", ground.id), &json!({ "query": "update people set color = 'blue'" })).await;
    assert!(refused.json()["errors"][0].as_str().expect("a text").contains("CHECK constraint failed"), "{}", refused.text());

    // Another type carries the rows over and keeps the index.
    assert_eq!(
        ground.ask(Method::PATCH, &column("age"), json!({ "type": "INTEGER", "name": "years", "after": null })).await.json(),
        json!({})
    );
    let people = ground.table("people").await;
    assert_eq!((names(&people["columns"])[0].as_str(), &people["columns"][0]["sqliteDataType"]), ("years", &json!("INTEGER")));
    assert_eq!(
        ground.sql("select name, typeof(years) as t, years from people where years > 10").await["rows"],
        json!([{ "name": "Ada", "t": "integer", "years": 36 }])
    );
    assert!(ground.ada.get(&ground.path(&["schema"])).await.text().contains("by_age"));
    assert_eq!(ground.ask(Method::PATCH, &column("color"), json!({ "items": [], "default": null, "nonNull": false })).await.status, 200);
    assert_eq!(ground.table("people").await["columns"][2]["items"], json!(null));
    assert_eq!(ground.ask(Method::DELETE, &column("note"), json!({})).await.json(), json!({}));
    assert_eq!(ground.ask(Method::DELETE, &column("note"), json!({})).await.status, 404);
    assert_eq!(ground.ask(Method::PATCH, &column("id"), json!({ "name": "name" })).await.status, 409);
    for wrong in [json!({ "type": "TEXT); DROP TABLE people; --" }), json!({ "name": "" }), json!({ "type": "x'" })] {
        let answer = ground.ask(Method::PATCH, &column("name"), wrong.clone()).await;
        assert_eq!(answer.status, 400, "{wrong}: {}", answer.text());
    }
    assert_eq!(ground.table("people").await["numberOfRows"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_changes_are_one() {
    let ground = Ground::of(SCRIPT).await;
    let people = json!({ "name": "people" });
    let changes = json!({ "changes": [
        { "create_table": { "name": "teams", "columns": [{ "name": "id", "declared": "INTEGER" }, { "name": "title", "declared": "TEXT" }],
            "primary_key": ["id"], "foreign_keys": [] } },
        { "add_column": { "table": people, "column": { "name": "team_id", "declared": "INTEGER" } } },
        { "add_foreign_key": { "table": people, "key": { "columns": ["team_id"], "references": "teams", "referenced_columns": ["id"], "on_delete": "set_null" } } },
        { "create_view": { "name": "old", "select": "select * from people where age > 30", "replace": false } },
    ] });
    let ran = Ground::good(&ground.ask(Method::POST, &["structure"], changes).await);
    assert!(ran["statements"].as_array().is_some_and(|all| all.len() >= 4), "{ran}");
    let azimutt = Ground::good(&ground.ada.get(&ground.path(&["azimutt-schema"])).await);
    assert_eq!(azimutt["relations"][0]["ref"], json!({ "table": "public.teams", "column": "id" }));
    assert_eq!(ground.table("old").await["tableType"], "View");
    // One that fails takes the others with it.
    let changes = json!({ "changes": [{ "drop_table": people }, { "drop_table": { "name": "nothing" } }] });
    assert_eq!(ground.ask(Method::POST, &["structure"], changes).await.status, 400);
    assert_eq!(ground.table("people").await["numberOfRows"], 2);
    assert_eq!(ground.ask(Method::POST, &["structure"], json!({ "changes": [] })).await.status, 400);
}
