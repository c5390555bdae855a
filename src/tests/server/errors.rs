//! What an error tells a stranger: what happened and what to do, never how VizBoard is made or where it runs
//! (security.md, check 185).

use crate::{
    harness::{Answer, Caller, Store, TestServer, postgres},
    projects::shop,
    routes::validator::Document,
};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;

/// Words of our inside, in lower case.
const INSIDE: [&str; 23] = [
    "src/",
    ".rs:",
    "/tmp",
    "/home",
    "/root",
    "vizboard.db",
    "secret.key",
    "select ",
    "insert into",
    "delete from",
    "no such table",
    "relation \"",
    "sqlx",
    "rusqlite",
    "sqlite",
    "postgres",
    "tokio",
    "axum",
    "panicked",
    "backtrace",
    "thread '",
    "127.0.0.1",
    "localhost",
];

/// The inner words that an answer has. References into the log do not count: they are drawn at random and spell any word
/// once in a while.
fn found(text: &str) -> Vec<&'static str> {
    let mut text = text.to_owned();
    if let Some((_, after)) = text.split_once("Reference: ") {
        let code: String = after.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "_-".contains(*sign)).collect();
        text = text.replace(&code, "");
    }
    let text = text.to_lowercase();
    INSIDE.into_iter().filter(|word| text.contains(word)).collect()
}

#[test]
fn a_reference_is_no_word_of_our_inside() {
    let told = |code: &str, rest: &str| found(&format!("{{\"error\":\"{rest} Reference: {code}\",\"code\":\"{code}\"}}"));
    assert_eq!(told("TbavoAxum_", "Something went wrong."), Vec::<&str>::new());
    assert_eq!(told("TbavoAxum_", "axum went wrong."), ["axum"]);
}

#[derive(Default)]
struct Seen(BTreeSet<u16>);

impl Seen {
    #[track_caller]
    fn look(&mut self, what: &str, answer: &Answer) {
        let status = answer.status.as_u16();
        if status < 400 && !answer.text().contains("\"success\":false") {
            return;
        }
        self.0.insert(status);
        let (text, version) = (answer.text(), env!("CARGO_PKG_VERSION"));
        // The application's own page around a text is the same for everybody.
        let is_page = text.contains("<!DOCTYPE html>") && text.contains("/assets/");
        if !is_page {
            assert_eq!(found(&text), Vec::<&str>::new(), "{what} {status}: {text}");
            assert!(!text.contains(version), "{what} {status}: {text}");
        }
        for name in ["server", "x-powered-by"] {
            assert!(answer.header(name).is_none(), "{what}: {name}");
        }
    }
}

/// Every route of the API and the actions, asked in the ways that go wrong.
async fn ask_everything(server: &TestServer, caller: &Caller, seen: &mut Seen) {
    const JSON: (&str, &str) = ("content-type", "application/json");
    let url = server.url("");
    for route in Document::of(server).await.routes() {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let (method, path): (Method, _) = (method.parse().expect("a method"), path.replace("{projectId}", "x").replace("{widgetId}", "x"));
        if ["/actions/logOut", "/api/logout"].contains(&path.as_str()) {
            continue;
        }
        let bodies: [&[u8]; 6] =
            [b"{}", b"{", b"[1]", b"\xff", b"{\"projectId\":{\"a\":1},\"id\":[],\"connectionIds\":1,\"widgetId\":7}", b"null"];
        for body in bodies {
            let headers = [JSON, ("origin", url.as_str())];
            seen.look(&path, &caller.send(method.clone(), &path, &headers, body.to_vec()).await);
        }
        seen.look(&path, &caller.send(method.clone(), &path, &[("content-type", "text/plain")], b"{}".to_vec()).await);
        seen.look(&path, &caller.send(Method::DELETE, &path, &[JSON, ("origin", url.as_str())], vec![]).await);
        seen.look(&path, &caller.send(method.clone(), &path, &[JSON, ("origin", "https://evil.example")], b"{}".to_vec()).await);
        seen.look(&path, &caller.stranger().send(method, &path, &[("authorization", "Bearer x")], b"{}".to_vec()).await);
    }
    for path in ["/nowhere", "/api/nowhere", "/projects/x", "/public/x", "/setup/x", "/assets/x/y", "/projects/%ff", "/%2e%2e/etc/passwd"] {
        seen.look(path, &caller.get(path).await);
        seen.look(path, &caller.page(path).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_error_tells_how_it_is_made() {
    for store in Store::BOTH {
        let url = if store == Store::Postgres { postgres::fresh_database().await } else { String::new() };
        let server = TestServer::start_with(Store::Sqlite, &[("DATABASE_URL", &url), ("VIZBOARD_ATTEMPTS_PER_ADDRESS", "200")]).await;
        let ada = server.sign_up("ada").await;
        let mut seen = Seen::default();
        ask_everything(&server, &ada, &mut seen).await;
        let large = vec![b' '; 2 * 1024 * 1024 + 1];
        seen.look("large", &ada.send(Method::POST, "/actions/getBoard", &[("content-type", "application/json")], large).await);
        for _ in 0..12 {
            seen.look("log-in", &server.anon().act("logIn", json!({ "username": "ada", "password": "wrong password" })).await);
            seen.look("log-in", &server.anon().post("/api/login", &json!({ "username": "ada", "password": "wrong password" })).await);
        }
        // Our own faults, behind the door and at it.
        for table in ["connections", "projects", "sessions"] {
            let statement = sqlx::AssertSqlSafe(format!("alter table {table} rename to {table}_gone"));
            sqlx::query(statement).execute(&mut *server.app().store.read().await.expect("the store")).await.expect("renamed");
            ask_everything(&server, &ada, &mut seen).await;
        }
        // The store does not answer.
        server.app().store.close().await;
        ask_everything(&server, &ada, &mut seen).await;
        for status in [400, 401, 403, 404, 405, 413, 415, 429, 500, 503] {
            assert!(seen.0.contains(&status), "{store:?}: nothing was answered {status}: {:?}", seen.0);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_page_tells_nothing_of_a_database_that_fails() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (mut way, connection) = shop::behind_relay("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    shop::table(&ada, &id).await;
    let link = shop::publish(&ada, &id).await;
    way.cut().await;
    let anon = server.anon();
    let tile = anon.act("getPublicTile", json!({ "idPublic": link, "place": 0 })).await;
    let page = anon.page(&format!("/public/{link}")).await;
    assert_eq!((tile.status.as_u16(), page.status.as_u16()), (200, 200));
    for text in [tile.text(), page.text()] {
        for field in ["host", "database", "password"] {
            let secret = connection[field].as_str().expect("a text");
            assert!(!text.contains(secret), "{field}: {text}");
        }
        assert!(!text.contains(&way.port().to_string()) && text.contains("cannot be shown right now"), "{text}");
    }
}

#[test]
fn a_word_of_the_inside_is_found() {
    for word in INSIDE {
        assert!(found(&format!("It failed: {}", word.to_uppercase())).contains(&word));
    }
}
