//! Making, naming, billing and deleting teams over the routes of seed 002, and who is told what about people.

use super::{delete, make, member, message, patch};
use crate::{
    harness::{ADMIN, Store, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_story_on_both_stores() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let own = ada.get("/api/teams/ADA").await.json();
        assert_eq!((&own["name"], &own["billing"], &own["databases"]), (&json!("ada"), &Json::Null, &json!([])));
        assert!(own["created_utc"].as_str().is_some_and(|time| time.ends_with('Z')), "{own}");

        let made = ada.post("/api/teams", &json!({ "name": " Ops & Sales " })).await;
        assert_eq!((made.status.as_u16(), &made.json()["name"]), (200, &json!("Ops & Sales")));
        let listed = ada.get("/api/teams").await.json();
        let short = |name: &str| json!({ "billing": null, "name": name, "numberOfDatabases": 0 });
        assert_eq!(listed, json!({ "teams": [short("ada"), short("Ops & Sales")] }));

        let path = "/api/teams/ops%20%26%20SALES";
        let billing = json!({ "billing_email_address": "Bills@example.org", "billing_plan": "pro", "billing_subscription_id": "s-1" });
        let billed = patch(&ada, path, billing).await.json();
        let expected = json!({ "email_address": "bills@example.org", "plan": "pro", "subscription_id": "s-1" });
        assert_eq!((&billed["billing"], &billed["name"]), (&expected, &json!("Ops & Sales")));
        let renamed = patch(&ada, path, json!({ "name": "Crew" })).await.json();
        assert_eq!((&renamed["name"], &renamed["billing"]), (&json!("Crew"), &expected));
        assert_eq!(patch(&ada, "/api/teams/crew", json!({ "name": "CREW" })).await.status, 200, "another case of its own name");
        assert_eq!(ada.get(path).await.status, 404, "the old name is gone");
        let login = server.anon().post("/api/login", &json!({ "username": "ada", "password": crate::harness::PASSWORD })).await.json();
        assert_eq!(login["teams"][1]["billing"], expected);
        assert_eq!(
            patch(&ada, "/api/teams/crew", json!({ "billing_email_address": "", "billing_plan": "", "billing_subscription_id": "" }))
                .await
                .json()["billing"],
            Json::Null
        );
        for (body, status) in [
            (json!({ "name": "" }), 400),
            (json!({ "name": "x".repeat(61) }), 400),
            (json!({ "name": "a/b" }), 400),
            (json!({ "name": "ADA" }), 409),
            (json!({ "name": null }), 400),
            (json!({ "billing_plan": "free" }), 400),
            (json!({ "billing_email_address": "nowhere" }), 400),
        ] {
            let answer = patch(&ada, "/api/teams/crew", body.clone()).await;
            assert_eq!(answer.status, status, "{body}: {}", answer.text());
            assert!(!message(&answer).is_empty());
        }

        let gone = delete(&ada, "/api/teams/crew").await;
        assert_eq!((gone.status.as_u16(), gone.json()), (200, json!({})));
        assert_eq!(ada.get("/api/teams/crew").await.status, 404);
        let kept = delete(&ada, "/api/teams/ada").await;
        assert_eq!(kept.status, 409, "{}", message(&kept));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_belong_to_one() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    make(&ada, "Crew").await;
    for name in ["crew", "CREW", " Crew ", "eve", "EVE"] {
        assert_eq!(eve.post("/api/teams", &json!({ "name": name })).await.status, 409, "{name}");
    }
    // A personal team that was renamed leaves its name to nobody else, and gets it back.
    assert_eq!(patch(&ada, "/api/teams/ada", json!({ "name": "Ada's" })).await.status, 200);
    assert_eq!(eve.post("/api/teams", &json!({ "name": "ada" })).await.status, 409);
    assert_eq!(patch(&ada, "/api/teams/ada's", json!({ "name": "ada" })).await.status, 200);
    let crew = async |caller: &crate::harness::Caller| caller.act("createTeam", json!({ "name": "Same" })).await.json()["success"] == true;
    let (one, two) = tokio::join!(crew(&ada), crew(&eve));
    assert!(one != two, "two who make a team of one name at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_takes_everything_along_and_asks_for_the_name() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let project = shop::project_in(&bo, "Theirs", &[shop::connection("Shop").await], "Crew").await;
    let own = shop::project_in(&bo, "Own", &[], "").await;
    for typed in ["", "crew", "Crew!"] {
        let answer = ada.act("deleteTeam", json!({ "team": "Crew", "confirmName": typed })).await.json();
        assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &json!("confirmName")), "{typed}");
    }
    assert_eq!(bo.act("deleteTeam", json!({ "team": "Crew", "confirmName": "Crew" })).await.json()["success"], false);
    let done = ada.act("deleteTeam", json!({ "team": "Crew", "confirmName": " Crew " })).await.json();
    assert_eq!(done["success"], true, "{done}");
    assert_eq!(bo.act("getBoard", json!({ "projectId": project })).await.json()["error"], "Project not found");
    let left = bo.act("getUserProjects", json!({})).await.json();
    assert_eq!(left["projects"].as_array().map(Vec::len), Some(1), "{own} is in another team: {left}");
    for table in ["connections", "widgets", "team_invitations"] {
        let statement = format!("select count(*) from {table}");
        let mut db = server.app().store.read().await.expect("the store answers");
        let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(&mut *db).await.expect("a count");
        assert_eq!(count, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_what_about_people() {
    let server = TestServer::start().await;
    let (ada, eve, admin) = (server.sign_up("ada").await, server.sign_up("eve").await, server.log_in(ADMIN).await);
    make(&ada, "Crew").await;
    make(&ada, "Secret").await;
    let bo = member(&server, &ada, "Crew", "bob", "Viewer").await;
    let names = |person: &Json| -> Vec<String> {
        person["teams"].as_array().expect("teams").iter().map(|team| team["name"].as_str().expect("a name").to_owned()).collect()
    };
    let own = ada.get("/api/users/ADA").await.json();
    assert_eq!(
        (&own["username"], &own["serverRoles"], names(&own)),
        (&json!("ada"), &json!([]), vec!["ada".into(), "Crew".into(), "Secret".into()])
    );
    let seen = bo.get("/api/users/ada").await.json();
    assert_eq!((names(&seen), &seen["serverRoles"]), (vec!["Crew".to_owned()], &json!([])), "only what both are in");
    let seen = admin.get("/api/users/ada").await.json();
    assert_eq!(names(&seen).len(), 3);
    assert_eq!(admin.get("/api/users/admin").await.json()["serverRoles"], json!(["admin"]));
    for name in ["ada", "bob", "nobody", "ada@example.org", "%00", "admin"] {
        let answer = eve.get(&format!("/api/users/{name}")).await;
        assert_eq!((answer.status.as_u16(), message(&answer).as_str()), (404, "User not found"), "{name}");
    }
    delete(&ada, "/api/teams/crew/members/bob").await;
    assert_eq!(bo.get("/api/users/ada").await.status, 404, "from the very next request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_administrator_keeps_order_and_sees_no_project() {
    let server = TestServer::start().await;
    let (ada, admin) = (server.sign_up("ada").await, server.log_in(ADMIN).await);
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let project = shop::project_in(&bo, "Theirs", &[], "Crew").await;
    let seen = admin.act("getTeam", json!({ "team": "Crew" })).await.json();
    assert_eq!((&seen["standing"], &seen["projects"], &seen["invitations"]), (&json!("Server"), &json!([]), &json!([])));
    assert_eq!(admin.act("getBoard", json!({ "projectId": project })).await.json()["error"], "Project not found");
    for (name, input) in [
        ("inviteToTeam", json!({ "team": "Crew", "role": "Admin" })),
        ("setMemberRole", json!({ "team": "Crew", "username": "admin", "role": "Admin" })),
        ("createProjectWithConnections", json!({ "title": "Mine", "connections": [], "teamId": "Crew" })),
    ] {
        assert_eq!(admin.act(name, input).await.json()["success"], false, "{name}: nobody lets themselves in");
    }
    // A team whose administrator is gone gets another one.
    assert_eq!(patch(&admin, "/api/teams/crew/members/bob", json!({ "roles": ["Admin"] })).await.status, 200);
    assert_eq!(delete(&admin, "/api/teams/crew/members/ada").await.status, 200);
    assert_eq!(super::members(&bo, "Crew").await, [("bob".to_owned(), "Admin".to_owned())]);
}
