//! Roles, members who go, and the administrator that a team always keeps.

use super::{accept, delete, link, make, member, members, message, patch};
use crate::{
    harness::{Store, TestServer},
    projects::shop,
};
use serde_json::{Value as Json, json};

fn pair(name: &str, role: &str) -> (String, String) {
    (name.to_owned(), role.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_over_http() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Viewer").await;
    let listed = bo.get("/api/teams/crew/members").await.json();
    let one = |name: &str, role: &str| json!({ "username": name, "roles": [role], "joined": true });
    assert_eq!(listed, json!({ "members": [one("ada", "Admin"), one("bob", "Viewer")] }));
    let path = "/api/teams/crew/members/BOB";
    assert_eq!(patch(&bo, path, json!({ "roles": ["Admin"] })).await.status, 403, "nobody promotes themselves");
    let done = patch(&ada, path, json!({ "roles": ["Viewer", "editor"] })).await;
    assert_eq!((done.status.as_u16(), done.json()), (200, json!({})), "the strongest counts");
    assert_eq!(members(&ada, "Crew").await, [pair("ada", "Admin"), pair("bob", "Editor")]);
    for body in [json!({ "roles": [] }), json!({ "roles": ["Owner"] }), json!({}), json!({ "roles": "Admin" }), json!({ "roles": [1] })] {
        assert_eq!(patch(&ada, path, body.clone()).await.status, 400, "{body}");
    }
    assert_eq!(delete(&bo, "/api/teams/crew/members/ada").await.status, 403);
    assert_eq!(delete(&ada, "/api/teams/crew/members/nobody").await.status, 404);
    assert_eq!(delete(&ada, path).await.status, 200);
    let gone = bo.get("/api/teams/crew/members").await;
    assert_eq!((gone.status.as_u16(), message(&gone).as_str()), (404, "Team not found"), "from the very next request");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_a_member_is_asked_and_joins_by_accepting() {
    let server = TestServer::start().await;
    let (ada, bo, eve) = (server.sign_up("ada").await, server.sign_up("bob").await, server.sign_up("eve").await);
    make(&ada, "Crew").await;
    let (known, unknown) = (
        patch(&ada, "/api/teams/crew/members/bob", json!({ "roles": ["Editor"] })).await,
        patch(&ada, "/api/teams/crew/members/nobody", json!({ "roles": ["Editor"] })).await,
    );
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()), "an account shows in nothing");
    let waiting = |name: &str, role: &str| json!({ "username": name, "roles": [role], "joined": false });
    let listed = ada.get("/api/teams/crew/members").await.json();
    assert_eq!(
        listed["members"].as_array().map(Vec::as_slice).map(|all| &all[1..]),
        Some(&[waiting("bob", "Editor"), waiting("nobody", "Editor")][..])
    );
    assert_eq!(bo.get("/api/teams/crew").await.status, 404, "not before it is accepted");
    patch(&ada, "/api/teams/crew/members/bob", json!({ "roles": ["Viewer"] })).await;

    let asked = bo.act("listTeams", json!({})).await.json()["invitations"].clone();
    assert_eq!(
        (asked.as_array().map(Vec::len), &asked[0]["role"], &asked[0]["by"]),
        (Some(1), &json!("Viewer"), &json!("ada")),
        "the newest counts"
    );
    let id = json!({ "invitationId": asked[0]["id"] });
    assert_eq!(eve.act("acceptInvitation", id.clone()).await.json()["success"], false, "it is for one person");
    assert_eq!(bo.act("acceptInvitation", id.clone()).await.json()["success"], true);
    assert_eq!(bo.act("acceptInvitation", id).await.json()["success"], false, "once");
    assert_eq!(members(&bo, "Crew").await, [pair("ada", "Admin"), pair("bob", "Viewer")]);
    assert_eq!(
        bo.get("/api/teams/crew/members").await.json()["members"].as_array().map(Vec::len),
        Some(2),
        "who waits is for administrators"
    );

    assert_eq!(delete(&ada, "/api/teams/crew/members/nobody").await.status, 200);
    patch(&ada, "/api/teams/crew/members/eve", json!({ "roles": ["Admin"] })).await;
    let asked = eve.act("listTeams", json!({})).await.json()["invitations"][0]["id"].clone();
    assert_eq!(eve.act("declineInvitation", json!({ "invitationId": asked })).await.json()["success"], true);
    assert_eq!(ada.get("/api/teams/crew/members").await.json()["members"].as_array().map(Vec::len), Some(2));
    // A name that somebody takes afterwards is not theirs to accept.
    patch(&ada, "/api/teams/crew/members/late", json!({ "roles": ["Admin"] })).await;
    let late = server.sign_up("late").await;
    assert_eq!(late.act("listTeams", json!({})).await.json()["invitations"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    assert_eq!(delete(&ada, "/api/teams/crew/members/ada").await.status, 409);
    assert_eq!(patch(&ada, "/api/teams/crew/members/ada", json!({ "roles": ["Viewer"] })).await.status, 409);
    assert_eq!(delete(&bo, "/api/teams/crew/members/bob").await.status, 200, "others leave as they like");
    // Nobody is put out of their own personal team, nor made less in it.
    let token = link(&ada, "ada", "Admin", "").await;
    assert_eq!(accept(&bo, &token).await["success"], true);
    assert_eq!(delete(&bo, "/api/teams/ada/members/ada").await.status, 409);
    assert_eq!(patch(&bo, "/api/teams/ada/members/ada", json!({ "roles": ["Viewer"] })).await.status, 409);
    assert_eq!(delete(&ada, "/api/teams/ada/members/ada").await.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_go_at_once_leave_one() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        for round in 0..5 {
            let team = format!("Crew {round}");
            make(&ada, &team).await;
            let bo = member(&server, &ada, &team, &format!("bob-{round}"), "Admin").await;
            let path = format!("/api/teams/{team}/members");
            let (own, others) = (format!("{path}/ada"), format!("{path}/bob-{round}"));
            let (one, two) = match round % 2 {
                0 => tokio::join!(delete(&ada, &own), delete(&bo, &others)),
                _ => tokio::join!(patch(&bo, &own, json!({ "roles": ["Viewer"] })), patch(&ada, &others, json!({ "roles": ["Viewer"] }))),
            };
            let done = [&one, &two].into_iter().filter(|answer| answer.status == 200).count();
            assert_eq!(done, 1, "{store:?}: {} {}", one.text(), two.text());
            let mut db = server.app().store.read().await.expect("the store answers");
            let admins: i64 = sqlx::query_scalar(
                "select count(*) from team_members m join teams t on t.id = m.team_id where t.name = $1 and m.role = 'admin'",
            )
            .bind(&team)
            .fetch_one(&mut *db)
            .await
            .expect("a count");
            assert_eq!(admins, 1, "{store:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_of_who_goes_stay() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let zoe = member(&server, &ada, "Crew", "zoe", "Admin").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let cy = member(&server, &ada, "Crew", "cyd", "Editor").await;
    let (of_bo, of_cy) = (shop::project_in(&bo, "Of bo", &[], "Crew").await, shop::project_in(&cy, "Of cy", &[], "Crew").await);
    let owns = async |caller: &crate::harness::Caller, id: &str| {
        caller.act("isProjectOwner", json!({ "projectId": id })).await.json()["isOwner"] == Json::Bool(true)
    };
    assert!(owns(&bo, &of_bo).await && owns(&cy, &of_cy).await);
    let removed = zoe.act("removeMember", json!({ "team": "Crew", "username": "bob" })).await.json();
    assert!(removed["message"].as_str().is_some_and(|text| text.contains("belongs to zoe")), "to whoever removed them: {removed}");
    assert!(owns(&zoe, &of_bo).await && !owns(&bo, &of_bo).await);
    for (action, input) in [
        ("getBoard", json!({ "projectId": of_bo })),
        ("updateProject", json!({ "id": of_bo, "title": "Mine again" })),
        ("deleteProject", json!({ "projectId": of_bo })),
    ] {
        assert_eq!(bo.act(action, input).await.json()["success"], false, "{action}: a former member");
    }
    let left = cy.act("removeMember", json!({ "team": "Crew", "username": "cyd" })).await.json();
    assert_eq!(left["success"], true, "{left}");
    assert!(owns(&ada, &of_cy).await, "to the administrator who was there first");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_may_only_view_views() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let id = shop::project_in(&bo, "Of bo", &[], "Crew").await;
    patch(&ada, "/api/teams/crew/members/bob", json!({ "roles": ["Viewer"] })).await;
    assert_eq!(bo.act("getBoard", json!({ "projectId": id })).await.json()["board"]["role"], "viewer");
    assert_eq!(bo.act("updateProject", json!({ "id": id, "title": "New" })).await.json()["error"], "Project not found");
    assert_eq!(
        bo.act("createProjectWithConnections", json!({ "title": "T", "connections": [], "teamId": "Crew" })).await.json()["field"],
        "teamId"
    );
}
