//! Second factors, passkeys, and showing again who one is (security.md, checks 23 and 26).

mod again;
mod app;
mod authenticator;
mod hostile;
mod letters;
mod passkeys;
mod plain;
mod required;

use crate::harness::{Answer, Caller, PASSWORD, TestServer};
use serde_json::{Value as Json, json};
use std::time::{SystemTime, UNIX_EPOCH};
use vizboard::{
    model::access::Secret,
    secrets::{STEP_SECONDS, TotpSecret},
};

const SESSION: &str = "vizboard_session";
const HALF: &str = "vizboard_half";

/// The half minute that it is.
fn step() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    i64::try_from(seconds).unwrap() / STEP_SECONDS
}

/// An account with an app.
struct WithApp {
    secret: TotpSecret,
    /// Recovery codes.
    codes: Vec<String>,
}

impl WithApp {
    async fn set_up(caller: &Caller) -> Self {
        assert_eq!(caller.act("beginAuthenticator", json!({})).await.json()["success"], true);
        let set_up = caller.act("getAuthenticator", json!({})).await.json();
        let secret = TotpSecret::parse(&Secret::new(set_up["secret"].as_str().unwrap())).unwrap();
        // The oldest that is taken, so that the next ones are for the story.
        let made = caller.act("confirmAuthenticator", json!({ "code": secret.code(step() - 1) })).await.json();
        assert_eq!(made["success"], true, "{made}");
        let codes: Vec<String> = made["shownOnce"].as_str().unwrap().split(' ').map(str::to_owned).collect();
        assert_eq!(codes.len(), 10);
        Self { secret, codes }
    }

    /// A code that was not used yet: forgets which ones were.
    async fn code(&self, server: &TestServer) -> String {
        run(server, "update authenticators set last_step = 0").await;
        self.secret.code(step())
    }
}

/// A statement about the store.
async fn run(server: &TestServer, statement: &'static str) {
    sqlx::query(statement).execute(&mut *server.app().store.read().await.unwrap()).await.unwrap();
}

async fn count(server: &TestServer, question: &'static str) -> i64 {
    sqlx::query_scalar(question).fetch_one(&mut *server.app().store.read().await.unwrap()).await.unwrap()
}

/// The password alone, in a browser of its own.
async fn half(server: &TestServer, name: &str) -> Caller {
    let browser = server.anon();
    let answer = browser.act("logIn", json!({ "username": name, "password": PASSWORD })).await;
    let body = answer.json();
    assert_eq!((&body["success"], &body["code"]), (&json!(false), &json!("second_factor_required")), "{body}");
    assert!(browser.cookie(HALF).is_some() && browser.cookie(SESSION).is_none());
    browser
}

async fn with_code(browser: &Caller, code: &str) -> Json {
    browser.act("logInWithCode", json!({ "code": code })).await.json()
}

async fn is_signed_in(caller: &Caller) -> bool {
    caller.act("getUserBySession", json!({})).await.json()["success"] == true
}

/// Ten minutes go by in which nobody shows who they are.
async fn stale(server: &TestServer) {
    run(server, "update sessions set confirmed_at = confirmed_at - 601000").await;
}

#[track_caller]
fn refused(answer: &Answer) -> String {
    let body = answer.json();
    assert_eq!((answer.status.as_u16(), &body["success"]), (200, &json!(false)), "{body}");
    body["error"].as_str().unwrap().to_owned()
}
