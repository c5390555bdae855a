//! Nobody else's page changes anything (security.md, checks 20 to 22).

use crate::harness::TestServer;
use reqwest::{Method, StatusCode};

/// Every route that may change something, as far as it is known without signing in.
fn changing() -> Vec<(Method, String)> {
    let mut routes: Vec<_> = server_fn::axum::server_fn_paths().map(|(path, _)| (Method::POST, path.to_owned())).collect();
    assert!(routes.len() > 15, "the actions are linked into the tests");
    for path in
        ["/api/login", "/api/users", "/api/compatible-tables", "/api/projects/6f9619ff-8b86-4011-b42d-00cf4fc964ff/public", "/nowhere"]
    {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            routes.push((method, path.to_owned()));
        }
    }
    routes
}

#[tokio::test]
async fn no_other_site_reaches_a_handler() {
    let server = TestServer::start().await;
    let caller = server.anon();
    caller.set_cookie("vizboard_session", "whatever");
    let own = server.url("");
    let neighbour = own.replace("127.0.0.1", "app.127.0.0.1");
    let json = ("content-type", "application/json");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let text = ("content-type", "text/plain");
    let upload = ("content-type", "multipart/form-data; boundary=x");
    let attacks: Vec<Vec<(&str, &str)>> = vec![
        vec![form, ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        vec![upload, ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        vec![text, ("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        vec![json, ("sec-fetch-site", "cross-site")],
        vec![json, ("origin", "null")],
        vec![form, ("origin", "https://evil.example")],
        vec![form, ("origin", &neighbour)],
        vec![form, ("origin", &own), ("sec-fetch-site", "same-site")],
        vec![json, ("origin", "https://evil.example"), ("authorization", "Bearer x")],
        vec![form, ("origin", "https://evil.example"), ("x-http-method-override", "GET")],
        vec![form, ("origin", "https://evil.example"), ("x-forwarded-host", "evil.example"), ("x-original-url", "/")],
    ];
    for (method, path) in changing() {
        for attack in &attacks {
            let answer = caller.send(method.clone(), &path, attack, b"a=b".to_vec()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} with {attack:?}");
            assert!(answer.text().contains("another site"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn programs_and_our_own_pages_are_let_in() {
    let server = TestServer::start().await;
    let own = server.url("");
    let json = ("content-type", "application/json");
    let with_cookie = server.anon();
    with_cookie.set_cookie("vizboard_session", "whatever");
    for (caller, headers) in [
        (&with_cookie, vec![json, ("origin", own.as_str())]),
        (&with_cookie, vec![json, ("sec-fetch-site", "same-origin")]),
        (&with_cookie, vec![json]),
    ] {
        let answer = caller.send(Method::POST, "/actions/getBoard", &headers, b"[".to_vec()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{headers:?} reaches the action, which reads the body");
    }
    let token = server.sign_up("ada").await.cookie("vizboard_session").expect("a session");
    let bearer = format!("Bearer {token}");
    let headers = [json, ("authorization", bearer.as_str()), ("origin", "https://other.example"), ("sec-fetch-site", "cross-site")];
    let answer = server.anon().send(Method::POST, "/actions/getUserBySession", &headers, b"{}".to_vec()).await;
    assert_eq!((answer.status, &answer.json()["user"]["username"]), (StatusCode::OK, &"ada".into()), "a token is no cookie");
}

#[test]
fn every_action_is_a_post_below_actions() {
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert_eq!(method, Method::POST, "{path}");
        let name = path.strip_prefix("/actions/").unwrap_or_else(|| panic!("{path} is elsewhere"));
        assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()), "{path} has no documented name");
    }
}
