//! A database server that goes down and comes back: its tiles say so, nothing else breaks, and nobody has to do
//! anything when it is there again.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};
use vizboard::domain::jobs::recheck;

async fn state(caller: &Caller, project: &str) -> Json {
    caller.act("getProjectProgress", json!({ "projectId": project })).await.json()["connections"].clone()
}

async fn detail(caller: &Caller, project: &str) -> Json {
    caller.act("getProjectWithConnections", json!({ "projectId": project })).await.json()["project"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_goes_down_and_comes_back() {
    let server = TestServer::start().await;
    let (ada, anon) = (server.sign_up("ada").await, server.anon());
    let ((mut north_way, north), (_south_way, south)) = (shop::behind_relay("North").await, shop::behind_relay("South").await);
    let id = shop::project(&ada, "Sales", &[north, south]).await;
    let ids = shop::connection_ids(&ada, &id).await;
    let of_north = shop::table_of(&ada, &id, Some(&ids[0]), "customers").await;
    let of_south = shop::table_of(&ada, &id, Some(&ids[1]), "customers").await;
    let of_primary = shop::table_of(&ada, &id, None, "customers").await;
    let link = shop::publish(&ada, &id).await;
    let show = async |widget: &str| shop::data(&ada, widget, json!({})).await;
    let before = detail(&ada, &id).await;
    for widget in [&of_north, &of_south, &of_primary] {
        assert_eq!(show(widget).await["total"], json!({ "exactly": 4 }));
    }

    north_way.cut().await;
    for widget in [&of_north, &of_primary] {
        let failed = show(widget).await;
        assert_eq!(failed["drawing"], "failed", "never another database's rows: {failed}");
        let place = format!("127.0.0.1:{}", north_way.port());
        assert_eq!(failed["message"], "North cannot be read.");
        assert!(failed["hint"].as_str().is_some_and(|text| text.contains(&place)), "{failed}");
    }
    assert_eq!(show(&of_south).await["total"], json!({ "exactly": 4 }), "the neighbour works");
    for (caller, path) in [(&ada, format!("/projects/{id}/dashboard")), (&anon, format!("/public/{link}"))] {
        let page = caller.page(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("Grace"), "{path} shows the neighbour");
    }
    let tile = anon.act("getPublicTile", json!({ "idPublic": link, "place": 0 })).await.json();
    assert_eq!(tile["data"]["message"], "This tile cannot be shown right now.");

    // It shows at its connection, and nothing of it is stored.
    let shown = state(&ada, &id).await;
    assert_eq!((&shown[0]["state"], &shown[1]["state"]), (&json!("failed"), &json!("ready")));
    let board = ada.act("getBoard", json!({ "projectId": id })).await.json()["board"].clone();
    assert!(board["connections"][0]["error"].is_string() && board["connections"][1]["error"].is_null(), "{board}");
    assert_eq!(detail(&ada, &id).await, before, "a failed read changes nothing");

    north_way.mend().await;
    for widget in [&of_north, &of_primary] {
        assert_eq!(show(widget).await["total"], json!({ "exactly": 4 }), "back without any action");
    }
    assert_eq!(state(&ada, &id).await[0]["state"], "ready");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_invalid_is_checked_again_by_itself() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let ((mut north_way, north), (mut late_way, late)) = (shop::behind_relay("North").await, shop::behind_relay("Late").await);
    let known = shop::project(&ada, "Known", &[north]).await;
    let link = shop::publish(&ada, &known).await;
    shop::run(&late, "create table only_here (id integer)").await;
    north_way.cut().await;
    late_way.cut().await;
    let new = ada.act("createProjectWithConnections", json!({ "title": "New", "connections": [late] })).await.json();
    assert_eq!(new["validationResult"]["success"], false, "{new}");
    let new = new["projectId"].as_str().expect("an id").to_owned();
    let validated = ada.act("validateProjectConnections", json!({ "projectId": known })).await.json();
    assert_eq!(validated["validationResult"]["success"], false, "{validated}");
    assert_eq!(detail(&ada, &known).await["isPublic"], false, "an action asked, so it decided");

    // The clock of the rounds is put forward; the checks themselves are the worker's own.
    recheck(server.app(), Instant::now() + Duration::from_secs(30)).await.expect("a round");
    let running = async |id: &str| ada.act("getProjectProgress", json!({ "projectId": id })).await.json()["running"].clone();
    assert_eq!((running(&known).await, running(&new).await), (json!(0), json!(0)), "the first wait is a minute");
    north_way.mend().await;
    late_way.mend().await;
    for id in [&known, &new] {
        shop::poll(Duration::from_secs(20), "not valid again", async || {
            recheck(server.app(), Instant::now() + Duration::from_secs(61)).await.expect("a round");
            state(&ada, id).await[0]["state"] == "ready"
        })
        .await;
    }
    let schema = ada.act("getProjectSchema", json!({ "projectId": new })).await.json();
    assert!(
        schema["schema"]["tables"].as_array().is_some_and(|tables| tables.iter().any(|table| table["name"] == "only_here")),
        "{schema}"
    );
    for id in [&known, &new] {
        let project = detail(&ada, id).await;
        assert_eq!((&project["connections"][0]["isValid"], &project["isPublic"]), (&json!(true), &json!(false)), "{project}");
    }
    assert_eq!(server.anon().act("getPublicBoard", json!({ "idPublic": link })).await.json()["success"], false);
}
