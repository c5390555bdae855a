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
        let moved = ada.act("moveWidget", json!({ "widgetId": b, "direction": "earlier" })).await.json();
        assert_eq!((&moved["success"], &moved["widget"]["id"]), (&json!(true), &json!(b)), "{moved}");
        assert_eq!(order(&ada, &id).await, [c.clone(), b.clone(), a.clone()]);
        ada.act("moveWidget", json!({ "widgetId": c, "direction": "earlier" })).await;
        let deleted = ada.act("deleteWidgetAction", json!({ "widgetId": b })).await.json();
        assert_eq!((&deleted["success"], &deleted["widget"]), (&json!(true), &moved["widget"]), "the widget as it was: {deleted}");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_can_be_changed_while_what_it_reads_is_gone() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let shop = shop::connection("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&shop)).await;
    let connection = shop::connection_ids(&ada, &id).await.remove(0);
    let configs = json!({ "connectionId": connection, "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["total"] });
    let chart = shop::widget(&ada, json!({ "projectId": id, "type": "bar_charts", "title": "T", "configs": configs })).await;
    let columns = json!([{ "field": "name" }]);
    let table = json!({ "connectionId": connection, "tables": ["customers"], "columns": columns });
    let table = shop::widget(&ada, json!({ "projectId": id, "type": "datatables", "title": "T", "configs": table })).await;
    let change = async |widget: &str, fields: Json| {
        let mut input = json!({ "widgetId": widget });
        input.as_object_mut().expect("an object").extend(fields.as_object().expect("fields").clone());
        ada.act("updateWidget", input).await.json()
    };
    let with = |name: &str, value: Json| {
        let mut configs = configs.clone();
        configs[name] = value;
        json!({ "configs": configs })
    };

    shop::run(&shop, "drop table orders; alter table customers rename column name to label").await;
    ada.act("regenerateProjectSchemas", json!({ "projectId": id })).await;
    for step in ["the table is gone", "the connection is gone"] {
        for good in [
            json!({ "title": "Renamed" }),
            json!({ "type": "bar_charts", "subtype": "stacked_bar" }),
            with("expanded", json!(true)),
            json!({ "type": "line_charts" }),
        ] {
            let answer = change(&chart, good.clone()).await;
            assert_eq!(answer["success"], true, "{step}: {good} {answer}");
        }
        let looks = json!({ "connectionId": connection, "tables": ["customers"], "columns": [{ "field": "name", "header": "Who" }], "pageSize": 7 });
        assert_eq!(change(&table, json!({ "configs": looks })).await["success"], true, "{step}");
        for bad in [with("tableName", json!("nothing")), with("xAxisColumn", json!("id")), json!({ "type": "datatables" })] {
            assert_eq!(change(&chart, bad.clone()).await["success"], false, "{step}: {bad}");
        }
        let other = json!({ "connectionId": connection, "tables": ["customers"], "columns": [{ "field": "gone" }] });
        assert_eq!(change(&table, json!({ "configs": other })).await["success"], false, "{step}");
        ada.act("deleteConnection", json!({ "connectionId": connection })).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_named_stays() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let chart = shop::chart(&ada, &id).await;
    for (fields, kind, subtype) in [
        (json!({ "subtype": "stacked_bar" }), "bar_charts", "stacked_bar"),
        (json!({ "type": "bar_charts" }), "bar_charts", "stacked_bar"),
        (json!({ "type": "chart" }), "bar_charts", "stacked_bar"),
        (json!({ "subtype": null }), "bar_charts", "stacked_bar"),
        (json!({ "subtype": "" }), "bar_charts", "stacked_bar"),
        (json!({ "type": "pie_charts" }), "pie_charts", "basic_pie"),
        (json!({ "type": "chart", "subtype": "line" }), "line_charts", "basic_line"),
        (json!({ "subtype": "step" }), "line_charts", "step_line"),
        (json!({ "title": "Other" }), "line_charts", "step_line"),
    ] {
        let mut input = fields.clone();
        input["widgetId"] = json!(chart);
        let answer = ada.act("updateWidget", input).await.json();
        let widget = &answer["widget"];
        assert_eq!((&widget["type"], &widget["subtype"]), (&json!(kind), &json!(subtype)), "{fields} {answer}");
    }
    let table = shop::table(&ada, &id).await;
    let refused = ada.act("updateWidget", json!({ "widgetId": table, "type": "chart" })).await.json();
    assert_eq!(refused["field"], "subtype", "a table is no chart: {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_without_settings_says_what_is_missing() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let shown = async |widget: &str| ada.act("getWidgetData", json!({ "widgetId": widget })).await.json()["data"].clone();
    for (kind, subtype, missing) in [
        ("bar_charts", "basic_bar", "Table is required"),
        ("pie_charts", "donut_pie", "Table is required"),
        ("datatables", "simple_dataTable", "At least one table is required"),
        ("datatables", "integrated_dataTable", "Choose at least two connections"),
        ("text_titles", "text_block", "Text is required"),
    ] {
        let input = json!({ "projectId": id, "type": kind, "subtype": subtype, "title": "New" });
        let widget = shop::widget(&ada, input).await;
        let message = format!("This widget is not set up yet. {missing}.");
        let expected = json!({ "drawing": "failed", "message": message, "hint": "Edit the widget and choose what it shows." });
        assert_eq!(shown(&widget).await, expected, "{subtype}");
        let renamed = ada.act("updateWidget", json!({ "widgetId": widget, "title": "Renamed" })).await.json();
        assert_eq!((&renamed["success"], &renamed["widget"]["configs"]), (&json!(true), &json!({})), "{renamed}");
        let half = ada.act("updateWidget", json!({ "widgetId": widget, "configs": { "expanded": true } })).await.json();
        assert_eq!(half["success"], false, "settings that are given are whole: {half}");
    }
    let heading =
        shop::widget(&ada, json!({ "projectId": id, "type": "text_titles", "subtype": "section_title", "title": "Part one" })).await;
    assert_eq!(shown(&heading).await, json!({ "drawing": "title", "text": "Part one" }));
    let later = shop::widget(&ada, json!({ "projectId": id, "type": "datatables", "title": "Later" })).await;
    ada.act("updateWidget", json!({ "widgetId": later, "configs": { "tables": ["orders"] } })).await;
    assert_eq!(shown(&later).await["drawing"], "table");
    let board = ada.page(&format!("/projects/{id}/dashboard")).await;
    assert!(board.status == 200 && board.text().contains("This widget is not set up yet"), "the page says so too");
}
