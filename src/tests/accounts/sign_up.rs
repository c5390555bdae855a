//! Sign-up: names, documented texts, what a body cannot set.

use super::{is_signed_in, log_in, message};
use crate::harness::{PASSWORD, Store, TestServer};
use serde_json::{Value as Json, json};

#[tokio::test]
async fn the_whole_story_on_both_stores() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.anon();
        assert!(!is_signed_in(&ada).await);
        let input = json!({ "email": "Ada.Lovelace@Example.org", "password": PASSWORD, "firstName": "Ada", "lastName": "Lovelace" });
        let answer = ada.act("SignUp", input).await;
        assert_eq!(answer.json(), json!({ "success": true, "message": "User registered successfully" }));

        let user = ada.act("getUserBySession", json!({})).await.json()["user"].clone();
        assert_eq!(user["username"], "ada-lovelace", "made from the e-mail");
        assert_eq!((&user["email"], &user["name"]), (&json!("ada.lovelace@example.org"), &json!("Ada Lovelace")));
        let mut keys: Vec<&String> = user.as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["email", "firstName", "id", "isAdmin", "lastName", "name", "teamId", "username"]);

        assert_eq!(ada.act("logOut", json!({})).await.json(), json!({ "success": true }));
        assert!(!is_signed_in(&ada).await);
        for name in ["ada-lovelace", "ADA.LOVELACE@example.org", " Ada-Lovelace "] {
            let answer = log_in(&ada, name, PASSWORD).await;
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        }
        assert!(is_signed_in(&ada).await);
    }
}

#[tokio::test]
async fn the_routes_of_seed_002() {
    let server = TestServer::start().await;
    let john = server.anon();
    let new = json!({ "email_address": "john@example.org", "password": PASSWORD, "username": "John" });
    let answer = john.post("/api/users", &new).await;
    assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({})));
    let answer = log_in(&server.anon(), "john", PASSWORD).await.json();
    let token = answer["sessionToken"].as_str().unwrap();
    assert!(token.len() == 32 && token.bytes().all(|b| b.is_ascii_alphanumeric()), "{token}");
    let expected = json!({
        "sessionToken": token, "username": "john", "userId": answer["userId"],
        "teams": [{ "billing": null, "name": "john", "numberOfDatabases": 0 }],
    });
    assert_eq!(answer, expected);

    let again = john.post("/api/users", &new).await;
    assert_eq!((again.status.as_u16(), message(&again).as_str()), (409, "This email is already registered."));
    let same_name = json!({ "email_address": "other@example.org", "password": PASSWORD, "username": "john" });
    assert_eq!(john.post("/api/users", &same_name).await.status, 409);
    for (body, status) in [
        (json!({ "email_address": 1, "password": PASSWORD }), 400),
        (json!({ "email_address": null, "password": PASSWORD }), 400),
        (json!([]), 400),
        (json!({ "password": PASSWORD, "username": "other" }), 400),
        (json!({ "email_address": "a@example.org", "username": "other" }), 400),
        (json!({ "email_address": "a@example.org", "password": PASSWORD }), 400),
        (json!({ "email_address": "a@example.org", "password": PASSWORD, "username": " " }), 400),
        (json!({ "email_address": "no address", "password": PASSWORD, "username": "other" }), 400),
        (json!({ "email_address": "a@example.org", "password": PASSWORD, "username": "1" }), 400),
        (json!({ "email_address": "a\u{0}@example.org", "password": PASSWORD, "username": "other" }), 400),
    ] {
        let answer = john.post("/api/users", &body).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(!message(&answer).is_empty(), "{body}: {}", answer.text());
    }
}

#[tokio::test]
async fn names_are_made_unique() {
    let server = TestServer::start().await;
    for (domain, expected) in [("example.org", "ada"), ("example.com", "ada-2"), ("example.net", "ada-3")] {
        let caller = server.anon();
        let answer = caller.act("SignUp", json!({ "email": format!("ada@{domain}"), "password": PASSWORD })).await;
        assert_eq!(answer.json()["success"], true, "{}", answer.text());
        assert_eq!(caller.act("getUserBySession", json!({})).await.json()["user"]["username"], expected);
    }
    let taken = server.anon().act("SignUp", json!({ "email": "ADA@example.org", "password": PASSWORD })).await;
    assert_eq!(taken.json(), json!({ "success": false, "error": "This email is already registered.", "field": "email" }));
}

#[tokio::test]
async fn a_body_sets_only_what_is_documented() {
    let server = TestServer::start().await;
    let eve = server.anon();
    let foreign = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    let mut body = json!({ "email": "eve@example.org", "password": PASSWORD });
    for (name, value) in [
        ("id", json!(foreign)),
        ("userId", json!(foreign)),
        ("isAdmin", json!(true)),
        ("is_admin", json!(1)),
        ("role", json!("admin")),
        ("roles", json!(["Admin"])),
        ("serverRoles", json!(["admin"])),
        ("teamId", json!(foreign)),
        ("password_hash", json!("$argon2id$")),
        ("createdAt", json!("2000-01-01T00:00:00.000Z")),
    ] {
        body[name] = value;
    }
    assert_eq!(eve.act("SignUp", body).await.json()["success"], true);
    let user = eve.act("getUserBySession", json!({})).await.json()["user"].clone();
    assert_eq!(user["isAdmin"], false);
    assert!(user["id"] != foreign && user["teamId"] != foreign, "{user}");
    let row = sqlx::query_scalar::<_, i64>("select count(*) from accounts where is_admin = 1")
        .fetch_one(&mut *server.app().store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(row, 1, "only the first administrator");
}

#[tokio::test]
async fn closed_and_by_invitation() {
    for mode in ["closed", "invite"] {
        let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SIGNUP", mode)]).await;
        let input = json!({ "email": "ada@example.org", "password": PASSWORD });
        let answer = server.anon().act("SignUp", input).await.json();
        assert_eq!(answer["success"], Json::Bool(false));
        assert!(answer["error"].as_str().unwrap().contains("administrator"), "{answer}");
        let body = json!({ "email_address": "ada@example.org", "password": PASSWORD, "username": "ada" });
        assert_eq!(server.anon().post("/api/users", &body).await.status, 403);
        let page = server.anon().page("/signup").await.text();
        assert!(page.contains("administrator") && !page.contains("/actions/SignUp"), "{page}");
        for page in ["/", "/login"] {
            assert!(!server.anon().page(page).await.text().contains("/signup"), "{page} leads to a closed door");
        }
    }
}
