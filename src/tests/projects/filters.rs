//! Filters of a board: what they narrow, what they offer, and what they refuse.

use super::shop;
use crate::harness::{Caller, Store, TestServer};
use serde_json::{Value as Json, json};

/// A board with a chart and a table of orders, and a table of customers; filters by day, total, name and country.
struct Board {
    ada: Caller,
    project: String,
    connection: Json,
    chart: String,
    orders: String,
    customers: String,
}

impl Board {
    async fn new(server: &TestServer) -> Self {
        let ada = server.sign_up("ada").await;
        let connection = shop::connection("Shop").await;
        let project = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
        let chart = shop::chart(&ada, &project).await;
        let orders = shop::table_of(&ada, &project, None, "orders").await;
        let customers = shop::table_of(&ada, &project, None, "customers").await;
        Self { ada, project, connection, chart, orders, customers }
    }

    async fn save(&self, label: &str, kind: &str, targets: Json, more: Json) -> Json {
        let mut input = json!({ "projectId": self.project, "label": label, "kind": kind, "targets": targets });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.ada.act("saveFilter", input).await.json()
    }

    fn days(&self) -> Json {
        let target = |widget: &str| json!({ "widgetId": widget, "table": "orders", "column": "day" });
        json!([target(&self.chart), target(&self.orders)])
    }

    fn customer(&self, column: &str) -> Json {
        json!([{ "widgetId": self.customers, "table": "customers", "column": column }])
    }

    /// What a widget shows with these choices.
    async fn data(&self, widget: &str, filters: Json) -> Json {
        self.ada.act("getWidgetData", json!({ "widgetId": widget, "board": { "filters": filters } })).await.json()
    }

    async fn total(&self, widget: &str, filters: Json) -> Json {
        let answer = self.data(widget, filters).await;
        answer["data"]["total"]["exactly"].clone()
    }

    async fn values(&self, name: &str, more: Json) -> Vec<String> {
        let mut input = json!({ "projectId": self.project, "name": name });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let answer = self.ada.act("filterValues", input).await.json();
        let values = answer["values"].as_array().unwrap_or_else(|| panic!("{answer}"));
        values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect()
    }
}

fn chosen(name: &str, values: &[&str]) -> Json {
    json!([{ "name": name, "values": values }])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_narrows_what_it_is_mapped_to_and_nothing_else() {
    for store in Store::BOTH {
        let server = TestServer::start_on(store).await;
        let board = Board::new(&server).await;
        let made = board.save("Order day", "date_range", board.days(), json!({})).await;
        assert_eq!(made["filter"]["name"], "order_day", "{made}");
        let saved = board.save("Country", "many", board.customer("country"), json!({ "default": ["GB\nDE"] })).await;
        assert_eq!(saved["filter"]["default"], json!(["GB", "DE"]), "one value a line: {saved}");

        assert_eq!(board.total(&board.orders, json!([])).await, 60);
        assert_eq!(board.total(&board.orders, chosen("order_day", &["2026-01-11..2026-01-20"])).await, 10);
        assert_eq!(board.total(&board.orders, chosen("order_day", &["2026-02-01.."])).await, 30);
        assert!(!board.total(&board.orders, chosen("order_day", &["last_365_days"])).await.is_null());
        let chart = board.data(&board.chart, chosen("order_day", &["..2026-01-31"])).await;
        let rows = chart["data"]["table"]["rows"].as_array().expect("rows").clone();
        assert_eq!((rows.len(), &rows[0][1]), (1, &json!("581.25")), "1.25 * (1 + ... + 30): {chart}");
        let nothing = board.data(&board.chart, chosen("order_day", &["1999-01-01..1999-12-31"])).await;
        assert_eq!(nothing["data"]["reason"], "The filters of the board leave nothing here.");

        // The default is in force until something else is chosen, and "everything" is a choice.
        assert_eq!(board.total(&board.customers, json!([])).await, 2);
        assert_eq!(board.total(&board.customers, chosen("order_day", &["1999-01-01"])).await, 2, "another filter");
        assert_eq!(board.total(&board.customers, chosen("country", &["RU"])).await, 1);
        assert_eq!(board.total(&board.customers, chosen("country", &[])).await, 4);

        let listed = board.ada.act("listFilters", json!({ "projectId": board.project })).await.json();
        let ids: Vec<Json> = listed["filters"].as_array().expect("filters").iter().rev().map(|filter| filter["id"].clone()).collect();
        let day = listed["columns"].as_array().expect("columns").iter().find(|column| column["name"] == "day").expect("the day").clone();
        assert_eq!((&day["proposed"], day["targets"].as_array().map(Vec::len)), (&json!("date_range"), Some(2)), "{day}");
        board.ada.act("reorderFilters", json!({ "projectId": board.project, "orderedFilterIds": ids })).await;
        let order = board.ada.act("getBoard", json!({ "projectId": board.project })).await.json()["board"]["filters"].clone();
        assert_eq!((&order[0]["name"], &order[1]["name"]), (&json!("country"), &json!("order_day")));
        let gone = board.ada.act("deleteFilter", json!({ "projectId": board.project, "filterId": ids[0] })).await.json();
        assert_eq!(gone["success"], true, "{gone}");
        assert_eq!(board.total(&board.customers, json!([])).await, 4, "its default went with it");
        server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_offer_what_is_there_and_what_other_filters_leave() {
    let server = TestServer::start().await;
    let board = Board::new(&server).await;
    shop::run(&board.connection, "insert into customers select n, 'Customer ' || n, case when n % 2 = 0 then 'DE' else 'AT' end from generate_series(5, 200) n; insert into customers values (201, '', 'CH')").await;
    board.save("Country", "one", board.customer("country"), json!({})).await;
    board.save("Name", "many", board.customer("name"), json!({ "dependsOn": ["country"] })).await;
    board.save("Size", "one", board.customer("name"), json!({ "values": ["S\nM", "L"] })).await;

    assert_eq!(board.values("country", json!({})).await, ["AT", "CH", "DE", "GB", "RU", "US"]);
    assert_eq!(board.values("country", json!({ "search": "r" })).await, ["RU"]);
    assert_eq!(board.values("name", json!({})).await.len(), 50, "a page");
    let second = board.values("name", json!({ "page": 2 })).await;
    assert!(second.len() == 50 && !board.values("name", json!({})).await.contains(&second[0]));
    assert_eq!(board.values("name", json!({ "search": "OFI" })).await, ["Sofia"], "without case");
    assert_eq!(board.values("name", json!({ "search": "' or 1=1 --" })).await, [""; 0], "bound");
    assert_eq!(board.values("name", json!({ "board": { "filters": chosen("country", &["GB"]) } })).await, ["Ada"], "what it depends on");
    assert_eq!(
        board.values("country", json!({ "board": { "filters": chosen("name", &["Ada"]) } })).await.len(),
        6,
        "and not the other way"
    );
    assert_eq!(board.values("size", json!({ "search": "m" })).await, ["M"], "a fixed list");
    for name in ["", "nothing", "country' --"] {
        let answer = board.ada.act("filterValues", json!({ "projectId": board.project, "name": name })).await.json();
        assert_eq!(answer["error"], "Filter not found", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_in_words_of_the_filter() {
    let server = TestServer::start().await;
    let board = Board::new(&server).await;
    board.save("Order day", "date_range", board.days(), json!({})).await;
    let total = json!([{ "widgetId": board.orders, "table": "orders", "column": "total" }]);
    board.save("Total", "number_range", total.clone(), json!({})).await;
    board.save("Exactly", "number", total, json!({})).await;
    for (name, value) in [
        ("order_day", "soon"),
        ("order_day", "2026-13-01.."),
        ("order_day", "2026-01-01'; drop table orders --"),
        ("total", "a..b"),
        ("total", "1 or 1=1"),
        ("exactly", "${7*7}"),
        ("exactly", "1e999999"),
    ] {
        let answer = board.data(&board.orders, chosen(name, &[value])).await;
        assert_eq!(answer["success"], false, "{name} {value}: {answer}");
        let text = answer["error"].as_str().expect("a text");
        assert!(text.starts_with("What was chosen for") && !text.contains("column"), "{text}");
    }
    assert_eq!(board.total(&board.orders, chosen("total", &["1..2.5"])).await, 2);
    assert_eq!(board.total(&board.orders, chosen("exactly", &["1.25"])).await, 1);

    // What is saved is checked against the widgets.
    let refused = |answer: Json| {
        assert_eq!(answer["success"], false, "{answer}");
        answer["field"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(board.save("", "many", board.customer("country"), json!({})).await), "label");
    assert_eq!(refused(board.save("X", "many", json!([]), json!({})).await), "targets");
    assert_eq!(refused(board.save("X", "number", board.customer("country"), json!({})).await), "kind");
    assert_eq!(refused(board.save("X", "many", board.customer("country\" or 1=1"), json!({})).await), "targets[0]");
    assert_eq!(refused(board.save("X", "number_range", board.days(), json!({})).await), "kind");
    assert_eq!(refused(board.save("X", "date_range", board.days(), json!({ "default": ["soon"] })).await), "default");
    assert_eq!(refused(board.save("X", "many", board.customer("country"), json!({ "dependsOn": ["nobody"] })).await), "dependsOn");

    // A column that goes away makes the tile say so, and does not show everything.
    board.save("Country", "one", board.customer("country"), json!({ "default": ["DE"] })).await;
    shop::run(&board.connection, "alter table customers rename column country to land").await;
    board.ada.act("regenerateProjectSchemas", json!({ "projectId": board.project })).await;
    let broken = board.data(&board.customers, json!([])).await;
    assert_eq!(broken["data"]["drawing"], "failed", "{broken}");
    assert!(broken["data"]["message"].as_str().is_some_and(|text| text.contains("Country")), "{broken}");
}
