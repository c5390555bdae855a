//! What the page of a table asks: pages that follow each other, rows of a file, rows that come back.

use super::{Ground, column, imports::send};
use serde_json::{Value as Json, json};
use std::time::Duration;

const MANY: &str = "
    CREATE TABLE many (id INTEGER PRIMARY KEY, kind TEXT, n INTEGER NOT NULL);
    WITH RECURSIVE s (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 230)
        INSERT INTO many SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'k' || (i % 7) END, i % 5 FROM s;
    CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
    INSERT INTO pairs SELECT 'k' || (id % 4), id FROM many;
    CREATE TABLE bare (word TEXT);
    INSERT INTO bare SELECT 'w' || id FROM many;
    CREATE VIEW seen AS SELECT id, n FROM many;
";

async fn page(ground: &Ground, table: &str, view: &Json) -> Json {
    let answer = ground.ada.act("getDatabaseRows", json!({ "databaseId": ground.id, "tableName": table, "view": view })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let page = answer.json();
    assert_eq!(page["success"], true, "{page}");
    page
}

fn rows(page: &Json) -> Vec<Json> {
    page["drawing"]["rows"].as_array().expect("rows").clone()
}

/// The view of the page behind or before one, as its links say it.
fn beside(view: &Json, page: &Json, key: &str) -> Json {
    let mut view = view.clone();
    let number = page["drawing"]["page"].as_u64().expect("a number");
    for old in ["after", "before", "last"] {
        view.as_object_mut().expect("a view").remove(old);
    }
    view["page"] = json!(if key == "after" { number + 1 } else { number - 1 });
    if page["turns"][key].is_string() {
        view[key] = page["turns"][key].clone();
    }
    view
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_the_grid_follow_each_other_both_ways() {
    let ground = Ground::with(MANY).await;
    for (table, sort) in [
        ("many", json!(null)),
        ("many", json!({ "column": "kind" })),
        ("many", json!({ "column": "kind", "descending": true })),
        ("many", json!({ "column": "n", "descending": true })),
        ("pairs", json!(null)),
        ("pairs", json!({ "column": "b", "descending": true })),
        ("bare", json!(null)),
        ("bare", json!({ "column": "word" })),
        ("seen", json!({ "column": "id" })),
    ] {
        let mut view = json!({ "pageSize": 50 });
        if !sort.is_null() {
            view["sort"] = sort.clone();
        }
        let what = format!("{table} by {sort}");
        let whole = {
            let mut all = Vec::new();
            for number in 1..=2 {
                let mut view = view.clone();
                (view["pageSize"], view["page"]) = (json!(200), json!(number));
                all.extend(rows(&page(&ground, table, &view).await));
            }
            all
        };
        assert_eq!(whole.len(), 230, "{what}");
        let (mut forth, mut last) = (Vec::new(), page(&ground, table, &view).await);
        assert_eq!((&last["turns"]["hasPrevious"], &last["drawing"]["total"]["exactly"]), (&json!(false), &json!(230)), "{what}");
        loop {
            forth.extend(rows(&last));
            if last["drawing"]["hasNext"] != true {
                break;
            }
            last = page(&ground, table, &beside(&view, &last, "after")).await;
        }
        assert_eq!((forth == whole, &last["drawing"]["page"]), (true, &json!(5)), "{what}");
        // From the end, which is found by itself.
        let mut end = view.clone();
        end["last"] = json!(true);
        let mut first = page(&ground, table, &end).await;
        assert_eq!((rows(&first) == whole[200..], &first["drawing"]["page"]), (true, &json!(5)), "{what}");
        let mut back = rows(&first);
        while first["turns"]["hasPrevious"] == true {
            first = page(&ground, table, &beside(&view, &first, "before")).await;
            back = [rows(&first), back].concat();
        }
        assert_eq!((back == whole, &first["drawing"]["page"]), (true, &json!(1)), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_file_go_into_a_table_that_is_there() {
    let ground = Ground::new().await;
    let to = format!("/databases/upload?database={}&table=people", ground.id);
    let sent = send(&ground.ada, &to, "new.csv", b"nr;Name;rest\n10;Zoe;x\n11;Yan;y\n", &json!({})).await;
    let at = sent.location().expect("led on").to_owned();
    let upload = at.strip_prefix(&format!("/databases/{}/tables/people/import?upload=", ground.id)).expect("to the table").to_owned();
    let shown = ground.ada.page(&at).await;
    assert!(shown.status == 200 && shown.text().contains("Zoe"), "{}", shown.status);
    let input = json!({ "databaseId": ground.id, "tableName": "people", "uploadId": upload,
        "columns": [{ "name": "id" }, { "name": "name" }, { "name": "" }] });
    let begun = ground.ada.act("importDatabaseRows", input.clone()).await.json();
    let import = json!({ "databaseId": ground.id, "importId": begun["importId"] });
    let mut state = json!({});
    for _ in 0..600 {
        state = ground.ada.act("getDatabaseImport", import.clone()).await.json();
        if !matches!(state["status"].as_str(), Some("checking" | "writing")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!((&state["status"], &state["rows"]), (&json!("done"), &json!(2)), "{state}");
    assert_eq!(column(&ground.rows("people/rows?id=gte:10").await, "name"), [json!("Zoe"), json!("Yan")]);
    let again = ground.ada.act("importDatabaseRows", input).await.json();
    assert_eq!(again["error"], "This file is not kept any more. Send it again.", "{again}");
    let sqlite = send(&ground.ada, &to, "a.db", b"SQLite format 3\0and more", &json!({})).await;
    let refused = ground.ada.page(sqlite.location().expect("led on")).await;
    assert!(refused.text().contains("An SQLite file holds whole tables"), "{}", refused.text());
}

async fn deleted(ground: &Ground, table: &str) -> Vec<Json> {
    let answer = ground.ada.act("listDeletedDatabaseRows", json!({ "databaseId": ground.id, "tableName": table })).await;
    answer.json()["deleted"].as_array().expect("a list").clone()
}

async fn delete(ground: &Ground, table: &str, keys: &[&str]) {
    let edits: Vec<Json> = keys.iter().map(|key| json!({ "what": "delete", "key": key })).collect();
    let saved = ground.ada.act("saveDatabaseRows", json!({ "databaseId": ground.id, "tableName": table, "edits": edits })).await.json();
    assert_eq!(saved["success"], true, "{saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_rows_come_back_as_they_were() {
    let ground = Ground::new().await;
    let (people, pairs, bare) = (ground.rows("people/rows").await, ground.rows("pairs/rows").await, ground.rows("bare/rows").await);
    delete(&ground, "people", &["1", "2"]).await;
    delete(&ground, "pairs", &["x/z,2"]).await;
    delete(&ground, "bare", &["1"]).await;
    assert_eq!(ground.rows("people/rows").await["rows"].as_array().map(Vec::len), Some(1));
    for table in ["people", "pairs", "bare"] {
        let listed = deleted(&ground, table).await;
        assert_eq!((listed.len(), &listed[0]["deletedBy"]), (1, &json!("ada")), "{table}: {listed:?}");
        let back = ground.ada.act("restoreDeletedDatabaseRows", json!({ "databaseId": ground.id, "deletedId": listed[0]["id"] })).await;
        assert_eq!(back.json()["success"], true, "{table}: {}", back.text());
        assert!(deleted(&ground, table).await.is_empty(), "{table}");
    }
    assert_eq!(ground.rows("people/rows").await["rows"], people["rows"], "bytes and large numbers too");
    assert_eq!(ground.rows("pairs/rows").await["rows"], pairs["rows"]);
    assert_eq!(ground.rows("bare/rows").await["rows"], bare["rows"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_rows_stay_away_when_they_do_not_fit_any_more() {
    let ground = Ground::new().await;
    delete(&ground, "people", &["3"]).await;
    let kept = deleted(&ground, "people").await[0]["id"].clone();
    let restore = || ground.ada.act("restoreDeletedDatabaseRows", json!({ "databaseId": ground.id, "deletedId": kept }));
    let structure = |input: Json| {
        let mut input = input;
        input["databaseId"] = json!(ground.id);
        ground.ada.act("changeDatabaseStructure", input)
    };
    let cells = json!([{ "column": "id", "text": "3" }, { "column": "name", "text": "Other" }]);
    let taken = json!({ "databaseId": ground.id, "tableName": "people", "cells": cells });
    assert_eq!(ground.ada.act("saveDatabaseRow", taken).await.json()["success"], true);
    let refused = restore().await.json();
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("None was restored")), "{refused}");
    // A change that fails keeps nothing.
    let edits = json!([{ "what": "delete", "key": "1" }, { "what": "insert", "cells": [{ "column": "id", "text": "2" }] }]);
    let failed = ground.ada.act("saveDatabaseRows", json!({ "databaseId": ground.id, "tableName": "people", "edits": edits })).await.json();
    assert_eq!(failed["success"], false, "{failed}");
    assert_eq!(deleted(&ground, "people").await.len(), 1);
    let added = ground.ada.post(&format!("/dbs/{}/sql", ground.id), &json!({ "query": "alter table people add column age2" })).await;
    assert_eq!(added.status, 200, "{}", added.text());
    let refused = restore().await.json();
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("other columns")), "{refused}");
    let gone = structure(json!({ "what": "drop_view", "tableName": "adults", "confirmName": "adults" })).await.json();
    assert_eq!(gone["success"], true, "{gone}");
    let dropped = structure(json!({ "what": "drop_table", "tableName": "people", "confirmName": "people" })).await.json();
    assert_eq!(dropped["success"], true, "{dropped}");
    let gone = restore().await.json();
    assert_eq!(gone["error"], "These rows are not kept any more, or they are back already.", "{gone}");
}
