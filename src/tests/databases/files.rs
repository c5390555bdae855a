//! Files in and out.

use super::{asked, file, folders, make, send, staged};
use crate::harness::{Store, TestServer, message};
use reqwest::Method;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_and_goes_out() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let bytes = file("create table t (a); insert into t values ('it')");
    let made = send(&ada, Method::POST, "/dbs", "Ümlaut \"q\".sqlite", &bytes, &[("team", "ada")]).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let shown = ada.get(&format!("/api/dbs/{id}")).await.json();
    assert_eq!(shown["tables"][0]["name"], "t");
    let fetched = ada.get(&format!("/dbs/{id}/download")).await;
    assert_eq!(fetched.header("content-type"), Some("application/vnd.sqlite3"));
    let disposition = fetched.header("content-disposition").expect("a name");
    assert!(disposition.starts_with("attachment; filename=\"") && disposition.contains("filename*=UTF-8''%C3%9Cmlaut"), "{disposition}");
    assert_eq!(asked(&fetched.body, "select a from t"), "it");
    for (name, bytes, status) in [
        ("a.sqlite", &b"no database"[..], 400),
        ("a.sqlite", &[b"SQLite format 3\0".as_slice(), &[7; 4000]].concat(), 400),
        ("a.sqlite", &b""[..], 400),
    ] {
        let refused = send(&ada, Method::POST, "/dbs", name, bytes, &[]).await;
        assert_eq!(refused.status, status, "{}", refused.text());
        assert!(!message(&refused).is_empty());
    }
    assert_eq!(ada.send(Method::POST, "/dbs", &[("content-type", "text/plain"), ("origin", &ada.url(""))], vec![1]).await.status, 415);
    assert_eq!(server.anon().send(Method::POST, "/dbs", &[("content-type", "multipart/form-data; boundary=x")], vec![1]).await.status, 401);
    assert_eq!((folders(&server), staged(&server)), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_or_breaks_off_leaves_nothing() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_UPLOAD_LIMIT", "3")]).await;
    let ada = server.sign_up("ada").await;
    let refused = send(&ada, Method::POST, "/dbs", "large.csv", &vec![b'x'; 3_500_000], &[]).await;
    assert_eq!(refused.status, 413, "{}", refused.text());
    assert!(message(&refused).contains("VIZBOARD_UPLOAD_LIMIT"), "{}", refused.text());
    // More than an ordinary body may have, and less than a file.
    let bytes = file("create table t (a); insert into t values (zeroblob(2500000))");
    let made = send(&ada, Method::POST, "/dbs", "fits.sqlite", &bytes, &[]).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let session = ada.cookie("vizboard_session").expect("a session");
    let mut half = tokio::net::TcpStream::connect(server.address()).await.expect("the server listens");
    let head = format!(
        "POST /dbs HTTP/1.1\r\nHost: {}\r\nCookie: vizboard_session={session}\r\nContent-Type: multipart/form-data; boundary=edge\r\n\
         Content-Length: 2900000\r\n\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.sqlite\"\r\n\r\n",
        server.address()
    );
    half.write_all(head.as_bytes()).await.expect("sent");
    half.write_all(&vec![0; 1_400_000]).await.expect("sent");
    for _ in 0..500 {
        if staged(&server) > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(staged(&server), 1, "it is on its way");
    half.shutdown().await.expect("cut");
    let mut rest = Vec::new();
    let _ = half.read_to_end(&mut rest).await;
    for _ in 0..500 {
        if staged(&server) == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!((folders(&server), staged(&server)), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_the_file_before_or_after_and_nothing_between() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = make(&ada, "Replaced").await;
    let of = |word: &str| {
        let rows: String = (0..200).map(|n| format!("insert into t values ('{word}', {n}, zeroblob(2000));")).collect();
        file(&format!("create table t (word text, n integer, room blob); begin; {rows} commit"))
    };
    let (black, white) = (of("black"), of("white"));
    let path = format!("/dbs/{id}");
    assert_eq!(send(&ada, Method::PUT, &path, "a.sqlite", &black, &[]).await.status, 200);
    let stop = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (ada, path, stop) = (ada.clone(), path.clone(), stop.clone());
            tokio::spawn(async move {
                let mut seen = 0;
                while !stop.load(Ordering::Relaxed) {
                    let fetched = ada.get(&format!("{path}/download")).await;
                    assert_eq!(fetched.status, 200, "{}", fetched.text());
                    let words = asked(&fetched.body, "select group_concat(distinct word) || count(*) from t");
                    assert!(["black200", "white200"].contains(&words.as_str()), "{words}");
                    seen += 1;
                }
                seen
            })
        })
        .collect();
    for bytes in [&white, &black, &white, &black, &white] {
        let replaced = send(&ada, Method::PUT, &path, "b.sqlite", bytes, &[]).await;
        assert_eq!(replaced.status, 200, "{}", replaced.text());
    }
    stop.store(true, Ordering::Relaxed);
    for reader in readers {
        assert!(reader.await.expect("no panic") > 0);
    }
    assert_eq!(send(&ada, Method::PUT, &path, "c.sqlite", b"SQLite format 3\0 but no more", &[]).await.status, 400);
    let fetched = ada.get(&format!("{path}/download")).await;
    assert_eq!(asked(&fetched.body, "select group_concat(distinct word) from t"), "white");
    let copies = ada.get(&format!("/api/dbs/{id}/copies")).await.json();
    assert_eq!(copies["copies"].as_array().map(Vec::len), Some(6), "what was replaced is kept: {copies}");
    let locked = ada.send_json(Method::PATCH, &format!("/api/dbs/{id}/settings"), &json!({ "schemaLocked": true })).await;
    assert_eq!(locked.status, 200);
    assert_eq!(send(&ada, Method::PUT, &path, "d.sqlite", &black, &[]).await.status, 403);
    assert_eq!(staged(&server), 0);
}
