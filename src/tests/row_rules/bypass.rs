//! Ways to hidden rows, on each engine.

use super::{Engine, Shop, only, person};
use crate::projects::shop::{self, data};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn no_view_of_a_table_shows_them() {
    for engine in Engine::ALL {
        let shop = Shop::limited(&[engine]).await;
        let widget = shop.orders().await;
        let whole = data(&shop.ada, &widget, json!({})).await;
        assert_eq!(whole["total"], json!({ "exactly": 60 }), "{engine:?}: administrators see everything");
        for (caller, own) in [(&shop.vera, "c1"), (&shop.vic, "c2")] {
            let mine = data(caller, &widget, json!({ "pageSize": 100 })).await;
            assert_eq!(
                (&mine["total"], mine["rows"].as_array().map(Vec::len)),
                (&json!({ "exactly": 15 }), Some(15)),
                "{engine:?}: {mine}"
            );
            only(&mine, &[own], "a page");
        }
        let is = |column: &str, op: &str, values: Json| json!({ "column": column, "op": op, "values": values });
        let views = [
            json!({ "sort": { "column": "total", "descending": true }, "pageSize": 200 }),
            json!({ "sort": { "column": "customer", "descending": true } }),
            json!({ "sort": { "column": "note" }, "page": 2, "pageSize": 10 }),
            json!({ "page": 99 }),
            json!({ "search": "secret", "pageSize": 200 }),
            json!({ "search": "c3" }),
            json!({ "search": "Emmy" }),
            json!({ "filter": [is("customer", "ne", json!(["c1"]))] }),
            json!({ "filter": [is("customer", "eq", json!(["c3"]))] }),
            json!({ "filter": [is("customer", "in", json!(["c1", "c2", "c3"]))] }),
            json!({ "filter": [is("customer", "starts_with", json!(["c"]))], "pageSize": 200 }),
            json!({ "filter": [is("note", "contains", json!(["of c2"]))] }),
            json!({ "filter": [{ "column": "customer", "op": "not_null" }] }),
            json!({ "filter": [{ "column": "customer", "op": "is_null" }] }),
            json!({ "filter": [is("customer", "eq", json!(["c1"])), is("customer", "ne", json!(["c1"]))] }),
            json!({ "filter": [is("total", "gte", json!(["2000"]))] }),
            json!({ "filter": [is("id", "lt", json!(["1000"])), is("customer", "contains", json!(["' or 1=1 --"]))] }),
        ];
        for view in views {
            let seen = data(&shop.vera, &widget, view.clone()).await;
            assert_eq!(seen["drawing"], "table", "{engine:?} {view}: {seen}");
            // What was asked comes back with the answer; the rows are what matters.
            only(&seen["rows"], &["c1"], &format!("{engine:?} {view}"));
            let total = seen["total"]["exactly"].as_u64().unwrap_or_else(|| panic!("{engine:?} {view}: {seen}"));
            assert!(total <= 15, "{engine:?} {view}: {total} rows");
        }
        for column in ["customer", "CUSTOMER\" = \"customer", "1"] {
            let view = json!({ "filter": [is(column, "ne", json!(["zz"]))] });
            let answer = shop.vera.act("getWidgetData", json!({ "widgetId": widget, "view": view })).await.json();
            only(&answer["data"]["rows"], &["c1"], column);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_figure_counts_them() {
    for engine in Engine::ALL {
        let shop = Shop::limited(&[engine]).await;
        let measures = ["count", "sum", "average", "minimum", "maximum", "distinct", "percentile"];
        let of = |function: &str| match function {
            "count" => json!({ "function": function }),
            "distinct" => json!({ "function": function, "column": "customer" }),
            _ => json!({ "function": function, "column": "total" }),
        };
        for function in measures {
            let question = json!({ "measures": [of(function)], "groups": [{ "column": "customer" }] });
            let bars = shop.widget("bar_charts", "basic_bar", json!({ "tableName": "orders", "question": question })).await;
            let seen = data(&shop.vera, &bars, json!({})).await;
            assert_eq!(seen["table"]["rows"].as_array().map(Vec::len), Some(1), "{engine:?} {function}: {seen}");
            only(&seen, &["c1"], function);
            let all = data(&shop.ada, &bars, json!({})).await;
            assert_eq!(all["table"]["rows"].as_array().map(Vec::len), Some(4), "{engine:?} {function}");
            let number = json!({ "tableName": "orders", "question": { "measures": [of(function)] } });
            let number = shop.widget("numbers", "big_number", number).await;
            let (mine, whole) = (data(&shop.vera, &number, json!({})).await, data(&shop.ada, &number, json!({})).await);
            if function != "minimum" {
                assert_ne!(mine["value"], whole["value"], "{engine:?} {function}: {mine}");
            }
        }
        let groups = [
            json!({ "groups": [{ "column": "note", "top": 1 }] }),
            json!({ "groups": [{ "column": "total", "bins": 10 }] }),
            json!({ "groups": [{ "column": "day", "grain": "month" }, { "column": "customer" }] }),
            json!({ "groups": [{ "column": "day" }], "measures": [of("maximum")] }),
            json!({ "groups": [{ "column": "customer" }], "filters": [{ "column": "customer", "op": "ne", "values": ["c1"] }] }),
        ];
        for question in groups {
            let subtype = if question["groups"].as_array().map(Vec::len) == Some(2) { "stacked_bar" } else { "basic_bar" };
            let chart = shop.widget("bar_charts", subtype, json!({ "tableName": "orders", "question": question })).await;
            let seen = data(&shop.vera, &chart, json!({})).await;
            only(&seen, &["c1"], &question.to_string());
            let text = seen.to_string();
            // Totals of the others begin at 2000; ends of ranges and greatest values would tell them.
            assert!(!text.contains("4059") && !text.contains("4000"), "{engine:?} {question}: {text}");
            assert!(!text.contains("Other"), "{engine:?} {question}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_join_or_difference_tells_them() {
    for engine in Engine::ALL {
        let shop = Shop::limited(&[engine, Engine::Sqlite]).await;
        let table = shop.orders().await;
        shop::filter(&shop.ada, &shop.project, "Customer", &[(&table, "orders", "customer")]).await;
        for search in ["", "c", "c3"] {
            let input = json!({ "projectId": shop.project, "name": "customer", "search": search });
            let values = shop.vera.act("filterValues", input).await.json();
            assert_eq!(values["values"], if search == "c3" { json!([]) } else { json!(["c1"]) }, "{engine:?}: {values}");
        }
        for how in ["inner", "left", "full"] {
            let configs = json!({ "connectionIds": [shop.connections[0], shop.connections[0]], "tables": ["orders", "customers"],
                "keyColumns": ["customer"], "otherKeyColumns": ["code"], "join": how });
            let join = shop.widget("datatables", "joined_dataTable", configs).await;
            let seen = data(&shop.vera, &join, json!({ "pageSize": 200 })).await;
            let rows = seen["rows"].as_array().expect("rows");
            // The customers themselves have no rule.
            assert_eq!(rows.len(), if how == "full" { 18 } else { 15 }, "{engine:?} {how}: {seen}");
            assert!(!seen.to_string().contains("secret of c2"), "{seen}");
        }
        let both = json!({ "connectionIds": shop.connections, "tables": ["orders"] });
        let merged = shop.widget("datatables", "integrated_dataTable", both.clone()).await;
        let seen = data(&shop.vera, &merged, json!({ "pageSize": 200 })).await;
        assert_eq!(seen["total"], json!({ "exactly": 30 }), "{engine:?}: {seen}");
        only(&seen, &["c1"], "merged tables");
        let mut compared = both;
        compared["keyColumns"] = json!(["id"]);
        let difference = shop.widget("datatables", "difference_dataTable", compared).await;
        let seen = data(&shop.vera, &difference, json!({ "pageSize": 200 })).await;
        assert_eq!(seen["drawing"], "table", "{seen}");
        only(&seen, &["c1"], "what differs");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_for_others_is_not_shown() {
    let shop = Shop::limited(&[Engine::Postgres]).await;
    let configs = json!({ "tableName": "orders", "xAxisColumn": "customer", "aggregate": "count", "cacheSeconds": 3600 });
    let widget = shop.widget("bar_charts", "basic_bar", configs).await;
    let bars = async |caller| {
        let drawn = data(caller, &widget, json!({})).await;
        let rows: Vec<String> = drawn["table"]["rows"].as_array().expect("rows").iter().map(|row| row[0].to_string()).collect();
        rows
    };
    let all = ["\"c1\"", "\"c2\"", "\"c3\"", "\"c4\""];
    assert_eq!(bars(&shop.ada).await, all);
    assert_eq!(bars(&shop.vera).await, all[..1], "warmed by an administrator");
    assert_eq!(bars(&shop.vic).await, all[1..2], "and by another viewer");
    assert_eq!(bars(&shop.ada).await, all);
    shop.attribute("vera", "customer", "c3").await;
    assert_eq!(bars(&shop.vera).await, all[2..3], "what is known of somebody may change");
    shop.attribute("vic", "customer", "c3").await;
    assert_eq!(bars(&shop.vic).await, all[2..3], "who sees the same may share an answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_sees_nothing_and_nobody_sees_everything() {
    for engine in Engine::ALL {
        let shop = Shop::limited(&[engine]).await;
        let widget = shop.orders().await;
        let gone = json!({ "team": super::TEAM, "username": "vera", "name": "customer" });
        assert_eq!(shop.ada.act("deleteMemberAttribute", gone).await.json()["success"], true);
        let seen = data(&shop.vera, &widget, json!({})).await;
        assert_eq!((&seen["total"], &seen["rows"]), (&json!({ "exactly": 0 }), &json!([])), "{engine:?}: {seen}");
        assert_eq!(shop.preview(&person(&shop.vera).await, "orders").await, (0, 60));
        for hostile in ["c1' or '1'='1", "%", "{account.id}", "c1\" or 1=1 --"] {
            shop.attribute("vera", "customer", hostile).await;
            assert_eq!(shop.preview(&person(&shop.vera).await, "orders").await, (0, 60), "{engine:?} {hostile}");
        }
        // Rules add up, and one condition of several may be enough.
        shop.attribute("vera", "customer", "c1").await;
        let some = json!([{ "column": "id", "op": "lt", "values": ["10"] }, { "column": "customer", "op": "eq", "values": ["c3"] }]);
        let input = json!({ "projectId": shop.project, "connectionId": shop.connections[0], "table": "orders", "audience": "viewers",
            "any": true, "conditions": some });
        assert_eq!(shop.ada.act("saveRowRule", input).await.json()["success"], true);
        assert_eq!(shop.preview(&person(&shop.vera).await, "orders").await, (3, 60), "{engine:?}: orders 0, 4 and 8");
        assert_eq!(shop.preview(&person(&shop.ada).await, "orders").await, (60, 60));
        assert_eq!(shop.preview(&person(&shop.vera).await, "customers").await, (4, 4), "another table");
        assert_eq!(shop.preview(&person(&shop.vera).await, "order_view").await, (60, 60), "a view is a table of its own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_can_be_shut_to_all_who_have_no_rule() {
    let shop = Shop::limited(&[Engine::Sqlite]).await;
    shop.rule(&shop.connections[0], "orders", "others", json!([])).await;
    shop.rule(&shop.connections[0], "customers", "others", json!([])).await;
    let (vera, eddy) = (person(&shop.vera).await, person(&shop.eddy).await);
    assert_eq!(shop.preview(&vera, "orders").await, (15, 60), "viewers have a rule of their own");
    assert_eq!(shop.preview(&eddy, "orders").await, (0, 60));
    assert_eq!((shop.preview(&vera, "customers").await, shop.preview(&eddy, "customers").await), ((0, 4), (0, 4)));
    assert_eq!(shop.preview(&person(&shop.ada).await, "customers").await, (4, 4));
    let known = json!([{ "column": "customer", "op": "in", "values": ["{account.customers}"] }]);
    shop.rule(&shop.connections[0], "orders", "editors", known).await;
    shop.attribute("eddy", "customers", "c1, c4").await;
    assert_eq!(shop.preview(&eddy, "orders").await, (30, 60));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_counts_once_it_is_confirmed() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    shop.rule(&shop.connections[0], "orders", "viewers", json!([{ "column": "customer", "op": "eq", "values": ["{account.email}"] }]))
        .await;
    shop.rule(&shop.connections[0], "customers", "viewers", json!([{ "column": "code", "op": "ne", "values": ["{account.username}"] }]))
        .await;
    let file = rusqlite::Connection::open(shop.server.data.path().join("demo/base0.db")).expect("a file");
    file.execute("update orders set customer = 'vera@example.org' where id < 7", []).expect("updated");
    crate::routes::run(&shop.server, "update accounts set email = 'vera@example.org', email_verified_at = null where username = 'vera'")
        .await;
    let vera = person(&shop.vera).await;
    assert_eq!((shop.preview(&vera, "orders").await, shop.preview(&vera, "customers").await), ((0, 60), (4, 4)));
    crate::routes::run(&shop.server, "update accounts set email_verified_at = 1 where username = 'vera'").await;
    assert_eq!(shop.preview(&vera, "orders").await, (7, 60));
}
