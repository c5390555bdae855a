//! The table, asked by API tokens: what reads a project is answered to a token that reads it, and nothing else is
//! reachable (security.md, checks 37 to 39).

use super::{
    everybody::{assert_clean, seen},
    rows::{assert_same, rows_without_log},
    table::{Is, Row, TABLE},
    validator::Document,
    world::{Ids, World, run, token},
};
use crate::harness::{Answer, Caller};
use serde_json::json;

/// What a token that reads the project is answered like its owner. Everything else of the table is closed to tokens.
const READABLE: [&str; 19] = [
    "GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/rows",
    "GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/aggregate",
    "GET /api/projects/{projectId}/connections/{connectionId}/tables/{label}/values",
    "GET /api/widgets/{widgetId}",
    "POST /actions/getProjectSchema",
    "POST /actions/getSchemaSources",
    "POST /actions/listSchemaTables",
    "POST /actions/getTableSchema",
    "POST /actions/listSchemaChanges",
    "POST /actions/getDiagram",
    "GET /api/projects/{projectId}/diagram",
    "POST /actions/getBoard",
    "POST /actions/listTables",
    "POST /api/projects/{projectId}/export",
    "POST /actions/getWidgetData",
    "POST /actions/listFilters",
    "POST /actions/filterValues",
    "GET /api/projects/{projectId}/board.png",
    "GET /api/projects/{projectId}/board.pdf",
];

const CLOSED: &str = "An API token cannot do this. Log in with an account that may.";

fn is_readable(row: &Row) -> bool {
    READABLE.contains(&row.documented())
}

/// SQL of one's own, and drafts of widgets, which may name any table.
fn needs_more(row: &Row, ids: &Ids) -> bool {
    let body = row.body(ids);
    body.get("text").is_some() || body.get("draft").is_some()
}

/// What is answered to a token that may not.
fn is_refused(row: &Row, answer: &Answer) -> bool {
    match answer.status.as_u16() {
        401 | 403 | 404 => true,
        200 => row.is_action() && answer.json()["success"] == false,
        _ => false,
    }
}

async fn ask(world: &World, row: &Row, caller: &Caller) -> Answer {
    row.ask(&world.server, caller, &world.ada.ids).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_reaches_what_it_names_and_nothing_else() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let document = Document::of(server).await;
    let mut programs = Vec::new();
    for names in [&["read", "write"][..], &["insert"], &["write"]] {
        let (_, token) = token(&ada.caller, &ada.ids.team, &ada.ids.project, names).await;
        programs.push((names, server.anon().with_bearer(&token)));
    }
    let foreign = server.anon().with_bearer(&token(&eve.caller, &eve.ids.team, &eve.ids.project, &["read", "write"]).await.1);
    let before = rows_without_log(server).await;
    for row in TABLE.iter().filter(|row| row.is[0] != Is::Ok) {
        for (names, program) in &programs {
            let answer = ask(&world, row, program).await;
            if is_readable(row) && names.contains(&"read") && !needs_more(row, &ada.ids) {
                row.judge("a token that reads", &answer, row.is[2], &document);
            } else {
                assert!(is_refused(row, &answer), "{} by {names:?}: {} {}", row.route, answer.status, answer.text());
                assert_clean(row.route, &answer, ada);
                // A private database is not there for a token that does not name it, as for a stranger.
                let is_asked_by_strangers = [Is::Status(404), super::database_desk::UNKNOWN[0]].contains(&row.is[0]);
                if is_readable(row) || is_asked_by_strangers {
                    let strangers = ask(&world, row, &eve.caller).await;
                    assert_eq!(seen(&answer), seen(&strangers), "{} by {names:?}: it does not exist", row.route);
                } else if answer.status != 401 && row.route != "POST /actions/getUserBySession" && !row.is_by_key() {
                    assert!(answer.text().contains(CLOSED), "{} by {names:?}: {}", row.route, answer.text());
                }
            }
        }
        let answer = ask(&world, row, &foreign).await;
        assert!(is_refused(row, &answer), "{} by a token of another team: {}", row.route, answer.text());
        assert_clean(row.route, &answer, ada);
    }
    assert_same(&before, &rows_without_log(server).await, "tokens change nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_tokens_are_nobody() {
    let world = World::new().await;
    let (server, ada) = (&world.server, &world.ada);
    let sue = server.sign_up("susan").await;
    let lou = server.sign_up("louis").await;
    let made = async |caller: &Caller, name: &str| {
        let project = caller.act("createProjectWithConnections", json!({ "title": "Own", "connections": [] })).await.json();
        token(caller, name, project["projectId"].as_str().expect("an id"), &["read"]).await.1
    };
    let (of_suspended, of_leaver) = (made(&sue, "susan").await, made(&lou, "louis").await);
    let (expired, revoked) = (
        token(&ada.caller, &ada.ids.team, &ada.ids.project, &["read"]).await,
        token(&ada.caller, &ada.ids.team, &ada.ids.project, &["read"]).await,
    );
    run(server, "update accounts set suspended_at = 1 where username = 'susan'").await;
    run(server, "delete from team_members where account_id in (select id from accounts where username = 'louis')").await;
    run(server, &format!("update api_tokens set expires_at = 1 where id = {}", expired.0)).await;
    assert_eq!(ada.caller.act("revokeToken", json!({ "tokenId": revoked.0 })).await.json()["success"], true);
    let before = rows_without_log(server).await;
    for (what, token) in [
        ("of a suspended account", of_suspended),
        ("of who left the team", of_leaver),
        ("expired", expired.1),
        ("revoked", revoked.1.clone()),
        ("mistyped", format!("{}x", &revoked.1[..revoked.1.len() - 1])),
    ] {
        let program = server.anon().with_bearer(&token);
        for row in TABLE.iter().filter(|row| !row.starts_session()) {
            let is_monitors = ["/api/health", "/api/status", "/api/ready"].iter().any(|path| row.route.ends_with(path));
            let answer = ask(&world, row, &program).await;
            assert_eq!(answer.status, if is_monitors { 200 } else { 401 }, "{} by a token {what}: {}", row.route, answer.text());
        }
    }
    assert_same(&before, &rows_without_log(server).await, "a dead token");
}
