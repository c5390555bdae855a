//! What is said about who may do what with a database is what happens.

use super::make;
use crate::{
    harness::{Caller, TestServer},
    routes::run,
};
use serde_json::{Value as Json, json};

/// The rights that are told as allowed, and what the subject is to the database.
async fn told(admin: &Caller, database: &str, subject: &str) -> (Vec<String>, String) {
    let answer = admin.act("explainAccess", json!({ "teamName": "ada", "databaseId": database, "subject": subject })).await.json();
    assert_eq!((&answer["success"], &answer["title"]), (&json!(true), &json!("Named")), "{subject}: {answer}");
    let allowed = answer["verdicts"].as_array().expect("a list").iter().filter(|verdict| verdict["allowed"] == true);
    let rights = allowed.map(|verdict| verdict["right"].as_str().expect("a text").to_owned()).collect();
    (rights, answer["because"].as_str().expect("a sentence").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_those_that_decide() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let (id, other) = (make(&ada, "Named").await, make(&ada, "Other").await);
    let foreign = make(&eve, "Foreign").await;
    let token = async |database: &str, names: &[&str]| {
        let permissions: Vec<_> = names.iter().map(|name| json!({ "db_id": database, "name": name })).collect();
        let body = json!({ "team_name": "ada", "name": names.join(" and "), "permissions": permissions });
        let made = ada.post("/api/tokens", &body).await.json();
        let program = server.anon().with_bearer(made["body"].as_str().expect("a token"));
        (format!("token:{}", made["id"]), program)
    };
    let path = format!("/api/dbs/{id}");
    let chart = json!({ "chartType": "BarChart", "headers": [], "table": "people", "title": "T" });
    for names in [&["read"][..], &["insert"], &["write"], &["read", "write"]] {
        let (subject, program) = token(&id, names).await;
        let (rights, because) = told(&ada, &id, &subject).await;
        let has = |right: &str| rights.iter().any(|own| own == right);
        assert_eq!(has("read rows"), program.get(&path).await.status == 200, "{names:?}: {rights:?}");
        let structures = program.post(&format!("{path}/charts"), &chart).await.status == 200;
        assert_eq!(has("change tables and columns"), structures, "{names:?}: {rights:?}");
        assert!(!has("change settings") && because.contains("names this database"), "{names:?}: {because}");
    }
    let (stranger, program) = token(&other, &["read"]).await;
    assert_eq!(told(&ada, &id, &stranger).await, (vec![], "The token does not name this database.".to_owned()));
    assert_eq!(program.get(&path).await.status, 404);
    assert_eq!(ada.send_json(reqwest::Method::PATCH, &format!("{path}/settings"), &json!({ "visibility": "public" })).await.status, 200);
    let (rights, because) = told(&ada, &id, &stranger).await;
    assert_eq!((rights, program.get(&path).await.status.as_u16()), (vec!["read rows".to_owned()], 200), "{because}");
    assert!(because.contains("public"), "{because}");
    run(&server, "update api_tokens set expires_at = 1").await;
    let (rights, because) = told(&ada, &id, &stranger).await;
    assert!(rights.is_empty() && because.contains("last day is over"), "{because}");
    assert_eq!(program.get(&path).await.status, 401, "not even as everybody");

    let user = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].as_str().expect("an id").to_owned();
    let (rights, because) = told(&ada, &id, &format!("person:{user}")).await;
    assert_eq!(rights.len(), 6, "{because}");
    let reach = ada.act("getReach", json!({ "teamName": "ada" })).await.json();
    assert_eq!(reach["databases"].as_array().map(Vec::len), Some(2), "{reach}");

    let refused = async |input: Json| {
        let answer = ada.act("explainAccess", input.clone()).await.json();
        assert_eq!(answer["success"], false, "{input}: {answer}");
    };
    for subject in ["", "person:x", "token:99", "link:x", "other:1"] {
        refused(json!({ "teamName": "ada", "databaseId": id, "subject": subject })).await;
    }
    for database in [foreign.as_str(), "x", ""] {
        refused(json!({ "teamName": "ada", "databaseId": database, "subject": stranger })).await;
    }
    refused(json!({ "teamName": "ada", "databaseId": id, "projectId": id, "subject": stranger })).await;
    let told = eve.act("explainAccess", json!({ "teamName": "ada", "databaseId": id, "subject": stranger })).await.json();
    assert_eq!(told["success"], false, "{told}");
}
