//! Cells as files: in by a form, out with headers that let nothing of it run (security.md, check 114).

use super::{Ground, made, token_for};
use crate::harness::Caller;
use reqwest::Method;
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

async fn fill(caller: &Caller, path: &str, bytes: &[u8], name: &str) -> crate::harness::Answer {
    let mut body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n")
        .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    caller.send(Method::PUT, path, &[("content-type", "multipart/form-data; boundary=x")], body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_go_in_and_come_out() {
    let ground = Ground::of(
        "create table pictures (name text, picture blob); create table twins (name text, picture blob);
         insert into twins (name) values ('a'), ('a'); create table k (code text primary key, picture blob) without rowid;
         insert into k (code) values ('x/y');",
    )
    .await;
    // The flow of the official client: INSERT ... RETURNING rowid, then PUT, both with a token.
    let program = token_for(&ground.ada, &ground.id, &["read", "write"]).await;
    let inserted = program
        .post(&format!("/dbs/{}/sql", ground.id), &json!({ "query": "INSERT INTO pictures (name) VALUES ('one') RETURNING rowid" }))
        .await;
    let rowid = inserted.json()["rows"][0]["rowid"].to_string();
    assert_eq!(rowid, "1", "{}", inserted.text());
    let path = ground.path(&["tables", "pictures", "columns", "picture", "files", "rowid", &rowid]);
    assert_eq!(ground.ada.get(&path).await.status, 404, "nothing is in it yet");
    let filled = fill(&program, &path, PNG, "a.png").await;
    assert_eq!((filled.status.as_u16(), filled.json()), (200, json!({})));
    let shown = ground.ada.get(&path).await;
    assert_eq!((shown.header("content-type"), &shown.body[..]), (Some("image/png"), PNG));
    let headers = |answer: &crate::harness::Answer| {
        ["content-security-policy", "x-content-type-options", "cross-origin-resource-policy", "content-disposition"]
            .map(|name| answer.header(name).unwrap_or_default().to_owned())
    };
    let [policy, sniffing, resource, disposition] = headers(&shown);
    assert_eq!((policy.as_str(), sniffing.as_str(), resource.as_str()), ("sandbox; default-src 'none'", "nosniff", "same-origin"));
    assert!(disposition.starts_with("inline; filename=\"pictures-picture-1.png\""), "{disposition}");
    // What could run is saved and not shown, whatever it is called.
    for bytes in [
        &b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"[..],
        b"<!doctype html><script>1</script>",
        b"%PDF-1.7",
        b"",
    ] {
        assert_eq!(fill(&program, &path, bytes, "x.png").await.status, 200);
        let saved = ground.ada.get(&path).await;
        assert_eq!((saved.header("content-type"), &saved.body[..]), (Some("application/octet-stream"), bytes));
        let [policy, _, _, disposition] = headers(&saved);
        assert!(disposition.starts_with("attachment;") && policy == "sandbox; default-src 'none'", "{disposition} {policy}");
    }
    let by_key = ground.path(&["tables", "k", "columns", "picture", "files", "code", "x/y"]);
    assert_eq!(fill(&program, &by_key, PNG, "a").await.status, 200);
    assert_eq!(ground.ada.get(&by_key).await.body, PNG);

    for (parts, status, text) in [
        (["tables", "pictures", "columns", "picture", "files", "rowid", "x"], 400, "Invalid rowid"),
        (["tables", "pictures", "columns", "picture", "files", "rowid", "99"], 404, "Row not found"),
        (["tables", "twins", "columns", "picture", "files", "name", "a"], 400, "Multiple rows with the same name exist"),
        (["tables", "k", "columns", "picture", "files", "rowid", "1"], 404, "Column not found"),
        (["tables", "pictures", "columns", "nothing", "files", "rowid", "1"], 404, "Column not found"),
    ] {
        let path = ground.path(&parts);
        let got = ground.ada.get(&path).await;
        assert_eq!((got.status.as_u16(), crate::harness::message(&got).as_str()), (status, text), "{parts:?}");
        let put = fill(&program, &path, PNG, "a").await;
        assert_eq!((put.status.as_u16(), crate::harness::message(&put).as_str()), (status, text), "{parts:?}");
    }
    assert_eq!(fill(&program, &path, &vec![1; 10_000_001], "big").await.status, 413);
    assert_eq!(
        program.send(Method::PUT, &path, &[("content-type", "multipart/form-data; boundary=x")], b"--x\r\n".to_vec()).await.status,
        400
    );
    // Whoever may not change rows is told so, and strangers nothing.
    let reader = token_for(&ground.ada, &ground.id, &["read"]).await;
    assert_eq!(fill(&reader, &path, PNG, "a").await.status, 403);
    assert_eq!(fill(&ground.server.anon(), &path, PNG, "a").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn public_cells_are_read_by_the_read_only_id() {
    let ground = Ground::of("create table p (b blob); insert into p values (x'ffd8ff00')").await;
    let readonly = ground.shown().await["readonlyId"].as_str().expect("an id").to_owned();
    let path = format!("/readonly/{readonly}/tables/p/columns/b/files/rowid/1");
    let stranger = ground.server.anon();
    assert_eq!(stranger.get(&path).await.status, 404, "it is private");
    assert_eq!(ground.ada.get(&path).await.status, 200);
    ground.set(json!({ "visibility": "public" })).await;
    let shown = stranger.get(&path).await;
    assert_eq!((shown.header("content-type"), shown.body.len()), (Some("image/jpeg"), 4));
    assert_eq!(stranger.get(&ground.path(&["tables", "p", "columns", "b", "files", "rowid", "1"])).await.status, 200);
    assert_eq!(fill(&stranger, &ground.path(&["tables", "p", "columns", "b", "files", "rowid", "1"]), PNG, "a").await.status, 403);
    let other = made(&ground.ada, "create table p (b blob)").await;
    assert_eq!(stranger.get(&format!("/api/dbs/{other}/tables/p")).await.status, 404);
}
