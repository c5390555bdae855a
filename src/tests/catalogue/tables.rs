//! The list of tables and the page of one.

use crate::{
    harness::TestServer,
    projects::shop::{self, connection, project},
};
use serde_json::{Value as Json, json};

fn names(answer: &Json) -> Vec<&str> {
    answer["tables"].as_array().expect("tables").iter().map(|table| table["name"].as_str().expect("a name")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_all_connections_are_listed_and_found() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let two = [connection("North").await, connection("South").await];
    shop::run(
        &two[1],
        "create table \"odd/na%me?\" (id integer primary key); comment on table \"odd/na%me?\" is 'kept for the <b>audit</b>'",
    )
    .await;
    let id = project(&ada, "Shop", &two).await;
    let connections = shop::connection_ids(&ada, &id).await;
    let list = async |input: Json| ada.act("listSchemaTables", input).await.json();

    let sources = ada.act("getSchemaSources", json!({ "projectId": id })).await.json();
    let counts: Vec<_> =
        sources["sources"].as_array().expect("sources").iter().map(|source| (&source["title"], &source["tables"])).collect();
    assert_eq!(counts, [(&json!("North"), &json!(2)), (&json!("South"), &json!(3))], "{sources}");
    let all = list(json!({ "projectId": id })).await;
    assert_eq!(names(&all), ["customers", "orders", "customers", "odd/na%me?", "orders"]);
    assert_eq!(names(&list(json!({ "projectId": id, "connectionId": connections[0] })).await), ["customers", "orders"]);
    let found = list(json!({ "projectId": id, "search": "CUSTOMER" })).await;
    assert_eq!(names(&found), ["customers", "customers", "orders", "orders"]);
    assert_eq!(found["tables"][2]["matched"], "customer_id");
    assert_eq!(names(&list(json!({ "projectId": id, "search": "audit" })).await), ["odd/na%me?"]);

    // The address of a table holds whatever its name holds.
    let page = ada.page(&format!("/projects/{id}/schema/{}/odd%2Fna%25me%3F", connections[1])).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("kept for the &lt;b&gt;audit&lt;/b&gt;"), "{}", page.text());
    let foreign = list(json!({ "projectId": id, "connectionId": uuid::Uuid::new_v4().to_string() })).await;
    assert_eq!(foreign["error"], "Connection not found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_tells_its_keys_in_both_directions() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = project(&ada, "Shop", &[connection("North").await]).await;
    let connection = shop::connection_ids(&ada, &id).await.remove(0);
    let table =
        async |name: &str| ada.act("getTableSchema", json!({ "projectId": id, "connectionId": connection, "table": name })).await.json();

    let orders = table("orders").await;
    assert_eq!(orders["table"]["primary_key"], json!(["id"]));
    assert_eq!(orders["outgoing"][0]["table"], "customers");
    assert_eq!((&orders["outgoing"][0]["columns"], &orders["outgoing"][0]["their_columns"]), (&json!(["customer_id"]), &json!(["id"])));
    let customers = table("customers").await;
    assert_eq!(
        (&customers["incoming"][0]["table"], &customers["incoming"][0]["their_columns"]),
        (&json!("orders"), &json!(["customer_id"]))
    );
    assert_eq!(customers["outgoing"], json!([]));
    assert_eq!(table("gone").await["error"], "There is no table gone in North.");

    let page = ada.page(&format!("/projects/{id}/schema/{connection}/orders")).await.text();
    for text in ["numeric(12,2)", "not null", "secret note 1", "1–50 of 60", "Referenced by"] {
        assert!(page.contains(text), "{text} is in the page");
    }
}
