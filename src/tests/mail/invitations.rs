//! Invitations to sign up.

use super::{PUBLIC, admin_of, error, mailing, people, token, until};
use crate::harness::{Caller, PASSWORD, Store, TestServer};
use serde_json::{Value as Json, json};

async fn accept(caller: &Caller, key: &str) -> Json {
    caller.act("signUpByInvitation", json!({ "key": key, "password": PASSWORD, "firstName": "Grace" })).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_way_in_under_invite() {
    for store in Store::BOTH {
        let (mail, server) = mailing(store, &[("VIZBOARD_SIGNUP", "invite")]).await;
        let admin = admin_of(&server).await;
        let answer = admin.post("/api/users/invite", &json!({ "email": "Grace@Example.org" })).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
        let letter = mail.letter("grace@example.org", "invites you").await;
        let key = token(&letter.path(&format!("{PUBLIC}/invitation/"))).to_owned();
        assert_eq!(people(&admin).await["invitations"][0]["email"], "grace@example.org");
        let grace = server.anon();
        let page = grace.page(&format!("/invitation/{key}")).await;
        assert!(page.status == 200 && page.text().contains("grace@example.org") && page.text().contains("/actions/signUpByInvitation"));
        let other = grace.act("SignUp", json!({ "email": "grace@example.org", "password": PASSWORD })).await.json();
        assert!(error(&other).contains("invitation"));
        assert_eq!(grace.act("signUpByInvitation", json!({ "key": key, "password": "short" })).await.json()["field"], "password");
        assert_eq!(accept(&grace, &key).await["success"], true);
        let user = grace.act("getUserBySession", json!({})).await.json()["user"].clone();
        assert_eq!((&user["email"], &user["isAdmin"], &user["firstName"]), (&json!("grace@example.org"), &json!(false), &json!("Grace")));
        assert!(grace.act("getEmailStatus", json!({})).await.json()["verifiedAt"].is_string(), "only whoever reads its mail has the link");
        assert!(error(&accept(&server.anon(), &key).await).contains("does not work"), "once");
        assert_eq!(people(&admin).await["invitations"], json!([]));
        assert_eq!(admin.post("/api/users/invite", &json!({ "email": "grace@example.org" })).await.status, 409);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_one_ends_it_and_so_do_withdrawal_and_time() {
    let server = TestServer::start().await;
    let admin = admin_of(&server).await;
    let link = async |email: &str| {
        let invited = admin.act("inviteUser", json!({ "email": email })).await.json();
        assert!(invited["message"].as_str().unwrap().contains("Links to hand on"), "{invited}");
        let seen = until(&admin, "the link waits", |seen| seen["mail"][0]["kind"] == "invite").await;
        assert_eq!(seen["mail"].as_array().unwrap().len(), 1, "a newer letter takes the place of the older one");
        let shown = admin.act("openMail", json!({ "mailId": seen["mail"][0]["id"] })).await.json();
        token(shown["link"].as_str().unwrap()).to_owned()
    };
    admin.act("inviteUser", json!({ "email": "grace@example.org" })).await;
    let (first, second) = (link("grace@example.org").await, link("grace@example.org").await);
    assert!(error(&accept(&server.anon(), &first).await).contains("does not work"));
    assert_eq!(admin.act("withdrawInvitation", json!({ "email": "grace@example.org" })).await.json()["success"], true);
    assert!(error(&accept(&server.anon(), &second).await).contains("does not work"));
    assert!(error(&admin.act("withdrawInvitation", json!({ "email": "grace@example.org" })).await.json()).contains("Nobody"));
    let third = link("grace@example.org").await;
    sqlx::query("update account_links set expires_at = 1").execute(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    assert!(error(&accept(&server.anon(), &third).await).contains("does not work"));
    let fourth = link("grace@example.org").await;
    let tries = futures::future::join_all((0..5).map(|_| {
        let (caller, key) = (server.anon(), fourth.clone());
        async move { accept(&caller, &key).await["success"] == true }
    }));
    assert_eq!(tries.await.into_iter().filter(|done| *done).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn not_where_sign_up_is_closed_and_not_by_everybody() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SIGNUP", "closed")]).await;
    let admin = admin_of(&server).await;
    assert!(error(&admin.act("inviteUser", json!({ "email": "grace@example.org" })).await.json()).contains("closed"));
    assert!(admin.page("/admin/people").await.text().contains("VIZBOARD_SIGNUP=closed"));
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.post("/api/users/invite", &json!({ "email": "grace@example.org" })).await.status, 403);
    assert_eq!(server.anon().post("/api/users/invite", &json!({ "email": "grace@example.org" })).await.status, 401);
}

/// Two teams ask the same address at once: neither letter takes the place of the other.
#[tokio::test(flavor = "multi_thread")]
async fn teams_ask_by_letter() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    for (caller, team) in [(&ada, "Numbers"), (&bob, "Letters")] {
        caller.act("createTeam", json!({ "name": team })).await;
        let input = json!({ "team": team, "role": "editor", "email": " Grace@Example.org" });
        let made = caller.act("inviteToTeam", input).await.json();
        assert_eq!(made["message"], "The link was sent to grace@example.org.", "{made}");
    }
    let grace = server.sign_up("grace").await;
    for (team, host) in [("Numbers", "ada"), ("Letters", "bob")] {
        let letter = mail.letter("grace@example.org", &format!("{host} asks you to join the team {team} on VizBoard as Editor.")).await;
        let key = token(&letter.path(&format!("{PUBLIC}/invite/"))).to_owned();
        let joined = grace.act("acceptInvitation", json!({ "token": key })).await.json();
        assert_eq!(joined["success"], true, "{joined}");
    }
}

/// Check 148: an account has so many letters sent to others in a day, however many addresses it chooses.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_letters_without_end() {
    let (_mail, server) = mailing(Store::Sqlite, &[]).await;
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let (team, other) = ("Numbers", "Letters");
    for (caller, team) in [(&ada, team), (&bob, other)] {
        caller.act("createTeam", json!({ "name": team })).await;
    }
    let ask = async |caller: &Caller, team: &str, email: &str| {
        caller.act("inviteToTeam", json!({ "team": team, "role": "viewer", "email": email })).await
    };
    for number in 0..200 {
        let answer = ask(&ada, team, &format!("person{number}@example.org")).await;
        assert_eq!(answer.json()["success"], true, "{}", answer.text());
        ada.act("revokeInvitation", json!({ "team": team, "invitationId": answer.json()["invitationId"] })).await;
    }
    let answer = ask(&ada, team, "last@example.org").await;
    assert!(answer.status == 429 && answer.text().contains("many letters"), "{}", answer.text());
    assert_eq!(ask(&bob, other, "last@example.org").await.json()["success"], true, "others still may");
}
