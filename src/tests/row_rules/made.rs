//! What a rule and an attribute may be.

use super::{Engine, Shop, TEAM};
use serde_json::{Value as Json, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_made_changed_and_deleted() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let listed = async || {
        let input = json!({ "projectId": shop.project, "connectionId": shop.connections[0], "table": "orders" });
        shop.ada.act("listRowRules", input).await.json()
    };
    let rule = shop
        .rule(
            &shop.connections[0],
            "orders",
            "viewers",
            json!([{ "column": "customer", "op": "in", "values": ["c1, {account.customer}"] }]),
        )
        .await;
    let answer = listed().await;
    assert_eq!(answer["rules"][0]["conditions"][0]["values"], json!(["c1", "{account.customer}"]));
    assert_eq!((&answer["rules"][0]["source"], &answer["rules"][0]["audienceLabel"]), (&json!("Base0"), &json!("Viewers")));
    assert_eq!(answer["columns"].as_array().map(Vec::len), Some(5), "{answer}");
    assert_eq!(answer["names"], json!(["id", "username", "email", "customer"]));
    assert_eq!(answer["sources"][0]["tables"], json!(["customers", "order_view", "orders"]));
    let input = json!({ "projectId": shop.project, "ruleId": rule, "connectionId": shop.connections[0], "table": "customers",
        "audience": "others", "conditions": [] });
    assert_eq!(shop.ada.act("saveRowRule", input).await.json()["ruleId"], json!(rule));
    let changed = listed().await["rules"][0].clone();
    assert_eq!((&changed["table"], &changed["audience"], &changed["conditions"]), (&json!("customers"), &json!("others"), &json!([])));
    let log = shop.ada.act("listAudit", json!({ "projectId": shop.project, "kind": "row-rule" })).await.json();
    let verbs: Vec<&Json> = log["entries"].as_array().expect("entries").iter().map(|entry| &entry["verb"]).collect();
    assert_eq!(verbs, ["change", "create"]);
    assert!(!log.to_string().contains("\"c1\"") && !log.to_string().contains("account.customer"), "values are not told: {log}");
    let gone = json!({ "projectId": shop.project, "ruleId": rule });
    assert_eq!(shop.ada.act("deleteRowRule", gone.clone()).await.json()["success"], true);
    assert_eq!(shop.ada.act("deleteRowRule", gone).await.json()["error"], "Row rule not found");
    assert_eq!(listed().await["rules"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_followed_is_refused() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let one = |column: &str, op: &str, value: &str| json!([{ "column": column, "op": op, "values": [value] }]);
    for (field, table, audience, conditions) in [
        ("table", "nothing", "viewers", json!([])),
        ("audience", "orders", "admins", json!([])),
        ("audience", "orders", "token:99", json!([])),
        ("conditions[0][values][0]", "orders", "viewers", one("nothing", "eq", "1")),
        ("conditions[0][values][0]", "orders", "viewers", one("id", "eq", "x")),
        ("conditions[0][values][0]", "orders", "viewers", one("id", "contains", "1")),
        ("conditions[0][values][0]", "orders", "viewers", one("customer", "eq", "{account.No}")),
        ("conditions[0][column]", "orders", "viewers", one("", "eq", "c1")),
    ] {
        let input = json!({ "projectId": shop.project, "connectionId": shop.connections[0], "table": table, "audience": audience,
            "conditions": conditions });
        let answer = shop.ada.act("saveRowRule", input.clone()).await.json();
        assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &json!(field)), "{input}: {answer}");
    }
    for (field, name, value) in [
        ("name", "email", "x"),
        ("name", "id", "x"),
        ("name", "Customer", "x"),
        ("name", "", "x"),
        ("name", "a b", "x"),
        ("value", "a", " "),
        ("value", "a", &"x".repeat(501)),
    ] {
        let input = json!({ "team": TEAM, "username": "vera", "name": name, "value": value });
        let answer = shop.ada.act("setMemberAttribute", input).await.json();
        assert_eq!((&answer["success"], &answer["field"]), (&json!(false), &json!(field)), "{name}: {answer}");
    }
    let stranger = json!({ "team": TEAM, "username": "nobody", "name": "a", "value": "b" });
    assert_eq!(shop.ada.act("setMemberAttribute", stranger).await.json()["field"], "username");
}

#[tokio::test(flavor = "multi_thread")]
async fn attributes_are_told_to_administrators_and_go_with_the_member() {
    let shop = Shop::limited(&[Engine::Sqlite]).await;
    let known = async |caller: &crate::harness::Caller| caller.act("getTeam", json!({ "team": TEAM })).await.json().to_string();
    assert!(known(&shop.ada).await.contains("\"customer\""));
    assert!(!known(&shop.vera).await.contains("\"customer\"") && !known(&shop.eddy).await.contains("\"customer\""));
    let removed = json!({ "team": TEAM, "username": "vera" });
    assert_eq!(shop.ada.act("removeMember", removed).await.json()["success"], true);
    let mut db = shop.server.app().store.read().await.expect("the store answers");
    let left: i64 = sqlx::query_scalar("select count(*) from member_attributes").fetch_one(&mut *db).await.expect("a number");
    assert_eq!(left, 1, "vic's");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_carried_without_its_rules() {
    let shop = Shop::limited(&[Engine::Sqlite]).await;
    shop.orders().await;
    let document = shop.ada.act("exportBoard", json!({ "projectId": shop.project })).await.text();
    assert!(document.contains("orders") && !document.contains("account.customer"), "{document}");
}
