//! Hostile names through every address: the exact thing, or 404 (security.md, check 89).

use super::Ground;
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_are_names() {
    let ground = Ground::of("create table t (id integer primary key, a text); insert into t (a) values ('kept')").await;
    let mut table = "t".to_owned();
    let mut column = "a".to_owned();
    for name in ["a\"b", "a]b", "a`b", "'; DROP TABLE t--", "😅 größe", "a/b?c#d%20", "select", "\\x00"] {
        let renamed = ground.ask(Method::PATCH, &["tables", &table], json!({ "name": name, "description": "Said" })).await;
        assert_eq!(renamed.status, 200, "{name}: {}", renamed.text());
        let moved = ground.ask(Method::PATCH, &["tables", name, "columns", &column], json!({ "name": name, "type": "TEXT" })).await;
        assert_eq!(moved.status, 200, "{name}: {}", moved.text());
        (table, column) = (name.to_owned(), name.to_owned());
        let shown = ground.table(name).await;
        assert_eq!((&shown["name"], &shown["numberOfRows"], &shown["columns"][1]["name"]), (&json!(name), &json!(1), &json!(name)));
        let found = Ground::good(&ground.ada.get(&ground.path(&["tables", name, "search", "KEPT"])).await);
        assert_eq!(found["rows"][0][name], "kept", "{name}");
        let cell = ground.ada.get(&ground.path(&["tables", name, "columns", name, "files", name, "kept"])).await;
        assert_eq!((cell.status.as_u16(), cell.text().as_str()), (200, "kept"), "{name}");
        let csv = ground.ada.get(&(ground.path(&["tables", name, "export"]) + "?guard=off")).await;
        assert_eq!(csv.status, 200, "{name}: {}", csv.text());
        assert!(csv.text().ends_with("1,kept\r\n"), "{name}: {}", csv.text());
        let dump = ground.ada.get(&format!("/dbs/{}/export?format=sql", ground.id)).await.text();
        assert!(dump.contains(&format!("INSERT INTO \"{}\"", name.replace('"', "\"\""))) && dump.ends_with("COMMIT;\n"), "{name}: {dump}");
        assert!(Ground::good(&ground.ada.get(&ground.path(&["azimutt-schema"])).await)["tables"][0]["table"] == name);
        let copy = ground.ada.post(&ground.path(&["tables", name, "clone"]), &json!({ "name": format!("{name}2") })).await;
        assert_eq!(copy.status, 200, "{name}: {}", copy.text());
        assert_eq!(ground.ask(Method::DELETE, &["tables", &format!("{name}2")], json!({})).await.status, 200, "{name}");
        let added = ground.ask(Method::PUT, &["tables", name, "columns", &format!("{name}+")], json!({ "items": [name] })).await;
        assert_eq!(added.status, 200, "{name}: {}", added.text());
        assert_eq!(added.json()["items"], json!([name]), "{name}");
        assert_eq!(ground.ask(Method::DELETE, &["tables", name, "columns", &format!("{name}+")], json!({})).await.status, 200, "{name}");
    }
    assert_eq!(ground.tables().await, ["\\x00"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_has_is_not_found() {
    let ground = Ground::of("create table t (id integer primary key, a text); insert into t (a) values ('kept')").await;
    let long = "x".repeat(6_000);
    for name in ["a\"b", "t\"", "main.t", "sqlite_schema", "t--", long.as_str(), "\u{202e}t"] {
        for (method, parts) in [
            (Method::GET, vec!["tables", name]),
            (Method::PATCH, vec!["tables", name]),
            (Method::DELETE, vec!["tables", name]),
            (Method::PUT, vec!["tables", name, "columns", "x"]),
            (Method::DELETE, vec!["tables", name, "columns", "a"]),
            (Method::DELETE, vec!["tables", "t", "columns", name]),
            (Method::GET, vec!["tables", name, "search", "x"]),
            (Method::GET, vec!["tables", name, "export"]),
            (Method::GET, vec!["tables", name, "columns", "a", "files", "rowid", "1"]),
            (Method::GET, vec!["tables", "t", "columns", name, "files", "rowid", "1"]),
            (Method::GET, vec!["tables", "t", "columns", "a", "files", name, "1"]),
        ] {
            let answer = ground.ask(method.clone(), &parts, json!({})).await;
            assert_eq!(answer.status, 404, "{method} {parts:?}: {}", answer.text());
        }
    }
    // Names are alike in whatever case, as SQLite has it.
    assert_eq!(ground.table("T").await["name"], "t");
    for name in ["sqlite_x", &"y".repeat(1_001)] {
        assert_eq!(ground.ask(Method::PUT, &["tables", name], json!({})).await.status, 400);
    }
    assert_eq!(ground.table("t").await["numberOfRows"], 1);
}
