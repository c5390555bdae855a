//! The SQL endpoint: its shape, its texts, and who may do what by it (03, SQL endpoint).

use super::{Ground, token_for};
use crate::harness::Answer;
use serde_json::{Value as Json, json};

const SCRIPT: &str = "create table t (id integer primary key, name text unique, done boolean, data blob);
    insert into t (name, done, data) values ('one', 1, x'01'), ('two', 0, null);
    create view v as select name from t;";

fn fields(answer: &Answer) -> Vec<String> {
    let text = answer.text();
    let known = ["affectedTables", "rows", "numChanges", "runtimeSeconds", "errors", "columns", "truncated"];
    let mut found: Vec<(usize, &str)> = known.iter().filter_map(|name| Some((text.find(&format!("\"{name}\":"))?, *name))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name.to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documented_answers() {
    let ground = Ground::of(SCRIPT).await;
    let path = format!("/dbs/{}/sql", ground.id);
    let run = async |body: Json| ground.ada.post(&path, &body).await;
    let answer = run(json!({ "query": "select name, id, done, data, id as name from t order by id;" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(fields(&answer), ["affectedTables", "rows", "numChanges", "runtimeSeconds", "errors", "columns"]);
    // In the order of the statement; a name twice is one field with the last value; booleans stay numbers.
    assert!(
        answer.text().contains(r#""rows":[{"name":1,"id":1,"done":1,"data":{"type":"blob"}},{"name":2,"id":2,"done":0,"data":null}]"#),
        "{}",
        answer.text()
    );
    assert_eq!((&answer.json()["affectedTables"], &answer.json()["numChanges"]), (&json!(["t"]), &json!(0)));
    assert!(answer.json()["runtimeSeconds"].is_number());
    let written = run(json!({ "query": "insert into t (name, data) values (?, ?), (?, null) returning id, data", "params": ["three", { "base64": "AAE=" }, "four"] })).await.json();
    assert_eq!(
        (&written["affectedTables"], &written["numChanges"], &written["rows"]),
        (&json!(["t"]), &json!(2), &json!([{ "id": 3, "data": { "type": "blob" } }, { "id": 4, "data": null }]))
    );
    let named =
        run(json!({ "query": "select id from t where name = :name or id = $id order by id", "params": { "name": "two", "$id": 4 } }))
            .await
            .json();
    assert_eq!(named["rows"], json!([{ "id": 2 }, { "id": 4 }]));
    let exact = run(json!({ "query": "select 9007199254740993 as n, 1.5 as r, x'00' as b" })).await.text();
    assert!(exact.contains(r#"{"n":9007199254740993,"r":1.5,"b":{"type":"blob"}}"#), "{exact}");

    for (query, part) in [
        ("selec 1", "near \"selec\": syntax error"),
        ("select * from nobody", "no such table: nobody"),
        ("insert into t (name) values ('one')", "UNIQUE constraint failed: t.name"),
        (
            "create table w (a text primary key) without rowid",
            "Table 'w' does not have a rowid column. Such tables are not currently supported by Airsequel.",
        ),
        ("select 1; drop table t", "statement"),
        ("", "statement"),
        ("attach 'x.db' as x", ""),
        ("begin", ""),
    ] {
        let answer = run(json!({ "query": query })).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        let text = answer.json()["errors"][0].as_str().unwrap_or_else(|| panic!("{query}: {}", answer.text())).to_owned();
        assert!(text.contains(part) && !text.is_empty(), "{query}: {text}");
        assert_eq!((&answer.json()["rows"], &answer.json()["affectedTables"]), (&json!([]), &json!([])));
    }
    let long = run(json!({ "query": format!("select '{}'", "x".repeat(100_000)) })).await;
    assert_eq!(long.status, 400);
    assert_eq!(long.json()["errors"][0]["message"], "SQL query is too long (100009 characters, maximum is 100000)");
    // A write as long as may be, in characters of four bytes each, and one that is longer by one.
    let begin = "insert into t (name) values ('";
    let most = format!("{begin}{}')", "😅".repeat(100_000 - begin.len() - 2));
    let refused = run(json!({ "query": format!("{most} ") })).await;
    assert_eq!(refused.json()["errors"][0]["message"], "SQL query is too long (100001 characters, maximum is 100000)");
    let written = run(json!({ "query": most })).await.json();
    assert_eq!((&written["errors"], &written["numChanges"]), (&json!([]), &json!(1)));
    for wrong in [
        json!({}),
        json!({ "query": "select ?" }),
        json!({ "query": "select 1", "params": [1] }),
        json!({ "query": "select :a", "params": { "b": 1 } }),
    ] {
        assert_eq!(run(wrong.clone()).await.status, 400, "{wrong}");
    }
    let made = run(json!({ "query": "create table more (a)" })).await.json();
    assert_eq!(made["errors"], json!([]));
    assert_eq!(ground.tables().await, ["t", "v", "more"]);
    let csv = ground
        .ada
        .send(
            reqwest::Method::POST,
            &path,
            &[("accept", "text/csv"), ("content-type", "application/json")],
            br#"{"query":"select id, name from t order by id limit 1"}"#.to_vec(),
        )
        .await;
    assert_eq!((csv.header("content-type"), csv.text().as_str()), (Some("text/csv; charset=utf-8"), "id,name\r\n1,one\r\n"));
    assert_eq!(ground.ada.post(&format!("{path}?format=csv"), &json!({ "query": "delete from t" })).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_and_writing_are_told_apart_by_token() {
    let ground = Ground::of(SCRIPT).await;
    let path = format!("/dbs/{}/sql", ground.id);
    let errors = async |names: &[&str], query: &str| {
        let answer = token_for(&ground.ada, &ground.id, names).await.post(&path, &json!({ "query": query })).await;
        assert_eq!(answer.status, 200, "{names:?} {query}: {}", answer.text());
        !answer.json()["errors"].as_array().expect("errors").is_empty()
    };
    for (names, query, is_refused) in [
        (&["read"][..], "select * from v", false),
        (&["read"], "insert into t (name) values ('x')", true),
        (&["read"], "with x as (select 1) delete from t", true),
        (&["read"], "pragma user_version = 5", true),
        (&["insert"], "insert into t (name) values ('i')", false),
        (&["insert"], "insert into t (name) values ('j') returning *", true),
        (&["insert"], "insert into t (name) select name || '!' from t", true),
        (&["insert"], "update t set name = 'x'", true),
        (&["insert"], "select * from t", true),
        (&["write"], "delete from t where id = 1", true),
        (&["write"], "create table z (a)", false),
        (&["write"], "select * from t", true),
        (&["read", "write"], "update t set name = name || '?' where id = 2 returning name", false),
    ] {
        assert_eq!(errors(names, query).await, is_refused, "{names:?} {query}");
    }
    let readonly = ground.shown().await["readonlyId"].as_str().expect("an id").to_owned();
    let (stranger, public) = (ground.server.anon(), format!("/readonly/{readonly}/sql"));
    assert_eq!(stranger.post(&public, &json!({ "query": "select 1" })).await.status, 404);
    ground.set(json!({ "visibility": "public" })).await;
    let read = stranger.get(&format!("{public}?query=select+name+from+t+where+id+%3D+%3F&params=%5B2%5D")).await.json();
    assert_eq!((&read["rows"], &read["affectedTables"]), (&json!([{ "name": "two?" }]), &json!(["t"])));
    for query in ["delete from t", "update t set name = ''", "drop table t", "create table y (a)", "pragma writable_schema = on"] {
        for caller in [&stranger, &ground.ada] {
            let refused = caller.post(&public, &json!({ "query": query })).await.json();
            assert!(!refused["errors"].as_array().expect("errors").is_empty(), "{query}");
        }
    }
    assert_eq!(ground.sql("select count(*) as n from t").await["rows"][0]["n"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_stopped_by_its_id() {
    let ground = Ground::of(SCRIPT).await;
    let (path, run_id) = (format!("/dbs/{}/sql", ground.id), "6f9619ff-8b86-4011-b42d-00cf4fc964ff");
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    let body = json!({ "query": endless, "runId": run_id });
    let stopping = async || assert_eq!(ground.ada.post(&format!("{path}/{run_id}/stop"), &json!({})).await.status, 200);
    // The word may come first, beside the run, and while it runs.
    stopping().await;
    let first = ground.ada.post(&path, &body).await;
    let (beside, ()) = tokio::join!(ground.ada.post(&path, &body), stopping());
    let meanwhile = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        stopping().await;
    };
    let (late, ()) = tokio::join!(ground.ada.post(&path, &body), meanwhile);
    for answer in [first, beside, late] {
        assert!(answer.json()["errors"][0].as_str().is_some_and(|text| text.contains("was stopped")), "{}", answer.text());
    }
    assert_eq!(ground.ada.post(&format!("{path}/x/stop"), &json!({})).await.status, 404);
    assert_eq!(ground.server.anon().post(&format!("{path}/{run_id}/stop"), &json!({})).await.status, 404);
    assert_eq!(ground.ada.post(&path, &json!({ "query": "select 1", "runId": "x" })).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_the_page_is_stopped_by_its_own_person_alone() {
    let ground = Ground::of(SCRIPT).await;
    let eve = ground.server.sign_up("eve").await;
    let shown = ground.ada.act("updateDatabaseSettings", json!({ "databaseId": ground.id, "visibility": "public" })).await.json();
    assert_eq!(shown["success"], true, "{shown}");
    let stop_id = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n";
    let (caller, input) = (ground.ada.clone(), json!({ "databaseId": ground.id, "text": endless, "stopId": stop_id }));
    let running = tokio::spawn(async move { caller.act("runDatabaseSql", input).await.json() });
    let stop = async |caller: &crate::harness::Caller| {
        let input = json!({ "databaseId": ground.id, "stopId": stop_id });
        assert_eq!(caller.act("stopDatabaseSql", input).await.json()["success"], true);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    // Whoever may read the database can name the run, and does not reach it.
    for _ in 0..5 {
        stop(&eve).await;
        stop(&ground.server.anon()).await;
    }
    assert!(!running.is_finished());
    stop(&ground.ada).await;
    let answer = running.await.expect("no panic");
    let said = answer["fault"]["text"].as_str().unwrap_or_default();
    assert!(answer["success"] == true && said.contains("was stopped.") && !said.contains("longer"), "{answer}");
    let unfit = json!({ "databaseId": ground.id, "stopId": "x" });
    assert_eq!(ground.ada.act("stopDatabaseSql", unfit).await.json()["field"], "stopId");
}
