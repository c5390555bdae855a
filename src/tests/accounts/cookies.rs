//! The session cookie: its flags, that log-out ends what it names, and that it slides (checks 7 and 9).

use super::{COOKIE, is_signed_in, log_in};
use crate::harness::{ADMIN, PASSWORD, Store, TestServer};
use serde_json::json;
use vizboard::server::pages::action_paths;

#[tokio::test]
async fn flags_over_http_and_https() {
    let https = [("VIZBOARD_PUBLIC_URL", "https://viz.example.org")];
    for (settings, name, secure) in [(&[][..], COOKIE, false), (&https[..], "__Host-vizboard_session", true)] {
        let server = TestServer::start_with(Store::Sqlite, settings).await;
        let answer = log_in(&server.anon(), ADMIN, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let cookie = answer.header("set-cookie").unwrap();
        let mut parts = cookie.split("; ");
        let (its_name, token) = parts.next().unwrap().split_once('=').unwrap();
        let mut flags: Vec<&str> = parts.collect();
        flags.sort_unstable();
        let mut expected = vec!["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"];
        if secure {
            expected.push("Secure");
        }
        assert_eq!((its_name, flags), (name, expected));
        assert!(token.len() == 32 && cookie.len() < 4096);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn log_out_ends_the_session_everywhere() {
    let server = TestServer::start().await;
    for by_action in [true, false] {
        let browser = server.log_in(ADMIN).await;
        let old = browser.cookie(COOKIE).unwrap();
        let answer = match by_action {
            true => browser.act("logOut", json!({})).await,
            false => browser.post("/api/logout", &json!({})).await,
        };
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
        assert_eq!(browser.cookie(COOKIE), None, "the browser forgets it");

        let thief = server.anon();
        thief.set_cookie(COOKIE, &old);
        assert!(!is_signed_in(&thief).await);
        let by_key =
            ["getAccountLink", "requestPasswordReset", "submitPasswordReset", "verifyEmail", "signUpByInvitation", "getInvitation"];
        let by_factor = ["beginPasskey", "getSecondStep", "logInWithCode", "logInWithPasskey"];
        // Public databases are read by whoever knows an id of theirs.
        let by_id = ["getDatabaseDesk", "getDatabaseRows", "getDatabaseRow", "runDatabaseSql", "stopDatabaseSql", "listDatabaseCharts"];
        let others = by_key.into_iter().chain(by_factor).chain(by_id);
        let public = ["SignUp", "logIn", "setUp", "getUserBySession", "unlockLink"].into_iter().chain(others).collect::<Vec<_>>();
        let private = action_paths().into_iter().filter(|path| !is_public(path, &public));
        let mut asked = 0;
        for path in private {
            let answer = thief.post(path, &json!({})).await;
            assert_eq!(answer.status, 401, "{path}: {}", answer.text());
            asked += 1;
        }
        assert!(asked >= 20, "{asked}");
        assert_eq!(thief.post("/api/logout", &json!({})).await.status, 401);
    }
}

/// Actions that need no session: those named, and the ones of public boards and of the look.
fn is_public(path: &str, names: &[&str]) -> bool {
    let name = path.trim_start_matches("/actions/");
    names.contains(&name) || name.contains("ublic") || name.contains("heme")
}

#[tokio::test]
async fn a_session_slides_and_ends() {
    const HOUR: i64 = 3_600_000;
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let quiet = ada.act("getUserBySession", json!({})).await;
    assert_eq!(quiet.header("set-cookie"), None, "within an hour nothing is written");

    let change = async |statement: &'static str, by: i64| {
        let mut db = server.app().store.read().await.unwrap();
        sqlx::query(statement).bind(by).execute(&mut *db).await.unwrap();
    };
    change("update sessions set seen_at = seen_at - $1, expires_at = expires_at - $1", 2 * HOUR).await;
    let token = ada.cookie(COOKIE).unwrap();
    let answer = ada.act("getUserBySession", json!({})).await;
    let cookie = answer.header("set-cookie").expect("the cookie lives longer too");
    assert!(cookie.starts_with(&format!("{COOKIE}={token}; Path=/; Max-Age=2592000;")), "{cookie}");
    let left: i64 = sqlx::query_scalar("select expires_at - seen_at from sessions")
        .fetch_one(&mut *server.app().store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(left, 30 * 24 * HOUR);

    change("update sessions set expires_at = expires_at - $1", 30 * 24 * HOUR).await;
    assert!(!is_signed_in(&ada).await, "thirty days without a visit");
}
