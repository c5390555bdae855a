//! Addresses that are shown to be one's own.

use super::{PUBLIC, error, mailing, token};
use crate::harness::{Caller, PASSWORD, Store, TestServer, smtp::MailServer};
use serde_json::{Value as Json, json};

async fn status(caller: &Caller) -> Json {
    caller.act("getEmailStatus", json!({})).await.json()
}

async fn key(mail: &MailServer, to: &str) -> String {
    token(&mail.letter(to, "/verify-email/").await.path(&format!("{PUBLIC}/verify-email/"))).to_owned()
}

async fn verify(server: &TestServer, key: &str) -> Json {
    server.anon().act("verifyEmail", json!({ "key": key })).await.json()
}

async fn change(caller: &Caller, email: &str) -> Json {
    caller.act("updateUserEmail", json!({ "email": email, "password": PASSWORD })).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_sign_up_a_button_confirms_and_a_look_does_not() {
    for store in Store::BOTH {
        let (mail, server) = mailing(store, &[]).await;
        let ada = server.sign_up("ada").await;
        assert_eq!((&status(&ada).await["verifiedAt"], &status(&ada).await["sendsMail"]), (&Json::Null, &json!(true)));
        let key = key(&mail, "ada@example.org").await;
        for _ in 0..3 {
            let page = server.anon().page(&format!("/verify-email/{key}")).await;
            assert!(page.status == 200 && page.text().contains("Confirm address"), "{}", page.text());
        }
        assert_eq!(status(&ada).await["verifiedAt"], Json::Null, "a program that looks at links confirms nothing");
        assert!(ada.page("/settings").await.text().contains("Not confirmed"));
        assert_eq!(verify(&server, &key).await["success"], true);
        assert!(status(&ada).await["verifiedAt"].is_string());
        assert!(error(&verify(&server, &key).await).contains("does not work"), "once");
        assert!(error(&ada.act("resendVerification", json!({})).await.json()).contains("confirmed already"));
        assert_eq!(server.anon().page(&format!("/verify-email/{key}")).await.status, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_counts_once_it_is_confirmed() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    let ada = server.sign_up("ada").await;
    key(&mail, "ada@example.org").await;
    let answer = change(&ada, "new@example.org").await;
    assert!(answer["message"].as_str().unwrap().contains("new@example.org"), "{answer}");
    let told = mail.letter("ada@example.org", "is to be changed").await;
    assert!(!told.raw.contains("new@example.org"), "whose the new one is, is not told");
    assert_eq!((&status(&ada).await["email"], &status(&ada).await["pendingEmail"]), (&json!("ada@example.org"), &json!("new@example.org")));
    let log_in =
        async |name: &str| server.anon().post("/api/login", &json!({ "username": name, "password": PASSWORD })).await.status.as_u16();
    assert_eq!((log_in("new@example.org").await, log_in("ada@example.org").await), (401, 200));
    let first = key(&mail, "new@example.org").await;

    assert_eq!(ada.act("resendVerification", json!({})).await.json()["success"], true);
    let second = loop {
        let newest = key(&mail, "new@example.org").await;
        if newest != first {
            break newest;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert!(error(&verify(&server, &first).await).contains("does not work"), "a newer one ends it");
    assert_eq!(verify(&server, &second).await["success"], true);
    assert_eq!((log_in("new@example.org").await, log_in("ada@example.org").await), (200, 401));
    let now = status(&ada).await;
    assert!(now["email"] == "new@example.org" && now["pendingEmail"].is_null() && now["verifiedAt"].is_string(), "{now}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_want_one_address() {
    let (mail, server) = mailing(Store::Sqlite, &[]).await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    assert_eq!(error(&change(&eve, "ada@example.org").await), "This email is already registered.");
    assert_eq!(change(&ada, "shared@example.org").await["success"], true);
    let first = key(&mail, "shared@example.org").await;
    assert_eq!(change(&eve, "shared@example.org").await["success"], true, "an address that only waits keeps nobody out");
    let second = loop {
        let newest = key(&mail, "shared@example.org").await;
        if newest != first {
            break newest;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(verify(&server, &second).await["success"], true);
    assert_eq!(error(&verify(&server, &first).await), "This email is already registered.");
    assert_eq!(change(&ada, "ada@example.org").await["success"], true, "saving the present address takes the change back");
    assert_eq!(status(&ada).await["pendingEmail"], Json::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_an_address_counts_at_once() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    assert_eq!(change(&ada, "new@example.org").await, json!({ "success": true, "message": "Email updated successfully" }));
    let now = status(&ada).await;
    assert!(now["email"] == "new@example.org" && now["verifiedAt"].is_null() && now["sendsMail"] == false, "{now}");
    assert!(error(&ada.act("resendVerification", json!({})).await.json()).contains("sends no mail"));
}
