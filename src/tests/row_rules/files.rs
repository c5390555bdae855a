//! Rows that leave: those behind charts, files of every format, pictures, public links.

use super::{Engine, Shop, only};
use crate::projects::shop::{self, data};
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn rows_behind_charts_and_files_hold_ones_own() {
    for engine in Engine::ALL {
        let shop = Shop::limited(&[engine]).await;
        let configs = json!({ "tableName": "orders", "xAxisColumn": "day", "yAxisColumns": ["total"], "grain": "month" });
        let chart = shop.widget("bar_charts", "basic_bar", configs).await;
        let input = json!({ "widgetId": chart, "rows": true, "view": { "pageSize": 200 } });
        let behind = shop.vera.act("getWidgetData", input).await.json()["data"].clone();
        assert_eq!(behind["total"], json!({ "exactly": 15 }), "{engine:?}: {behind}");
        only(&behind, &["c1"], "rows behind a chart");
        let path = format!("/api/projects/{}/export", shop.project);
        for view in
            [json!({}), json!({ "search": "secret" }), json!({ "filter": [{ "column": "customer", "op": "ne", "values": ["zz"] }] })]
        {
            let file = async |format: &str| {
                let answer = shop.vera.post(&path, &json!({ "format": format, "widgetId": chart, "view": view })).await;
                assert_eq!(answer.status, 200, "{engine:?} {format}: {}", answer.text());
                answer
            };
            let csv = file("csv").await.text();
            assert_eq!(csv.lines().count(), 16, "{engine:?}: {csv}");
            assert!(!["c2", "c3", "c4"].iter().any(|other| csv.contains(&format!("of {other}"))), "{csv}");
            let json: Json = file("json").await.json();
            assert_eq!(json.as_array().map(Vec::len), Some(15), "{engine:?}");
            only(&json, &["c1"], "JSON");
            let parquet = file("parquet").await.body;
            let reader = SerializedFileReader::new(bytes::Bytes::from(parquet.to_vec())).expect("readable");
            assert_eq!(reader.metadata().file_metadata().num_rows(), 15, "{engine:?}");
            // Fewer rows are a smaller book; what is in it is what the others hold.
            let (mine, whole) = (file("xlsx").await.body.len(), {
                let answer = shop.ada.post(&path, &json!({ "format": "xlsx", "widgetId": chart, "view": view })).await;
                answer.body.len()
            });
            assert!(mine < whole, "{engine:?}: {mine} {whole}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_and_pages_show_ones_own() {
    let shop = Shop::limited(&[Engine::Postgres]).await;
    shop.orders().await;
    let configs = json!({ "tableName": "orders", "xAxisColumn": "customer", "aggregate": "count" });
    let chart = shop.widget("bar_charts", "basic_bar", configs).await;
    let page = format!("/projects/{}/dashboard", shop.project);
    for path in [page, format!("/projects/{}/rows?widget={chart}", shop.project)] {
        let text = shop.vera.page(&path).await.text();
        assert!(!["c2", "c3", "c4"].iter().any(|other| text.contains(&format!("of {other}"))), "{path}");
    }
    for form in ["png", "pdf"] {
        let path = format!("/api/projects/{}/board.{form}", shop.project);
        let (mine, whole) = (shop.vera.get(&path).await, shop.ada.get(&path).await);
        assert_eq!((mine.status.as_u16(), whole.status.as_u16()), (200, 200), "{form}: {} {}", mine.text(), whole.text());
        assert!(mine.body != whole.body, "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_what_an_editor_sees_of_whom_nothing_is_known() {
    let shop = Shop::limited(&[Engine::Postgres]).await;
    let table = shop.orders().await;
    shop::filter(&shop.ada, &shop.project, "Customer", &[(&table, "orders", "customer")]).await;
    let link = shop::publish(&shop.ada, &shop.project).await;
    let anon = shop.server.anon();
    let seen = async || {
        anon.act("getPublicTile", json!({ "idPublic": link, "place": 0, "view": { "pageSize": 200 } })).await.json()["data"].clone()
    };
    assert_eq!(seen().await["total"], json!({ "exactly": 60 }), "rules for viewers limit no link");
    let listed = shop.ada.act("listLinks", json!({ "projectId": shop.project })).await.json();
    assert_eq!(listed["limitedTables"], json!(["orders"]), "which the panel says");

    let own = shop.rule(
        &shop.connections[0],
        "orders",
        "editors",
        json!([{ "column": "customer", "op": "eq", "values": ["{account.customer}"] }]),
    );
    let own = own.await;
    assert_eq!(seen().await["total"], json!({ "exactly": 0 }), "who edits the board could else show themselves what is hidden");
    let values = anon.act("getPublicFilterValues", json!({ "idPublic": link, "name": "customer" })).await.json();
    assert_eq!(values["values"], json!([]), "{values}");
    let input = json!({ "projectId": shop.project, "ruleId": own, "connectionId": shop.connections[0], "table": "orders", "audience": "editors",
        "conditions": [{ "column": "customer", "op": "in", "values": ["c2", "c3"] }] });
    assert_eq!(shop.ada.act("saveRowRule", input).await.json()["success"], true);
    let some = seen().await;
    assert_eq!(some["total"], json!({ "exactly": 30 }));
    only(&some, &["c2", "c3"], "a link");
    let path = format!("/api/public/{link}/tiles/0/file?format=json");
    assert_eq!(anon.get(&path).await.status, 404, "its owner has to say so");
    let input = json!({ "projectId": shop.project, "linkId": "first", "downloads": true });
    assert_eq!(shop.ada.act("saveLink", input).await.json()["success"], true);
    let taken = anon.get(&path).await.json();
    assert_eq!(taken.as_array().map(Vec::len), Some(30), "{taken}");
    only(&taken, &["c2", "c3"], "a file by a link");
    assert_eq!(data(&shop.eddy, &table, json!({})).await["total"], json!({ "exactly": 30 }));
}
