//! Lists: filters, order, pages that are complete, and figures.

use super::{Ground, column};
use crate::harness::message;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_listed_as_they_are() {
    let ground = Ground::new().await;
    let answer = ground.get("people/rows?limit=1&versions=true&count=exact").await;
    let text = answer.text();
    assert!(text.contains("\"big\":9223372036854775807"), "{text}");
    assert!(text.find("\"id\"") < text.find("\"name\"") && text.find("\"name\"") < text.find("\"age\""), "{text}");
    let page = answer.json();
    assert_eq!((&page["total"], &page["counted"], page["versions"].as_array().map(Vec::len)), (&json!(3), &json!("exact"), Some(1)));
    let url = format!("/api/dbs/{}/tables/people/columns/photo/files/id/1", ground.id);
    assert_eq!(page["rows"][0]["photo"], json!({ "type": "blob", "bytes": 3, "url": url }));
    assert_eq!((&page["rows"][0]["vip"], &page["rows"][0]["twice"]), (&json!(true), &json!(72)));

    for (query, names) in [
        ("age=36", &["Ada", "Cem"][..]),
        ("age=is_null:", &["Bob"]),
        ("filter=pay.gte.2&vip=false", &["Bob"]),
        ("or=name.eq.Ada|name.eq.Cem&pay=not_null:", &["Ada"]),
        ("name=in:Ada,Cem&sort=-name", &["Cem", "Ada"]),
        ("search=ADA@", &["Ada"]),
        ("seen=lt:2024-03-06", &["Ada"]),
        ("sort=age,-name", &["Cem", "Ada", "Bob"]),
        ("sort=-age", &["Bob", "Cem", "Ada"]),
        ("offset=1&limit=1", &["Bob"]),
        ("name=nobody", &[]),
    ] {
        let page = ground.rows(&format!("people/rows?columns=name&{query}")).await;
        assert_eq!(column(&page, "name"), names.iter().map(|name| json!(name)).collect::<Vec<_>>(), "{query}");
        assert!(page["rows"].as_array().expect("rows").iter().all(|row| row.as_object().expect("a row").len() == 1));
    }
    for (query, said) in [
        ("age=abc", "age"),
        ("nobody=1", "nobody"),
        ("sort=nobody", "nobody"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("after=x", "after"),
        ("filter=photo.eq.1", "photo"),
        ("count=1", "count"),
    ] {
        let answer = ground.get(&format!("people/rows?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        assert!(message(&answer).contains(said), "{query}: {}", answer.text());
    }
    assert_eq!(ground.get("nobody/rows").await.status, 404);
    assert_eq!(column(&ground.rows("adults/rows?sort=name").await, "name"), [json!("Ada"), json!("Cem")]);
    assert_eq!(column(&ground.rows("bare/rows").await, "rowid"), [json!(1), json!(2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_row_is_named_by_its_key() {
    let ground = Ground::new().await;
    let answer = ground.get("pairs/rows/x%2Cy,1").await;
    assert_eq!(answer.json(), json!({ "a": "x,y", "b": 1, "note": "one" }));
    let tag = answer.header("etag").expect("a version").to_owned();
    let path = ground.path("pairs/rows/x%2Cy,1");
    let same = ground.ada.send(reqwest::Method::GET, &path, &[("if-none-match", &tag)], Vec::new()).await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
    assert_eq!(ground.get("pairs/rows/x%2Fz,2").await.json()["note"], "two");
    assert_eq!(ground.get("bare/rows/2").await.json(), json!({ "rowid": 2, "word": "second" }));
    for (path, status) in [("pairs/rows/x", 400), ("people/rows/99", 404), ("people/rows/x", 400), ("adults/rows/1", 400)] {
        assert_eq!(ground.get(path).await.status, status, "{path}");
    }
}

/// Follows a list to its end.
async fn walked(ground: &Ground, query: &str, limit: usize) -> Vec<Json> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = ground.rows(&format!("many/rows?limit={limit}&{query}{after}")).await;
        let rows = page["rows"].as_array().expect("rows").clone();
        assert!(rows.len() <= limit && !(rows.is_empty() && page["next"].is_string()));
        all.extend(rows);
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
        assert!(all.len() < 5_000, "{query} never ends");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_complete_in_every_order() {
    // NULLs, ties, all kinds of values in one column, infinities, bytes, and a key that may be NULL.
    let ground = Ground::with(
        "CREATE TABLE many (k TEXT PRIMARY KEY, a INTEGER, b REAL, c, d TEXT COLLATE NOCASE);
         WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 399)
         INSERT INTO many SELECT CASE WHEN i % 50 = 0 THEN NULL ELSE 'k' || i END, CASE WHEN i % 7 = 0 THEN NULL ELSE i % 5 END,
            CASE i % 6 WHEN 0 THEN 9e999 WHEN 1 THEN -9e999 WHEN 2 THEN NULL ELSE i / 3.0 END,
            CASE i % 5 WHEN 0 THEN i WHEN 1 THEN i / 7.0 WHEN 2 THEN 't' || i WHEN 3 THEN CAST('b' || i AS BLOB) END,
            CASE i % 3 WHEN 0 THEN 'X' || (i % 10) ELSE 'x' || (i % 10) END FROM n;
         CREATE INDEX many_a ON many (a);",
    )
    .await;
    for query in
        ["", "sort=a", "sort=-a", "sort=a,-b", "sort=-b,a", "sort=c", "sort=-c", "sort=d,-a", "sort=-d", "sort=k", "sort=a&a=not_null:"]
    {
        let all = walked(&ground, &format!("columns=rowid&{query}"), 23).await;
        let distinct: BTreeSet<String> = all.iter().map(Json::to_string).collect();
        let expected = if query.contains("not_null") { 342 } else { 400 };
        assert_eq!((all.len(), distinct.len()), (expected, expected), "{query}");
        let whole = ground.rows(&format!("many/rows?columns=rowid&limit=1000&{query}")).await;
        assert_eq!(&all, whole["rows"].as_array().expect("rows"), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_stay_complete_while_rows_are_inserted() {
    let ground = Ground::with(
        "CREATE TABLE many (id INTEGER PRIMARY KEY, a INTEGER);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO many SELECT i * 10, i % 20 FROM n;",
    )
    .await;
    let writing = async {
        for n in 0..100 {
            let rows = json!([{ "id": n * 50 + 1, "a": n % 20 }, { "id": n * 50 + 3, "a": n % 20 }]);
            let answer = ground.ada.post(&ground.path("many/rows?return=none"), &rows).await;
            assert_eq!(answer.json(), json!({ "changes": 2 }), "{}", answer.text());
        }
    };
    let reading = walked(&ground, "sort=-a", 17);
    let ((), all) = tokio::join!(writing, reading);
    let ids: Vec<i64> = all.iter().map(|row| row["id"].as_i64().expect("a number")).collect();
    let distinct: BTreeSet<i64> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "no row comes twice");
    assert!((1..=500).all(|n| distinct.contains(&(n * 10))), "no row that was there all the time is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_and_values() {
    let ground = Ground::new().await;
    let groups = ground.rows("people/aggregate?group=age&measures=count,sum:pay,max:id&sort=-measure").await;
    let expected = json!({ "truncated": false, "groups": [
        { "group": { "age": 36 }, "measures": { "count": 2, "sum:pay": 1.5, "max:id": 3 } },
        { "group": { "age": null }, "measures": { "count": 1, "sum:pay": 2.5, "max:id": 2 } },
    ] });
    assert_eq!(groups, expected);
    let all = ground.rows("people/aggregate?measures=count&age=not_null:").await;
    assert_eq!(all["groups"], json!([{ "group": {}, "measures": { "count": 2 } }]));
    let days = ground.rows("people/aggregate?group=seen:month&seen=not_null:").await;
    assert_eq!(days["groups"], json!([{ "group": { "seen": "2024-03-01" }, "measures": { "count": 2 } }]));
    let values = ground.rows("people/values?column=age").await;
    assert_eq!(values, json!({ "truncated": false, "values": [{ "value": 36, "count": 2 }, { "value": null, "count": 1 }] }));
    assert_eq!(ground.get("people/aggregate?measures=sum:name").await.status, 400);
    let document = ground.ada.get(&format!("/api/dbs/{}/openapi.json", ground.id)).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"][ground.path("people/rows/{key}")]["patch"].is_object());
}
