//! Log-in: known and unknown names look and cost alike, a new session replaces the old, forged rows open nothing
//! (checks 5, 6, 8).

use super::{COOKIE, is_signed_in, log_in, message};
use crate::harness::{ADMIN, PASSWORD, Store, TestServer};
use reqwest::Method;
use serde_json::json;
use sha2::Digest;

#[tokio::test]
async fn known_and_unknown_names_are_alike() {
    let server = TestServer::start().await;
    let mut seen = Vec::new();
    for name in [ADMIN, "nobody-here", "admin@example.org", "nobody@example.org", "not a name", "x\u{0}y"] {
        let before = server.app().passwords.computed();
        let answer = log_in(&server.anon(), name, "a wrong password").await;
        assert_eq!(server.app().passwords.computed(), before + 1, "{name}: one hash, no more and no less");
        let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        seen.push((answer.status, message(&answer), names));
    }
    assert!(seen.iter().all(|answer| *answer == seen[0]), "{seen:?}");
    assert_eq!(seen[0].0, 401);

    // Sign-up costs the same whether or not the e-mail is known.
    for email in ["admin@example.org", "new@example.org"] {
        let before = server.app().passwords.computed();
        server.anon().act("SignUp", json!({ "email": email, "password": PASSWORD })).await;
        assert_eq!(server.app().passwords.computed(), before + 1, "{email}");
    }
}

#[tokio::test]
async fn a_new_log_in_replaces_the_session_of_the_browser() {
    let server = TestServer::start().await;
    let browser = server.anon();
    browser.set_cookie(COOKIE, "plantedplantedplantedplanted1234");
    assert_eq!(log_in(&browser, ADMIN, PASSWORD).await.status, 200);
    let first = browser.cookie(COOKIE).unwrap();
    assert_eq!(log_in(&browser, ADMIN, PASSWORD).await.status, 200);
    let second = browser.cookie(COOKIE).unwrap();
    assert_ne!(first, second);
    assert!(is_signed_in(&browser).await);
    for old in ["plantedplantedplantedplanted1234", &first] {
        let thief = server.anon();
        thief.set_cookie(COOKIE, old);
        assert!(!is_signed_in(&thief).await, "{old}");
    }
    // Another browser's session stays.
    let other = server.log_in(ADMIN).await;
    server.log_in(ADMIN).await;
    assert!(is_signed_in(&other).await);
}

#[tokio::test]
async fn a_forged_row_opens_nothing() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let admin = server.log_in(ADMIN).await;
        let token = "0123456789abcdefghijABCDEFGHIJ42";
        let mut db = server.app().store.read().await.unwrap();
        let stored: String = sqlx::query_scalar("select token_hash from sessions").fetch_one(&mut *db).await.unwrap();
        assert!(!stored.contains(&admin.cookie(COOKIE).unwrap()), "the token is not stored");
        for (id, hash) in [("a", hex::encode(sha2::Sha256::digest(token))), ("b", token.to_owned())] {
            sqlx::query(
                "insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
                 select $1, $2, id, 0, 0, 9223372036854775807 from accounts where username = 'admin'",
            )
            .bind(id)
            .bind(hash)
            .execute(&mut *db)
            .await
            .unwrap();
        }
        drop(db);
        let thief = server.anon();
        thief.set_cookie(COOKIE, token);
        assert!(!is_signed_in(&thief).await);
        let bearer = format!("Bearer {token}");
        let answer = server.anon().send(Method::POST, "/api/logout", &[("authorization", &bearer)], Vec::new()).await;
        assert_eq!(answer.status, 401);
    }
}

#[tokio::test]
async fn a_suspended_account_is_out_at_once() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let mut db = server.app().store.read().await.unwrap();
    sqlx::query("update accounts set suspended_at = 1 where username = 'ada'").execute(&mut *db).await.unwrap();
    drop(db);
    assert!(!is_signed_in(&ada).await);
    assert_eq!(
        log_in(&server.anon(), "ada", "a wrong password").await.json()["errors"][0]["message"],
        "User name or password is not correct"
    );
    let answer = log_in(&server.anon(), "ada", PASSWORD).await;
    assert!(answer.status == 403 && message(&answer).contains("suspended"), "{}", answer.text());
}

#[tokio::test]
async fn a_bearer_token_is_the_caller() {
    let server = TestServer::start().await;
    let token = log_in(&server.anon(), ADMIN, PASSWORD).await.json()["sessionToken"].as_str().unwrap().to_owned();
    let ada = server.sign_up("ada").await;
    let who = async |headers: &[(&str, &str)]| {
        let headers = [&[("content-type", "application/json"), ("sec-fetch-site", "same-origin")], headers].concat();
        ada.send(Method::POST, "/actions/getUserBySession", &headers, b"{}".to_vec()).await
    };
    assert_eq!(who(&[]).await.json()["user"]["username"], "ada");
    let bearer = format!("Bearer {token}");
    assert_eq!(who(&[("authorization", &bearer)]).await.json()["user"]["username"], ADMIN, "not the cookie's account");
    for unknown in ["Bearer unknown", "Bearer ", "Bearer 0123456789abcdefghijABCDEFGHIJ42"] {
        let answer = who(&[("authorization", unknown)]).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["success"]), (401, &json!(false)), "{unknown}");
    }
    assert_eq!(who(&[("authorization", "Basic eA==")]).await.json()["user"]["username"], "ada", "a proxy's own log-in");
}
