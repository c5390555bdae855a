//! First start: no default account, one link that works once (check 24).

use super::is_signed_in;
use crate::harness::{PASSWORD, Store, TestServer};
use serde_json::json;
use tempfile::TempDir;

/// A server without a configured administrator.
async fn fresh(data: TempDir) -> TestServer {
    let unset = [("VIZBOARD_ADMIN_USERNAME", ""), ("VIZBOARD_ADMIN_EMAIL", ""), ("VIZBOARD_ADMIN_PASSWORD", "")];
    TestServer::start_in(data, Store::Sqlite, &unset).await
}

#[tokio::test]
async fn everything_waits_for_the_link_and_the_link_works_once() {
    let server = fresh(tempfile::tempdir().unwrap()).await;
    let first = server.set_up_token().expect("a link is printed");
    let server = fresh(server.stop().await).await;
    let token = server.set_up_token().expect("a restart prints a new link");
    assert_ne!(first, token);
    assert_eq!(token.len(), 32);
    let visitor = server.anon();

    for page in ["/", "/login", "/signup", "/projects", "/public/abcdefghijkl", "/nowhere"] {
        let answer = visitor.page(page).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("/setup")), "{page}");
    }
    assert_eq!(visitor.page("/setup").await.status, 200);
    assert_eq!(visitor.page(&format!("/setup/{token}")).await.status, 200);
    let sign_up = visitor.act("SignUp", json!({ "email": "eve@example.org", "password": PASSWORD })).await;
    assert_eq!((sign_up.status.as_u16(), &sign_up.json()["success"]), (503, &json!(false)));
    assert_eq!(visitor.post("/api/login", &json!({ "username": "admin", "password": PASSWORD })).await.status, 503);
    assert_eq!(visitor.get("/api/userprojects?userId=1").await.status, 503);
    for path in ["/api/health", "/api/status", "/api/ready"] {
        assert_eq!(visitor.get(path).await.status, 200, "{path}");
    }

    let input =
        |token: &str, password: &str| json!({ "token": token, "username": "ada", "email": "ada@example.org", "password": password });
    for wrong in ["", "x", &first, "00000000000000000000000000000000"] {
        let answer = visitor.act("setUp", input(wrong, PASSWORD)).await.json();
        assert!(answer["error"].as_str().is_some_and(|text| text.contains("does not work")), "{wrong}: {answer}");
    }
    assert_eq!(visitor.act("setUp", input(&token, "short")).await.json()["field"], "password", "a broken rule does not use it up");
    assert_eq!(visitor.act("setUp", input(&token, PASSWORD)).await.json(), json!({ "success": true }));
    let user = visitor.act("getUserBySession", json!({})).await.json()["user"].clone();
    assert_eq!((&user["username"], &user["isAdmin"]), (&json!("ada"), &json!(true)));

    let again = server.anon();
    assert_eq!(again.page("/login").await.status, 200, "the server is open now");
    for path in ["/setup".to_owned(), format!("/setup/{token}"), "/setup/anything".to_owned()] {
        for caller in [&again, &visitor] {
            assert_eq!(caller.page(&path).await.status, 404, "{path} is gone once it was used");
        }
    }
    let answer = again.act("setUp", input(&token, PASSWORD)).await.json();
    assert_eq!(answer["success"], false);
    assert!(!is_signed_in(&again).await);
    assert_eq!(fresh(server.stop().await).await.set_up_token(), None, "no link once there is somebody");
}

#[tokio::test]
async fn the_link_cannot_be_guessed_side_by_side() {
    let server = fresh(tempfile::tempdir().unwrap()).await;
    let tries = (0..60).map(|number| {
        let visitor = server.anon();
        let input = json!({ "token": format!("{number:032}"), "username": "eve", "email": "eve@example.org", "password": PASSWORD });
        async move { visitor.act("setUp", input).await.status.as_u16() }
    });
    let statuses = futures::future::join_all(tries).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 30, "told that the link does not work: {statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 30);
}

#[tokio::test]
async fn a_used_link_stays_dead_when_the_accounts_are_gone() {
    let server = fresh(tempfile::tempdir().unwrap()).await;
    let token = server.set_up_token().unwrap();
    let visitor = server.anon();
    let input = json!({ "token": token, "username": "ada", "email": "ada@example.org", "password": PASSWORD });
    assert_eq!(visitor.act("setUp", input.clone()).await.json()["success"], true);
    sqlx::query("delete from accounts").execute(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    let answer = server.anon().act("setUp", input).await.json();
    assert!(answer["success"] == false && answer["error"].as_str().unwrap().contains("does not work"), "{answer}");
}
