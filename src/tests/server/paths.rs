//! No other spelling of an address gets another verdict (security.md, check 29).

use crate::harness::TestServer;
use reqwest::{Method, StatusCode};
use std::io::{Read, Write};

/// Status of a request whose path is sent as it stands: clients tidy paths up before sending.
fn raw(server: &TestServer, method: &str, path: &str, headers: &str) -> u16 {
    let mut stream = std::net::TcpStream::connect(server.address()).expect("it listens");
    let head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}content-length: 2\r\n\r\n{{}}");
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok();
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{path}: {answer:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spellings_of_a_path_are_other_paths() {
    let server = TestServer::start().await;
    let json = "content-type: application/json\r\n";
    for path in [
        "/actions/getBoard/",
        "//actions/getBoard",
        "/actions//getBoard",
        "/./actions/getBoard",
        "/x/../actions/getBoard",
        "/actions/./getBoard",
        "/%61ctions/getBoard",
        "/actions/%67etBoard",
        "/actions%2fgetBoard",
        "/actions/getBoard;x=1",
        "/actions/getBoard%00",
        "/ACTIONS/getBoard",
        "/actions/GETBOARD",
        "/actions/getBoard.json",
    ] {
        assert_eq!(raw(&server, "POST", path, json), 404, "{path}");
    }
    for path in
        ["/assets/../Cargo.toml", "/assets/x/../../Cargo.toml", "/assets/x/%2e%2e/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/Cargo.toml"]
    {
        assert_eq!(raw(&server, "GET", path, ""), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_stay_inside_their_folder() {
    let server = TestServer::start().await;
    let page = server.anon().page("/").await.text();
    let at = page.find("/assets/").expect("the page names its files");
    let prefix: String = page[at..].chars().take("/assets/".len() + 16).collect();
    for path in [
        "../../Cargo.toml",
        "..%2f..%2fCargo.toml",
        "%2e%2e/%2e%2e/Cargo.toml",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "pkg/../../../Cargo.toml",
    ] {
        assert_eq!(raw(&server, "GET", &format!("{prefix}/{path}"), ""), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn headers_and_queries_do_not_change_method_or_address() {
    let server = TestServer::start().await;
    for headers in [
        "x-http-method-override: POST\r\n",
        "x-http-method: POST\r\n",
        "x-method-override: POST\r\n",
        "x-original-url: /api/health\r\n",
        "x-rewrite-url: /api/health\r\n",
    ] {
        assert_eq!(raw(&server, "GET", "/actions/getBoard", headers), 405, "{headers}");
        assert_eq!(raw(&server, "GET", "/api/nowhere", headers), 404, "{headers}");
    }
    for path in ["/actions/getBoard?_method=POST", "/actions/getBoard?projectId=1"] {
        assert_eq!(raw(&server, "GET", path, ""), 405, "{path}");
    }
}

#[tokio::test]
async fn fields_come_from_the_body_only() {
    let server = TestServer::start().await;
    let json = [("content-type", "application/json")];
    // The body has the wrong kind; a field of the query must not stand in for it.
    let answer = server.anon().send(Method::POST, "/actions/getBoard?projectId=1", &json, b"{\"projectId\":1}".to_vec()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
