//! A new password by a link (security.md, checks 13 to 16).

use super::{PUBLIC, admin_of, error, id_of, mailing, people, token, until};
use crate::{
    harness::{Caller, PASSWORD, Store, TestServer, smtp::MailServer},
    routes::run,
};
use reqwest::Method;
use serde_json::{Value as Json, json};

const NEW: &str = "a different long phrase";

async fn ask(server: &TestServer, email: &str) -> (u16, Json) {
    let answer = server.anon().post("/api/users/reset-password", &json!({ "email": email })).await;
    (answer.status.as_u16(), answer.json())
}

/// Asks and answers the token of the letter.
async fn link(server: &TestServer, mail: &MailServer, email: &str) -> String {
    let before = mail.received().len();
    assert_eq!(ask(server, email).await.0, 200);
    while mail.received().len() == before {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    token(&mail.letter(email, "/password-reset/").await.path(&format!("{PUBLIC}/password-reset/"))).to_owned()
}

async fn submit(caller: &Caller, key: &str, password: &str) -> Json {
    caller.act("submitPasswordReset", json!({ "resetKey": key, "password": password })).await.json()
}

async fn works(server: &TestServer, password: &str) -> bool {
    server.anon().post("/api/login", &json!({ "username": "ada", "password": password })).await.status == 200
}

async fn is_signed_in(caller: &Caller) -> bool {
    caller.act("getUserBySession", json!({})).await.json()["success"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_story_on_both_stores() {
    for store in Store::BOTH {
        let (mail, server) = mailing(store, &[]).await;
        let ada = server.sign_up("ada").await;
        let key = link(&server, &mail, "Ada@Example.org".to_lowercase().as_str()).await;
        let visitor = server.anon();
        let page = visitor.page(&format!("/password-reset/{key}")).await;
        assert!(page.status == 200 && page.text().contains("ada@example.org") && page.text().contains("/actions/submitPasswordReset"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        visitor.send(Method::HEAD, &format!("/password-reset/{key}"), &[("purpose", "prefetch")], Vec::new()).await;
        assert_eq!(submit(&visitor, &key, "short").await["field"], "password", "a broken rule does not use it up");
        assert_eq!(submit(&visitor, &key, "ada@example.org").await["field"], "password");
        let answer = visitor.post("/api/users/reset-password/submit", &json!({ "password": NEW, "resetKey": key })).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
        assert!(!is_signed_in(&ada).await && !is_signed_in(&visitor).await, "every session ended and none began");
        assert!(works(&server, NEW).await && !works(&server, PASSWORD).await);
        mail.letter("ada@example.org", "was changed just now").await;
        assert!(error(&submit(&visitor, &key, NEW).await).contains("does not work"), "once");
        assert_eq!(visitor.page(&format!("/password-reset/{key}")).await.status, 404);
        assert_eq!(visitor.post("/api/users/reset-password/submit", &json!({ "password": NEW, "resetKey": key })).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_dies_with_a_newer_one_with_a_change_and_with_time() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    let ada = server.sign_up("ada").await;
    mail.letter("ada@example.org", "/verify-email/").await;
    let (first, second) = (link(&server, &mail, "ada@example.org").await, link(&server, &mail, "ada@example.org").await);
    assert_ne!(first, second);
    assert!(error(&submit(&server.anon(), &first, NEW).await).contains("does not work"), "a newer one ends it");
    let change = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
    assert_eq!(ada.act("updateUserPassword", change).await.json()["success"], true);
    assert!(error(&submit(&server.anon(), &second, "yet another phrase").await).contains("does not work"), "a change ends it");
    let third = link(&server, &mail, "ada@example.org").await;
    run(&server, "update account_links set expires_at = 1").await;
    assert!(error(&submit(&server.anon(), &third, "yet another phrase").await).contains("does not work"), "an hour ends it");
    let fourth = link(&server, &mail, "ada@example.org").await;
    run(&server, "update accounts set suspended_at = 1 where username = 'ada'").await;
    assert!(error(&submit(&server.anon(), &fourth, "yet another phrase").await).contains("does not work"), "suspended");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_at_once_one_gets_it() {
    for store in Store::BOTH {
        let (mail, server) = mailing(store, &[]).await;
        server.sign_up("ada").await;
        let key = link(&server, &mail, "ada@example.org").await;
        let tries = (0..6).map(|number| {
            let (caller, key) = (server.anon(), key.clone());
            async move { submit(&caller, &key, &format!("a different phrase {number}")).await["success"] == true }
        });
        let done = futures::future::join_all(tries).await;
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_who_has_an_account() {
    let (mail, server) = mailing(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "1000")]).await;
    server.sign_up("ada").await;
    let known = ask(&server, "ada@example.org").await;
    assert_eq!(known, ask(&server, "nobody@example.org").await);
    assert_eq!(ask(&server, "no address").await.0, 400);
    let texts = futures::future::join_all(["ada@example.org", "nobody@example.org"].map(|email| {
        let caller = server.anon();
        async move { caller.act("requestPasswordReset", json!({ "email": email })).await.json() }
    }));
    let texts = texts.await;
    assert_eq!(texts[0], texts[1]);
    let mut times = [Vec::new(), Vec::new()];
    let caller = server.anon();
    for _ in 0..40 {
        for (index, email) in ["ada@example.org", "nobody@example.org"].into_iter().enumerate() {
            let started = std::time::Instant::now();
            caller.post("/api/users/reset-password", &json!({ "email": email })).await;
            times[index].push(started.elapsed());
            // What goes on behind the answer is not to be measured with the next one.
            tokio::time::sleep(std::time::Duration::from_millis(15)).await;
        }
    }
    times.iter_mut().for_each(|all| all.sort_unstable());
    let (known, unknown) = (times[0][20].as_secs_f64(), times[1][20].as_secs_f64());
    assert!(known < unknown * 3.0 && unknown < known * 3.0, "{known} {unknown}");
    assert!(mail.received().iter().all(|letter| letter.to != ["nobody@example.org"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_is_limited_and_addresses_come_from_the_operator() {
    let (mail, server) = mailing(Store::Sqlite, &[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "3")]).await;
    let headers = [("content-type", "application/json"), ("host", "evil.example"), ("x-forwarded-host", "evil.example")];
    let body = json!({ "email": "admin@example.org" }).to_string().into_bytes();
    server.anon().send(Method::POST, "/api/users/reset-password", &headers, body).await;
    let letter = mail.letter("admin@example.org", "/password-reset/").await;
    assert!(letter.text().contains(PUBLIC) && !letter.raw.contains("evil"), "{}", letter.raw);
    let mut statuses = Vec::new();
    for number in 0..5 {
        statuses.push(ask(&server, &format!("nobody-{number}@example.org")).await.0);
    }
    assert_eq!(statuses, [200, 200, 429, 429, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_password_gains_none_by_the_way() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    server.sign_up("ada").await;
    let key = link(&server, &mail, "ada@example.org").await;
    run(&server, "update accounts set password_hash = null where username = 'ada'").await;
    assert!(error(&submit(&server.anon(), &key, NEW).await).contains("does not work"));
    assert_eq!(ask(&server, "ada@example.org").await.0, 200);
    let letter = mail.letter("ada@example.org", "signs in in another way").await;
    assert!(!letter.text().contains("/password-reset/"), "{}", letter.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_the_administrator_hands_the_link_on() {
    let server = TestServer::start().await;
    server.sign_up("ada").await;
    assert_eq!(ask(&server, "ada@example.org").await, (200, json!({})), "the same answer");
    let admin = admin_of(&server).await;
    let seen = until(&admin, "the link waits", |seen| seen["mail"][0]["kind"] == "reset").await;
    assert_eq!((&seen["sendsMail"], &seen["mail"][0]["recipient"]), (&json!(false), &json!("ada@example.org")));
    let id = seen["mail"][0]["id"].clone();
    let page = admin.page("/admin/people").await.text();
    assert!(page.contains("Show link once") && !page.contains("/password-reset/"), "the page does not show it by itself");
    let shown = admin.act("openMail", json!({ "mailId": id })).await.json();
    let link = shown["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("http://127.0.0.1:") && link.contains("/password-reset/"), "{shown}");
    assert!(error(&admin.act("openMail", json!({ "mailId": id })).await.json()).contains("gone"), "once");
    assert_eq!(people(&admin).await["mail"], json!([]));
    assert_eq!(submit(&server.anon(), token(&link), NEW).await["success"], true);
    assert!(works(&server, NEW).await);
    assert_eq!(admin.act("sendResetLink", json!({ "accountId": id_of(&admin).await })).await.json()["success"], true);

    // Without scripts the link comes with the next page.
    let id = people(&admin).await["mail"][0]["id"].as_str().unwrap().to_owned();
    let answer = admin.form("/actions/openMail", &[("mailId", &id), ("_next", "/admin/people")]).await;
    assert_eq!(answer.location(), Some("/admin/people"));
    assert!(admin.page("/admin/people").await.text().contains("/password-reset/"));
    assert!(!admin.page("/admin/people").await.text().contains("/password-reset/"), "once");
}
