//! Rows are inserted, changed and deleted, alone and together.

use super::{Ground, column};
use crate::harness::message;
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn one_row_lives() {
    let ground = Ground::new().await;
    let new = json!({ "name": "Dee", "photo": { "base64": "AAEC" }, "big": 9_007_199_254_740_993_i64, "pay": 0.1 });
    let made = ground.send(Method::POST, "people/rows", &new).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let row = &made.json()["rows"][0];
    assert_eq!((&row["id"], &row["photo"]["bytes"], &row["pay"]), (&json!(4), &json!(3), &json!(0.1)));
    assert!(made.text().contains("9007199254740993"), "{}", made.text());
    assert!(made.header("etag").is_some());

    let changed = ground.send(Method::PATCH, "people/rows/4", &json!({ "age": 20, "name": "Dea" })).await;
    assert_eq!((&changed.json()["changes"], &changed.json()["rows"][0]["twice"]), (&json!(1), &json!(40)), "{}", changed.text());
    assert_eq!(ground.get("people/rows/4").await.json()["name"], "Dea");
    let put = ground.send(Method::PUT, "people/rows/9", &json!({ "name": "Eve" })).await;
    assert_eq!(put.json()["rows"][0]["id"], 9, "{}", put.text());
    let put = ground.send(Method::PUT, "people/rows/9", &json!({ "id": 9, "name": "Eva" })).await;
    assert_eq!(put.json()["rows"][0]["name"], "Eva", "{}", put.text());
    assert_eq!(ground.send(Method::PUT, "people/rows/9", &json!({ "id": 8, "name": "Eva" })).await.status, 400);
    let deleted = ground.send(Method::DELETE, "people/rows/9?return=rows", &json!({})).await;
    assert_eq!(deleted.json()["rows"][0]["name"], "Eva", "{}", deleted.text());
    for method in [Method::DELETE, Method::PATCH] {
        assert_eq!(ground.send(method, "people/rows/9", &json!({ "name": "x" })).await.status, 404);
    }
    let bare = ground.send(Method::PATCH, "bare/rows/2", &json!({ "word": "other" })).await;
    assert_eq!(bare.json()["rows"][0], json!({ "rowid": 2, "word": "other" }), "{}", bare.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused() {
    let ground = Ground::new().await;
    for (body, status, said) in [
        (json!({ "name": 5 }), 400, "name"),
        (json!({ "name": "x", "age": "5" }), 400, "age"),
        (json!({ "name": "x", "nobody": 1 }), 400, "nobody"),
        (json!({ "name": "x", "twice": 1 }), 400, "twice"),
        (json!({ "age": 1 }), 400, "NOT NULL constraint failed: people.name"),
        (json!({ "id": 1, "name": "x" }), 409, "UNIQUE constraint failed: people.id"),
        (json!([{ "name": "x" }, { "name": "y", "email": "ada@example.org" }]), 409, "people.email"),
        (json!([]), 400, "rows"),
        (json!([1]), 400, "object"),
        (json!("x"), 400, "object"),
    ] {
        let answer = ground.send(Method::POST, "people/rows", &body).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
        assert!(message(&answer).contains(said), "{body}: {}", answer.text());
    }
    let text = ground.ada.send(Method::POST, &ground.path("people/rows"), &[("content-type", "text/plain")], b"x".to_vec()).await;
    assert_eq!(text.status, 415);
    assert_eq!(ground.rows("people/rows?count=exact").await["total"], 3, "nothing was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_rows_at_once() {
    let ground = Ground::new().await;
    let upsert = json!([{ "email": "ada@example.org", "name": "Ada L." }, { "email": "new@example.org", "name": "New" }]);
    let answer = ground.send(Method::POST, "people/rows?upsert=email", &upsert).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["changes"]), (200, &json!(2)), "{}", answer.text());
    assert_eq!(ground.get("people/rows/1").await.json()["name"], "Ada L.");
    assert_eq!(ground.send(Method::POST, "people/rows?upsert=name", &upsert).await.status, 400);

    for method in [Method::PATCH, Method::DELETE] {
        let answer = ground.send(method.clone(), "people/rows", &json!({ "age": 1 })).await;
        assert_eq!((answer.status.as_u16(), message(&answer).contains("filter")), (400, true), "{method} {}", answer.text());
        for wrong in ["people/rows?age=36&limit=1", "people/rows?nobody=1", "people/rows?age=x"] {
            assert_eq!(ground.send(method.clone(), wrong, &json!({ "age": 1 })).await.status, 400, "{method} {wrong}");
        }
    }
    let changed = ground.send(Method::PATCH, "people/rows?age=36", &json!({ "pay": 7 })).await;
    assert_eq!(changed.json()["changes"], 2, "{}", changed.text());
    assert_eq!(ground.send(Method::DELETE, "people/rows?pay=7", &json!({})).await.json(), json!({ "changes": 2 }));

    for (kind, text) in [
        ("application/x-ndjson", "{\"name\":\"n1\"}\n{\"name\":\"n2\",\"age\":5}\n"),
        ("text/csv", "name,age,vip\n\"c,1\",7,true\nc2,,\n"),
        ("text/tab-separated-values", "name\tpay\nt1\t1.25\nt2\t\n"),
    ] {
        let path = ground.path("people/rows");
        let headers = [("content-type", kind), ("origin", &ground.ada.url(""))];
        let answer = ground.ada.send(Method::POST, &path, &headers, text.into()).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["changes"]), (200, &json!(2)), "{kind}: {}", answer.text());
    }
    let names = column(&ground.rows("people/rows?columns=name&id=gt:4").await, "name");
    assert!(["n1", "n2", "c,1", "c2", "t1", "t2"].iter().all(|name| names.contains(&json!(name))), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_happens_as_a_whole() {
    let ground = Ground::new().await;
    let path = format!("/api/dbs/{}/batch", ground.id);
    let good = json!({ "changes": [
        { "op": "insert", "table": "pairs", "rows": [{ "a": "n", "b": 1 }, { "a": "n", "b": 2 }] },
        { "op": "update", "table": "people", "key": [1], "set": { "age": 40 } },
        { "op": "delete", "table": "bare", "filter": [{ "column": "word", "op": "eq", "values": ["first"] }] },
        { "op": "update", "table": "pairs", "filter": [{ "column": "a", "op": "eq", "values": ["n"] }], "set": { "note": "new" } },
    ] });
    let answer = ground.ada.post(&path, &good).await;
    let results = answer.json()["results"].clone();
    let changes: Vec<u64> = results.as_array().expect("results").iter().map(|one| one["changes"].as_u64().expect("a number")).collect();
    assert_eq!(changes, [2, 1, 1, 2], "{}", answer.text());
    assert_eq!(
        (&results[0]["rows"][1]["b"], &results[1]["rows"][0]["age"], &results[3]["rows"][0]["note"]),
        (&json!(2), &json!(40), &json!("new"))
    );
    assert!(results[2]["rows"].is_null(), "deleted rows are answered when they are wanted");

    let first = json!({ "op": "insert", "table": "pairs", "rows": [{ "a": "z", "b": 1 }] });
    for (second, status) in [
        (json!({ "op": "insert", "table": "pairs", "rows": [{ "a": "n", "b": 1 }] }), 409),
        (json!({ "op": "update", "table": "people", "key": [99], "set": { "age": 1 } }), 404),
        (json!({ "op": "update", "table": "people", "key": [1], "set": { "nobody": 1 } }), 400),
        (json!({ "op": "update", "table": "people", "set": { "age": 1 } }), 400),
        (json!({ "op": "drop", "table": "people" }), 400),
        (json!({ "op": "delete", "table": "nobody", "key": [1] }), 404),
        (json!({ "op": "update", "table": "people", "key": [1], "set": { "age": 1 }, "version": "x" }), 412),
    ] {
        let answer = ground.ada.post(&path, &json!({ "changes": [first, second] })).await;
        assert_eq!(answer.status, status, "{second}: {}", answer.text());
    }
    assert_eq!(ground.rows("pairs/rows?a=z").await["rows"], json!([]), "nothing of a batch that failed is left");
    assert_eq!(ground.ada.post(&path, &json!({ "changes": [] })).await.status, 400);
}
