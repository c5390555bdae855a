//! The audit log: who did what, told to whom, and what is never in it.

use crate::{
    harness::{ADMIN, Caller, PASSWORD, Store, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};
use sqlx::AssertSqlSafe;

pub(super) async fn entries(caller: &Caller, query: &str) -> Vec<Json> {
    let answer = caller.get(&format!("/api/audit?{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["entries"].as_array().expect("entries").clone()
}

/// Verb, kind and name of each.
pub(super) fn deeds(entries: &[Json]) -> Vec<String> {
    entries.iter().map(|e| format!("{} {} {}", text(e, "verb"), text(e, "kind"), text(e, "objectName"))).collect()
}

fn text<'a>(entry: &'a Json, name: &str) -> &'a str {
    entry[name].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_went_and_was_refused() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (server.log_in(ADMIN).await, server.sign_up("ada").await);
        let typed = "my password typed as a name";
        for (name, password) in [("ada", "wrong horse battery"), (typed, "wrong horse battery"), ("nobody-of-that-name", PASSWORD)] {
            assert_eq!(server.anon().act("logIn", json!({ "username": name, "password": password })).await.json()["success"], false);
        }
        let wrong = json!({ "currentPassword": "wrong horse battery", "newPassword": "another horse battery" });
        assert_eq!(ada.act("updateUserPassword", wrong).await.json()["success"], false);
        let right = json!({ "currentPassword": PASSWORD, "newPassword": "another horse battery" });
        assert_eq!(ada.act("updateUserPassword", right).await.json()["success"], true);
        assert_eq!(ada.act("logOut", json!({})).await.json()["success"], true);

        let found = entries(&admin, "").await;
        let told: Vec<_> = found.iter().map(|e| (text(e, "accountName"), text(e, "verb"), text(e, "result"), text(e, "address"))).collect();
        let here = "127.0.0.1";
        assert_eq!(
            told,
            [
                ("ada", "sign-out", "done", here),
                ("ada", "password", "done", here),
                ("ada", "password", "refused", here),
                ("", "sign-in", "refused", here),
                ("", "sign-in", "refused", here),
                ("ada", "sign-in", "refused", here),
                ("ada", "sign-up", "done", here),
                (ADMIN, "sign-in", "done", here),
                ("", "create", "done", ""),
            ],
            "{found:#?}"
        );
        let all = rows(&server).await;
        assert!(!all.contains(typed) && !all.contains("nobody-of-that-name"), "{all}");
    }
}

/// The whole table as text.
async fn rows(server: &TestServer) -> String {
    let mut db = server.app().store.read().await.expect("the store answers");
    let columns = ["account_name", "via_id", "verb", "kind", "object_id", "object_name", "address", "result", "detail"];
    let cells = columns.map(|column| format!("coalesce({column}, '')")).join(" || ' ' || ");
    let lines: Vec<String> =
        sqlx::query_scalar(AssertSqlSafe(format!("select {cells} as line from audit_log"))).fetch_all(&mut *db).await.expect("rows");
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_are_told_to_their_people_and_their_names_to_nobody_else() {
    let server = TestServer::start().await;
    let (admin, ada, eve) = (server.log_in(ADMIN).await, server.sign_up("ada").await, server.sign_up("eve").await);
    let connection = shop::connection("=canary(\"x\")").await;
    let project = shop::project(&ada, "Canary plans", &[connection]).await;
    let widget = shop::table(&ada, &project).await;
    assert_eq!(ada.act("deleteWidgetAction", json!({ "widgetId": widget })).await.json()["success"], true);
    let of_project = format!("projectId={project}");
    let told = deeds(&entries(&ada, &of_project).await);
    assert_eq!(told.last().map(String::as_str), Some("create project Canary plans"), "{told:?}");
    assert!(told.contains(&"create connection =canary(\"x\")".to_owned()) && told[0].starts_with("delete widget"), "{told:?}");

    assert_eq!(eve.get(&format!("/api/audit?{of_project}")).await.status, 404);
    assert_eq!(admin.get(&format!("/api/audit?{of_project}")).await.status, 404, "an administrator sees no private project");
    for stranger in [&ada, &eve] {
        assert_eq!(stranger.get("/api/audit").await.status, 403);
    }
    let all = admin.get("/api/audit").await.text();
    assert!(all.contains("\"widget\"") && !all.contains("anary") && !all.contains(&project), "{all}");
    let page = admin.page("/admin/audit").await.text();
    assert!(page.contains("made a project") && !page.contains("anary"), "{page}");
    let own = ada.page(&format!("/projects/{project}/activity")).await.text();
    assert!(own.contains("Canary plans") && own.contains("Activity"), "{own}");

    let csv = ada.get(&format!("/api/audit?{of_project}&format=csv")).await;
    assert!(csv.header("content-disposition").is_some_and(|text| text.contains("audit-")), "{csv:?}");
    assert!(csv.text().contains("'=canary") && csv.text().starts_with("at,account,"), "no formula: {}", csv.text());
    let json = ada.get(&format!("/api/audit?{of_project}&format=json")).await.json();
    assert_eq!(json.as_array().map(Vec::len), Some(told.len()));
    assert_eq!(ada.get(&format!("/api/audit?{of_project}&format=xlsx")).await.status, 400);
    assert!(!admin.get("/api/audit?format=csv").await.text().contains("anary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_filters_find_every_entry_once() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (server.log_in(ADMIN).await, server.sign_up("ada").await);
        for n in 0..120 {
            let answer = ada.act("updateUserName", json!({ "firstName": format!("N{n}") })).await.json();
            assert_eq!(answer["success"], true, "{answer}");
        }
        let (mut ids, mut after) = (Vec::new(), String::new());
        loop {
            let page = admin.get(&format!("/api/audit?who=ada&what=change{after}")).await.json();
            ids.extend(page["entries"].as_array().expect("entries").iter().map(|entry| text(entry, "id").to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(ids.len(), 120);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 120, "each once");
        let today = entries(&admin, "kind=account&result=done&from=2020-01-01&to=2999-12-31").await;
        assert_eq!(today.len(), 50);
        assert!(entries(&admin, "from=2999-01-01").await.is_empty() && entries(&admin, "who=eve").await.is_empty());
        for bad in ["what=everything", "kind=x", "result=maybe", "from=yesterday", "after=x", "who=a&who=b"] {
            assert_eq!(admin.get(&format!("/api/audit?{bad}")).await.status, 400, "{bad}");
        }
        let page = admin.page("/admin/audit?who=ada&what=change").await.text();
        assert!(page.contains("Older") && page.contains("after="), "{page}");
        assert!(admin.page("/admin/audit?who=eve").await.text().contains("Nothing fits these filters"));
        let unread = admin.page("/admin/audit?from=yesterday").await;
        assert!(unread.status == 400 && unread.text().contains("Write the day like 2026-01-31"), "{}", unread.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn old_entries_go() {
    for store in Store::BOTH {
        let server = TestServer::start_with(store, &[("VIZBOARD_AUDIT_DAYS", "10")]).await;
        let admin = server.log_in(ADMIN).await;
        let mut db = server.app().store.read().await.expect("the store");
        let add = "insert into audit_log (id, at, via, verb, kind, result) values ($1, $2, 'server', 'back-up', 'server', 'done')";
        for (id, days) in [("old", 11_i64), ("young", 9)] {
            let at = vizboard::model::time::Timestamp::now().plus_seconds(-days * 86_400).0;
            sqlx::query(add).bind(id).bind(at).execute(&mut *db).await.expect("added");
        }
        drop(db);
        vizboard::domain::audit::sweep(server.app()).await.expect("swept");
        let left: Vec<_> = entries(&admin, "what=back-up").await.iter().map(|entry| text(entry, "id").to_owned()).collect();
        assert_eq!(left, ["young"]);
    }
}

/// Sends marked secrets through what takes secrets, and looks for them.
#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_ever_in_it() {
    let server = TestServer::start().await;
    let mark = "MARKED-SECRET-7f3a";
    let ada = server.anon();
    let password = format!("{mark} account");
    let input = json!({ "username": "ada", "email": "ada@example.org", "password": password });
    assert_eq!(ada.act("SignUp", input).await.json()["success"], true);
    server.anon().act("logIn", json!({ "username": mark, "password": mark })).await;
    let mut connection = shop::connection("Shop").await;
    let project = shop::project(&ada, "Shop", std::slice::from_ref(&connection)).await;
    connection["password"] = json!(format!("{mark} database"));
    connection["user"] = json!(format!("{mark}-user"));
    ada.act("createProjectWithConnections", json!({ "title": "Other", "connections": [connection] })).await;
    ada.act("testConnection", json!({ "projectId": project, "connection": connection })).await;
    let statement = json!({ "projectId": project, "title": "Query", "text": format!("select '{mark}' as x") });
    assert_eq!(ada.act("saveQuery", statement.clone()).await.json()["success"], true);
    ada.act("runQuery", statement.clone()).await;
    ada.post(&format!("/api/projects/{project}/export"), &json!({ "format": "json", "text": statement["text"] })).await;
    let link = json!({ "projectId": project, "title": "Friend", "password": format!("{mark} link") });
    let link = ada.act("saveLink", link).await.json();
    let token = link["link"]["path"].as_str().expect("a path").trim_start_matches("/public/").to_owned();
    server.anon().act("unlockLink", json!({ "idPublic": token, "password": format!("{mark} link") })).await;
    server.anon().act("unlockLink", json!({ "idPublic": token, "password": format!("{mark} wrong") })).await;
    ada.act("updateUserEmail", json!({ "email": "ada2@example.org", "password": password })).await;
    ada.act("updateUserPassword", json!({ "currentPassword": password, "newPassword": format!("{mark} new one") })).await;
    let embedding = ada.act("saveEmbedding", json!({ "projectId": project, "sites": ["https://a.example.org"] })).await.json();
    let all = rows(&server).await;
    for verb in ["sign-up", "create", "run", "export", "unlock", "email", "password"] {
        assert!(all.contains(verb), "{verb} is missing: {all}");
    }
    let secret = embedding["embedding"]["secret"].as_str().unwrap_or("no secret");
    for secret in [mark, token.as_str(), secret] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}
