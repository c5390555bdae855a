//! Filters beyond one board: in documents, with the values of a saved query, and fixed by a link on tables that are joined
//! or compared.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};

async fn save(caller: &Caller, project: &str, label: &str, targets: Json, more: Json) -> Json {
    let mut input = json!({ "projectId": project, "label": label, "kind": "one", "targets": targets });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    caller.act("saveFilter", input).await.json()
}

async fn query(caller: &Caller, project: &str, connection: &str, text: &str) -> String {
    let input = json!({ "projectId": project, "connectionId": connection, "title": "Countries", "text": text });
    let answer = caller.act("saveQuery", input).await.json();
    answer["queryId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

async fn document(caller: &Caller, project: &str) -> Json {
    caller.act("exportBoard", json!({ "projectId": project })).await.json()["document"].clone()
}

async fn import(caller: &Caller, project: &str, document: &Json, replace: bool) -> Json {
    let input = json!({ "projectId": project, "document": document.to_string(), "replace": replace });
    caller.act("importBoard", input).await.json()
}

/// A board that shows the customers of a shop.
struct Sales {
    server: TestServer,
    ada: Caller,
    id: String,
    connection: String,
    table: String,
}

impl Sales {
    async fn new() -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
        let connection = shop::connection_ids(&ada, &id).await.remove(0);
        let table = shop::table_of(&ada, &id, None, "customers").await;
        Self { server, ada, id, connection, table }
    }
}

/// The token of a link for these filters.
async fn link(caller: &Caller, project: &str, title: &str, filters: Json, untouched: bool) -> String {
    let input = json!({ "projectId": project, "title": title, "filters": filters, "untouched": untouched });
    let answer = caller.act("saveLink", input).await.json();
    answer["link"]["path"].as_str().unwrap_or_else(|| panic!("{answer}")).trim_start_matches("/public/").to_owned()
}

fn on_customers(widget: &str, column: &str) -> Json {
    json!([{ "widgetId": widget, "table": "customers", "column": column }])
}

async fn values(caller: &Caller, project: &str, name: &str, more: Json) -> Json {
    let mut input = json!({ "projectId": project, "name": name });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    caller.act("filterValues", input).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_go_along_with_a_board() {
    let Sales { server: _server, ada, id, connection, table } = Sales::new().await;
    let query = query(&ada, &id, &connection, "select distinct country from customers where country < 'S'").await;
    save(&ada, &id, "Country", on_customers(&table, "country"), json!({ "valuesQueryId": query, "default": ["DE"] })).await;
    save(&ada, &id, "Name", on_customers(&table, "name"), json!({ "dependsOn": ["country"] })).await;

    let first = document(&ada, &id).await;
    assert_eq!(first["filters"][0]["targets"], json!([{ "widget": table, "table": "customers", "column": "country" }]), "{first}");
    assert_eq!(first["filters"][0]["valuesQuery"], first["queries"][0]["key"]);
    let again = import(&ada, &id, &first, true).await;
    assert_eq!((&again["filters"], &again["changed"]), (&json!(0), &json!(0)), "{again}");

    let other = shop::project(&ada, "Elsewhere", &[shop::connection("Shop").await]).await;
    let taken = import(&ada, &other, &first, false).await;
    assert_eq!((&taken["filters"], &taken["queries"]), (&json!(2), &json!(1)), "{taken}");
    assert_eq!(values(&ada, &other, "country", json!({})).await["values"], json!(["DE", "GB", "RU"]));
    let board = ada.act("getBoard", json!({ "projectId": other })).await.json()["board"].clone();
    let data = shop::data(&ada, board["widgets"][0]["id"].as_str().expect("an id"), json!({})).await;
    assert_eq!(data["total"]["exactly"], 1, "its default is in force: {data}");

    let mut changed = first.clone();
    changed["filters"][0]["label"] = json!("Land");
    changed["filters"].as_array_mut().expect("filters").pop();
    assert_eq!(import(&ada, &other, &changed, false).await["filters"], 1);
    assert_eq!(document(&ada, &other).await["filters"].as_array().map(Vec::len), Some(2), "the other one stays");
    import(&ada, &other, &changed, true).await;
    assert_eq!(document(&ada, &other).await["filters"].as_array().map(Vec::len), Some(1), "unless it replaces all");

    let third = shop::project(&ada, "Third", &[shop::connection("Shop").await]).await;
    let copied = ada.act("copyBoard", json!({ "fromProjectId": id, "projectId": third })).await.json();
    assert_eq!(copied["filters"], 2, "{copied}");

    for (field, value, said) in [
        ("name", json!("A b"), "small letters"),
        ("label", json!(""), "Label"),
        ("default", json!(["a", "b"]), "one value"),
        ("dependsOn", json!(["nobody"]), "no other filter nobody"),
        ("valuesQuery", json!("gone"), "saved query gone"),
        ("targets", json!([]), "between one and"),
        ("targets", json!([{ "widget": "w", "table": "t", "column": "c" }]), "no widget w"),
    ] {
        let mut wrong = first.clone();
        wrong["filters"][0][field] = value;
        let refused = import(&ada, &third, &wrong, false).await;
        assert_eq!((&refused["success"], &refused["field"]), (&json!(false), &json!("document")), "{field}: {refused}");
        assert!(refused["error"].as_str().is_some_and(|text| text.contains(said)), "{field}: {refused}");
    }
    // What a link fixes is not deleted under it.
    let filters = ada.act("listFilters", json!({ "projectId": id })).await.json()["filters"].clone();
    let fixed = json!([{ "filterId": filters[0]["id"], "use": "fixed", "values": ["DE"] }]);
    link(&ada, &id, "For Bo", fixed, true).await;
    let without = json!({ "vizboard": 1, "widgets": [] });
    let refused = import(&ada, &id, &without, true).await;
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("For Bo")), "{refused}");
    assert_eq!(document(&ada, &id).await, first, "nothing was taken in by halves");
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_go_back_with_a_version() {
    let Sales { server: _server, ada, id, table, .. } = Sales::new().await;
    let country = save(&ada, &id, "Country", on_customers(&table, "country"), json!({ "default": ["DE"] })).await["filter"].clone();
    assert_eq!(ada.act("setPublishing", json!({ "projectId": id, "byHand": true })).await.json()["success"], true);
    assert_eq!(ada.act("publishBoard", json!({ "projectId": id })).await.json()["success"], true);
    let history = ada.act("getBoardHistory", json!({ "projectId": id })).await.json();
    assert_eq!(history["versions"][0]["reason"], "published", "{history}");
    let restore = json!({ "projectId": id, "number": history["versions"][0]["number"] });

    let gone = json!({ "projectId": id, "filterId": country["id"] });
    assert_eq!(ada.act("deleteFilter", gone).await.json()["success"], true);
    // Under the old name: the way back has to make room for it.
    let other = save(&ada, &id, "Country", on_customers(&table, "name"), json!({})).await["filter"]["id"].clone();
    link(&ada, &id, "L", json!([{ "filterId": other, "use": "fixed", "values": ["Ada"] }]), true).await;
    let refused = ada.act("restoreBoardVersion", restore.clone()).await.json();
    let text = "The link \"L\" fixes the filter \"Country\". Change or revoke the link first.";
    assert_eq!(refused["error"], text, "{refused}");
    let listed = ada.act("listFilters", json!({ "projectId": id })).await.json();
    assert_eq!(listed["filters"][0]["id"], other, "nothing went back by halves");

    let links = ada.act("listLinks", json!({ "projectId": id })).await.json();
    let revoke = json!({ "projectId": id, "linkId": links["links"][0]["id"] });
    assert_eq!(ada.act("revokeLink", revoke).await.json()["success"], true, "{links}");
    let restored = ada.act("restoreBoardVersion", restore).await.json();
    assert_eq!(restored["success"], true, "{restored}");
    let listed = ada.act("listFilters", json!({ "projectId": id })).await.json();
    assert_eq!(listed["filters"], json!([country]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_query_lists_the_values() {
    let Sales { server, ada, id, connection, table } = Sales::new().await;
    let query = query(&ada, &id, &connection, "select name, country from customers where id < 4").await;
    let made = save(&ada, &id, "Name", on_customers(&table, "name"), json!({ "valuesQueryId": query })).await;
    assert_eq!(made["filter"]["valuesQueryId"], json!(query), "{made}");
    let filter = made["filter"]["id"].as_str().expect("an id");
    let uses = ada.act("listQueries", json!({ "projectId": id })).await.json()["uses"].clone();
    assert_eq!(uses, json!([{ "queryId": query, "widgets": [], "filters": [{ "id": filter, "label": "Name" }] }]));
    let page = ada.page(&format!("/projects/{id}/sql")).await.text();
    assert!(page.contains("will say that it is gone") && page.contains(&format!("?filter={filter}")), "{page}");
    assert_eq!(values(&ada, &id, "name", json!({})).await["values"], json!(["Ada", "Emmy", "Grace"]));
    assert_eq!(values(&ada, &id, "name", json!({ "search": "RA" })).await["values"], json!(["Grace"]));

    // Behind a link that fixes something the query cannot be narrowed by, no value is told.
    let country = save(&ada, &id, "Country", on_customers(&table, "country"), json!({})).await["filter"]["id"].clone();
    let open = json!({ "filterId": made["filter"]["id"], "use": "open" });
    for (filters, told) in [
        (json!([open]), json!(["Ada", "Emmy", "Grace"])),
        (json!([open, { "filterId": country, "use": "fixed", "values": ["DE"] }]), json!([])),
    ] {
        let token = link(&ada, &id, "L", filters, true).await;
        let answer = server.anon().act("getPublicFilterValues", json!({ "idPublic": token, "name": "name" })).await.json();
        assert_eq!(answer["values"], told, "{answer}");
    }

    // Of another project, made up, and gone.
    let other = shop::project(&ada, "Other", &[shop::connection("Shop").await]).await;
    let there = shop::connection_ids(&ada, &other).await.remove(0);
    let foreign = self::query(&ada, &other, &there, "select 1").await;
    for wrong in [foreign.as_str(), "nonsense"] {
        let refused = save(&ada, &id, "X", on_customers(&table, "name"), json!({ "valuesQueryId": wrong })).await;
        assert_eq!(refused["field"], "valuesQueryId", "{refused}");
    }
    ada.act("deleteQuery", json!({ "queryId": query })).await;
    let gone = values(&ada, &id, "name", json!({})).await;
    assert_eq!(gone["success"], false, "{gone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fixed_filters_hold_in_joins_and_differences() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let there = shop::connection("There").await;
    shop::run(&there, "update customers set name = name || ' there'").await;
    let id = shop::project(&ada, "Both", &[shop::connection("Here").await, there]).await;
    let ids = shop::connection_ids(&ada, &id).await;
    let joined = json!({ "connectionIds": [ids[0], ids[0]], "tables": ["customers", "orders"], "keyColumns": ["id"], "otherKeyColumns": ["customer_id"], "join": "inner" });
    let compared = json!({ "connectionIds": ids, "tables": ["customers"], "keyColumns": ["id"] });
    for (subtype, configs, narrowed) in [("joined_dataTable", joined, false), ("difference_dataTable", compared, true)] {
        let input = json!({ "projectId": id, "type": "datatables", "subtype": subtype, "title": subtype, "configs": configs });
        let widget = shop::widget(&ada, input).await;
        let made = save(&ada, &id, subtype, on_customers(&widget, "country"), json!({})).await;
        let fixed = json!([{ "filterId": made["filter"]["id"], "use": "fixed", "values": ["DE"] }]);
        let token = link(&ada, &id, subtype, fixed, false).await;
        let board = server.anon().act("getPublicBoard", json!({ "idPublic": token })).await.json();
        let place = board["tiles"]
            .as_array()
            .and_then(|tiles| tiles.iter().find(|tile| tile["title"] == subtype))
            .map(|tile| tile["place"].clone());
        let place = place.unwrap_or_else(|| panic!("{board}"));
        let tile = server.anon().act("getPublicTile", json!({ "idPublic": token, "place": place })).await.json();
        let text = tile.to_string();
        assert!(["Ada", "Grace", "Sofia", "secret note"].iter().all(|other| !text.contains(other)), "{text}");
        let drawing = if narrowed { "table" } else { "failed" };
        assert_eq!(tile["data"]["drawing"], drawing, "orders are not narrowed, so they are not shown: {text}");
        assert_eq!(text.contains("Emmy there"), narrowed, "{text}");
    }
}
