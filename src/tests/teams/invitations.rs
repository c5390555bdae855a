//! Links into teams: once, for seven days, until a newer one, and only while whoever made them may.

use super::{accept, link, make, member, members, patch};
use crate::{
    harness::{Store, TestServer},
    routes::run,
};
use serde_json::{Value as Json, json};

const GONE: &str = "This invitation does not work any more. Ask whoever sent it for a new one.";

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_also_for_ten_at_once() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        make(&ada, "Crew").await;
        let token = link(&ada, "Crew", "Editor", "").await;
        assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let told = server.anon().act("getInvitation", json!({ "token": token })).await.json();
        assert_eq!(
            (&told["team"], &told["role"], &told["by"], &told["isMember"]),
            (&json!("Crew"), &json!("Editor"), &json!("ada"), &json!(false))
        );
        let already = accept(&ada, &token).await;
        assert!(already["error"].as_str().is_some_and(|text| text.contains("already")), "{already}");
        let mut callers = Vec::new();
        for n in 0..10 {
            callers.push(server.sign_up(&format!("guest-{n}")).await);
        }
        let tries = callers.iter().map(|caller| accept(caller, &token));
        let answers = futures::future::join_all(tries).await;
        let done = answers.iter().filter(|answer| answer["success"] == true).count();
        assert_eq!(done, 1, "{store:?}: {answers:?}");
        assert!(answers.iter().filter(|answer| answer["success"] == false).all(|answer| answer["error"] == GONE), "{answers:?}");
        assert_eq!(members(&ada, "Crew").await.len(), 2);
        assert_eq!(server.anon().act("getInvitation", json!({ "token": token })).await.json()["error"], GONE);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    make(&ada, "Crew").await;
    let zoe = member(&server, &ada, "Crew", "zoe", "Admin").await;
    let is_gone = async |token: &str| accept(&eve, token).await["error"] == GONE;

    let old = link(&ada, "Crew", "Viewer", "Bo@example.org").await;
    let new = link(&zoe, "Crew", "Viewer", "bo@EXAMPLE.org").await;
    assert!(is_gone(&old).await, "with a newer one for the same address");
    let waiting = ada.act("getTeam", json!({ "team": "Crew" })).await.json()["invitations"].clone();
    assert_eq!((waiting.as_array().map(Vec::len), &waiting[0]["email"]), (Some(1), &json!("bo@example.org")));
    assert!(!waiting.to_string().contains(&new), "it is told once");
    let revoked = ada.act("revokeInvitation", json!({ "team": "Crew", "invitationId": waiting[0]["id"] })).await.json();
    assert_eq!(revoked, json!({ "success": true }));
    assert!(is_gone(&new).await, "taken back");

    let by_zoe = link(&zoe, "Crew", "Admin", "").await;
    patch(&ada, "/api/teams/crew/members/zoe", json!({ "roles": ["Editor"] })).await;
    assert!(is_gone(&by_zoe).await, "whoever made it is no administrator any more");

    let late = link(&ada, "Crew", "Viewer", "").await;
    run(&server, "update team_invitations set expires_at = expires_at - 604800000").await;
    assert!(is_gone(&late).await, "seven days are over");
    let declined = link(&ada, "Crew", "Viewer", "").await;
    assert_eq!(eve.act("declineInvitation", json!({ "token": declined })).await.json()["success"], true);
    assert!(is_gone(&declined).await, "turned down");
    let last = link(&ada, "Crew", "Viewer", "").await;
    run(&server, "update accounts set suspended_at = 1 where username = 'ada'").await;
    assert!(is_gone(&last).await, "whoever made it is suspended");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_hashes_are_stored_and_only_good_input_makes_one() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let token = link(&ada, "Crew", "Viewer", "").await;
    let mut db = server.app().store.read().await.expect("the store answers");
    let stored: Vec<String> = sqlx::query_scalar("select token_hash from team_invitations").fetch_all(&mut *db).await.expect("rows");
    assert!(stored.len() == 1 && stored[0] != token, "{stored:?}");
    drop(db);
    assert_eq!(accept(&bo, &stored[0]).await["error"], GONE);
    for (input, field) in [
        (json!({ "team": "Crew", "role": "Owner" }), json!("role")),
        (json!({ "team": "Crew", "role": "" }), json!("role")),
        (json!({ "team": "Crew" }), json!("role")),
        (json!({ "team": "Crew", "role": "Viewer", "email": "nowhere" }), json!("email")),
        (json!({ "team": "None", "role": "Viewer" }), Json::Null),
    ] {
        let answer = ada.act("inviteToTeam", input.clone()).await.json();
        assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &field), "{input}");
    }
    assert_eq!(bo.act("inviteToTeam", json!({ "team": "Crew", "role": "Viewer" })).await.json()["success"], false, "an editor");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "5")]).await;
    let guess = async |n: u32| server.anon().act("getInvitation", json!({ "token": format!("{n:032}") })).await.status.as_u16();
    for n in 0..5 {
        assert_eq!(guess(n).await, 200);
    }
    assert_eq!(guess(6).await, 429);
}
