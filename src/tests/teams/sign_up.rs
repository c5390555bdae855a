//! Signing up with a link into a team.

use super::{accept, link, make, members};
use crate::harness::{ADMIN, Caller, PASSWORD, Store, TestServer};
use serde_json::{Value as Json, json};

async fn sign_up(caller: &Caller, name: &str, token: &str) -> Json {
    let input = json!({ "username": name, "email": format!("{name}@example.org"), "password": PASSWORD, "teamInvitation": token });
    caller.act("SignUp", input).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_opens_the_door_where_one_is_needed() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SIGNUP", "invite")]).await;
    let admin = server.log_in(ADMIN).await;
    make(&admin, "Crew").await;
    let token = link(&admin, "Crew", "Editor", "").await;
    let stranger = server.anon();
    assert_eq!(sign_up(&stranger, "eve", "").await["success"], false);
    assert_eq!(sign_up(&stranger, "eve", &"0".repeat(32)).await["success"], false, "a wrong one");
    let page = stranger.page(&format!("/signup?next=/invite/{token}")).await.text();
    assert!(page.contains("/actions/SignUp") && page.contains("teamInvitation"), "{page}");
    assert!(!stranger.page("/signup").await.text().contains("/actions/SignUp"));
    let bad = json!({ "email": "no address", "password": PASSWORD, "teamInvitation": token });
    assert_eq!(stranger.act("SignUp", bad).await.json()["field"], "email", "a mistake does not use it up");

    let (one, two) = (server.anon(), server.anon());
    let (first, second) = tokio::join!(sign_up(&one, "one", &token), sign_up(&two, "two", &token));
    assert!((first["success"] == true) != (second["success"] == true), "one link makes one account: {first} {second}");
    let mut db = server.app().store.read().await.expect("the store answers");
    let accounts: i64 = sqlx::query_scalar("select count(*) from accounts").fetch_one(&mut *db).await.expect("a count");
    assert_eq!(accounts, 2, "the administrator and whoever was first");
    drop(db);
    let joined = if first["success"] == true { &one } else { &two };
    assert_eq!(members(joined, "Crew").await.len(), 2);
    assert_eq!(joined.act("listTeams", json!({})).await.json()["teams"][1]["role"], "Editor");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_door_stays_closed() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SIGNUP", "closed")]).await;
    let admin = server.log_in(ADMIN).await;
    make(&admin, "Crew").await;
    let token = link(&admin, "Crew", "Viewer", "").await;
    let answer = sign_up(&server.anon(), "eve", &token).await;
    assert!(answer["error"].as_str().is_some_and(|text| text.contains("closed")), "{answer}");
    let page = server.anon().page(&format!("/invite/{token}")).await.text();
    assert!(page.contains("Crew") && page.contains("/login?next=") && !page.contains("/signup"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_door_takes_it_along_too() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        make(&ada, "Crew").await;
        let token = link(&ada, "Crew", "Viewer", "").await;
        let bo = server.anon();
        assert_eq!(sign_up(&bo, "bob", &token).await["success"], true);
        assert_eq!(members(&bo, "Crew").await.len(), 2);
        assert_eq!(accept(&server.sign_up("eve").await, &token).await["success"], false, "used up");
        let taken = sign_up(&server.anon(), "bob", &link(&ada, "Crew", "Viewer", "").await).await;
        assert_eq!(taken["success"], false);
    }
}
