//! Two editors of one row: the second is told, and shown what is there now.

use super::Ground;
use reqwest::Method;
use serde_json::{Value as Json, json};

async fn with_version(ground: &Ground, method: Method, rest: &str, version: &str, body: &Json) -> crate::harness::Answer {
    let headers = [("content-type", "application/json"), ("if-match", version), ("origin", &ground.ada.url(""))];
    ground.ada.send(method, &ground.path(rest), &headers, body.to_string().into_bytes()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_editor_is_shown_the_row_as_it_is() {
    let ground = Ground::new().await;
    let seen = ground.get("people/rows/1").await.header("etag").expect("a version").to_owned();
    let first = with_version(&ground, Method::PATCH, "people/rows/1", &seen, &json!({ "age": 37 })).await;
    assert_eq!(first.status, 200, "{}", first.text());
    let now = first.header("etag").expect("a version").to_owned();
    assert_eq!(ground.get("people/rows/1").await.header("etag"), Some(now.as_str()), "what is written has the version that is read");

    for (method, rest) in [(Method::PATCH, "people/rows/1"), (Method::DELETE, "people/rows/1"), (Method::PUT, "people/rows/1")] {
        let second = with_version(&ground, method.clone(), rest, &seen, &json!({ "age": 38 })).await;
        assert_eq!(second.status, 412, "{method}: {}", second.text());
        let body = second.json();
        assert_eq!((&body["current"]["age"], &body["current"]["photo"]["bytes"]), (&json!(37), &json!(3)), "{body}");
        assert_eq!(format!("\"{}\"", body["version"].as_str().expect("a version")), now);
        assert!(body["errors"][0]["message"].as_str().is_some_and(|text| text.contains("changed")));
    }
    assert_eq!(ground.get("people/rows/1").await.json()["age"], 37);
    let listed = ground.rows("people/rows?versions=true&id=1").await["versions"][0].clone();
    assert_eq!(format!("\"{}\"", listed.as_str().expect("a version")), now);

    assert_eq!(with_version(&ground, Method::DELETE, "people/rows/1", &now, &json!({})).await.status, 200);
    let gone = with_version(&ground, Method::PATCH, "people/rows/1", &now, &json!({ "age": 1 })).await;
    assert_eq!((gone.status.as_u16(), gone.json()["current"].clone()), (412, Json::Null), "{}", gone.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_editors_at_once_one_wins() {
    let ground = Ground::new().await;
    let seen = ground.get("people/rows/2").await.header("etag").expect("a version").to_owned();
    let edits = (0..12).map(|n| {
        let (ground, seen) = (&ground, &seen);
        async move { with_version(ground, Method::PATCH, "people/rows/2", seen, &json!({ "age": n })).await.status.as_u16() }
    });
    let mut answers = futures::future::join_all(edits).await;
    answers.sort_unstable();
    assert_eq!((answers[0], &answers[1..]), (200, &[412; 11][..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_says_which_change_clashed() {
    let ground = Ground::new().await;
    let body = json!({ "changes": [
        { "op": "update", "table": "people", "key": [1], "set": { "age": 1 } },
        { "op": "update", "table": "people", "key": [2], "set": { "age": 2 }, "version": "old" },
    ] });
    let answer = ground.ada.post(&format!("/api/dbs/{}/batch", ground.id), &body).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["at"], &answer.json()["current"]["name"]), (412, &json!(1), &json!("Bob")));
    assert_eq!(ground.get("people/rows/1").await.json()["age"], 36);
}
