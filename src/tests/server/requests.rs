//! What is refused before any rule of the product is asked.

use crate::harness::{Answer, TestServer};
use reqwest::{Method, StatusCode};

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn assert_failed(answer: &Answer, status: u16, what: &str) {
    assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.text());
    let body = answer.json();
    assert_eq!(body["success"], false, "{what}: {body}");
    assert!(body["error"].as_str().is_some_and(|text| !text.is_empty()), "{what}: {body}");
    assert!(answer.location().is_none() && answer.header("serverfnerror").is_none(), "{what}");
}

#[tokio::test]
async fn bodies_that_do_not_parse_are_400() {
    let server = TestServer::start().await;
    let caller = server.anon();
    for body in
        ["", "[", "[]", "null", "\"x\"", "{\"projectId\":1}", "{\"projectId\":null}", "{} {}", "\u{1}projectId=1", "{\"projectId\":"]
    {
        let answer = caller.send(Method::POST, "/actions/getBoard", &[JSON], body.as_bytes().to_vec()).await;
        assert_failed(&answer, 400, body);
    }
    for body in ["view[page]=x&widgetId=1", "widgetId=%ff", "draft=1"] {
        let answer = caller.send(Method::POST, "/actions/getWidgetData", &[FORM], body.as_bytes().to_vec()).await;
        assert_failed(&answer, 400, body);
    }
}

#[tokio::test]
async fn other_content_types_are_415() {
    let server = TestServer::start().await;
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/xml", "application/jsonx", ""] {
        let headers = if kind.is_empty() { vec![] } else { vec![("content-type", kind)] };
        let answer = server.anon().send(Method::POST, "/actions/getBoard", &headers, b"{}".to_vec()).await;
        assert_failed(&answer, 415, kind);
    }
    let spelled = [("content-type", "Application/JSON; charset=UTF-8")];
    let answer = server.anon().send(Method::POST, "/actions/getBoard", &spelled, b"[".to_vec()).await;
    assert_failed(&answer, 400, "the name is not compared letter by letter");
}

#[tokio::test]
async fn more_than_two_mebibytes_is_413() {
    let server = TestServer::start().await;
    let caller = server.anon();
    let limit = 2 * 1024 * 1024;
    let padded = |length: usize| [b"[".as_slice(), &vec![b' '; length - 1]].concat();
    let answer = caller.send(Method::POST, "/actions/getBoard", &[JSON], padded(limit)).await;
    assert_failed(&answer, 400, "exactly the limit is read");
    let answer = caller.send(Method::POST, "/actions/getBoard", &[JSON], padded(limit + 1)).await;
    assert_failed(&answer, 413, "one byte more");
    let answer = caller.send(Method::POST, "/api/compatible-tables", &[JSON], padded(limit + 1)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json(), serde_json::json!({ "error": "The body is larger than 2 MiB" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_without_announced_length_is_counted_too() {
    use std::io::{Read, Write};

    let server = TestServer::start().await;
    let mut stream = std::net::TcpStream::connect(server.address()).expect("it listens");
    let head = "POST /actions/getBoard HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    for _ in 0..40 {
        stream.write_all(&chunk).expect("what is too much is still read, so that the answer can be");
    }
    stream.write_all(b"0\r\n\r\n").expect("sent");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn unlisted_methods_are_405_with_the_listed_ones() {
    let server = TestServer::start().await;
    let caller = server.anon();
    for (path, listed) in [("/", "GET,HEAD"), ("/api/health", "GET,HEAD"), ("/actions/getBoard", "POST")] {
        for method in ["POST", "GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            if listed.contains(method) {
                continue;
            }
            let answer = caller.send(method.parse().expect("a method"), path, &[], vec![]).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(answer.header("allow"), Some(listed), "{method} {path}");
            assert!(answer.json()["error"].as_str().is_some(), "{method} {path}");
        }
    }
    assert_eq!(caller.send(Method::TRACE, "/nowhere", &[("cookie", "a=b")], vec![]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let server = TestServer::start().await;
    let caller = server.anon();
    for path in ["/", "/api/health", "/nowhere", "/api/nowhere"] {
        let accept = [("accept", "text/html")];
        let get = caller.send(Method::GET, path, &accept, vec![]).await;
        let head = caller.send(Method::HEAD, path, &accept, vec![]).await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty() && !get.body.is_empty(), "{path}");
        let names = |answer: &Answer| {
            // What describes the body that is not there.
            let framing = ["content-length", "transfer-encoding", "vary"];
            answer.headers.keys().map(ToString::to_string).filter(|name| !framing.contains(&name.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(names(&head), names(&get), "{path}");
    }
}

#[tokio::test]
async fn an_action_that_does_not_exist_is_404() {
    let server = TestServer::start().await;
    for name in ["nothing", "getboard", "getBoard/", "getBoard/x", "..%2fgetBoard", ""] {
        let answer = server.anon().send(Method::POST, &format!("/actions/{name}"), &[JSON], b"{}".to_vec()).await;
        assert_failed(&answer, 404, name);
    }
}

#[tokio::test]
async fn the_process_says_that_it_lives_and_is_ready() {
    let server = TestServer::start().await;
    let caller = server.anon();
    let health = caller.get("/api/health").await.json();
    assert_eq!(health["status"], "ok");
    assert!(health["timestamp"].as_str().is_some_and(|time| time.len() == 24 && time.ends_with('Z')), "{health}");
    assert_eq!(caller.get("/api/status").await.json(), serde_json::json!({}));
    let ready = caller.get("/api/ready").await;
    assert_eq!((ready.status, ready.json()), (StatusCode::OK, serde_json::json!({ "status": "ready" })));
}

#[tokio::test]
async fn a_dead_store_is_not_ready_but_lives() {
    let server = TestServer::start().await;
    server.app().store.close().await;
    let caller = server.anon();
    assert_eq!(caller.get("/api/health").await.status, StatusCode::OK);
    let ready = caller.get("/api/ready").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ready.json(), serde_json::json!({ "error": "VizBoard is not ready" }), "strangers learn no reason");
}
