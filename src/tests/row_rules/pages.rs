//! The page of row rules and the members' attributes as plain forms.

use super::{Engine, Shop, person};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_made_changed_and_deleted_without_scripts() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let path = format!("/projects/{}/rules", shop.project);
    let at = format!("{}/orders", shop.connections[0]);
    let encoded = at.replace('/', "%2F");
    let empty = shop.ada.page(&path).await.text();
    assert!(empty.contains("No row rule yet") && empty.contains("New rule"), "{empty}");
    let choose = shop.ada.page(&format!("{path}?new=1")).await.text();
    assert!(choose.contains(&format!("value=\"{at}\"")), "{choose}");
    let form = shop.ada.page(&format!("{path}?new=1&at={encoded}")).await.text();
    assert!(form.contains("conditions[0][column]") && form.contains("{account.customer}"), "{form}");

    let fields = |value: &'static str| {
        [
            ("projectId", shop.project.clone()),
            ("connectionId", shop.connections[0].clone()),
            ("table", "orders".to_owned()),
            ("audience", "viewers".to_owned()),
            ("any", "false".to_owned()),
            ("conditions[0][column]", "customer".to_owned()),
            ("conditions[0][op]", "eq".to_owned()),
            ("conditions[0][values][0]", value.to_owned()),
            ("conditions[1][column]", String::new()),
            ("conditions[1][op]", "eq".to_owned()),
            ("conditions[1][values][0]", String::new()),
            ("_next", path.clone()),
            ("_back", format!("{path}?new=1&at={encoded}")),
        ]
    };
    let send = async |value| {
        let fields = fields(value);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        shop.ada.form("/actions/saveRowRule", &fields).await
    };
    let refused = send("{account.Oops}").await;
    assert_eq!(refused.location(), Some(format!("{path}?new=1&at={encoded}").as_str()), "{}", refused.text());
    let again = shop.ada.page(&format!("{path}?new=1&at={encoded}")).await.text();
    assert!(again.contains("{account.Oops}") && again.contains("A placeholder is written"), "{again}");
    assert_eq!(send("{account.customer}").await.location(), Some(path.as_str()));
    let listed = shop.ada.page(&path).await.text();
    assert!(listed.contains("customer is {account.customer}") && listed.contains("Viewers"), "{listed}");

    let rules = shop.ada.act("listRowRules", json!({ "projectId": shop.project })).await.json();
    let id = rules["rules"][0]["id"].as_str().expect("an id").to_owned();
    let tried = shop.ada.page(&format!("{path}?who={}&of={encoded}", person(&shop.vera).await.replace(':', "%3A"))).await.text();
    assert!(tried.contains("vera sees 15 of 60 rows of orders."), "{tried}");
    let edit = shop.ada.page(&format!("{path}?rule={id}&at={encoded}")).await.text();
    assert!(edit.contains("Rule for orders") && edit.contains(&id), "{edit}");
    let asks = shop.ada.page(&format!("{path}?delete={id}")).await.text();
    assert!(asks.contains("Delete the rule for orders?"), "{asks}");
    for caller in [&shop.eddy, &shop.vera] {
        assert_eq!(caller.page(&path).await.status, 404);
    }
    let cards = shop.ada.page("/projects").await.text();
    assert!(cards.contains(&path) && !shop.eddy.page("/projects").await.text().contains(&path));
}

#[tokio::test(flavor = "multi_thread")]
async fn attributes_stand_on_the_page_of_the_team() {
    let shop = Shop::new(&[Engine::Sqlite]).await;
    let page = shop.ada.page("/teams/Crew").await.text();
    assert!(page.contains("What is known of a member") && page.contains("{account.customer}"), "{page}");
    let other = shop.vera.page("/teams/Crew").await.text();
    assert!(!other.contains("What is known of a member") && !other.contains("account.customer"), "{other}");
    let fields = [("team", "Crew"), ("username", "vera"), ("name", "region"), ("value", "north, <b>east</b>"), ("_next", "/teams/Crew")];
    assert_eq!(shop.ada.form("/actions/setMemberAttribute", &fields).await.location(), Some("/teams/Crew"));
    let page = shop.ada.page("/teams/Crew").await.text();
    assert!(page.contains("north, &lt;b&gt;east") && !page.contains("<b>east"), "{page}");
    let why = format!("/teams/Crew/reach?who={}&what=project%3A{}", person(&shop.vera).await.replace(':', "%3A"), shop.project);
    assert!(!shop.ada.page(&why).await.text().contains("Row rules that apply"));
    shop.rule(&shop.connections[0], "orders", "viewers", json!([{ "column": "customer", "op": "eq", "values": ["{account.customer}"] }]))
        .await;
    let text = shop.ada.page(&why).await.text();
    assert!(text.contains("Row rules that apply") && text.contains("customer is {account.customer}"), "{text}");
}
