//! Whoever knows the password and no more.

use super::{HALF, SESSION, WithApp, count, half, is_signed_in, run, with_code};
use crate::harness::{PASSWORD, Store, TestServer};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_half_log_in_is_no_session_and_ends() {
    let server = TestServer::start().await;
    let app = WithApp::set_up(&server.sign_up("ada").await).await;
    let browser = half(&server, "ada").await;
    let token = browser.cookie(HALF).unwrap();
    for name in [SESSION, HALF] {
        let thief = server.anon();
        thief.set_cookie(name, &token);
        assert!(!is_signed_in(&thief).await);
        assert_eq!(thief.act("getFactors", json!({})).await.status, 401);
    }
    assert_eq!(server.anon().with_bearer(&token).act("getFactors", json!({})).await.status, 401);
    run(&server, "update half_log_ins set expires_at = expires_at - 600000").await;
    assert!(with_code(&browser, &app.codes[0]).await["error"].as_str().unwrap().contains("Log in again"));
    assert_eq!(browser.page("/log-in/code").await.status, 404);
    let other = server.anon();
    assert!(with_code(&other, &app.codes[0]).await["error"].as_str().unwrap().contains("Log in again"), "another browser");
    assert_eq!(count(&server, "select count(*) from recovery_codes").await, 10, "none was used up");
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_of_another_account_are_worth_nothing() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let (app, own) = (WithApp::set_up(&ada).await, WithApp::set_up(&eve).await);
    let browser = half(&server, "ada").await;
    assert_eq!(with_code(&browser, &own.codes[0]).await["success"], false);
    assert_eq!(with_code(&browser, &own.code(&server).await).await["success"], false);
    // Half signed in to both: what the cookie says counts.
    let eves = half(&server, "eve").await;
    browser.set_cookie(HALF, &eves.cookie(HALF).unwrap());
    assert_eq!(with_code(&browser, &app.codes[0]).await["success"], false);
    assert!(!is_signed_in(&browser).await);
    assert_eq!(count(&server, "select count(*) from recovery_codes").await, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_tries_and_then_the_password_again() {
    for store in Store::BOTH {
        let settings = [("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "1000"), ("VIZBOARD_ATTEMPTS_PER_ADDRESS", "1000")];
        let server = TestServer::start_with(store, &settings).await;
        let app = WithApp::set_up(&server.sign_up("ada").await).await;
        let browser = half(&server, "ada").await;
        let tries = (0..30).map(|n| {
            let browser = browser.clone();
            async move { with_code(&browser, &format!("wrong{n}")).await }
        });
        let answers = futures::future::join_all(tries).await;
        let judged = answers.iter().filter(|answer| answer["field"] == "code").count();
        assert!(judged <= 5 && answers.iter().all(|answer| answer["success"] == false), "{judged}");
        assert!(with_code(&browser, &app.codes[0]).await["error"].as_str().unwrap().contains("Log in again"));
        assert_eq!(count(&server, "select count(*) from half_log_ins").await, 0);
        assert_eq!(count(&server, "select count(*) from audit_log where detail = 'wrong code' and result = 'refused'").await, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_limited_by_account_whatever_the_log_in() {
    let server = TestServer::start().await;
    WithApp::set_up(&server.sign_up("ada").await).await;
    let mut limited = 0;
    for n in 0..20 {
        let browser = server.anon();
        let answer = browser.post("/api/login", &json!({ "username": "ada", "password": PASSWORD, "code": format!("{n:06}") })).await;
        limited += usize::from(answer.status == 429);
        assert!(answer.status == 429 || answer.status == 400, "{}", answer.text());
    }
    assert!(limited >= 8, "ten failures a minute, and one more every six seconds: {limited}");
}

#[tokio::test(flavor = "multi_thread")]
async fn suspension_ends_what_waits() {
    let server = TestServer::start().await;
    let app = WithApp::set_up(&server.sign_up("ada").await).await;
    let browser = half(&server, "ada").await;
    run(&server, "update accounts set suspended_at = 1 where username = 'ada'").await;
    assert!(with_code(&browser, &app.codes[0]).await["error"].as_str().unwrap().contains("Log in again"));
    assert!(!is_signed_in(&browser).await);
}
