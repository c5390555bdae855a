//! API tokens with rules.

use super::{Engine, Shop, TEAM, only};
use crate::{projects::shop::data, routes::token};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_sees_what_its_rules_leave_and_never_more_than_who_made_it() {
    let shop = Shop::new(&[Engine::Postgres]).await;
    let widget = shop.orders().await;
    let (first, whole) = token(&shop.ada, TEAM, &shop.project, &["read"]).await;
    let (_, other) = token(&shop.ada, TEAM, &shop.project, &["read"]).await;
    let (program, second) = (shop.server.anon().with_bearer(&whole), shop.server.anon().with_bearer(&other));
    let all = json!({ "exactly": 60 });
    assert_eq!(data(&program, &widget, json!({})).await["total"], all);

    let one = |customer: &str| json!([{ "column": "customer", "op": "eq", "values": [customer] }]);
    shop.rule(&shop.connections[0], "orders", &format!("token:{first}"), one("c2")).await;
    let seen = data(&program, &widget, json!({ "pageSize": 200 })).await;
    assert_eq!((&seen["total"], &data(&second, &widget, json!({})).await["total"]), (&json!({ "exactly": 15 }), &all));
    only(&seen, &["c2"], "a token");
    let path = format!("/api/projects/{}/board.png", shop.project);
    assert!(program.get(&path).await.body != second.get(&path).await.body);

    shop.rule(&shop.connections[0], "orders", "tokens", json!([{ "column": "id", "op": "lt", "values": ["20"] }])).await;
    assert_eq!(data(&program, &widget, json!({})).await["total"], json!({ "exactly": 5 }), "both rules hold");
    assert_eq!(data(&second, &widget, json!({})).await["total"], json!({ "exactly": 20 }));

    // Who made the tokens becomes an editor whom a rule limits.
    shop.rule(&shop.connections[0], "orders", "editors", one("c3")).await;
    assert_eq!(data(&second, &widget, json!({})).await["total"], json!({ "exactly": 20 }));
    let raise = json!({ "team": TEAM, "username": "vic", "role": "Admin" });
    assert_eq!(shop.ada.act("setMemberRole", raise).await.json()["success"], true);
    let lower = json!({ "team": TEAM, "username": "ada", "role": "Editor" });
    assert_eq!(shop.vic.act("setMemberRole", lower).await.json()["success"], true);
    let seen = data(&second, &widget, json!({ "pageSize": 200 })).await;
    assert_eq!(seen["total"], json!({ "exactly": 5 }), "{seen}");
    only(&seen, &["c3"], "a token of an editor");

    let why = shop
        .vic
        .act("explainAccess", json!({ "teamName": TEAM, "projectId": shop.project, "subject": format!("token:{first}") }))
        .await
        .json();
    let rules = why["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 3, "{why}");
    assert!(rules.iter().any(|rule| rule.as_str().is_some_and(|rule| rule.contains("orders in Base0: customer is c2"))), "{why}");

    assert_eq!(shop.vic.act("revokeToken", json!({ "tokenId": first })).await.json()["success"], true);
    let left = shop.vic.act("listRowRules", json!({ "projectId": shop.project })).await.json();
    assert_eq!(left["rules"].as_array().map(Vec::len), Some(2), "the rule goes with its token: {left}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_comes_along_brings_its_rules() {
    let shop = Shop::limited(&[Engine::Sqlite]).await;
    let widget = shop.orders().await;
    let (_, whole) = token(&shop.ada, TEAM, &shop.project, &["read"]).await;
    let both = shop.vera.with_bearer(&whole);
    let seen = data(&both, &widget, json!({ "pageSize": 200 })).await;
    assert_eq!(seen["total"], json!({ "exactly": 15 }), "{seen}");
    only(&seen, &["c1"], "a token beside a cookie");
}
