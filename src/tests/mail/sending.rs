//! Letters leave once, survive a restart, are tried again, and end where the administrator sees them.

use super::{admin_of, error, mailing, people, until};
use crate::harness::{
    ADMIN, PASSWORD, Store, TestServer, postgres,
    smtp::{MailServer, Manner},
};
use serde_json::json;
use std::time::Duration;

async fn ask(server: &TestServer, email: &str) {
    let answer = server.anon().post("/api/users/reset-password", &json!({ "email": email })).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_has_two_forms_and_leaves_nothing_behind() {
    for store in Store::BOTH {
        let (mail, server) = mailing(store, &[]).await;
        let admin = admin_of(&server).await;
        ask(&server, "admin@example.org").await;
        let letter = mail.letter("admin@example.org", "/password-reset/").await;
        assert_eq!(letter.header("From"), Some("VizBoard <viz@example.org>"), "{}", letter.raw);
        assert_eq!(letter.header("To"), Some("admin@example.org"));
        assert_eq!(letter.header("Subject"), Some("Choose a new password"));
        assert_eq!(letter.header("Auto-Submitted"), Some("auto-generated"));
        let link = letter.path("http://viz.test:8080/password-reset/");
        assert!(letter.html().contains(&format!("href=\"{link}\"")), "{}", letter.html());
        until(&admin, "nothing waits any more", |seen| seen["mail"] == json!([])).await;
        let left: i64 =
            sqlx::query_scalar("select count(*) from mails").fetch_one(&mut *server.app().store.read().await.unwrap()).await.unwrap();
        assert_eq!(left, 0);
        assert_eq!(mail.received().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_sealed() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    mail.behave(Manner::Later);
    ask(&server, "admin@example.org").await;
    let admin = admin_of(&server).await;
    until(&admin, "it was tried", |seen| seen["mail"][0]["attempts"] == 1 && seen["mail"][0]["error"].is_string()).await;
    let (letter, reason): (String, String) =
        sqlx::query_as("select letter, error from mails").fetch_one(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    for (sealed, word) in [(&letter, "password"), (&reason, "later")] {
        assert!(!sealed.contains(word) && sealed.len() > 40, "{sealed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_gets_its_mail_later_and_after_a_restart() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    let admin = admin_of(&server).await;
    // Nobody listens there.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let data = server.stop().await;
    let down = [("SMTP_URL", format!("smtp://{closed}")), ("VIZBOARD_MAIL_FROM", "viz@example.org".to_owned())];
    let server = TestServer::start_in(data, Store::Sqlite, &down.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    ask(&server, "admin@example.org").await;
    let admin_now = admin_of(&server).await;
    let seen = until(&admin_now, "it was tried", |seen| seen["mail"][0]["attempts"] == 1 && seen["mail"][0]["error"].is_string()).await;
    assert!(seen["mail"][0]["nextTryAt"].is_string(), "{}", seen["mail"]);
    drop(admin);
    let data = server.stop().await;
    let own = mail.settings();
    let server = TestServer::start_in(data, Store::Sqlite, &own.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    let admin = admin_of(&server).await;
    let id = people(&admin).await["mail"][0]["id"].clone();
    let answer = admin.act("retryMail", json!({ "mailId": id })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    mail.letter("admin@example.org", "/password-reset/").await;
    until(&admin, "nothing waits any more", |seen| seen["mail"] == json!([])).await;
    assert!(error(&admin.act("retryMail", json!({ "mailId": id })).await.json()).contains("gone"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_refused_is_a_failure_for_good() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    mail.behave(Manner::Refuses);
    ask(&server, "admin@example.org").await;
    let admin = admin_of(&server).await;
    let seen = until(&admin, "it was given up", |seen| seen["mail"][0]["error"].is_string()).await;
    let letter = &seen["mail"][0];
    assert!(letter["nextTryAt"].is_null() && letter["attempts"] == 1 && letter["isExpired"] == false, "{letter}");
    assert!(letter["error"].as_str().unwrap().contains("550"), "{letter}");
    assert_eq!((&letter["kind"], &letter["recipient"]), (&json!("reset"), &json!("admin@example.org")));
    let page = admin.page("/admin/people").await.text();
    assert!(page.contains("Given up") && page.contains("no such mailbox") && !page.contains("/password-reset/"), "{page}");
    let shown = admin.act("openMail", json!({ "mailId": letter["id"] })).await.json();
    assert!(error(&shown).contains("nobody but the receiver"));
    assert_eq!(admin.act("discardMail", json!({ "mailId": letter["id"] })).await.json()["success"], true);
    assert_eq!(people(&admin).await["mail"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_hangs_holds_up_nobody() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    mail.behave(Manner::Hangs);
    ask(&server, "admin@example.org").await;
    let admin = admin_of(&server).await;
    while mail.connections() == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    mail.behave(Manner::Takes);
    let ada = server.sign_up("ada").await;
    mail.letter("ada@example.org", "/verify-email/").await;
    assert_eq!(ada.act("getUserBySession", json!({})).await.json()["success"], true);
    let seen = until(&admin, "the wait ended", |seen| seen["mail"][0]["error"].is_string()).await;
    assert!(seen["mail"][0]["nextTryAt"].is_string(), "{}", seen["mail"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_store_send_each_letter_once() {
    let mail = MailServer::start().await;
    let (own, store) = (mail.settings(), postgres::fresh_database().await);
    let key = uuid::Uuid::new_v4().simple().to_string() + &uuid::Uuid::new_v4().simple().to_string();
    let mut settings: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    settings.extend([("DATABASE_URL", store.as_str()), ("VIZBOARD_SECRET_KEY", key.as_str())]);
    let first = TestServer::start_with(Store::Sqlite, &settings).await;
    let second = TestServer::start_with(Store::Sqlite, &settings).await;
    let names: Vec<String> = (0..12).map(|number| format!("person-{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        let server = if number % 2 == 0 { &first } else { &second };
        server.sign_up(name).await;
    }
    for name in &names {
        mail.letter(&format!("{name}@example.org"), "/verify-email/").await;
    }
    let admin = admin_of(&first).await;
    until(&admin, "nothing waits any more", |seen| seen["mail"] == json!([])).await;
    assert_eq!(mail.received().len(), names.len(), "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_mailbox_is_filled() {
    let (mail, server) = mailing(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "1000")]).await;
    for _ in 0..40 {
        ask(&server, "admin@example.org").await;
    }
    let admin = server.anon();
    let answer = admin.act("logIn", json!({ "username": ADMIN, "password": PASSWORD })).await;
    assert_eq!(answer.json()["success"], true);
    until(&admin, "nothing waits any more", |seen| seen["mail"] == json!([])).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!((1..=20).contains(&mail.received().len()), "{}", mail.received().len());
    let id = super::id_of(&admin).await;
    assert!(admin.act("sendResetLink", json!({ "accountId": id })).await.json()["error"].as_str().unwrap().contains("many letters"));
}
