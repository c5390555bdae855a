//! Who may change rows, and who may let them.

use super::{Base, Engine, insert, rename};
use crate::{
    harness::{Caller, postgres},
    projects::shop,
};
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};

async fn member(base: &Base, name: &str, role: &str) -> Caller {
    let mate = base.server.sign_up(name).await;
    let link = base.ada.act("inviteToTeam", json!({ "team": super::TEAM, "role": role })).await.json()["shownOnce"].clone();
    let token = link.as_str().expect("a link").trim_start_matches("/invite/").to_owned();
    assert_eq!(mate.act("acceptInvitation", json!({ "token": token })).await.json()["success"], true);
    mate
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_until_somebody_switches_it_on() {
    for engine in Engine::ALL {
        let base = Base::off(engine, super::TABLES).await;
        let page = base.page("people").await;
        let refusal = page["refusal"].as_str().expect("a sentence");
        assert!(refusal.contains("switched off") && refusal.contains("owner"), "{refusal}");
        assert_eq!(base.refusal("people", json!([insert(4, "Sofia")])).await, refusal);
        assert_eq!(base.people().await.len(), 3);
        base.switch(true).await;
        base.saves("people", json!([insert(4, "Sofia")])).await;
        base.switch(false).await;
        base.refusal("people", json!([insert(5, "Hypatia")])).await;
        assert_eq!(base.people().await.len(), 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_change_rows_and_viewers_do_not() {
    let base = Base::off(Engine::Postgres, super::TABLES).await;
    let (eddy, vera) = (member(&base, "eddy", "Editor").await, member(&base, "vera", "Viewer").await);
    let on = json!({ "projectId": base.project, "connectionId": base.connection, "writing": true });
    for caller in [&eddy, &vera] {
        let answer = caller.act("setConnectionWriting", on.clone()).await.json();
        assert_eq!(answer["error"], "Project not found", "{answer}");
    }
    base.switch(true).await;
    assert_eq!(base.page_by(&vera, "people").await["error"], "Project not found");
    for action in ["saveConnectionRows", "reviewConnectionRows"] {
        let answer = base.send(&vera, action, "people", json!([insert(4, "Sofia")])).await.json();
        assert_eq!(answer["error"], "Project not found", "{answer}");
    }
    assert_eq!(base.people().await.len(), 3);
    let answer = base.send(&eddy, "saveConnectionRows", "people", json!([insert(4, "Sofia")])).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    assert_eq!(base.people().await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_hides_rows_keeps_them_from_being_changed() {
    let base = Base::new(Engine::Postgres).await;
    let eddy = member(&base, "eddy", "Editor").await;
    let rule = json!({ "projectId": base.project, "connectionId": base.connection, "table": "people", "audience": "editors",
        "conditions": [{ "column": "id", "op": "lt", "values": [3] }] });
    let made = base.ada.act("saveRowRule", rule).await.json();
    assert_eq!(made["success"], true, "{made}");
    for edit in [insert(4, "Sofia"), rename("1", None, "Lovelace"), json!({ "what": "delete", "key": "3" })] {
        let answer = base.send(&eddy, "saveConnectionRows", "people", json!([edit])).await.json();
        assert!(answer["error"].as_str().is_some_and(|said| said.contains("row rule")), "{answer}");
    }
    assert_eq!(base.people().await, ["Ada", "Grace", "Emmy"]);
    base.saves("people", json!([rename("1", None, "Lovelace")])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_off_when_the_connection_logs_in_otherwise() {
    let base = Base::new(Engine::Postgres).await;
    let detail = base.ada.act("getProjectWithConnections", json!({ "projectId": base.project })).await.json();
    let mut given = detail["project"]["connections"][0].clone();
    assert_eq!(given["writing"], true);
    given["password"] = json!("KEEP_CURRENT_PASSWORD");
    given["title"] = json!("Another title");
    let answer = base.ada.act("updateProject", json!({ "id": base.project, "connections": [given] })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    base.saves("people", json!([insert(4, "Sofia")])).await;
    let url: url::Url = base.own.parse().expect("a URL");
    given["password"] = json!(url.password().expect("a password"));
    given["options"] = json!({ "tls": "disable" });
    let answer = base.ada.act("updateProject", json!({ "id": base.project, "connections": [given] })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    let said = base.refusal("people", json!([insert(5, "Hypatia")])).await;
    assert!(said.contains("switched off"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_of_the_database_who_may_only_read_is_told_so() {
    let own = postgres::fresh_database().await;
    let mut db = PgConnection::connect(&own).await.expect("the server answers");
    let role = format!("reader_{}", uuid::Uuid::new_v4().simple());
    let script = format!(
        "{} create role {role} login password 'readonly1'; grant usage on schema public to {role}; \
         grant select on all tables in schema public to {role};",
        super::TABLES
    );
    db.execute(sqlx::AssertSqlSafe(script)).await.expect("the script runs");
    let server = crate::harness::TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let mut object = shop::object(&own.parse().expect("a URL"), "Base");
    (object["user"], object["password"]) = (json!(role), json!("readonly1"));
    let project = shop::project(&ada, "Sales", &[object]).await;
    let connection = shop::connection_ids(&ada, &project).await.remove(0);
    let base = Base { server, ada, engine: Engine::Postgres, project, connection, own };
    base.switch(true).await;
    let said = base.refusal("people", json!([insert(4, "Sofia")])).await;
    assert!(said.contains("may not do this") && said.contains("switch writing off"), "{said}");
    assert_eq!(base.people().await.len(), 3);
}
