//! The pages of teams as a browser without scripts uses them.

use super::{make, member, members};
use crate::{
    harness::{Caller, TestServer},
    projects::shop,
};
use serde_json::json;

/// The path of the page that a form led to.
#[track_caller]
fn led_to(answer: &crate::harness::Answer) -> String {
    assert!(answer.status.is_redirection(), "{} {}", answer.status, answer.text());
    answer.location().unwrap_or_default().to_owned()
}

/// What everybody may do with their own browser.
const HARMLESS: [&str; 3] = ["logOut", "setTheme", "chooseTeam"];

/// The actions of the forms of a page.
fn actions(page: &str) -> Vec<&str> {
    page.split("action=\"/actions/").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

async fn invited_by_form(ada: &Caller) -> String {
    let form = [("team", "Crew"), ("role", "Viewer"), ("email", ""), ("_next", "/teams/Crew"), ("_back", "/teams/Crew")];
    let place = led_to(&ada.form("/actions/inviteToTeam", &form).await);
    assert_eq!(place, "/teams/Crew", "no address holds the token");
    let page = ada.page(&place).await.text();
    let token = page.split("/invite/").nth(1).expect("the link is shown").split('"').next().unwrap_or_default().to_owned();
    assert!(!ada.page(&place).await.text().contains(&token), "and never again");
    token
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_in_forms() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let made = ada.form("/actions/createTeam", &[("name", "Crew"), ("_next", "/teams/{teamId}"), ("_back", "/teams")]).await;
    let place = led_to(&made);
    assert!(ada.page(&place).await.text().contains("Crew"), "{place}");
    let id = shop::project_in(&ada, "Figures", &[shop::connection("Shop").await], "Crew").await;
    let widget = shop::chart(&ada, &id).await;

    let token = invited_by_form(&ada).await;
    let bo = server.anon();
    let page = bo.page(&format!("/invite/{token}")).await.text();
    assert!(page.contains("Crew") && page.contains("ada") && page.contains("Viewer"), "{page}");
    let bo_in = server.sign_up("bob").await;
    let joined = bo_in.form("/actions/acceptInvitation", &[("token", &token), ("_next", "/teams/{teamId}"), ("_back", "/teams")]).await;
    assert_eq!(bo_in.page(&led_to(&joined)).await.status, 200);
    assert_eq!(bo_in.page(&format!("/invite/{token}")).await.status, 404);

    let board = bo_in.page(&format!("/projects/{id}/dashboard")).await.text();
    assert!(board.contains("Sales by month"));
    assert!(actions(&board).iter().all(|name| HARMLESS.contains(name)), "{:?}", actions(&board));
    for way in [
        "?add=",
        "?edit=",
        "?share=",
        "?arrange=",
        "?history=",
        "?code=",
        "?delete=",
        "?filter=",
        "/sql\"",
        "/schema\"",
        "/edit\"",
        "/delete\"",
    ] {
        assert!(!board.contains(way), "{way}");
    }
    let typed = format!("/projects/{id}/dashboard?arrange=1&edit={widget}&delete={widget}&share=1&history=1&code=1&add=bar");
    let typed = bo_in.page(&typed).await.text();
    assert!(actions(&typed).iter().all(|name| HARMLESS.contains(name)), "typed addresses open nothing: {:?}", actions(&typed));
    for page in ["sql", "schema", "edit", "delete", "schema/diagram"] {
        assert_eq!(bo_in.page(&format!("/projects/{id}/{page}")).await.status, 404, "{page}");
    }

    let role = [("team", "Crew"), ("username", "bob"), ("role", "Editor"), ("_next", "/teams/Crew"), ("_back", "/teams/Crew")];
    led_to(&ada.form("/actions/setMemberRole", &role).await);
    assert!(bo_in.page(&format!("/projects/{id}/dashboard")).await.text().contains("Add widget"));
    let leave = [("team", "Crew"), ("username", "bob"), ("_next", "/teams"), ("_back", "/teams/Crew")];
    assert_eq!(led_to(&bo_in.form("/actions/removeMember", &leave).await), "/teams");
    assert_eq!(bo_in.page(&format!("/projects/{id}/dashboard")).await.status, 404);
    let refused = [("team", "Crew"), ("username", "ada"), ("_next", "/teams"), ("_back", "/teams/Crew")];
    assert_eq!(led_to(&ada.form("/actions/removeMember", &refused).await), "/teams/Crew");
    assert!(ada.page("/teams/Crew").await.text().contains("keeps at least one administrator"));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_others_are_texts() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let name = "<script>alert(1)<\u{2044}script> & \"Co\" 100% #1?";
    make(&ada, name).await;
    member(&server, &ada, name, "bob", "Viewer").await;
    shop::project_in(&ada, "Figures", &[], name).await;
    let team = ada.act("listTeams", json!({})).await.json()["teams"][1]["name"].clone();
    assert_eq!(team, json!(name));
    let list = ada.page("/teams").await.text();
    let address = list
        .split("href=\"/teams/")
        .nth(1)
        .and_then(|_| list.split("href=\"").find(|part| part.starts_with("/teams/%3C")))
        .expect("a link");
    let address = address.split('"').next().unwrap_or_default().to_owned();
    for page in ["/teams", &address, "/projects", "/projects/new"] {
        let answer = ada.page(page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(!answer.text().contains("<script>alert"), "{page}");
    }
    assert_eq!(members(&ada, name).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_each_role_finds_on_the_page_of_a_team() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    make(&ada, "Crew").await;
    let bo = member(&server, &ada, "Crew", "bob", "Editor").await;
    let eve = server.sign_up("eve").await;
    let own = ada.page("/teams/crew").await.text();
    for action in ["inviteToTeam", "setMemberRole", "updateTeam", "deleteTeam", "removeMember"] {
        assert!(own.contains(&format!("/actions/{action}\"")), "{action}");
    }
    let page = bo.page("/teams/crew").await.text();
    for action in ["inviteToTeam", "setMemberRole", "updateTeam", "deleteTeam"] {
        assert!(!page.contains(&format!("/actions/{action}\"")), "{action}");
    }
    assert!(page.contains("Leave Crew"));
    assert_eq!(eve.page("/teams/crew").await.status, 404);
    let personal = ada.page("/teams/ada").await.text();
    assert!(!personal.contains("deleteTeam") && !personal.contains("Leave ada"), "it stays as long as the account");
}
