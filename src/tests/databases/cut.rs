//! Files whose sending breaks off, wherever that happens: nothing of them is left, and what was there is as it was.

use super::{asked, file, folders, make, staged};
use crate::harness::{Caller, TestServer};
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Sends the beginning of a form, and leaves.
async fn broken_off(server: &TestServer, ada: &Caller, request: &str, body: &[u8], sent: usize) {
    let session = ada.cookie("vizboard_session").expect("a session");
    let mut stream = TcpStream::connect(server.address()).await.expect("the server listens");
    let head = format!(
        "{request} HTTP/1.1\r\nHost: {}\r\nCookie: vizboard_session={session}\r\nContent-Type: multipart/form-data; boundary=edge\r\n\
         Content-Length: {}\r\n\r\n",
        server.address(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    // What the server refuses early it may not read to the end.
    let _ = stream.write_all(&body[..sent]).await;
    // Until it has begun to lie on the disk, nothing could be left of it.
    tokio::time::sleep(Duration::from_millis(30)).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let status = String::from_utf8_lossy(&answer).split(' ').nth(1).map(str::to_owned);
    assert!(status.as_deref().is_none_or(|status| status.starts_with('4')), "{request} {sent}: {status:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_what_breaks_off() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = make(&ada, "Kept").await;
    let sqlite = file("create table t (a); insert into t values (zeroblob(900000))");
    let csv = "a,b\n1,two\n".repeat(80_000).into_bytes();
    for (request, name, content) in [
        ("POST /dbs".to_owned(), "a.sqlite", &sqlite),
        ("POST /dbs".to_owned(), "a.csv", &csv),
        (format!("PUT /dbs/{id}"), "a.sqlite", &sqlite),
        (format!("POST /api/dbs/{id}/imports"), "a.csv", &csv),
    ] {
        let part = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let begin = part.len();
        let body = [part.as_bytes(), content.as_slice(), b"\r\n--edge--\r\n"].concat();
        // In the head of the part, before and in the content, at its end, and in the sign that ends the form.
        for sent in [20, begin, begin + 10, begin + content.len() / 2, begin + content.len(), body.len() - 7] {
            broken_off(&server, &ada, &request, &body, sent).await;
        }
    }
    for _ in 0..500 {
        if staged(&server) == 0 && folders(&server) == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!((folders(&server), staged(&server)), (1, 0));
    let listed = ada.get("/api/dbs").await.json();
    assert_eq!(listed["numberOfDatabases"], 1, "{listed}");
    let fetched = ada.get(&format!("/dbs/{id}/download")).await;
    assert_eq!(asked(&fetched.body, "select group_concat(name) from sqlite_schema where type = 'table'"), "people");
}
