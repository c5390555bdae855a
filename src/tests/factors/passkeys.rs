//! Passkeys over HTTP, by an authenticator of the tests' own.

use super::{
    HALF, SESSION,
    authenticator::{Authenticator, ORIGIN, begin},
    count, half, is_signed_in, refused, run, stale,
};
use crate::harness::{Caller, Store, TestServer};
use serde_json::json;

async fn server(store: Store) -> TestServer {
    TestServer::start_with(store, &[("VIZBOARD_PUBLIC_URL", ORIGIN)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn made_named_used_and_removed() {
    for store in Store::BOTH {
        let server = server(store).await;
        let ada = server.sign_up("ada").await;
        let options = begin(&ada, "make").await;
        assert_eq!((&options["rpId"], &options["user"]["name"], &options["credentials"]), (&json!("localhost"), &json!("ada"), &json!([])));
        let mut key = Authenticator::new();
        assert_eq!(refused(&ada.act("addPasskey", key.made(&options, " ")).await), "Give the passkey a name, so that you know it again");
        let added = ada.act("addPasskey", key.made(&options, "Phone")).await.json();
        assert_eq!(added["shownOnce"].as_str().map(|codes| codes.split(' ').count()), Some(10), "{added}");
        assert_eq!(begin(&ada, "make").await["credentials"], json!([key.id]), "it is not made twice");

        let browser = server.anon();
        assert_eq!(key.log_in(&browser).await.json(), json!({ "success": true }));
        assert!(is_signed_in(&browser).await);
        let factors = browser.act("getFactors", json!({})).await.json();
        let one = &factors["passkeys"][0];
        assert!(one["name"] == "Phone" && one["lastUsedAt"].is_string(), "{factors}");
        let named = ada.act("renamePasskey", json!({ "passkeyId": one["id"], "name": "Old phone" })).await.json();
        assert_eq!(named["success"], true);
        let eve = server.sign_up("eve").await;
        for action in ["renamePasskey", "removePasskey"] {
            assert_eq!(refused(&eve.act(action, json!({ "passkeyId": one["id"], "name": "x" })).await), "Passkey not found");
        }
        assert_eq!(ada.act("removePasskey", json!({ "passkeyId": one["id"] })).await.json()["success"], true);
        assert_eq!(key.log_in(&server.anon()).await.json()["success"], false);
        assert_eq!(count(&server, "select count(*) from recovery_codes").await, 0);
        server.log_in("ada").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn as_the_second_factor() {
    let server = server(Store::Sqlite).await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let (mut key, _) = Authenticator::register(&ada, "Phone").await;
    let (mut eves, _) = Authenticator::register(&eve, "Phone").await;
    let browser = half(&server, "ada").await;
    assert_eq!(browser.act("getSecondStep", json!({})).await.json(), json!({ "success": true, "app": false, "passkey": true }));
    assert_eq!(begin(&browser, "logIn").await["credentials"], json!([key.id]));
    assert!(refused(&eves.log_in(&browser).await).contains("not known here"), "of another account");
    assert!(browser.cookie(SESSION).is_none());
    assert_eq!(key.log_in(&browser).await.json()["success"], true);
    assert!(browser.cookie(HALF).is_none() && is_signed_in(&browser).await);
    assert_eq!(count(&server, "select count(*) from half_log_ins").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_challenge_is_for_one_thing_one_browser_and_one_time() {
    let server = server(Store::Sqlite).await;
    let ada = server.sign_up("ada").await;
    let (mut key, _) = Authenticator::register(&ada, "Phone").await;
    let browser = server.anon();
    let refuse = async |browser: &Caller, shown: serde_json::Value, what: &str| {
        let answer = browser.act("logInWithPasskey", shown).await.json();
        assert_eq!(answer["success"], false, "{what}: {answer}");
        assert!(browser.cookie(SESSION).is_none(), "{what}");
    };
    let options = begin(&browser, "logIn").await;
    let shown = key.shown(&options);
    refuse(&server.anon(), shown.clone(), "a browser that asked for nothing").await;
    let other = server.anon();
    begin(&other, "logIn").await;
    refuse(&other, shown.clone(), "another browser").await;
    assert_eq!(browser.act("logInWithPasskey", shown.clone()).await.json()["success"], true);
    let thief = server.anon();
    thief.set_cookie("vizboard_ceremony", &browser.cookie("vizboard_ceremony").unwrap());
    refuse(&thief, shown, "a second time").await;

    let visitor = server.anon();
    let old = begin(&visitor, "logIn").await;
    run(&server, "update passkey_challenges set expires_at = expires_at - 300000").await;
    refuse(&visitor, key.shown(&old), "after five minutes").await;
    refuse(&visitor, key.shown(&json!({ "challenge": "bWFkZSB1cA" })), "a challenge that nobody gave").await;
    // A challenge to show again who one is does not log in.
    let asked = begin(&ada, "confirm").await;
    let visitor = server.anon();
    visitor.set_cookie("vizboard_ceremony", &ada.cookie("vizboard_ceremony").unwrap());
    refuse(&visitor, key.shown(&asked), "for something else").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_signed_badly_is_refused() {
    let server = server(Store::Sqlite).await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let (mut key, _) = Authenticator::register(&ada, "Phone").await;
    let (eves, _) = Authenticator::register(&eve, "Phone").await;
    key.log_in(&server.anon()).await;
    let refuses = async |change: fn(&mut Authenticator), what: &str| {
        let mut bad = key.clone();
        change(&mut bad);
        let browser = server.anon();
        let answer = bad.log_in(&browser).await.json();
        assert!(answer["success"] == false && answer["error"].as_str().unwrap().contains("not known here"), "{what}: {answer}");
        assert!(browser.cookie(SESSION).is_none(), "{what}");
    };
    refuses(|key| key.origin = "http://localhost:8124".into(), "another origin").await;
    refuses(|key| key.origin = "https://localhost:8123".into(), "another scheme").await;
    refuses(|key| key.rp_id = "example.org".into(), "another site").await;
    refuses(|key| key.flags = 1, "a person who was not verified").await;
    refuses(|key| key.handle = "eA".into(), "somebody else's, as it says").await;
    refuses(|key| key.handle = String::new(), "nobody's, as it says").await;
    refuses(|key| key.id = "bm9uZQ".into(), "one that nobody has").await;
    refuses(|key| key.count = 0, "a counter that went back").await;
    let mut mixed = eves.clone();
    (mixed.id, mixed.handle) = (key.id.clone(), key.handle.clone());
    assert_eq!(mixed.log_in(&server.anon()).await.json()["success"], false, "the key of another one");
    let copies =
        count(&server, "select count(*) from audit_log where kind = 'passkey' and result = 'refused' and detail like '%counter%'").await;
    assert_eq!(copies, 1);
    run(&server, "update accounts set suspended_at = 1 where username = 'ada'").await;
    assert_eq!(key.log_in(&server.anon()).await.json()["success"], false, "a suspended account");
}

#[tokio::test(flavor = "multi_thread")]
async fn badly_made_ones_are_not_kept() {
    let server = server(Store::Sqlite).await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    type Spoilt = (fn(&mut Authenticator), &'static str);
    let bad: [Spoilt; 3] = [
        (|key| key.origin = "http://evil.example".into(), "another origin"),
        (|key| key.rp_id = "evil.example".into(), "another site"),
        (|key| key.flags = 1, "a person who was not verified"),
    ];
    for (change, what) in bad {
        let mut key = Authenticator::new();
        change(&mut key);
        let options = begin(&ada, "make").await;
        assert!(refused(&ada.act("addPasskey", key.made(&options, "x")).await).contains("cannot be used here"), "{what}");
    }
    let mut key = Authenticator::new();
    let options = begin(&ada, "make").await;
    let made = key.made(&options, "x");
    eve.set_cookie("vizboard_ceremony", &ada.cookie("vizboard_ceremony").unwrap());
    assert!(refused(&eve.act("addPasskey", made.clone()).await).contains("another account"));
    assert!(refused(&ada.act("addPasskey", made).await).contains("Try again"), "the challenge is used up");
    let (mut key, _) = Authenticator::register(&ada, "Phone").await;
    let options = begin(&eve, "make").await;
    assert!(refused(&eve.act("addPasskey", key.made(&options, "x")).await).contains("known here already"), "one passkey, one account");
    stale(&server).await;
    assert_eq!(ada.act("beginPasskey", json!({ "purpose": "make" })).await.json()["code"], "reauth_required");
    assert_eq!(count(&server, "select count(*) from passkeys").await, 1);
    assert_eq!(server.anon().act("beginPasskey", json!({ "purpose": "make" })).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn showing_again_who_one_is_and_the_last_way_in() {
    let server = server(Store::Sqlite).await;
    let ada = server.sign_up("ada").await;
    let (mut key, _) = Authenticator::register(&ada, "Phone").await;
    let factors = ada.act("getFactors", json!({})).await.json();
    let id = factors["passkeys"][0]["id"].clone();
    run(&server, "update accounts set password_hash = null where username = 'ada'").await;
    stale(&server).await;
    assert_eq!(ada.act("removePasskey", json!({ "passkeyId": id })).await.json()["code"], "reauth_required");
    let options = begin(&ada, "confirm").await;
    let shown = key.shown(&options);
    assert_eq!(ada.act("confirmIdentity", json!({ "passkey": shown })).await.json()["success"], true);
    assert_eq!(ada.act("confirmIdentity", json!({ "passkey": shown })).await.json()["success"], false, "once");
    assert!(refused(&ada.act("removePasskey", json!({ "passkeyId": id })).await).contains("only way into your account"));
    let (_, added) = Authenticator::register(&ada, "Key").await;
    assert!(added["success"] == true && added.get("shownOnce").is_none(), "the recovery codes stay: {added}");
    assert_eq!(ada.act("removePasskey", json!({ "passkeyId": id })).await.json()["success"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_browsers_make_none() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let answer = ada.act("beginPasskey", json!({ "purpose": "make" })).await;
    assert!(refused(&answer).contains("VIZBOARD_PUBLIC_URL"));
    assert!(ada.page("/settings/security").await.text().contains("VIZBOARD_PUBLIC_URL"));
    assert!(!server.anon().page("/login").await.text().contains("Log in with a passkey"));
}
