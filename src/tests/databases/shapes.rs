//! The documented endpoints and their exact fields.

use super::{folders, keys, make, staged};
use crate::harness::{TestServer, message};
use reqwest::Method;
use serde_json::{Value as Json, json};

const DATABASE: [&str; 19] = [
    "auditing",
    "createdUtc",
    "description",
    "environment",
    "fileFormat",
    "fileName",
    "id",
    "lastModifiedUtc",
    "location",
    "owner",
    "readonlyId",
    "schemaLocked",
    "schemaVersion",
    "size",
    "tables",
    "userVersion",
    "viewsTab",
    "visibility",
    "expiresUtc",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_database_from_its_making_to_its_end() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (put, patch, delete) = (Method::PUT, Method::PATCH, Method::DELETE);
    let made = ada.post("/api/dbs", &json!({ "fileFormat": "csv", "name": "Sales", "query": super::SCRIPT, "team": "ada" })).await.json();
    assert_eq!(keys(&made), ["id", "ownerName", "ownershipUtc"]);
    assert_eq!(made["ownerName"], "ada");
    let path = format!("/api/dbs/{}", made["id"].as_str().expect("an id"));
    let shown = ada.get(&path).await.json();
    let mut fields = keys(&shown);
    fields.sort_unstable();
    let mut wanted = DATABASE[..18].to_vec();
    wanted.sort_unstable();
    assert_eq!(fields, wanted, "one with an owner does not expire");
    assert_eq!((&shown["fileName"], &shown["fileFormat"], &shown["visibility"]), (&json!("Sales.csv"), &json!("csv"), &json!("private")));
    assert!(shown["size"].as_i64() > Some(0) && shown["schemaVersion"].as_i64() > Some(0), "{shown}");
    let tables: Vec<_> = shown["tables"].as_array().expect("tables").iter().map(|table| table["name"].clone()).collect();
    assert_eq!(tables.len(), 2, "{shown}");
    let listed = ada.get("/api/dbs").await.json();
    assert_eq!((&listed["numberOfDatabases"], &listed["databases"][0]["id"]), (&json!(1), &made["id"]));

    let change = json!({ "name": "Sales 2026", "description": "All of *it*" });
    assert_eq!(ada.send_json(patch.clone(), &path, &change).await.text(), "{}");
    let settings = format!("{path}/settings");
    let change = json!({ "auditing": true, "environment": { "tag": "TextValue", "contents": "Staging" }, "schemaLocked": true,
        "viewsTab": true, "visibility": "public", "envVars": [{ "name": "KEY", "value": "one" }] });
    assert_eq!(ada.send_json(patch.clone(), &settings, &change).await.text(), "{}");
    let known = ada.get(&settings).await.json();
    assert_eq!(known["envVars"][0]["value"], "one");
    for field in ["auditing", "schemaLocked", "viewsTab"] {
        assert_eq!(known[field], true, "{field}");
    }
    let shown = ada.get(&path).await.json();
    assert_eq!(
        (&shown["environment"], &shown["fileName"], &shown["description"]),
        (&json!("Staging"), &json!("Sales 2026.csv"), &json!("All of *it*"))
    );
    let cleared = json!({ "environment": { "tag": "TextNull" }, "visibility": "private", "schemaLocked": false });
    assert_eq!(ada.send_json(patch.clone(), &settings, &cleared).await.text(), "{}");
    assert_eq!(ada.get(&settings).await.json()["environment"], Json::Null);
    for place in [json!({ "lat": 50.1, "long": 14.4, "name": "Prague" }), Json::Null] {
        assert_eq!(ada.send_json(patch.clone(), &settings, &json!({ "location": place })).await.text(), "{}");
        assert_eq!((&ada.get(&settings).await.json()["location"], &ada.get(&path).await.json()["location"]), (&place, &place));
    }
    for wrong in [json!({ "lat": 91, "long": 0, "name": "x" }), json!({ "lat": 1 }), json!([1, 2, "x"]), json!("Prague")] {
        assert_eq!(ada.send_json(patch.clone(), &settings, &json!({ "location": wrong })).await.status, 400);
    }

    let env = format!("{path}/env");
    let variable = ada.post(&env, &json!({ "name": "OTHER", "value": "two" })).await.json();
    assert_eq!(keys(&variable), ["created_utc", "name", "value"]);
    assert_eq!(ada.post(&env, &json!({ "name": "OTHER", "value": "two" })).await.status, 409);
    assert_eq!(ada.send_json(patch.clone(), &format!("{env}/OTHER"), &json!({ "name": "RENAMED" })).await.text(), "{}");
    let all = ada.get(&env).await.json();
    let pairs: Vec<_> = all["envVars"].as_array().expect("a list").iter().map(|one| (one["name"].clone(), one["value"].clone())).collect();
    assert_eq!(pairs, [(json!("KEY"), json!("one")), (json!("RENAMED"), json!("two"))]);
    assert_eq!(ada.send_json(delete.clone(), &format!("{env}/KEY"), &Json::Null).await.text(), "{}");
    assert_eq!(ada.post(&format!("{path}/vacuum"), &json!({})).await.text(), "{}");

    let team = ada.get("/api/teams/ada").await.json();
    assert_eq!(keys(&team["databases"][0]), ["environment", "id", "name", "ownership_utc", "visibility"]);
    assert_eq!(ada.get("/api/teams").await.json()["teams"][0]["numberOfDatabases"], 1);
    for (body, field) in [(json!({ "name": "a\nb" }), "name"), (json!({ "name": "" }), "name"), (json!({ "description": "x\u{0}" }), "NUL")]
    {
        let refused = ada.send_json(patch.clone(), &path, &body).await;
        assert_eq!(refused.status, 400, "{body}");
        assert!(message(&refused).to_lowercase().contains(&field.to_lowercase()), "{}", refused.text());
    }
    assert_eq!(ada.send_json(put, &path, &json!({})).await.status, 405);
    assert_eq!(folders(&server), 1);
    assert_eq!(ada.send_json(delete, &path, &Json::Null).await.text(), "{}");
    assert_eq!((ada.get(&path).await.status.as_u16(), folders(&server), staged(&server)), (404, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_fails_leaves_nothing() {
    let server = TestServer::start_with(crate::harness::Store::Sqlite, &[("VIZBOARD_DATABASES_PER_TEAM", "1")]).await;
    let ada = server.sign_up("ada").await;
    let script = "create table a (b unique); insert into a values (1); insert into a values (1)";
    let refused = ada.post("/api/dbs", &json!({ "name": "Broken", "query": script })).await;
    assert_eq!(refused.status, 400);
    assert!(message(&refused).contains("UNIQUE constraint failed: a.b"), "{}", refused.text());
    assert_eq!((folders(&server), &ada.get("/api/dbs").await.json()["numberOfDatabases"]), (0, &json!(0)));
    make(&ada, "One").await;
    let refused = ada.post("/api/dbs", &json!({ "name": "Two" })).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(message(&refused).contains("VIZBOARD_DATABASES_PER_TEAM"), "{}", refused.text());
    assert_eq!(folders(&server), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn charts_dashboards_and_apps() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = make(&ada, "Drawn").await;
    let path = |what: &str| format!("/api/dbs/{id}/{what}");
    let chart = json!({ "chartType": "BarChart", "headers": ["name", "id"], "hideNullValues": true, "labelRotation": 45, "table": "people", "title": "People" });
    let made = ada.post(&path("charts"), &chart).await.json();
    let ulid = made["ulid"].as_str().expect("an id").to_owned();
    let mut whole = chart.clone();
    whole["ulid"] = json!(ulid);
    assert_eq!(made, whole);
    for (field, wrong) in
        [("table", json!("nowhere")), ("headers", json!(["nothing"])), ("chartType", json!("Cake")), ("labelRotation", json!(720))]
    {
        let mut body = chart.clone();
        body[field] = wrong;
        assert_eq!(ada.post(&path("charts"), &body).await.status, 400, "{field}");
    }
    assert_eq!(ada.send_json(Method::PATCH, &path(&format!("charts/{ulid}")), &json!({ "title": "All" })).await.text(), "{}");
    let dashboard = ada.post(&path("dashboards"), &json!({ "charts": [ulid], "title": "Board" })).await.json();
    assert_eq!((&dashboard["charts"], &dashboard["title"]), (&json!([ulid]), &json!("Board")));
    assert_eq!(ada.post(&path("dashboards"), &json!({ "charts": ["x"], "title": "Board" })).await.status, 400);
    assert_eq!(ada.get(&path("charts")).await.json()["charts"][0]["title"], "All");
    assert_eq!(ada.send_json(Method::DELETE, &path(&format!("charts/{ulid}")), &Json::Null).await.text(), "{}");
    assert_eq!(ada.get(&path("dashboards")).await.json()["dashboards"][0]["charts"], json!([]), "dashboards show it no more");

    let document = "<script>document.title = document.cookie</script>";
    let app = ada.post(&path("apps"), &json!({ "name": "Mine", "content": document })).await.json();
    let readonly = ada.get(&format!("/api/dbs/{id}")).await.json()["readonlyId"].as_str().expect("an id").to_owned();
    let shown = ada.get(&format!("/dbs/{id}/apps/{}", app["ulid"].as_str().expect("an id"))).await;
    assert_eq!(shown.text(), document);
    let policy = shown.header("content-security-policy").expect("a policy").to_owned();
    let reached = format!("connect-src http://{}/readonly/{readonly}/;", server.address());
    assert!(policy.starts_with("sandbox allow-scripts; default-src 'unsafe-inline' data: blob:;") && policy.contains(&reached), "{policy}");
    assert!(!policy.contains("allow-same-origin"), "{policy}");
    assert_eq!((shown.header("x-content-type-options"), shown.header("set-cookie")), (Some("nosniff"), None));
    assert_eq!(shown.header("cross-origin-opener-policy"), None, "browsers show no sandboxed document that has one");
    let stranger = server.sign_up("eve").await;
    assert_eq!(stranger.get(&format!("/dbs/{id}/apps/{}", app["ulid"].as_str().expect("an id"))).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_lists_values_offers_them() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let query =
        "create table orders (id integer primary key, state text check (state in ('open', 'it''s paid')), total real check (total > 0))";
    let made = ada.act("createDatabase", json!({ "name": "orders", "query": query })).await.json();
    let desk = ada.act("getDatabaseDesk", json!({ "databaseId": made["databaseId"] })).await.json();
    let columns = &desk["tables"][0]["columns"];
    assert_eq!((&columns[1]["items"], &columns[1]["input"]), (&json!(["open", "it's paid"]), &json!("select")), "{desk}");
    assert_eq!(columns[2]["items"], json!([]));
}
