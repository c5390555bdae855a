//! API tokens for databases.

use super::{keys, make};
use crate::harness::{TestServer, message};
use reqwest::Method;
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_what_it_says_and_nothing_else() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let (id, other) = (make(&ada, "Named").await, make(&ada, "Not named").await);
    let foreign = make(&eve, "Foreign").await;
    let body = |id: &str, names: &[&str]| {
        let permissions: Vec<_> = names.iter().map(|name| json!({ "db_id": id, "name": name })).collect();
        json!({ "team_name": "ada", "name": names.join(" and "), "permissions": permissions })
    };
    let made = ada.post("/api/tokens", &body(&id, &["read"])).await.json();
    assert_eq!(made["permissions"], json!([{ "db_id": id, "db_name": "Named", "name": "read" }]));
    let refused = ada.post("/api/tokens", &body(&foreign, &["read"])).await;
    assert!(refused.status == 400 && message(&refused).contains("no such database"), "{}", refused.text());
    let listed = ada.get("/api/teams/ada/tokens").await.json();
    assert_eq!(keys(&listed["tokens"][0]["permissions"][0]), ["db_id", "db_name", "name"]);
    let program = async |names: &[&str]| {
        let made = ada.post("/api/tokens", &body(&id, names)).await.json();
        server.anon().with_bearer(made["body"].as_str().expect("a token"))
    };
    let (path, chart) = (format!("/api/dbs/{id}"), json!({ "chartType": "BarChart", "headers": [], "table": "people", "title": "T" }));
    for (names, reads, structures) in
        [(&["read"][..], true, false), (&["insert"], false, false), (&["write"], false, true), (&["read", "write"], true, true)]
    {
        let program = program(names).await;
        let status = |may| if may { 200 } else { 403 };
        assert_eq!(program.get(&path).await.status, status(reads), "{names:?}");
        assert_eq!(program.get(&format!("/dbs/{id}/download")).await.status, status(reads), "{names:?}");
        assert_eq!(program.post(&format!("{path}/charts"), &chart).await.status, status(structures), "{names:?}");
        for (method, below) in
            [(Method::GET, "/settings"), (Method::GET, "/env"), (Method::GET, "/copies"), (Method::GET, "/changes"), (Method::DELETE, "")]
        {
            let answer = program.send_json(method, &format!("{path}{below}"), &Json::Null).await;
            assert_eq!(answer.status, 403, "{names:?} {below}: {}", answer.text());
        }
        for body in [json!({ "name": "x" }), json!({ "owner": null })] {
            assert_eq!(program.send_json(Method::PATCH, &path, &body).await.status, 403, "{names:?} {body}");
        }
        assert_eq!(program.get(&format!("/api/dbs/{other}")).await.status, 404, "{names:?}");
        assert_eq!(program.get(&format!("/api/dbs/{foreign}")).await.status, 404, "{names:?}");
        assert_eq!(program.post("/api/dbs", &json!({ "name": "x" })).await.status, 403, "{names:?}");
    }
    let form = json!({ "teamName": "ada", "name": "By form", "grants": [{ "databaseId": id, "access": "read_write" }, { "databaseId": other, "access": "none" }] });
    let made = ada.act("createToken", form).await.json();
    assert_eq!(made["token"]["permissions"].as_array().map(Vec::len), Some(2), "{made}");
    let reach = ada.act("getReach", json!({ "teamName": "ada" })).await.json();
    let of_form = reach["subjects"].as_array().expect("a list").iter().find(|one| one["name"] == "By form").expect("the token");
    assert_eq!(of_form["databases"][0]["name"], "Named", "{reach}");
    // Who gives the database away takes it from the tokens of the team.
    let program = server.anon().with_bearer(made["shownOnce"].as_str().expect("a token"));
    assert_eq!(program.get(&path).await.status, 200);
    assert_eq!(ada.act("createTeam", json!({ "name": "Crew" })).await.json()["success"], true);
    assert_eq!(ada.send_json(Method::PATCH, &path, &json!({ "owner": "Crew" })).await.status, 200);
    assert_eq!(program.get(&path).await.status, 404);
    assert_eq!(ada.get(&path).await.json()["owner"], "Crew");
}
