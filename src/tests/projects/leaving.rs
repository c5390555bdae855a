//! Readers who leave take their statements with them: nothing goes on at somebody's server for nobody.

use super::shop;
use crate::harness::TestServer;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_hangs_up_stops_the_statement() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    shop::run(&connection, shop::SLOW).await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let widget = shop::table_of(&ada, &id, None, "slow").await;
    let link = shop::publish(&ada, &id).await;
    for (caller, action, input) in [
        (ada.clone(), "getWidgetData", json!({ "widgetId": widget })),
        (server.anon(), "getPublicTile", json!({ "idPublic": link, "place": 0 })),
    ] {
        let asking = tokio::spawn(async move { caller.act(action, input).await });
        shop::becomes_busy(&connection).await;
        asking.abort();
        shop::becomes_quiet(&connection).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_does_not_wait_leaves_nothing_running() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    shop::run(&connection, shop::SLOW).await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    shop::table_of(&ada, &id, None, "slow").await;
    shop::table_of(&ada, &id, None, "customers").await;
    let link = shop::publish(&ada, &id).await;
    for (caller, path) in [(ada.clone(), format!("/projects/{id}/dashboard")), (server.anon(), format!("/public/{link}"))] {
        let page = caller.page(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("Grace"), "{path}: the other tile is there");
        shop::becomes_quiet(&connection).await;
    }
}
