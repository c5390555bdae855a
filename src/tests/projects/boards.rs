//! What tiles show: tables, merged tables, charts, and each its own failure.

use super::shop::{self, data};
use crate::harness::TestServer;
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_sorted_filtered_searched_and_paged() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let configs = json!({ "tables": ["orders", "customers"], "pageSize": 25 });
    let widget = shop::widget(&ada, json!({ "projectId": id, "type": "DataTable", "title": "Orders", "configs": configs })).await;

    let first = data(&ada, &widget, json!({})).await;
    assert_eq!((&first["table"], first["rows"].as_array().map(Vec::len)), (&json!("orders"), Some(25)));
    assert_eq!((&first["total"], &first["has_next"], &first["hasNext"]), (&json!({ "exactly": 60 }), &Json::Null, &json!(true)));
    assert_eq!(first["rows"][0][3], "1.25", "no digit of a numeric is lost");
    let last = data(&ada, &widget, json!({ "page": 3, "sort": { "column": "total", "descending": true } })).await;
    assert_eq!((last["rows"].as_array().map(Vec::len), &last["rows"][9][0], &last["hasNext"]), (Some(10), &json!(1), &json!(false)));
    let found = data(&ada, &widget, json!({ "search": "NOTE 59", "filter": [{ "column": "total", "op": "gt", "values": [70] }] })).await;
    assert_eq!((&found["total"], &found["rows"][0][0]), (&json!({ "exactly": 1 }), &json!(59)));
    let switched = data(&ada, &widget, json!({ "table": "customers" })).await;
    assert_eq!(switched["total"], json!({ "exactly": 4 }));
    let refused = ada.act("getWidgetData", json!({ "widgetId": widget, "view": { "table": "pg_user" } })).await.json();
    assert_eq!(refused["success"], false);
    let beyond = data(&ada, &widget, json!({ "page": 400 })).await;
    assert_eq!((beyond["rows"].as_array().map(Vec::len), &beyond["total"]), (Some(0), &json!({ "exactly": 60 })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_pages_says_what_it_leaves_out() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    shop::run(&connection, "create table many as select n as id, 'x' as word from generate_series(1, 250) n").await;
    let id = shop::project(&ada, "Sales", &[connection.clone(), shop::connection("Other").await]).await;
    let ids = shop::connection_ids(&ada, &id).await;
    let table = async |subtype: &str, configs: Json| {
        shop::widget(&ada, json!({ "projectId": id, "type": "datatables", "subtype": subtype, "title": "Many", "configs": configs })).await
    };
    let one = table("simple_dataTable", json!({ "tables": ["many", "orders"], "pagination": false })).await;
    let both = json!({ "connectionIds": ids, "tables": ["orders"], "columns": [{ "field": "id" }], "pagination": false });
    let merged = table("integrated_dataTable", both).await;

    let first = data(&ada, &one, json!({ "page": 2, "pageSize": 10 })).await;
    assert_eq!((first["rows"].as_array().map(Vec::len), &first["page"], &first["hasNext"]), (Some(200), &json!(1), &json!(false)));
    assert_eq!((&first["paged"], &first["total"]), (&json!(false), &json!({ "exactly": 250 })));
    let cut = "Only the first 200 rows are shown: this table has no pages. Sort, filter or search to see others.";
    assert_eq!(first["cut"], cut);
    let whole = data(&ada, &one, json!({ "table": "orders" })).await;
    assert_eq!((&whole["total"], &whole["cut"]), (&json!({ "exactly": 60 }), &Json::Null));
    assert_eq!(data(&ada, &merged, json!({})).await["cut"], Json::Null, "120 rows fit");
    shop::run(&connection, "insert into orders select n, 1, date '2026-01-01', 1, 'x' from generate_series(61, 200) n").await;
    let more = data(&ada, &merged, json!({})).await;
    assert_eq!((&more["cut"], &more["hasNext"], &more["total"]), (&json!(cut), &json!(false), &json!({ "exactly": 260 })));

    let page = ada.page(&format!("/projects/{id}/dashboard")).await.text();
    assert!(page.contains(cut) && page.contains("1–200 of 250"), "{page}");
    assert!(!page.contains("Next page") && !page.contains("Rows per page"), "no way to pages that are not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_values_of_the_column_can_be_chosen_from() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    shop::run(
        &connection,
        "create type mood as enum ('sad', 'ok'); create table people (id integer, now mood, before mood[]);
         insert into people values (1, 'ok', '{sad,ok}'), (2, 'sad', '{ok}')",
    )
    .await;
    let id = shop::project(&ada, "P", &[connection]).await;
    let widget = shop::table_of(&ada, &id, None, "people").await;
    let columns = data(&ada, &widget, json!({})).await["columns"].clone();
    assert_eq!((&columns[1]["enum_values"], &columns[2]["enum_values"]), (&json!(["sad", "ok"]), &Json::Null));
    let found = async |condition: Json| data(&ada, &widget, json!({ "filter": [condition] })).await["rows"].as_array().map(Vec::len);
    assert_eq!(found(json!({ "column": "now", "op": "in", "values": ["ok", "sad"] })).await, Some(2));
    assert_eq!(found(json!({ "column": "before", "op": "contains", "values": ["sad"] })).await, Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_view_stands_at_the_top_level() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let configs = json!({ "tables": ["orders", "customers"], "pageSize": 25 });
    let draft = json!({ "projectId": id, "type": "datatables", "title": "Orders", "configs": configs });
    let widget = shop::widget(&ada, draft.clone()).await;
    let ask = async |fields: Json| {
        let (mut stored, mut drafted) = (fields.clone(), fields.clone());
        stored["widgetId"] = json!(widget);
        drafted["draft"] = draft.clone();
        let stored = ada.act("getWidgetData", stored).await.json();
        let drafted = ada.act("getWidgetData", drafted).await.json();
        assert_eq!((&stored["success"], &stored["data"]["rows"]), (&drafted["success"], &drafted["data"]["rows"]), "{fields}");
        stored
    };
    let sorted = ask(json!({ "sort": { "column": "total", "descending": true }, "page": 2, "pageSize": 10 })).await["data"].clone();
    assert_eq!((&sorted["rows"][0][0], &sorted["page"], sorted["rows"].as_array().map(Vec::len)), (&json!(50), &json!(2), Some(10)));
    let filtered = ask(json!({ "filter": [{ "column": "total", "op": "gt", "values": [70] }], "search": "NOTE 59" })).await["data"].clone();
    assert_eq!((&filtered["total"], &filtered["rows"][0][0]), (&json!({ "exactly": 1 }), &json!(59)));
    assert_eq!(ask(json!({ "table": "customers" })).await["data"]["total"], json!({ "exactly": 4 }));
    let both = ask(json!({ "page": 3, "view": { "page": 1, "sort": { "column": "id", "descending": true } } })).await["data"].clone();
    assert_eq!((&both["page"], &both["rows"][0][0]), (&json!(3), &json!(10)), "what stands at the top level wins");
    assert_eq!(ask(json!({ "table": "pg_user" })).await["success"], false);
    assert_eq!(ask(json!({ "sort": { "column": "nothing" } })).await["success"], false);
    for wrong in [
        json!({ "page": null }),
        json!({ "page": "2" }),
        json!({ "page": -1 }),
        json!({ "pageSize": 1.5 }),
        json!({ "table": null }),
        json!({ "table": ["orders"] }),
        json!({ "sort": null }),
        json!({ "sort": "total" }),
        json!({ "sort": { "descending": true } }),
        json!({ "filter": null }),
        json!({ "filter": {} }),
        json!({ "filter": [null] }),
        json!({ "search": null }),
        json!({ "view": null }),
        json!({ "view": { "page": null } }),
    ] {
        let mut input = wrong.clone();
        input["widgetId"] = json!(widget);
        assert_eq!(ada.act("getWidgetData", input).await.status, 400, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_several_databases_are_merged() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (north, south) = (shop::connection("North").await, shop::connection("South").await);
    shop::run(&south, "update orders set total = total + 0.5").await;
    let id = shop::project(&ada, "Sales", &[north, south.clone()]).await;
    let ids = shop::connection_ids(&ada, &id).await;
    let configs = json!({ "connectionIds": ids, "tables": ["orders"], "columns": [{ "field": "total" }], "pageSize": 7 });
    let input = json!({ "projectId": id, "type": "datatables", "subtype": "integrated_dataTable", "title": "All", "configs": configs });
    let widget = shop::widget(&ada, input).await;

    let by_total = json!({ "sort": { "column": "total" } });
    let first = data(&ada, &widget, by_total.clone()).await;
    assert_eq!((&first["columns"][0]["name"], &first["columns"][0]["is_source"]), (&json!("SOURCE"), &json!(true)));
    assert_eq!(first["total"], json!({ "exactly": 120 }));
    let mut all = Vec::new();
    for page in 1..=18 {
        let rows = data(&ada, &widget, json!({ "sort": { "column": "total" }, "page": page })).await["rows"].clone();
        all.extend(rows.as_array().expect("rows").clone());
    }
    let totals: Vec<f64> = all.iter().map(|row| row[1].as_str().expect("a number").parse().expect("a number")).collect();
    assert_eq!(totals.len(), 120, "every row once");
    assert!(totals.windows(2).all(|pair| pair[0] <= pair[1]), "{totals:?}");
    assert_eq!((&all[0], &all[1]), (&json!(["North", "1.25"]), &json!(["South", "1.75"])));

    let source = json!({ "filter": [{ "column": "SOURCE", "op": "eq", "values": ["South"] }], "sort": { "column": "SOURCE" } });
    let only = data(&ada, &widget, source).await;
    assert_eq!((&only["total"], &only["rows"][0][0]), (&json!({ "exactly": 60 }), &json!("South")));

    // One source goes down: it is named, the other is shown.
    shop::run(&south, "drop table orders").await;
    let rest = data(&ada, &widget, by_total).await;
    assert_eq!((&rest["failedSources"][0]["title"], &rest["total"]), (&json!("South"), &json!({ "exactly": 60 })));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_chart_is_grouped_and_each_failure_stays_on_its_tile() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let id = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let chart = shop::chart(&ada, &id).await;
    let table = shop::table(&ada, &id).await;

    let drawn = data(&ada, &chart, json!({})).await;
    assert_eq!(drawn["drawing"], "chart", "{drawn}");
    assert_eq!(drawn["table"]["rows"].as_array().map(Vec::len), Some(3), "three months: {}", drawn["table"]);
    assert!(drawn["option"].as_str().is_some_and(|option| option.contains("series")), "{drawn}");
    assert!(drawn.get("svg").is_none(), "whoever has the option draws it");
    for (kind, subtype) in [
        ("area_charts", "basic_area"),
        ("area_charts", "linear_area"),
        ("area_charts", "step_area"),
        ("bar_charts", "stacked_bar"),
        ("bar_charts", "horizontal_bar"),
        ("line_charts", "basic_line"),
        ("line_charts", "linear_line"),
        ("line_charts", "step_line"),
        ("pie_charts", "basic_pie"),
        ("pie_charts", "donut_pie"),
        ("pie_charts", "stacked_pie"),
    ] {
        let configs = json!({ "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["total"] });
        let draft = json!({ "projectId": id, "type": kind, "subtype": subtype, "configs": configs });
        let answer = ada.act("getWidgetData", json!({ "draft": draft })).await.json();
        assert_eq!(answer["data"]["drawing"], "chart", "{subtype} {answer}");
    }

    shop::run(&connection, "drop table orders").await;
    let failed = data(&ada, &chart, json!({})).await;
    assert_eq!(failed["drawing"], "failed");
    assert!(failed["message"].as_str().is_some_and(|text| text.contains("no longer in Shop")), "{failed}");
    assert!(failed["hint"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(data(&ada, &table, json!({})).await["drawing"], "table", "nothing else breaks");

    let connections = shop::connection_ids(&ada, &id).await;
    ada.act("deleteConnection", json!({ "connectionId": connections[0] })).await;
    assert_eq!(data(&ada, &table, json!({})).await["drawing"], "failed");
    let board = ada.act("getBoard", json!({ "projectId": id })).await.json();
    assert_eq!((board["board"]["widgets"].as_array().map(Vec::len), &board["board"]["canShare"]), (Some(2), &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_cleaned() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = shop::project(&ada, "Notes", &[]).await;
    let text = "**bold** <script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))";
    let widget = shop::widget(
        &ada,
        json!({ "projectId": id, "type": "text_titles", "subtype": "text_block", "title": "T", "configs": { "text": text } }),
    )
    .await;
    let html = data(&ada, &widget, json!({})).await["html"].as_str().expect("html").to_owned();
    assert!(html.contains("<strong>bold</strong>"), "{html}");
    // What was markup is text now; what was a script address is gone.
    for bad in ["<script", "<img", "javascript:"] {
        assert!(!html.contains(bad), "{html}");
    }
}
