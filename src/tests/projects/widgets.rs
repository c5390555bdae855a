//! Widgets: made, changed, ordered, refused.

use super::shop;
use crate::harness::{Caller, Store, TestServer};
use serde_json::{Value as Json, json};

async fn order(caller: &Caller, project: &str) -> Vec<String> {
    let project = caller.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    let ids = project["project"]["orderedWidgetIds"].as_array().expect("an order").clone();
    ids.into_iter().map(|id| id.as_str().expect("an id").to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_of_widgets_on_both_stores() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let ada = server.sign_up("ada").await;
        let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
        let (a, b) = (shop::chart(&ada, &id).await, shop::table(&ada, &id).await);
        let input = json!({ "projectId": id, "type": "text", "title": "Notes", "configs": { "text": "# Hello" } });
        let c = shop::widget(&ada, input).await;
        assert_eq!(order(&ada, &id).await, [a.clone(), b.clone(), c.clone()]);

        let served = ada.get(&format!("/api/widgets/{a}")).await.json();
        let widget = &served["widget"];
        let mut fields: Vec<_> = widget.as_object().expect("a widget").keys().map(String::as_str).collect();
        fields.sort_unstable();
        let documented =
            ["configs", "connectionId", "createdAt", "description", "id", "projectId", "query", "subtype", "title", "type", "updatedAt"];
        assert_eq!(fields, documented);
        assert_eq!((&widget["type"], &widget["subtype"], &widget["query"]), (&json!("bar_charts"), &json!("basic_bar"), &Json::Null));

        // Configs are replaced whole, the rest is changed by field.
        let configs = json!({ "tableName": "orders", "xAxisColumn": "customer_id", "expanded": true });
        let changed = ada.act("updateWidget", json!({ "widgetId": a, "configs": configs })).await.json();
        assert_eq!((&changed["widget"]["configs"], &changed["widget"]["title"]), (&configs, &json!("Sales by month")));
        let changed = ada.act("upsertWidgetAction", json!({ "widgetId": a, "title": "Orders", "subtype": "stacked_bar" })).await.json();
        assert_eq!((&changed["widget"]["configs"], &changed["widget"]["subtype"]), (&configs, &json!("stacked_bar")));
        let stale = json!({ "widgetId": a, "title": "Late", "version": 1 });
        assert_eq!(ada.act("updateWidget", stale).await.json()["success"], false, "a change from an older version");

        let reordered = ada.act("reorderWidgets", json!({ "projectId": id, "orderedWidgetIds": [c, a, b] })).await.json();
        assert_eq!(reordered, json!({ "success": true }));
        for wrong in [json!([c, a]), json!([c, a, a]), json!([c, a, b, b]), json!(["x", a, b]), json!([])] {
            let refused = ada.act("reorderWidgets", json!({ "projectId": id, "orderedWidgetIds": wrong })).await.json();
            assert_eq!(refused["success"], false, "{wrong}");
        }
        ada.act("moveWidget", json!({ "widgetId": b, "direction": "earlier" })).await;
        assert_eq!(order(&ada, &id).await, [c.clone(), b.clone(), a.clone()]);
        ada.act("moveWidget", json!({ "widgetId": c, "direction": "earlier" })).await;
        ada.act("deleteWidgetAction", json!({ "widgetId": b })).await;
        assert_eq!(order(&ada, &id).await, [c, a.clone()]);
        let again = ada.act("deleteWidgetAction", json!({ "widgetId": b })).await.json();
        assert_eq!(again, json!({ "success": false, "error": "Widget not found" }));
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_refused_by_field() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let foreign = shop::project(&eve, "Eve", &[shop::connection("Hers").await]).await;
    let hers = shop::connection_ids(&eve, &foreign).await.remove(0);
    let chart = |configs: Json| json!({ "projectId": id, "type": "bar_charts", "title": "T", "configs": configs });
    let table = |configs: Json| json!({ "projectId": id, "type": "datatables", "title": "T", "configs": configs });
    for (input, field) in [
        (json!({ "projectId": id, "title": "T" }), "type"),
        (json!({ "projectId": id, "type": "bar_charts", "configs": { "tableName": "orders", "xAxisColumn": "day" } }), "title"),
        (chart(json!({ "tableName": "nothing", "xAxisColumn": "day" })), "configs[tableName]"),
        (chart(json!({ "tableName": "orders", "xAxisColumn": "nothing" })), "configs[xAxisColumn]"),
        (chart(json!({ "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["nothing"] })), "configs[yAxisColumns][0]"),
        (chart(json!({ "tableName": "orders", "xAxisColumn": "day", "connectionId": hers })), "configs[connectionId]"),
        (table(json!({ "tables": ["orders", "nothing"] })), "configs[tables][1]"),
        (table(json!({ "tables": ["orders"], "columns": [{ "field": "nothing" }] })), "configs[columns][0][field]"),
        (table(json!({ "tables": [] })), "configs[tables]"),
    ] {
        let refused = ada.act("createWidget", input.clone()).await.json();
        assert_eq!((&refused["success"], &refused["field"]), (&json!(false), &json!(field)), "{input} {refused}");
    }
    for wrong in [
        json!({ "projectId": id, "type": 1, "title": "T" }),
        chart(json!({ "tableName": "orders", "xAxisColumn": "day", "expanded": "yes" })),
        chart(json!("x")),
        json!({ "projectId": id, "type": "bar_charts", "title": null }),
    ] {
        assert_eq!(ada.act("createWidget", wrong.clone()).await.status, 400, "{wrong}");
    }
    assert!(order(&ada, &id).await.is_empty());
}
