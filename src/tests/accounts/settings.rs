//! One's own settings, with the documented texts.

use super::{COOKIE, is_signed_in, log_in};
use crate::harness::{ADMIN, PASSWORD, Store, TestServer};
use serde_json::{Value as Json, json};

const NEW: &str = "another good password";

fn failed(error: &str, field: &str) -> Json {
    json!({ "success": false, "error": error, "field": field })
}

#[tokio::test]
async fn names() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let answer = ada.act("updateUserName", json!({ "firstName": " Ada ", "lastName": "Lovelace" })).await;
        assert_eq!(answer.json(), json!({ "success": true, "message": "Name updated successfully" }));
        ada.act("updateUserName", json!({ "lastName": "" })).await;
        let user = ada.act("getUserBySession", json!({})).await.json()["user"].clone();
        assert_eq!((&user["firstName"], &user["lastName"], &user["name"]), (&json!("Ada"), &Json::Null, &json!("Ada")));
        let long = ada.act("updateUserName", json!({ "firstName": "x".repeat(101) })).await.json();
        assert_eq!(long["field"], "firstName");
        let nul = ada.act("updateUserName", json!({ "firstName": "a\u{0}b" })).await.json();
        assert_eq!((&nul["success"], &nul["field"]), (&json!(false), &json!("firstName")));
    }
}

#[tokio::test]
async fn two_who_change_one_name_each_lose_neither() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        for round in 0..20 {
            let (first, last) = (format!("A{round}"), format!("L{round}"));
            let (one, two) = tokio::join!(
                ada.act("updateUserName", json!({ "firstName": first })),
                ada.act("updateUserName", json!({ "lastName": last }))
            );
            assert!(one.json()["success"] == true && two.json()["success"] == true);
            let user = ada.act("getUserBySession", json!({})).await.json()["user"].clone();
            assert_eq!((&user["firstName"], &user["lastName"]), (&json!(first), &json!(last)), "{store:?}");
        }
    }
}

#[tokio::test]
async fn passwords() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let elsewhere = server.log_in("ada").await;
    let change = async |current: &str, new: &str| {
        ada.act("updateUserPassword", json!({ "currentPassword": current, "newPassword": new })).await.json()
    };
    assert_eq!(change("not the password", NEW).await, failed("Current password is not correct", "currentPassword"));
    assert_eq!(change(PASSWORD, PASSWORD).await, failed("New password must be different from current password", "newPassword"));
    assert_eq!(change(PASSWORD, "short").await, failed("Password must be at least 8 characters", "newPassword"));
    assert_eq!(change(PASSWORD, "password1").await["field"], "newPassword");
    assert_eq!(change(PASSWORD, "ada@example.org").await["field"], "newPassword");
    assert!(is_signed_in(&elsewhere).await, "nothing changed yet");

    let before = ada.cookie(COOKIE).unwrap();
    assert_eq!(change(PASSWORD, NEW).await, json!({ "success": true, "message": "Password updated successfully" }));
    assert!(is_signed_in(&ada).await && ada.cookie(COOKIE).unwrap() != before, "the caller goes on in a new session");
    assert!(!is_signed_in(&elsewhere).await, "every other session ended");
    assert_eq!(log_in(&server.anon(), "ada", PASSWORD).await.status, 401);
    assert_eq!(log_in(&server.anon(), "ada", NEW).await.status, 200);
}

#[tokio::test]
async fn e_mail() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let change =
        async |email: &str, password: &str| ada.act("updateUserEmail", json!({ "email": email, "password": password })).await.json();
    assert_eq!(change("New@Example.org", "").await["field"], "password");
    assert_eq!(change("new@example.org", "wrong").await, failed("Current password is not correct", "password"));
    assert_eq!(change("no address", PASSWORD).await["field"], "email");
    assert_eq!(change("admin@example.org", PASSWORD).await, failed("This email is already registered.", "email"));
    assert_eq!(change("New@Example.org", PASSWORD).await, json!({ "success": true, "message": "Email updated successfully" }));
    assert_eq!(log_in(&server.anon(), "new@example.org", PASSWORD).await.status, 200);
    assert_eq!(log_in(&server.anon(), "ada@example.org", PASSWORD).await.status, 401);
}

#[tokio::test]
async fn of_oneself_only() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let admin = server.log_in(ADMIN).await;
    let id = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].clone();
    let foreign = json!({ "success": false, "error": "Unauthorized" });
    for (action, input) in [
        ("updateUserName", json!({ "userId": id, "firstName": "Eve" })),
        ("updateUserEmail", json!({ "userId": id, "email": "eve@example.org", "password": PASSWORD })),
        ("updateUserPassword", json!({ "userId": id, "currentPassword": PASSWORD, "newPassword": NEW })),
    ] {
        assert_eq!(admin.act(action, input.clone()).await.json(), foreign, "{action}: not even for an administrator");
        assert_eq!(server.anon().act(action, input).await.status, 401);
    }
    let own = ada.act("updateUserName", json!({ "userId": id, "firstName": "Ada" })).await;
    assert_eq!(own.json()["success"], true, "one's own id is fine");

    let ask = async |caller: &crate::harness::Caller, email: &str| {
        caller.act("getUserByEmail", json!({ "email": email })).await.json()["user"]["username"].clone()
    };
    assert_eq!(ask(&ada, "ADA@example.org").await, "ada");
    assert_eq!(ask(&ada, "admin@example.org").await, Json::Null, "as if it did not exist");
    assert_eq!(ask(&ada, "nobody@example.org").await, Json::Null);
    assert_eq!(ask(&admin, "ada@example.org").await, "ada");
}
