//! The disk of the store is full: what would be saved is refused with a clear text and not half saved, what is read goes
//! on, and everything works again by itself when there is room (security.md, check 155).

use crate::{
    harness::{
        ADMIN, Caller, PASSWORD,
        process::{Process, bearing_file_limits, command},
    },
    projects::shop,
};
use futures::{FutureExt, future::join_all};
use serde_json::json;
use std::time::Duration;

/// `/api/ready` writes this often, and the spec of recovery is 10 s.
const SOON: Duration = Duration::from_secs(10);

async fn titles(ada: &Caller) -> Vec<String> {
    let cards = ada.act("listProjectCards", json!({})).await.json();
    let title = |card: &serde_json::Value| card["summary"]["title"].as_str().expect("a title").to_owned();
    let mut titles: Vec<_> = cards["cards"].as_array().unwrap_or_else(|| panic!("{cards}")).iter().map(title).collect();
    titles.sort();
    titles
}

async fn becomes(caller: &Caller, status: u16) {
    shop::poll(SOON, &format!("/api/ready is not {status}"), async || caller.get("/api/ready").await.status == status).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_saved_everything_is_read_and_it_mends_itself() {
    let data = tempfile::tempdir().expect("a folder");
    let facts = data.path().join("demo/facts.db");
    std::fs::create_dir(data.path().join("demo")).expect("a folder");
    rusqlite::Connection::open(&facts).expect("a file").execute_batch("create table facts (id integer primary key)").expect("a table");
    let server = Process::start(bearing_file_limits(&command(&data), ""));
    let ada = Caller::new(server.base.clone());
    let input = json!({ "username": "ada", "email": "ada@example.org", "password": PASSWORD });
    assert_eq!(ada.act("SignUp", input).await.json()["success"], true);
    let project = shop::project(&ada, "Facts", &[json!({ "title": "Facts", "type": "sqlite", "database": facts })]).await;
    let widget = shop::table_of(&ada, &project, None, "facts").await;
    let link = shop::publish(&ada, &project).await;
    becomes(&ada, 200).await;

    for round in 0..3 {
        let before = titles(&ada).await;
        server.limit_files("0");
        let text = json!({ "projectId": project, "type": "text", "title": "W", "configs": { "text": "x" } });
        // More often than the store has connections.
        for _ in 0..12 {
            for (action, input) in [
                ("createProjectWithConnections", json!({ "title": "Never", "connections": [] })),
                ("updateProject", json!({ "id": project, "title": "Never" })),
                ("updateUserName", json!({ "firstName": "Never", "lastName": "x" })),
                ("createWidget", text.clone()),
                ("setProjectVisibility", json!({ "projectId": project, "public": false })),
            ] {
                let answer = ada.act(action, input).await;
                assert_eq!((answer.status.as_u16(), &answer.json()["success"]), (503, &json!(false)), "{action}: {}", answer.text());
                assert!(answer.text().contains("cannot save anything now") && answer.header("retry-after").is_some(), "{}", answer.text());
            }
        }
        let somebody = ada.stranger();
        let refused = somebody.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await;
        assert_eq!(refused.status, 503, "a session is something to save: {}", refused.text());
        assert!(refused.header("set-cookie").is_none());
        becomes(&ada, 503).await;

        assert_eq!(titles(&ada).await, before, "round {round}");
        assert_eq!(shop::data(&ada, &widget, json!({})).await["drawing"], "table");
        for (caller, path) in [(&ada, format!("/projects/{project}/dashboard")), (&somebody, format!("/public/{link}"))] {
            let page = caller.page(&path).await;
            assert!(page.status == 200 && page.text().contains("Table facts"), "{path}: {}", page.text());
        }
        for path in ["/api/health", "/api/status", "/login"] {
            assert_eq!(somebody.get(path).await.status, 200, "{path}");
        }

        server.limit_files("unlimited");
        becomes(&ada, 200).await;
        assert_eq!(titles(&ada).await, before, "nothing appears afterwards");
        let writes =
            (0..20).map(|n| ada.act("createProjectWithConnections", json!({ "title": format!("{round} {n}"), "connections": [] })).boxed());
        for answer in join_all(writes).await {
            assert_eq!(answer.json()["success"], true, "{}", answer.text());
        }
        assert_eq!(titles(&ada).await.len(), before.len() + 20);
        assert_eq!(somebody.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await.json()["success"], true);
    }
    drop(server);
    let store = rusqlite::Connection::open(data.path().join("vizboard.db")).expect("opens");
    let verdict: String = store.query_row("pragma integrity_check", [], |row| row.get(0)).expect("a verdict");
    assert_eq!(verdict, "ok");
}
