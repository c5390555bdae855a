//! Statements of people through the server's own door: run, remembered, stopped, saved, explained, downloaded.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};

async fn shop_of(server: &TestServer) -> (Caller, Json, String) {
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let project = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    (ada, connection, project)
}

async fn run(caller: &Caller, project: &str, text: &str) -> Json {
    caller.act("runQuery", json!({ "projectId": project, "text": text })).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_runs_with_its_values_and_is_remembered() {
    let server = TestServer::start().await;
    let (ada, _, project) = shop_of(&server).await;
    let answer = ada
        .act(
            "runQuery",
            json!({ "projectId": project, "text": "select id, total from orders where customer_id = :who and total > :least order by id limit 3;",
                "parameters": [{ "name": "who", "type": "number" }, { "name": "least", "type": "number", "default": "1" }],
                "values": { "who": "2" } }),
        )
        .await
        .json();
    assert_eq!(answer["success"], true, "{answer}");
    assert_eq!(
        answer["columns"],
        json!([{ "name": "id", "type": "bigint", "kind": "integer" }, { "name": "total", "type": "numeric", "kind": "number" }])
    );
    assert_eq!(answer["rows"], json!([[1, "1.25"], [5, "6.25"], [9, "11.25"]]));
    let cut = ada.act("runQuery", json!({ "projectId": project, "text": "select * from orders", "limit": 10 })).await.json();
    assert_eq!((cut["rows"].as_array().map(Vec::len), &cut["truncated"]), (Some(10), &json!(true)));
    let failed = run(&ada, &project, "-- ä\nselect nothing from orders").await;
    assert_eq!((&failed["success"], &failed["fault"]["at"]), (&json!(true), &json!(12)), "{failed}");
    assert!(failed["fault"]["text"].as_str().expect("words").contains("nothing"));
    let refused = run(&ada, &project, "delete from orders").await;
    assert!(refused["fault"]["text"].as_str().expect("words").contains("read-only transaction"), "{refused}");
    for (text, field) in [("select 1; select 2", "text"), ("select :x", "values[x]"), ("", "text")] {
        let answer = run(&ada, &project, text).await;
        assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &json!(field)), "{text}");
    }
    let history = ada.act("queryHistory", json!({ "projectId": project })).await.json();
    let runs = history["runs"].as_array().expect("runs");
    assert_eq!(runs.len(), 4);
    assert_eq!((&runs[3]["rowCount"], &runs[3]["values"]["who"]), (&json!(3), &json!("2")));
    assert!(runs[1]["error"].is_string() && runs[1]["rowCount"].is_null());
    let eve = server.sign_up("eve").await;
    assert_eq!(eve.act("queryHistory", json!({ "projectId": project })).await.json()["success"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_latest_two_hundred_runs_are_remembered() {
    let server = TestServer::start().await;
    let (ada, _, project) = shop_of(&server).await;
    for number in 0..203 {
        // Refused before a database is asked, and kept for the page: that is remembered too, and quick.
        let input = json!({ "projectId": project, "text": format!("select {number}; select 2"), "keep": true });
        assert_eq!(ada.act("runQuery", input).await.json()["success"], true);
    }
    let runs = ada.act("queryHistory", json!({ "projectId": project })).await.json()["runs"].as_array().expect("runs").clone();
    assert_eq!((runs.len(), &runs[0]["text"]), (200, &json!("select 202; select 2")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_stopped_by_its_own_person_alone() {
    let server = TestServer::start().await;
    let (ada, connection, project) = shop_of(&server).await;
    let stop = uuid::Uuid::new_v4().to_string();
    let (caller, id, key) = (ada.clone(), project.clone(), stop.clone());
    let started = Instant::now();
    let running = tokio::spawn(async move {
        caller.act("runQuery", json!({ "projectId": id, "text": "select pg_sleep(25)", "stopId": key })).await.json()
    });
    shop::becomes_busy(&connection).await;
    let eve = server.sign_up("eve").await;
    let other = shop::project(&eve, "Hers", &[shop::connection("Other").await]).await;
    assert_eq!(eve.act("stopQuery", json!({ "projectId": other, "stopId": stop })).await.json()["success"], true);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!running.is_finished());
    assert_eq!(ada.act("stopQuery", json!({ "projectId": project, "stopId": stop })).await.json()["success"], true);
    let answer = running.await.expect("no panic");
    assert_eq!(answer["fault"]["text"], "Stopped.", "{answer}");
    assert!(started.elapsed() < Duration::from_secs(20));
    shop::becomes_quiet(&connection).await;
    // The word may overtake the run.
    let stop = uuid::Uuid::new_v4().to_string();
    assert_eq!(ada.act("stopQuery", json!({ "projectId": project, "stopId": stop })).await.json()["success"], true);
    let answer = ada.act("runQuery", json!({ "projectId": project, "text": "select pg_sleep(25)", "stopId": stop })).await.json();
    assert_eq!(answer["fault"]["text"], "Stopped.", "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_leads_to_the_page_with_the_result() {
    let server = TestServer::start().await;
    let (ada, _, project) = shop_of(&server).await;
    let next = format!("/projects/{project}/sql?run={{runId}}");
    let send = async |text: &str| {
        let fields = [("projectId", project.as_str()), ("keep", "true"), ("text", text), ("_next", next.as_str())];
        let answer = ada.form("/actions/runQuery", &fields).await;
        assert_eq!(answer.status, 303);
        ada.page(answer.location().expect("a page")).await.text()
    };
    let page = send("select name, '<script>alert(1)</script>' as danger from customers order by id").await;
    assert!(page.contains("Grace") && page.contains("4 rows") && page.contains("select name,"), "{page}");
    assert!(!page.contains("<script>alert(1)"), "cells are no markup");
    let page = send("select wrong").await;
    assert!(page.contains("column &quot;wrong&quot; does not exist") || page.contains("column \"wrong\" does not exist"), "{page}");
    let page = send(&format!("select 1; select '{}'", "x".repeat(6_000))).await;
    assert!(page.contains("These are 2 statements") && page.contains(&"x".repeat(6_000)), "what was typed is kept");
    let gone = ada.page(&format!("/projects/{project}/sql?run={}", uuid::Uuid::new_v4())).await.text();
    assert!(gone.contains("is not kept any more"));
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_are_saved_with_their_parameters() {
    let server = TestServer::start().await;
    let (ada, _, project) = shop_of(&server).await;
    let save = async |extra: Json| {
        let mut input = json!({ "projectId": project, "title": "Orders of one", "text": "select * from orders where customer_id = :who and note <> ':no'" });
        input.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        ada.act("saveQuery", input).await.json()
    };
    let made =
        save(json!({ "parameters": [{ "name": "who", "type": "number", "default": "1" }, { "name": "gone", "type": "date" }] })).await;
    assert_eq!(made["success"], true, "{made}");
    assert_eq!(made["query"]["parameters"], json!([{ "name": "who", "type": "number", "list": false, "required": false, "default": "1" }]));
    let id = made["queryId"].clone();
    let changed = save(json!({ "queryId": id, "title": "Renamed", "version": 1 })).await;
    assert_eq!((&changed["query"]["version"], &changed["query"]["title"]), (&json!(2), &json!("Renamed")));
    let late = save(json!({ "queryId": id, "version": 1 })).await;
    assert!(late["error"].as_str().expect("words").contains("changed meanwhile"), "{late}");
    for (wrong, field) in [
        (json!({ "title": " " }), "title"),
        (json!({ "text": "select 1; select 2" }), "text"),
        (json!({ "parameters": [{ "name": "who", "type": "number", "default": "x" }] }), "parameters[0][default]"),
        (json!({ "connectionId": uuid::Uuid::new_v4().to_string() }), "connectionId"),
    ] {
        assert_eq!(save(wrong.clone()).await["field"], field, "{wrong}");
    }
    let all = ada.act("listQueries", json!({ "projectId": project })).await.json();
    assert_eq!(all["queries"].as_array().map(Vec::len), Some(1));
    let page = ada.page(&format!("/projects/{project}/sql/{}", id.as_str().expect("an id"))).await;
    assert!(page.status == 200 && page.text().contains("Renamed") && page.text().contains("Value of who"));
    assert_eq!(ada.page(&format!("/projects/{project}/sql/{}", uuid::Uuid::new_v4())).await.status, 404);
    assert_eq!(ada.act("deleteQuery", json!({ "queryId": id })).await.json()["success"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_columns_names_and_layout() {
    let server = TestServer::start().await;
    let (ada, _, project) = shop_of(&server).await;
    let text = "select c.name, sum(o.total) as total from orders o join customers c on c.id = o.customer_id where o.id > :least group by 1";
    let input =
        json!({ "projectId": project, "text": text, "parameters": [{ "name": "least", "type": "number" }], "values": { "least": "5" } });
    let plan = ada.act("explainQuery", input.clone()).await.json();
    assert!(plan["steps"][0]["cost"].is_number() && plan["steps"][0]["steps"].is_array(), "{plan}");
    let columns = ada.act("describeQuery", input.clone()).await.json();
    assert_eq!(columns["columns"][1], json!({ "name": "total", "type": "numeric", "kind": "number" }));
    let names = ada.act("listParameters", json!({ "projectId": project, "text": "select :a, ':b', :c::date, :a; select :d" })).await.json();
    assert_eq!(names["names"], json!(["a", "c", "d"]));
    let made = ada.act("formatQuery", input).await.json();
    assert!(made["text"].as_str().expect("a text").lines().count() > 4, "{made}");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_downloaded_as_files() {
    let server = TestServer::start().await;
    let (ada, connection, project) = shop_of(&server).await;
    let path = format!("/api/projects/{project}/export");
    let text = "select n as id, '=1+' || n as formula, -n as less from generate_series(1, 5000) n";
    for (format, kind, begins) in [
        ("csv", "text/csv; charset=utf-8", &b"id,formula,less\r\n1,'=1+1,-1\r\n"[..]),
        ("json", "application/json; charset=utf-8", b"[\n{\"id\":1,\"formula\":\"=1+1\",\"less\":-1},\n"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("parquet", "application/vnd.apache.parquet", b"PAR1"),
    ] {
        let answer = ada.post(&path, &json!({ "format": format, "text": text })).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some(kind)), "{format}: {}", answer.text());
        assert!(answer.header("content-disposition").expect("a name").ends_with(&format!(".{format}\"")));
        assert!(answer.body.starts_with(begins), "{format}: {:?}", &answer.body[..60]);
    }
    let form = ada.form(&path, &[("format", "csv"), ("text", "select :who as who"), ("values[who]", "a,b")]).await;
    assert_eq!(form.text(), "who\r\n\"a,b\"\r\n");
    for (body, status) in [
        (json!({ "format": "exe", "text": "select 1" }), 400),
        (json!({ "format": "csv", "text": "select nothing" }), 400),
        (json!({ "format": "csv", "text": "delete from orders" }), 400),
    ] {
        assert_eq!(ada.post(&path, &body).await.status.as_u16(), status, "{body}");
    }
    // Whoever leaves in the middle takes the statement along.
    let endless = json!({ "format": "csv", "text": "select generate_series(1, 1000000000) as n, repeat('x', 200) as x" });
    let request = reqwest::Client::new()
        .post(ada.url(&path))
        .header("cookie", format!("vizboard_session={}", ada.cookie("vizboard_session").expect("a session")));
    let mut answer = request.header("origin", ada.url("")).json(&endless).send().await.expect("an answer");
    assert!(answer.chunk().await.expect("a piece").is_some());
    shop::becomes_busy(&connection).await;
    drop(answer);
    shop::becomes_quiet(&connection).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_warns_of_a_user_who_may_also_write() {
    let server = TestServer::start().await;
    let (ada, connection, project) = shop_of(&server).await;
    let warns = async || ada.page(&format!("/projects/{project}/sql")).await.text().contains("may also write");
    assert!(warns().await, "the owner of the tables");
    let tables = ada.act("listTables", json!({ "projectId": project })).await.json();
    assert_eq!(tables["mayWrite"], true);

    let name = format!("reader_{}", uuid::Uuid::new_v4().simple());
    shop::run(&connection, &format!("create role {name} login password 'only-reads-1'; grant select on customers, orders to {name}")).await;
    let detail = ada.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let mut own = detail["project"]["connections"][0].clone();
    (own["user"], own["password"]) = (json!(name), json!("only-reads-1"));
    let changed = ada.act("updateProject", json!({ "id": project, "connections": [own] })).await.json();
    assert_eq!(changed["validationResult"]["success"], true, "{changed}");
    shop::poll(std::time::Duration::from_secs(30), "the warning stays", async || !warns().await).await;
}
