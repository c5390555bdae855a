//! What a program reads with a token, and when it is refused.

use super::owner;
use crate::{
    harness::{Store, TestServer},
    projects::shop,
    routes::{run, token},
};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_board_its_data_its_schema_and_its_files_are_read_from_a_real_database() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (ada, project) = owner(&server, "ada").await;
        let (chart, table) = (shop::chart(&ada, &project).await, shop::table(&ada, &project).await);
        let (_, token) = token(&ada, "ada", &project, &["read"]).await;
        let program = server.anon().with_bearer(&token);

        let named = json!({ "projectId": project });
        let board = program.act("getBoard", named.clone()).await.json();
        assert_eq!(board["board"]["widgets"].as_array().map(Vec::len), Some(2), "{board}");
        let rows = program.act("getWidgetData", json!({ "widgetId": table })).await.json();
        assert!(rows.to_string().contains("Sofia"), "{rows}");
        assert_eq!(program.act("getWidgetData", json!({ "widgetId": chart })).await.json()["success"], true);
        let tables =
            program.act("listSchemaTables", json!({ "projectId": project, "connectionId": board["board"]["connections"][0]["id"] }));
        assert!(tables.await.text().contains("customers"));
        let file = program.post(&format!("/api/projects/{project}/export"), &json!({ "format": "csv", "widgetId": chart })).await;
        assert_eq!((file.status.as_u16(), file.text().lines().count() > 3), (200, true), "{}", file.text());
        let picture = program.get(&format!("/api/projects/{project}/board.png")).await;
        assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, Some("image/png")));

        for (action, input) in [
            ("getProjectWithConnections", named.clone()),
            ("runQuery", json!({ "projectId": project, "text": "select 1" })),
            ("updateProject", json!({ "id": project, "title": "Stolen" })),
            ("deleteProject", named.clone()),
            ("setProjectVisibility", json!({ "projectId": project, "public": true })),
            ("getUserProjects", json!({})),
            ("listTokens", json!({ "teamName": "ada" })),
        ] {
            let answer = program.act(action, input).await.json();
            assert_eq!(
                (&answer["success"], &answer["error"]),
                (&json!(false), &json!("An API token cannot do this. Log in with an account that may.")),
                "{action}"
            );
        }
        let user = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].clone();
        let claims = program.act("getBoard", json!({ "projectId": project, "userId": user })).await.json();
        assert_eq!(claims["error"], "Unauthorized", "a token is nobody's account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_alone_writes_nothing_and_reads_nothing_with_another_permission() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    for names in [&["write"][..], &["insert"], &["insert", "write"]] {
        let program = server.anon().with_bearer(&token(&ada, "ada", &project, names).await.1);
        let answer = program.act("getBoard", json!({ "projectId": project })).await.json();
        assert_eq!(answer["error"], "Project not found", "{names:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_a_cookie_the_weaker_right_counts() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let eve = server.sign_up("eve").await;
    let (_, token) = token(&ada, "ada", &project, &["read"]).await;
    let board = json!({ "projectId": project });
    let mine = ada.with_bearer(&token);
    assert_eq!(mine.act("getBoard", board.clone()).await.json()["success"], true);
    let answer = mine.act("updateProject", json!({ "id": project, "title": "Changed" })).await.json();
    assert_eq!(answer["success"], false, "the cookie's owner may, the token may not");
    let theirs = eve.with_bearer(&token).act("getBoard", board.clone()).await.json();
    assert_eq!(theirs["error"], "Project not found", "the token may, the cookie's account may not");
    let unknown = ada.with_bearer("ast_0123456789").act("getBoard", board).await;
    assert_eq!(unknown.status, 401, "a good cookie saves no bad token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_never_more_than_who_made_it() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let eve = server.sign_up("eve").await;
    let member = "insert into team_members (team_id, account_id, role, created_at)
                  select t.id, a.id, 'admin', 1 from teams t, accounts a where t.name = 'ada' and a.username = 'eve'";
    run(&server, member).await;
    let (_, token) = token(&eve, "ada", &project, &["read"]).await;
    let program = server.anon().with_bearer(&token);
    let read = async || program.act("getBoard", json!({ "projectId": project })).await;
    assert_eq!(read().await.json()["success"], true);
    let leave = "delete from team_members where account_id in (select id from accounts where username = 'eve')
                 and team_id in (select id from teams where name = 'ada')";
    run(&server, leave).await;
    assert_eq!(read().await.status, 401, "who left takes the token along");
    run(&server, member).await;
    assert_eq!(read().await.json()["success"], true);
    run(&server, "update accounts set suspended_at = 1 where username = 'eve'").await;
    assert_eq!(read().await.status, 401, "as long as the account is suspended");
    run(&server, "update accounts set suspended_at = null where username = 'eve'").await;
    run(&server, "delete from token_permissions").await;
    assert_eq!(read().await.json()["error"], "Project not found", "asked anew each time");
    assert_eq!(ada.act("deleteProject", json!({ "projectId": project })).await.json()["success"], true);
    run(&server, "delete from accounts where username = 'eve'").await;
    assert_eq!(ada.get("/api/teams/ada/tokens").await.json(), json!({ "tokens": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_use_is_noted_at_most_once_a_minute() {
    let server = TestServer::start().await;
    let (ada, project) = owner(&server, "ada").await;
    let (id, token) = token(&ada, "ada", &project, &["read"]).await;
    let program = server.anon().with_bearer(&token);
    let used = async || {
        program.act("getBoard", json!({ "projectId": project })).await;
        ada.get(&format!("/api/tokens/{id}")).await.json()["last_used_utc"].clone()
    };
    let first = used().await;
    assert!(first.is_string());
    assert_eq!(used().await, first);
    run(&server, "update api_tokens set last_used_at = last_used_at - 61000").await;
    let later = used().await;
    assert!(later.as_str() >= first.as_str(), "{later} {first}");
    assert_ne!(later, Json::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_limited_and_slips_and_known_tokens_are_not() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "5")]).await;
    let (ada, project) = owner(&server, "ada").await;
    let (id, good) = token(&ada, "ada", &project, &["read"]).await;
    let (revoked, dead) = token(&ada, "ada", &project, &["read"]).await;
    let read = async |token: &str| server.anon().with_bearer(token).act("getBoard", json!({ "projectId": project })).await;
    for slip in ["ast_", "ast_x", &good[..good.len() - 1]].into_iter().cycle().take(30) {
        assert_eq!(read(slip).await.status, 401, "no token at all: the store is not asked");
    }
    assert_eq!(ada.act("revokeToken", json!({ "tokenId": revoked })).await.json()["success"], true);
    for _ in 0..5 {
        assert_eq!(read(&dead).await.status, 401);
    }
    let limited = read(&dead).await;
    assert_eq!((limited.status.as_u16(), limited.header("retry-after").is_some()), (429, true));
    assert_eq!(read("0123456789abcdefghijABCDEFGHIJ42").await.status, 429, "tokens of sessions count with them");
    assert_eq!(read(&good).await.json()["success"], true, "whoever has one is let in");
    run(&server, &format!("update api_tokens set expires_at = 1 where id = {id}")).await;
    assert_eq!(read(&good).await.status, 401, "an expired token is no guess");
}
