//! The grid: tiles put somewhere, resized, taken to other tabs, and what the documented order and width have to say.

use super::shop;
use crate::harness::{Caller, Store, TestServer};
use serde_json::{Value as Json, json};

async fn board(caller: &Caller, project: &str) -> Json {
    caller.act("getBoard", json!({ "projectId": project })).await.json()["board"].clone()
}

async fn note(caller: &Caller, project: &str, title: &str) -> String {
    let input = json!({ "projectId": project, "type": "text", "title": title, "configs": { "text": "x" } });
    shop::widget(caller, input).await
}

/// Title, tab, x, y and w of each tile in board order.
fn tiles(board: &Json) -> Vec<(String, String, u64, u64, u64)> {
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    let one = |widget: &Json| {
        let cell = board["layout"]["cells"].as_array().expect("cells").iter().find(|cell| cell["widgetId"] == widget["id"]);
        let cell = cell.expect("every widget has a place");
        let number = |name: &str| cell["area"][name].as_u64().expect("a number");
        (text(&widget["title"]), text(&cell["tab"]), number("x"), number("y"), number("w"))
    };
    board["widgets"].as_array().expect("widgets").iter().map(one).collect()
}

fn is(board: &Json, expected: &[(&str, &str, u64, u64, u64)]) {
    let expected: Vec<_> = expected.iter().map(|(title, tab, x, y, w)| ((*title).to_owned(), (*tab).to_owned(), *x, *y, *w)).collect();
    assert_eq!(tiles(board), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn order_width_and_grid_never_contradict_each_other() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
        let (a, b, c) = (note(&ada, &id, "A").await, note(&ada, &id, "B").await, note(&ada, &id, "C").await);
        is(&board(&ada, &id).await, &[("A", "1", 0, 0, 6), ("B", "1", 6, 0, 6), ("C", "1", 0, 5, 6)]);

        // Where a tile is dropped decides the order, and how wide it is decides `expanded`.
        let moved = ada.act("placeWidget", json!({ "widgetId": c, "x": 0, "y": 0, "w": 8 })).await.json();
        is(&moved["board"], &[("C", "1", 0, 0, 8), ("A", "1", 0, 5, 6), ("B", "1", 6, 5, 6)]);
        assert_eq!(moved["board"]["widgets"][0]["configs"], json!({ "text": "x", "expanded": true }));
        assert_eq!(moved["board"], board(&ada, &id).await);
        // And the other way round.
        ada.act("reorderWidgets", json!({ "projectId": id, "orderedWidgetIds": [b, c, a] })).await;
        is(&board(&ada, &id).await, &[("B", "1", 0, 0, 6), ("C", "1", 0, 5, 8), ("A", "1", 0, 10, 6)]);
        ada.act("updateWidget", json!({ "widgetId": c, "configs": { "text": "x" } })).await;
        is(&board(&ada, &id).await, &[("B", "1", 0, 0, 6), ("C", "1", 6, 0, 6), ("A", "1", 0, 5, 6)]);
        ada.act("moveWidget", json!({ "widgetId": a, "direction": "earlier" })).await;
        let now = board(&ada, &id).await;
        is(&now, &[("B", "1", 0, 0, 6), ("A", "1", 6, 0, 6), ("C", "1", 0, 5, 6)]);

        let resized = ada.act("resizeWidget", json!({ "widgetId": a, "direction": "narrower" })).await.json();
        is(&resized["board"], &[("B", "1", 0, 0, 6), ("A", "1", 6, 0, 4), ("C", "1", 0, 5, 6)]);
        for direction in ["sideways", ""] {
            let refused = ada.act("resizeWidget", json!({ "widgetId": a, "direction": direction })).await.json();
            assert_eq!(refused["field"], "direction", "{refused}");
        }

        // Whoever moves on an older board is told.
        let stale = json!({ "widgetId": a, "x": 0, "version": now["layoutVersion"] });
        let refused = ada.act("placeWidget", stale).await.json();
        assert!(refused["error"].as_str().is_some_and(|text| text.contains("arranged meanwhile")), "{refused}");
        let current = json!({ "widgetId": a, "x": 8, "version": resized["board"]["layoutVersion"] });
        assert_eq!(ada.act("placeWidget", current).await.json()["success"], true);
        ada.act("deleteWidgetAction", json!({ "widgetId": b })).await;
        is(&board(&ada, &id).await, &[("A", "1", 0, 0, 4), ("C", "1", 4, 0, 6)]);
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_hold_each_widget_once() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let (a, b) = (note(&ada, &id, "A").await, note(&ada, &id, "B").await);
    let made = ada.act("createTab", json!({ "projectId": id, "title": " Details " })).await.json();
    assert_eq!(made["board"]["layout"]["tabs"], json!([{ "id": "1", "title": "Board" }, { "id": "2", "title": "Details" }]));
    let sent = ada.act("placeWidget", json!({ "widgetId": a, "tab": "2" })).await.json();
    is(&sent["board"], &[("B", "1", 6, 0, 6), ("A", "2", 0, 0, 6)]);
    shop::widget(&ada, json!({ "projectId": id, "type": "text_titles", "title": "C", "tab": "2" })).await;
    is(&board(&ada, &id).await, &[("B", "1", 6, 0, 6), ("A", "2", 0, 0, 6), ("C", "2", 0, 5, 12)]);
    let link = shop::publish(&ada, &id).await;
    let public = server.anon().act("getPublicBoard", json!({ "idPublic": link })).await.json();
    assert_eq!(public["tabs"], made["board"]["layout"]["tabs"]);
    assert_eq!((&public["tiles"][1]["tab"], &public["tiles"][1]["area"]), (&json!("2"), &json!({ "x": 0, "y": 0, "w": 6, "h": 5 })));
    for (tab, holds) in [("?tab=2", [false, true]), ("", [true, false]), ("?tab=nothing", [true, false])] {
        for path in [format!("/projects/{id}/dashboard{tab}"), format!("/public/{link}{tab}")] {
            let page = ada.page(&path).await.text();
            assert_eq!([page.contains("aria-label=\"B\""), page.contains("aria-label=\"A\"")], holds, "{path}");
        }
    }

    ada.act("updateTab", json!({ "projectId": id, "tab": "2", "title": "More", "direction": "earlier" })).await;
    is(&board(&ada, &id).await, &[("A", "2", 0, 0, 6), ("C", "2", 0, 5, 12), ("B", "1", 6, 0, 6)]);
    for (action, input, field) in [
        ("placeWidget", json!({ "widgetId": b, "tab": "3" }), "tab"),
        ("updateTab", json!({ "projectId": id, "tab": "3", "title": "X" }), "tab"),
        ("deleteTab", json!({ "projectId": id, "tab": "3" }), "tab"),
        ("createTab", json!({ "projectId": id, "title": " " }), "title"),
        ("createWidget", json!({ "projectId": id, "type": "text_titles", "title": "D", "tab": "3" }), "tab"),
    ] {
        let refused = ada.act(action, input.clone()).await.json();
        assert_eq!((&refused["success"], &refused["field"]), (&json!(false), &json!(field)), "{action} {input} {refused}");
    }
    ada.act("deleteTab", json!({ "projectId": id, "tab": "2" })).await;
    is(&board(&ada, &id).await, &[("A", "1", 0, 0, 6), ("B", "1", 6, 0, 6), ("C", "1", 0, 5, 12)]);
    let last = ada.act("deleteTab", json!({ "projectId": id, "tab": "1" })).await.json();
    assert_eq!(last["error"], "A board keeps at least one tab");
}
