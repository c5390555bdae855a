//! Rules whose table or column is gone: nothing is shown, and it is said where.

use super::{Engine, Shop};
use crate::projects::shop::data;
use serde_json::{Value as Json, json};

/// Changes the database behind the first connection and has its schema read again.
async fn change(shop: &Shop, script: &str) {
    let file = rusqlite::Connection::open(shop.server.data.path().join("demo/base0.db")).expect("a file");
    file.execute_batch(script).expect("changed");
    let answer = shop.ada.act("regenerateProjectSchemas", json!({ "projectId": shop.project })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    crate::routes::rest(&shop.ada, &shop.project).await;
}

async fn problems(shop: &Shop) -> Vec<Json> {
    let answer = shop.ada.act("listRowRules", json!({ "projectId": shop.project })).await.json();
    answer["rules"].as_array().expect("rules").iter().map(|rule| rule["problem"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_gone_shuts_its_table() {
    let shop = Shop::limited(&[Engine::Sqlite]).await;
    let configs = json!({ "tables": ["orders"], "columns": [{ "field": "id" }, { "field": "total" }] });
    let widget = shop.widget("datatables", "simple_dataTable", configs).await;
    change(&shop, "drop view order_view; alter table orders rename column customer to client").await;
    let tile = data(&shop.vera, &widget, json!({})).await;
    assert_eq!(tile["drawing"], "failed", "{tile}");
    assert!(tile["message"].as_str().is_some_and(|text| text.contains("A row rule names a column")), "{tile}");
    assert_eq!(data(&shop.ada, &widget, json!({})).await["total"], json!({ "exactly": 60 }), "administrators see it");
    assert!(
        problems(&shop).await[0].as_str().is_some_and(|problem| problem.contains("customer is no longer")),
        "{:?}",
        problems(&shop).await
    );

    let seen = async |caller: &crate::harness::Caller| {
        caller.act("listSchemaChanges", json!({ "projectId": shop.project, "latest": true })).await.json()
    };
    let changes = seen(&shop.ada).await;
    let broken: Vec<&Json> = changes["entries"][0]["changes"]
        .as_array()
        .expect("changes")
        .iter()
        .flat_map(|one| one["rules"].as_array().expect("rules"))
        .collect();
    assert_eq!(broken.first().map(|rule| &rule["title"]), Some(&json!("Viewers: orders")), "{changes}");
    let page = shop.ada.page(&format!("/projects/{}/schema/changes", shop.project)).await.text();
    assert!(page.contains("breaks a row rule"), "{page}");
    let others = seen(&shop.eddy).await;
    assert!(others.to_string().contains("client") && !others.to_string().contains("Viewers: orders"), "{others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_another_name_is_no_way_around() {
    let shop = Shop::limited(&[Engine::Sqlite]).await;
    change(&shop, "drop view order_view; alter table orders rename to sales").await;
    let renamed = shop.widget("datatables", "simple_dataTable", json!({ "tables": ["sales"] })).await;
    let other = shop.widget("datatables", "simple_dataTable", json!({ "tables": ["customers"] })).await;
    for widget in [&renamed, &other] {
        let tile = data(&shop.vera, widget, json!({})).await;
        assert_eq!(tile["drawing"], "failed", "{tile}");
        assert!(tile["message"].as_str().is_some_and(|text| text.contains("no longer in Base0")), "{tile}");
        assert_eq!(data(&shop.ada, widget, json!({})).await["drawing"], "table");
    }
    assert!(problems(&shop).await[0].as_str().is_some_and(|problem| problem.contains("another name")));
    // SQLite does not tell capitals apart, and a rule need not be made anew for them.
    change(&shop, "alter table sales rename to ORDERS").await;
    let capitals = shop.widget("datatables", "simple_dataTable", json!({ "tables": ["ORDERS"] })).await;
    assert_eq!(data(&shop.vera, &capitals, json!({})).await["total"], json!({ "exactly": 15 }));
    assert_eq!(data(&shop.vera, &other, json!({})).await["total"], json!({ "exactly": 4 }));
}
