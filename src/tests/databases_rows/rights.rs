//! Who may do what with rows, and what they are not told.

use super::Ground;
use crate::harness::{Answer, Caller, message};
use reqwest::Method;
use serde_json::{Value as Json, json};

async fn send(caller: &Caller, ground: &Ground, method: Method, rest: &str, body: &Json) -> Answer {
    caller.send_json(method, &ground.path(rest), body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_does_what_it_was_made_for() {
    let ground = Ground::new().await;
    // Reading, inserting, an upsert, changing by key and by filter, deleting.
    let asked: [(&str, Method, &str, Json); 7] = [
        ("read", Method::GET, "people/rows", Json::Null),
        ("one", Method::GET, "people/rows/1", Json::Null),
        ("insert", Method::POST, "people/rows", json!({ "name": "x" })),
        ("upsert", Method::POST, "people/rows?upsert=id", json!({ "id": 1, "name": "x" })),
        ("change", Method::PATCH, "people/rows/2", json!({ "age": 3 })),
        ("filter", Method::PATCH, "people/rows?age=3", json!({ "age": 3 })),
        ("delete", Method::DELETE, "people/rows/77", json!({})),
    ];
    for (permissions, statuses) in [
        (&["read"][..], [200, 200, 403, 403, 403, 403, 403]),
        (&["insert"], [403, 403, 200, 403, 403, 403, 403]),
        (&["write"], [403, 403, 200, 200, 200, 403, 404]),
        (&["read", "insert"], [200, 200, 200, 403, 403, 403, 403]),
        (&["read", "write"], [200, 200, 200, 200, 200, 200, 404]),
    ] {
        let token = ground.token(permissions).await;
        for ((what, method, rest, body), status) in asked.iter().zip(statuses) {
            let answer = send(&token, &ground, method.clone(), rest, body).await;
            assert_eq!(answer.status, status, "{permissions:?} {what}: {}", answer.text());
            let may_read = permissions.contains(&"read");
            if !may_read && status == 200 {
                assert_eq!(answer.json(), json!({ "changes": 1 }), "{permissions:?} {what}");
                assert!(answer.header("etag").is_none());
            }
        }
        let wanted = send(&token, &ground, Method::POST, "people/rows?return=rows", &json!({ "name": "y" })).await;
        let both = permissions.contains(&"read") && permissions.len() > 1;
        assert_eq!(wanted.status, if both { 200 } else { 403 }, "{permissions:?}: {}", wanted.text());
    }
    let write = ground.token(&["write"]).await;
    let headers = [("content-type", "application/json"), ("if-match", "\"x\"")];
    let guessed = write.send(Method::PATCH, &ground.path("people/rows/2"), &headers, b"{\"age\":1}".to_vec()).await;
    assert_eq!(guessed.status, 403, "versions tell what a row holds: {}", guessed.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_see_nothing_and_readers_read() {
    let ground = Ground::new().await;
    let (eve, nobody) = (ground.server.sign_up("eve").await, ground.server.anon());
    let readonly = ground.ada.get(&format!("/api/dbs/{}", ground.id)).await.json()["readonlyId"].as_str().expect("an id").to_owned();
    let by_readonly = format!("/readonly/{readonly}/tables/people/rows");
    for caller in [&eve, &nobody] {
        for (method, rest) in [
            (Method::GET, "people/rows"),
            (Method::POST, "people/rows"),
            (Method::PATCH, "people/rows/1"),
            (Method::DELETE, "people/rows/1"),
        ] {
            let answer = send(caller, &ground, method.clone(), rest, &json!({ "name": "x" })).await;
            assert_eq!((answer.status.as_u16(), message(&answer).as_str()), (404, "Database not found"), "{method}");
        }
        assert_eq!(caller.get(&by_readonly).await.status, 404);
    }
    let public = json!({ "visibility": "public" });
    let answer = ground.ada.send_json(Method::PATCH, &format!("/api/dbs/{}/settings", ground.id), &public).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    for caller in [&eve, &nobody] {
        assert_eq!(send(caller, &ground, Method::GET, "people/rows", &Json::Null).await.status, 200);
        assert_eq!(send(caller, &ground, Method::PATCH, "people/rows/1", &json!({ "age": 1 })).await.status, 403);
        let page = caller.get(&by_readonly).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(!page.text().contains(&ground.id), "the other id is not told: {}", page.text());
        assert!(page.json()["rows"][0]["photo"]["url"].as_str().is_some_and(|url| url.starts_with(&format!("/readonly/{readonly}/"))));
        assert_eq!(caller.get(&format!("{by_readonly}/1")).await.json()["name"], "Ada");
    }
    // Nobody writes under the read-only id.
    assert_eq!(ground.ada.send_json(Method::PATCH, &format!("{by_readonly}/1"), &json!({ "age": 1 })).await.status, 405);
}
