//! The way back on a board: undone, restored, looked at, published by hand, copied.

use super::shop;
use crate::harness::{Caller, Store, TestServer};
use serde_json::{Value as Json, json};

async fn board(caller: &Caller, project: &str) -> Json {
    caller.act("getBoard", json!({ "projectId": project })).await.json()["board"].clone()
}

fn titles(board: &Json) -> Vec<&str> {
    board["widgets"].as_array().expect("widgets").iter().map(|widget| widget["title"].as_str().expect("a title")).collect()
}

async fn note(caller: &Caller, project: &str, title: &str) -> String {
    let input = json!({ "projectId": project, "type": "text", "title": title, "configs": { "text": "x" } });
    shop::widget(caller, input).await
}

/// What `setBoard` takes, out of a board.
fn content(board: &Json) -> Json {
    let part = |widget: &Json| {
        let cells = board["layout"]["cells"].as_array().expect("cells");
        let cell = cells.iter().find(|cell| cell["widgetId"] == widget["id"]).expect("a place");
        json!({ "id": widget["id"], "type": widget["type"], "subtype": widget["subtype"], "title": widget["title"],
            "configs": widget["configs"], "tab": cell["tab"], "area": cell["area"] })
    };
    let widgets: Vec<Json> = board["widgets"].as_array().expect("widgets").iter().map(part).collect();
    json!({ "tabs": board["layout"]["tabs"], "widgets": widgets })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_comes_back_and_versions_tell_the_story() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
        let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
        let (a, b) = (note(&ada, &id, "A").await, note(&ada, &id, "B").await);
        let before = board(&ada, &id).await;
        ada.act("deleteWidgetAction", json!({ "widgetId": a })).await;
        let history = ada.act("getBoardHistory", json!({ "projectId": id })).await.json();
        assert_eq!((&history["deleted"][0]["id"], &history["deleted"][0]["title"]), (&json!(a), &json!("A")));
        let versions = history["versions"].as_array().expect("versions");
        assert_eq!(versions.len(), 1, "one session of edits is one version: {history}");
        assert_eq!((&versions[0]["reason"], &versions[0]["by"]), (&json!("edited"), &json!("ada")));

        let stranger = eve.act("restoreWidget", json!({ "widgetId": a })).await.json();
        assert_eq!(stranger["error"], "Widget not found");
        let restored = ada.act("restoreWidget", json!({ "widgetId": a })).await.json();
        assert_eq!(restored["board"]["layout"], before["layout"], "where it was, under its id");
        let again = ada.act("restoreWidget", json!({ "widgetId": a })).await.json();
        assert_eq!(again["error"], "Widget not found");

        // Undone: the board as it was before two changes at once.
        ada.act("updateWidget", json!({ "widgetId": b, "title": "Changed" })).await;
        ada.act("deleteWidgetAction", json!({ "widgetId": a })).await;
        let now = board(&ada, &id).await;
        let undone = json!({ "projectId": id, "version": now["version"], "content": content(&before) });
        let answer = ada.act("setBoard", undone.clone()).await.json();
        assert_eq!((titles(&answer["board"]), &answer["board"]["layout"]), (vec!["A", "B"], &before["layout"]));
        let stale = ada.act("setBoard", undone).await.json();
        assert!(stale["error"].as_str().is_some_and(|text| text.contains("changed meanwhile")), "{stale}");

        // An id of somewhere else is not taken over.
        let foreign = shop::project(&eve, "Eve", &[shop::connection("Hers").await]).await;
        let hers = note(&eve, &foreign, "Hers").await;
        let mut stolen = content(&before);
        stolen["widgets"][0]["id"] = json!(hers);
        let now = board(&ada, &id).await;
        let input = json!({ "projectId": id, "version": now["version"], "content": stolen });
        let answer = ada.act("setBoard", input).await.json();
        assert_eq!(titles(&answer["board"]), ["A", "B"]);
        assert_ne!(answer["board"]["widgets"][0]["id"], json!(hers));
        assert_eq!(titles(&board(&eve, &foreign).await), ["Hers"]);

        let restored = ada.act("restoreBoardVersion", json!({ "projectId": id, "number": 1 })).await.json();
        assert_eq!(restored["success"], true, "{restored}");
        let history = ada.act("getBoardHistory", json!({ "projectId": id })).await.json();
        let reasons: Vec<_> = history["versions"].as_array().expect("versions").iter().map(|version| version["reason"].clone()).collect();
        assert_eq!(reasons, ["restored", "edited"]);
        let looked = ada.act("getBoardVersion", json!({ "projectId": id, "number": 1 })).await.json();
        assert_eq!(looked["content"]["widgets"].as_array().map(Vec::len), Some(2), "{looked}");
        let page = ada.page(&format!("/projects/{id}/dashboard?version=1")).await.text();
        assert!(page.contains("You look at version 1") && page.contains("Restore this version"));
        for (input, error) in [
            (json!({ "projectId": id, "number": 99 }), "There is no such version of this board"),
            (json!({ "projectId": id }), "The number of the version is required"),
        ] {
            assert_eq!(ada.act("restoreBoardVersion", input).await.json()["error"], error);
        }
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_what_was_published_by_hand() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let a = note(&ada, &id, "First").await;
    let link = shop::publish(&ada, &id).await;
    let anon = server.anon();
    let shown = async || {
        let board = anon.act("getPublicBoard", json!({ "idPublic": link })).await.json();
        board["tiles"].as_array().expect("tiles").iter().map(|tile| tile["title"].as_str().expect("a title").to_owned()).collect::<Vec<_>>()
    };
    let text = async || anon.act("getPublicTile", json!({ "idPublic": link, "place": 0 })).await.json()["data"]["html"].to_string();
    let refused = ada.act("publishBoard", json!({ "projectId": id })).await.json();
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("not published by hand")), "{refused}");

    let set = ada.act("setPublishing", json!({ "projectId": id, "byHand": true })).await.json();
    assert_eq!((&set["byHand"], &set["isChanged"]), (&json!(true), &json!(false)));
    ada.act("updateWidget", json!({ "widgetId": a, "title": "Draft", "configs": { "text": "draft" } })).await;
    note(&ada, &id, "Second").await;
    assert_eq!(board(&ada, &id).await["publishing"], json!({ "byHand": true, "isChanged": true }));
    assert_eq!(shown().await, ["First"]);
    assert!(text().await.contains('x') && !text().await.contains("draft"), "the tile too is the published one");
    let page = ada.page(&format!("/projects/{id}/dashboard")).await.text();
    assert!(page.contains("Publish changes"));

    ada.act("publishBoard", json!({ "projectId": id })).await;
    assert_eq!(shown().await, ["Draft", "Second"]);
    assert_eq!(board(&ada, &id).await["publishing"], json!({ "byHand": true, "isChanged": false }));
    ada.act("deleteWidgetAction", json!({ "widgetId": a })).await;
    assert_eq!(shown().await, ["Draft", "Second"], "what is published stays although it was deleted");
    ada.act("setPublishing", json!({ "projectId": id, "byHand": false })).await;
    assert_eq!(shown().await, ["Second"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_are_copied_here_and_elsewhere() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let other = shop::project(&ada, "Other", &[shop::connection("Else").await, shop::connection("Shop").await]).await;
    let source = shop::connection_ids(&ada, &id).await.remove(0);
    let table = shop::table_of(&ada, &id, Some(&source), "orders").await;
    let copy = ada.act("copyWidget", json!({ "widgetId": table })).await.json();
    assert_eq!((&copy["widget"]["title"], &copy["widget"]["configs"]["connectionId"]), (&json!("Table orders (copy)"), &json!(source)));
    assert_eq!(titles(&board(&ada, &id).await), ["Table orders", "Table orders (copy)"]);

    let target = shop::connection_ids(&ada, &other).await.remove(1);
    let copied = ada.act("copyWidget", json!({ "widgetId": table, "projectId": other })).await.json();
    let widget = &copied["widget"];
    assert_eq!(
        (&widget["title"], &widget["projectId"], &widget["configs"]["connectionId"]),
        (&json!("Table orders"), &json!(other), &json!(target))
    );
    assert_eq!(shop::data(&ada, widget["id"].as_str().expect("an id"), json!({})).await["drawing"], "table");

    let foreign = shop::project(&eve, "Eve", &[shop::connection("Hers").await]).await;
    assert_eq!(ada.act("copyWidget", json!({ "widgetId": table, "projectId": foreign })).await.json()["error"], "Project not found");
    assert_eq!(eve.act("copyWidget", json!({ "widgetId": table, "projectId": foreign })).await.json()["error"], "Widget not found");
}
