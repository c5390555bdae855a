//! An app that shows codes, and recovery codes.

use super::{HALF, SESSION, WithApp, count, half, is_signed_in, refused, step, with_code};
use crate::harness::{PASSWORD, Store, TestServer};
use serde_json::json;
use vizboard::domain::accounts::admin;

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_code_to_the_next_log_in() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        assert!(refused(&ada.act("getAuthenticator", json!({})).await).contains("Begin again"));
        ada.act("beginAuthenticator", json!({})).await;
        let wrong = ada.act("confirmAuthenticator", json!({ "code": "12345" })).await;
        assert!(refused(&wrong).contains("not the code") && wrong.json()["field"] == "code");
        assert!(server.log_in("ada").await.cookie(SESSION).is_some(), "what never showed a code is not asked for");
        let app = WithApp::set_up(&ada).await;
        let factors = ada.act("getFactors", json!({})).await.json();
        assert!(factors["appSince"].is_string() && factors["codesLeft"] == 10 && factors["hasPassword"] == true, "{factors}");
        assert!(refused(&ada.act("beginAuthenticator", json!({})).await).contains("already"));
        assert!(refused(&ada.act("getAuthenticator", json!({})).await).contains("already"), "the secret is shown no more");

        let browser = half(&server, "ada").await;
        assert!(!is_signed_in(&browser).await);
        let step_asked = browser.act("getSecondStep", json!({})).await.json();
        assert_eq!(step_asked, json!({ "success": true, "app": true, "passkey": false }));
        let answer = browser.act("logInWithCode", json!({ "code": app.secret.code(step()) })).await;
        assert_eq!(answer.json(), json!({ "success": true }));
        assert!(is_signed_in(&browser).await && browser.cookie(HALF).is_none(), "the cookie of the half is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_send_the_code_along() {
    let server = TestServer::start().await;
    let app = WithApp::set_up(&server.sign_up("ada").await).await;
    let log_in = async |code: Option<&str>| {
        let mut body = json!({ "username": "ada", "password": PASSWORD });
        if let Some(code) = code {
            body["code"] = json!(code);
        }
        let answer = server.anon().post("/api/login", &body).await;
        (answer.status.as_u16(), answer.json())
    };
    let (status, body) = log_in(None).await;
    assert_eq!((status, &body["errors"][0]["code"]), (401, &json!("second_factor_required")), "{body}");
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("second factor") && body.get("sessionToken").is_none());
    assert_eq!(log_in(Some("000")).await.0, 400);
    let (status, body) = log_in(Some(&app.secret.code(step()))).await;
    assert_eq!((status, &body["username"]), (200, &json!("ada")), "{body}");
    assert_eq!(log_in(Some(&app.codes[0].to_uppercase().replace('-', " "))).await.0, 200, "capitals and blanks do not matter");
    assert_eq!(count(&server, "select count(*) from half_log_ins").await, 2, "those without a code that fits wait for one");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_code_works_once() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let app = WithApp::set_up(&server.sign_up("ada").await).await;
        let code = app.secret.code(step());
        let (first, second) = (half(&server, "ada").await, half(&server, "ada").await);
        let (one, other) = tokio::join!(with_code(&first, &code), with_code(&second, &code));
        assert_eq!([&one, &other].iter().filter(|answer| answer["success"] == true).count(), 1, "{one} {other}");
        let waiting = half(&server, "ada").await;
        for old in [app.secret.code(step() - 1), code] {
            assert_eq!(with_code(&waiting, &old).await["field"], "code", "used, or older than one that was");
        }
        assert_eq!(with_code(&waiting, &app.codes[3]).await["success"], true);
        let again = half(&server, "ada").await;
        assert_eq!(with_code(&again, &app.codes[3]).await["success"], false, "a recovery code too");
        assert_eq!(count(&server, "select count(*) from recovery_codes").await, 9);
        let stored: Vec<String> = sqlx::query_scalar("select code_hash from recovery_codes")
            .fetch_all(&mut *server.app().store.read().await.unwrap())
            .await
            .unwrap();
        assert!(app.codes.iter().all(|code| stored.iter().all(|hash| !hash.contains(&code.replace('-', "")))), "only hashes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_recovery_codes_end_the_old_ones() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    assert!(refused(&ada.act("makeRecoveryCodes", json!({})).await).contains("set up an app"));
    let app = WithApp::set_up(&ada).await;
    let made = ada.act("makeRecoveryCodes", json!({})).await.json();
    let fresh = made["shownOnce"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    let browser = half(&server, "ada").await;
    assert_eq!(with_code(&browser, &app.codes[0]).await["success"], false);
    assert_eq!(with_code(&browser, &fresh).await["success"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_leaves_it_and_removal_needs_both() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let app = WithApp::set_up(&ada).await;
    let waiting = half(&server, "ada").await;
    let new = admin::reset_password(server.app(), "ada").await.unwrap();
    assert!(with_code(&waiting, &app.codes[0]).await["error"].as_str().unwrap().contains("Log in again"), "the half log-in ended");
    let browser = server.anon();
    let answer = browser.act("logIn", json!({ "username": "ada", "password": new.expose() })).await.json();
    assert_eq!(answer["code"], "second_factor_required", "{answer}");
    assert_eq!(with_code(&browser, &app.codes[0]).await["success"], true);

    let code = app.code(&server).await;
    let remove =
        async |password: &str, code: &str| browser.act("removeAuthenticator", json!({ "password": password, "code": code })).await.json();
    assert_eq!(remove("", &code).await["field"], "password");
    assert_eq!(remove("not the password", &code).await["field"], "password");
    assert_eq!(remove(new.expose(), "").await["field"], "code");
    assert_eq!(remove(new.expose(), "000").await["field"], "code");
    assert_eq!(remove(new.expose(), &code).await["success"], true);
    assert_eq!(count(&server, "select count(*) from recovery_codes").await, 0, "they go with the last factor");
    let answer = server.anon().post("/api/login", &json!({ "username": "ada", "password": new.expose() })).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lost_it_is_helped() {
    let server = TestServer::start().await;
    let (root, ada) = (server.log_in("admin").await, server.sign_up("ada").await);
    let id = ada.act("getUserBySession", json!({})).await.json()["user"]["id"].clone();
    let people = async || {
        let all = root.act("listPeople", json!({ "search": "ada" })).await.json();
        all["people"][0]["hasSecondFactor"].clone()
    };
    assert_eq!(people().await, false);
    WithApp::set_up(&ada).await;
    assert_eq!(people().await, true);
    assert!(refused(&ada.act("removeSecondFactor", json!({ "accountId": id })).await).contains("administrators"));
    let answer = root.act("removeSecondFactor", json!({ "accountId": id })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    assert!(refused(&root.act("removeSecondFactor", json!({ "accountId": id })).await).contains("no second factor"));
    let ada = server.log_in("ada").await;
    WithApp::set_up(&ada).await;
    admin::remove_factors(server.app(), "ada@example.org").await.unwrap();
    server.log_in("ada").await;
    assert_eq!(count(&server, "select count(*) from audit_log where kind = 'factor' and verb = 'delete' and via = 'operator'").await, 1);
    assert!(admin::remove_factors(server.app(), "ada").await.is_err());
}
