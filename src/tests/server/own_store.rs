//! VizBoard's own store and listener are no databases of anybody, however their addresses are written (00-conventions,
//! Reaching other people's servers).

use crate::{
    harness::{Caller, Store, TestServer, postgres},
    projects::shop,
};
use serde_json::{Value as Json, json};

const NOT_REACHED: &str = "does not lead to an address that may be reached";
const NOT_ALLOWED: &str = "That file is not below an allowed folder.";

async fn test(ada: &Caller, connection: &Json) -> Json {
    ada.act("testConnection", json!({ "connection": connection })).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_its_own_database_is_refused_and_a_neighbour_is_not() {
    let neighbour = shop::connection("Neighbour").await;
    let plain = |url: &url::Url| url.to_string();
    let by_query = |url: &url::Url| {
        let (host, port) = (url.host_str().expect("a host"), url.port().expect("a port"));
        let (user, password) = (url.username(), url.password().expect("a password"));
        format!(
            "postgres://nobody@nowhere.invalid:1/other?host={host}&port={port}&dbname={}&user={user}&password={password}",
            &url.path()[1..]
        )
    };
    let by_hostaddr = |url: &url::Url| {
        let mut url = url.clone();
        let query = format!("hostaddr={}&port={}", url.host_str().expect("an address"), url.port().expect("a port"));
        url.set_host(Some("nowhere.invalid")).expect("a host");
        url.set_port(None).expect("no port");
        url.set_query(Some(&query));
        url.to_string()
    };
    let without_host = |url: &url::Url| {
        let (host, port) = (url.host_str().expect("a host"), url.port().expect("a port"));
        let (user, password) = (url.username(), url.password().expect("a password"));
        format!("postgres:///{}?host={host}&port={port}&user={user}&password={password}", &url.path()[1..])
    };
    let ways: [&dyn Fn(&url::Url) -> String; 4] = [&plain, &by_query, &by_hostaddr, &without_host];
    for way in ways {
        let url: url::Url = postgres::fresh_database().await.parse().expect("a URL");
        let spelled = way(&url);
        let server = TestServer::start_with(Store::Sqlite, &[("DATABASE_URL", &spelled)]).await;
        let ada = server.sign_up("ada").await;
        let own = shop::object(&url, "Own store");
        for host in ["127.0.0.1", "localhost", "::ffff:127.0.0.1", "127.0.0.2"] {
            let mut own = own.clone();
            own["host"] = json!(host);
            let answer = test(&ada, &own).await;
            assert!(answer["error"].as_str().is_some_and(|text| text.contains(NOT_REACHED)), "{spelled} as {host}: {answer}");
        }
        let answer = test(&ada, &neighbour).await;
        assert_eq!(answer["success"], true, "{spelled}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn its_own_listener_is_refused() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    for host in ["127.0.0.1", "localhost", "::ffff:127.0.0.1"] {
        let own = json!({ "title": "Own", "host": host, "port": server.address().port(), "database": "d", "user": "u", "password": "p" });
        let answer = test(&ada, &own).await;
        assert!(answer["error"].as_str().is_some_and(|text| text.contains(NOT_REACHED)), "{host}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite_its_own_file_is_refused_and_a_neighbour_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    rusqlite::Connection::open(at("neighbour.db")).and_then(|db| db.execute_batch("create table t (a)")).expect("a file");
    let allowed = folder.path().to_str().expect("a path in UTF-8");
    let url = format!("sqlite:{allowed}/my%20own%3F.db");
    let server = TestServer::start_with(Store::Sqlite, &[("DATABASE_URL", &url), ("VIZBOARD_SQLITE_DIRS", allowed)]).await;
    assert!(at("my own?.db").exists(), "the store is where the address says");
    std::os::unix::fs::symlink(at("my own?.db"), at("link.db")).expect("linked");
    std::fs::hard_link(at("my own?.db"), at("hard.db")).expect("linked");
    let ada = server.sign_up("ada").await;
    let file = |path: &str| json!({ "title": "File", "type": "sqlite", "database": path });
    for path in ["my own?.db", &format!("{allowed}/my own?.db"), "link.db", "hard.db"] {
        let answer = test(&ada, &file(path)).await;
        assert!(answer["error"].as_str().is_some_and(|text| text.contains(NOT_ALLOWED)), "{path}: {answer}");
    }
    let answer = test(&ada, &file("neighbour.db")).await;
    assert_eq!(answer["success"], true, "{answer}");
}
