//! Administration of people.

use super::{admin_of, error, id_of, people};
use crate::harness::{ADMIN, Caller, PASSWORD, Store, TestServer};
use serde_json::json;

async fn is_signed_in(caller: &Caller) -> bool {
    caller.act("getUserBySession", json!({})).await.json()["success"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn suspension_ends_sessions_at_once_and_can_be_lifted() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (admin_of(&server).await, server.sign_up("ada").await);
        let id = id_of(&ada).await;
        let answer = admin.act("suspendUser", json!({ "accountId": id })).await.json();
        assert_eq!(answer, json!({ "success": true, "message": "ada is suspended." }));
        assert!(!is_signed_in(&ada).await);
        let log_in = async || server.anon().post("/api/login", &json!({ "username": "ada", "password": PASSWORD })).await.status.as_u16();
        assert_eq!(log_in().await, 403);
        let line = people(&admin).await["people"].as_array().unwrap().iter().find(|person| person["id"] == json!(id)).unwrap().clone();
        assert!(line["isSuspended"] == true && line["lastSeenAt"].is_string() && line["isOneself"] == false, "{line}");
        assert!(error(&admin.act("sendResetLink", json!({ "accountId": id })).await.json()).contains("suspended"));
        assert_eq!(admin.act("reinstateUser", json!({ "accountId": id })).await.json()["success"], true);
        assert!(!is_signed_in(&ada).await, "the old session stays ended");
        assert_eq!(log_in().await, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_administrator_stays() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (admin, ada) = (admin_of(&server).await, server.sign_up("ada").await);
        let (own, other) = (id_of(&admin).await, id_of(&ada).await);
        let set = async |caller: &Caller, id: &str, admin: bool| {
            caller.act("setServerAdmin", json!({ "accountId": id, "admin": admin })).await.json()
        };
        assert!(error(&set(&admin, &own, false).await).contains("last administrator"));
        assert!(error(&admin.act("suspendUser", json!({ "accountId": own })).await.json()).contains("yourself"));
        assert_eq!(set(&admin, &other, true).await["success"], true);
        assert!(!is_signed_in(&ada).await, "a change of a role ends sessions");
        let ada = server.log_in("ada").await;
        assert_eq!(ada.page("/admin/people").await.status, 200);
        // Each takes it from the other at the same moment.
        let (first, second) = tokio::join!(set(&admin, &other, false), set(&ada, &own, false));
        let done = [first, second].iter().filter(|answer| answer["success"] == true).count();
        let admins: i64 = sqlx::query_scalar("select count(*) from accounts where is_admin = 1")
            .fetch_one(&mut *server.app().store.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!((done, admins), (1, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn others_are_told_nothing() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.page("/admin/people").await.status, 404);
    assert!(!ada.page("/projects").await.text().contains("/admin/people"), "no door for whoever may not go through");
    let admin = server.log_in(ADMIN).await;
    assert!(admin.page("/projects").await.text().contains("/admin/people"));
    let absent = json!({ "accountId": "6f9619ff-8b86-4011-b42d-00cf4fc964ff" });
    assert_eq!(error(&admin.act("suspendUser", absent).await.json()), "Account not found");
}

#[tokio::test(flavor = "multi_thread")]
async fn search_and_pages() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let admin = admin_of(&server).await;
        let mut db = server.app().store.read().await.unwrap();
        for number in 0..60 {
            let (id, team) = (uuid::Uuid::new_v4().to_string(), uuid::Uuid::new_v4().to_string());
            sqlx::query(
                "insert into accounts (id, username, email, first_name, is_admin, created_at, updated_at) values ($1, $2, $3, $4, 0, 1, 1)",
            )
            .bind(&id)
            .bind(format!("p-{number:02}"))
            .bind(format!("p{number:02}_x@example.org"))
            .bind(format!("<b>Name {number}</b>"))
            .execute(&mut *db)
            .await
            .unwrap();
            sqlx::query("insert into teams (id, name, name_key, personal_of, created_at, updated_at) values ($1, $2, $2, $3, 1, 1)")
                .bind(&team)
                .bind(format!("p-{number:02}"))
                .bind(&id)
                .execute(&mut *db)
                .await
                .unwrap();
        }
        drop(db);
        let ask = async |search: &str, page: u32| admin.act("listPeople", json!({ "search": search, "page": page })).await.json();
        let first = ask("", 1).await;
        assert_eq!((&first["total"], first["people"].as_array().unwrap().len()), (&json!(61), 50));
        let second = ask("", 2).await;
        assert_eq!((second["people"].as_array().unwrap().len(), &second["people"][10]["username"]), (11, &json!("p-59")));
        assert_eq!(ask("", 99).await["page"], 2, "beyond the last is the last");
        for (search, total) in [("p-1", 10), ("P07_X@", 1), ("name 59", 1), ("%", 0), ("_x@", 60), ("\\", 0), ("' or 1=1 --", 0)] {
            assert_eq!(ask(search, 1).await["total"], total, "{search}");
        }
        let page = admin.page("/admin/people?q=name%2059").await.text();
        assert!(page.contains("&lt;b&gt;Name 59&lt;/b&gt;") && !page.contains("<b>Name"), "{page}");
    }
}
