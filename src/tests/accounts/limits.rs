//! Limits on failed tries, and whose address counts (checks 17 and 19).

use super::log_in;
use crate::harness::{ADMIN, Answer, Caller, PASSWORD, Store, TestServer, postgres};
use reqwest::Method;
use serde_json::json;

const FEW: [(&str, &str); 2] = [("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "3"), ("VIZBOARD_ATTEMPTS_PER_ADDRESS", "6")];

async fn from(caller: &Caller, address: &str, name: &str, password: &str) -> Answer {
    let body = json!({ "username": name, "password": password }).to_string();
    let headers = [("content-type", "application/json"), ("x-forwarded-for", address), ("x-real-ip", "127.0.0.1")];
    caller.send(Method::POST, "/api/login", &headers, body.into_bytes()).await
}

#[tokio::test]
async fn an_account_and_an_address_have_so_many_tries() {
    let settings = [FEW.as_slice(), &[("VIZBOARD_TRUSTED_PROXIES", "127.0.0.0/8")]].concat();
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    assert_eq!(from(&server.anon(), "198.51.100.7", ADMIN, PASSWORD).await.status, 200, "the owner's usual place");

    let mut statuses = Vec::new();
    for number in 0..100 {
        statuses.push(from(&server.anon(), &format!("203.0.113.{number}"), ADMIN, "a wrong password").await.status.as_u16());
    }
    assert_eq!(statuses[..3], [401; 3]);
    assert_eq!(statuses[3..], [429; 97], "many addresses get no further than one");
    assert_eq!(from(&server.anon(), "203.0.113.150", ADMIN, PASSWORD).await.status, 429, "right or wrong is not told there");
    assert_eq!(from(&server.anon(), "198.51.100.7", ADMIN, PASSWORD).await.status, 200, "the owner is not locked out");

    let mut statuses = Vec::new();
    for number in 0..9 {
        let answer = from(&server.anon(), "203.0.113.200", &format!("person-{number}"), "a wrong password").await;
        if answer.status == 429 {
            let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&seconds), "{seconds}");
        }
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 401, 429, 429, 429], "many accounts from one address");
}

#[tokio::test]
async fn success_does_not_count_and_the_action_is_limited_too() {
    let server = TestServer::start_with(Store::Sqlite, &FEW).await;
    for _ in 0..8 {
        assert_eq!(log_in(&server.anon(), ADMIN, PASSWORD).await.status, 200);
    }
    let wrong = json!({ "username": ADMIN, "password": "a wrong password" });
    for _ in 0..3 {
        let answer = server.anon().act("logIn", wrong.clone()).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]), (200, &json!("User name or password is not correct")));
    }
    let answer = server.anon().act("logIn", wrong).await;
    assert!(answer.status == 429 && answer.header("retry-after").is_some(), "{}", answer.text());
}

/// Check 148: a sign-up costs a hash and may send a letter, so they are limited whether or not they succeed.
#[tokio::test]
async fn an_address_makes_so_many_accounts() {
    let server = TestServer::start_with(Store::Sqlite, &FEW).await;
    for number in 0..6 {
        server.sign_up(&format!("person{number}")).await;
    }
    let input = json!({ "username": "onemore", "email": "one@example.org", "password": PASSWORD });
    let answer = server.anon().act("SignUp", input).await;
    assert!(answer.status == 429 && answer.header("retry-after").is_some(), "{}", answer.text());
    assert_eq!(log_in(&server.anon(), ADMIN, PASSWORD).await.status, 200, "others are not kept out");
}

#[tokio::test]
async fn nobody_chooses_the_address_that_counts() {
    let server = TestServer::start_with(Store::Sqlite, &FEW).await;
    let mut statuses = Vec::new();
    for number in 0..8 {
        let name = format!("person-{number}");
        statuses.push(from(&server.anon(), &format!("203.0.113.{number}"), &name, "a wrong password").await.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 401, 429, 429]);
}

#[tokio::test]
async fn a_restart_forgives_nothing() {
    for store in Store::BOTH {
        let data = tempfile::tempdir().unwrap();
        let database = if store == Store::Postgres { postgres::fresh_database().await } else { String::new() };
        let settings = [FEW.as_slice(), &[("VIZBOARD_TRUSTED_PROXIES", "127.0.0.0/8"), ("DATABASE_URL", &database)]].concat();
        let server = TestServer::start_in(data, Store::Sqlite, &settings).await;
        for number in 0..3 {
            assert_eq!(from(&server.anon(), &format!("203.0.113.{number}"), ADMIN, "a wrong password").await.status, 401, "{store:?}");
        }
        let server = TestServer::start_in(server.stop().await, Store::Sqlite, &settings).await;
        assert_eq!(from(&server.anon(), "203.0.113.9", ADMIN, PASSWORD).await.status, 429, "{store:?}");
        assert_eq!(from(&server.anon(), "203.0.113.9", "somebody-else", PASSWORD).await.status, 401, "{store:?}: others are not meant");
        let kept: i64 =
            sqlx::query_scalar("select count(*) from attempts").fetch_one(&mut *server.app().store.read().await.unwrap()).await.unwrap();
        assert!(kept > 0 && kept < 20, "{store:?}: {kept}");
    }
}
