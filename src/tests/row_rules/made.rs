//! What a rule and an attribute may be.

use super::{Engine, Shop, TEAM, person};
use reqwest::Method;
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
async fn rules_are_kept_by_programs_too() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let (ada, at) = (&shop.ada, format!("/api/projects/{}/rules", shop.project));
    let rule = |values: Json| {
        json!({ "connectionId": shop.connections[0], "table": "orders", "audience": "viewers",
            "conditions": [{ "column": "customer", "op": "in", "values": values }] })
    };
    let vera = person(&shop.vera).await;
    let seen = async || {
        let path = format!("{at}/preview?connectionId={}&table=orders&subject={vera}", shop.connections[0]);
        let answer = ada.get(&path).await.json();
        (answer["visible"].clone(), answer["all"].clone())
    };
    let made = ada.post(&at, &rule(json!(["{account.customer}"]))).await;
    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(seen().await, (json!(15), json!(60)));
    let one = format!("{at}/{}", made.json()["ruleId"].as_str().expect("an id"));
    let changed = ada.send_json(Method::PUT, &one, &rule(json!(["c1", "c2"]))).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["ruleId"]), (200, &made.json()["ruleId"]), "it stays the same rule");
    assert_eq!(seen().await, (json!(30), json!(60)));
    let listed = ada.get(&format!("{at}?connectionId={}&table=orders", shop.connections[0])).await.json();
    assert_eq!(listed["rules"][0]["conditions"][0]["values"], json!(["c1", "c2"]), "{listed}");
    assert_eq!((listed["rules"].as_array().map(Vec::len), listed["columns"].as_array().map(Vec::len)), (Some(1), Some(5)));
    let wrong = ada.post(&at, &rule(json!(["{account.No}"]))).await;
    assert_eq!(wrong.status, 400, "{}", wrong.text());
    for mate in [&shop.eddy, &shop.vera] {
        assert_eq!(mate.get(&at).await.status, 403);
        assert_eq!(mate.send(Method::DELETE, &one, &[("origin", &mate.url(""))], vec![]).await.status, 403);
    }
    let delete = async || ada.send(Method::DELETE, &one, &[("origin", &ada.url(""))], vec![]).await.status.as_u16();
    assert_eq!((delete().await, delete().await), (200, 404));
    assert_eq!(seen().await, (json!(60), json!(60)));
    let log = ada.get(&format!("/api/audit?projectId={}&kind=row-rule", shop.project)).await.json();
    let verbs: Vec<&Json> =
        log["entries"].as_array().expect("entries").iter().filter(|one| one["result"] == "done").map(|one| &one["verb"]).collect();
    assert_eq!(verbs, ["delete", "change", "create"], "{log}");
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
