//! Hostile names of tables and columns through every endpoint (security.md, check 89).

use super::Ground;
use reqwest::Method;
use serde_json::json;
use vizboard::model::address::step;

#[tokio::test(flavor = "multi_thread")]
async fn names_are_names() {
    let long = "n".repeat(2_000);
    let names = ["a\"b", "a]b", "a`b", "'; DROP TABLE t--", "😅", "filter", "a.b\\c", "a,b", "a/b?c#d", " ", "select", "rowid", &long];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let mut script = "CREATE TABLE t (x); INSERT INTO t VALUES (1);".to_owned();
    for name in names {
        script.push_str(&format!("CREATE TABLE {0} ({0} TEXT, other TEXT);", quoted(name)));
    }
    let ground = Ground::with(&script).await;
    for name in names {
        let table = step(name);
        let answer = ground.send(Method::POST, &format!("{table}/rows"), &json!({ name: "v1", "other": "o" })).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        assert_eq!(answer.json()["rows"][0][name], "v1");
        let escaped = name.replace('\\', "\\\\").replace('.', "\\.");
        let listed = name.replace('\\', "\\\\").replace(',', "\\,");
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("filter", &format!("{escaped}.eq.v1"))
            .append_pair("sort", &format!("-{listed}"))
            .append_pair("columns", &listed)
            .finish();
        let page = ground.rows(&format!("{table}/rows?{query}")).await;
        assert_eq!(page["rows"], json!([{ name: "v1" }]), "{name}");
        let filter = url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", &format!("{escaped}.eq.v1")).finish();
        let changed = ground.send(Method::PATCH, &format!("{table}/rows?{filter}"), &json!({ "other": "p" })).await;
        assert_eq!(changed.json()["changes"], 1, "{name}: {}", changed.text());
        let group = url::form_urlencoded::Serializer::new(String::new()).append_pair("group", &listed).finish();
        assert_eq!(ground.rows(&format!("{table}/aggregate?{group}")).await["groups"][0]["group"][name], "v1", "{name}");
    }
    assert_eq!(ground.rows("t/rows").await["rows"][0]["x"], 1, "nothing was dropped");
    assert_eq!(ground.get(&format!("{}/rows", step("no\0such"))).await.status, 404);
    assert_eq!(ground.rows("T/rows").await["rows"][0]["x"], 1, "names are alike in whatever case");
    assert_eq!(ground.get("sqlite_schema/rows").await.status, 404);
}
