//! Widgets that show a saved query: of every engine, with parameters, filters and links; and what they say when the query is
//! gone, changed, or writes.

use super::shop;
use crate::harness::{Caller, Store, TestServer, mysql};
use serde_json::{Value as Json, json};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};
use std::path::Path;

const TABLES: &str = "create table orders (id integer primary key, customer_id integer, day date not null, total numeric(12, 2));
    insert into orders values (1, 1, '2026-01-02', 1.25), (2, 2, '2026-01-03', 2.50), (3, 1, '2026-02-04', 3.75), (4, 2, '2026-02-05', null);";

/// Totals of two customers, above a bound that has a default.
const TEXT: &str = "select customer_id as who, day, total as amount, total as amount from orders where id > :above -- that many";

async fn in_mysql() -> Json {
    let url: url::Url = mysql::fresh_database().await.parse().expect("a URL");
    let mut db = MySqlConnection::connect(url.as_str()).await.expect("the server answers");
    sqlx::raw_sql(AssertSqlSafe(TABLES)).execute(&mut db).await.expect("tables are made");
    let mut object = shop::object(&url, "Seal");
    object["type"] = json!("mysql");
    object
}

fn in_sqlite(folder: &Path) -> Json {
    let path = folder.join("orders.db");
    rusqlite::Connection::open(&path).expect("a file").execute_batch(TABLES).expect("tables are made");
    json!({ "title": "Feather", "type": "sqlite", "database": path })
}

async fn save(caller: &Caller, project: &str, connection: &str, title: &str, text: &str) -> String {
    let parameters = json!([{ "name": "above", "type": "number", "default": "0" }]);
    let input = json!({ "projectId": project, "connectionId": connection, "title": title, "text": text, "parameters": parameters });
    let answer = caller.act("saveQuery", input).await.json();
    answer["queryId"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// A widget of this query. Answers its id.
async fn widget(caller: &Caller, project: &str, kind: &str, subtype: &str, query: &str, more: Json) -> String {
    let mut configs = json!({ "source": { "query": query } });
    configs.as_object_mut().expect("an object").extend(more.as_object().expect("fields").clone());
    shop::widget(
        caller,
        json!({ "projectId": project, "type": kind, "subtype": subtype, "title": format!("Widget {subtype}"), "configs": configs }),
    )
    .await
}

fn cells(rows: &Json) -> Vec<String> {
    let cell = |value: &Json| match value {
        Json::String(text) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        Json::Null => "-".to_owned(),
        Json::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    };
    let row = |row: &Json| row.as_array().expect("cells").iter().map(cell).collect::<Vec<_>>().join(" ");
    rows.as_array().unwrap_or_else(|| panic!("rows: {rows}")).iter().map(row).collect()
}

/// A project with a saved query on each connection.
struct Three {
    server: TestServer,
    ada: Caller,
    project: String,
    /// In the order of the connections.
    queries: Vec<String>,
    _folder: tempfile::TempDir,
}

async fn three(store: Store) -> Three {
    let folder = tempfile::tempdir().expect("a folder");
    let files = folder.path().to_str().expect("a path");
    let server = TestServer::start_with(store, &[("VIZBOARD_SQLITE_DIRS", files)]).await;
    let ada = server.sign_up("ada").await;
    let elephant = shop::connection("Elephant").await;
    shop::run(&elephant, &format!("drop table orders; {TABLES}")).await;
    let project = shop::project(&ada, "Three", &[elephant, in_mysql().await, in_sqlite(folder.path())]).await;
    let mut queries = Vec::new();
    for (place, id) in shop::connection_ids(&ada, &project).await.iter().enumerate() {
        queries.push(save(&ada, &project, id, &format!("Query {place}"), TEXT).await);
    }
    Three { server, ada, project, queries, _folder: folder }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_groups_filters_and_pages_are_the_same_on_every_engine() {
    for store in Store::BOTH {
        let all = three(store).await;
        let Three { ada, project, queries, .. } = &all;
        for query in queries {
            let bar = json!({ "xAxisColumn": "who", "yAxisColumns": ["amount"] });
            let bar = widget(ada, project, "bar_charts", "basic_bar", query, bar).await;
            assert_eq!(cells(&shop::data(ada, &bar, json!({})).await["table"]["rows"]), ["1 5", "2 2.5"]);
            let behind = json!({ "format": "csv", "widgetId": bar });
            let behind = ada.post(&format!("/api/projects/{project}/export"), &behind).await.text();
            assert!(behind.starts_with("who,day,amount,amount") && behind.lines().count() == 5, "the rows behind it: {behind}");
            let question = json!({
                "groups": [{ "column": "day", "grain": "month" }, { "column": "who", "top": 1 }],
                "measures": [{ "function": "sum", "column": "amount 2" }],
                "filters": [{ "column": "amount", "op": "gt", "values": ["2"] }],
            });
            let pivot = widget(ada, project, "pivot_tables", "pivot_table", query, json!({ "question": question })).await;
            let shown = shop::data(ada, &pivot, json!({})).await;
            assert_eq!(shown["rows"].as_array().map(Vec::len), Some(2), "{shown}");
            let number = json!({ "question": { "measures": [{ "function": "percentile", "column": "amount" }] } });
            let number = widget(ada, project, "numbers", "big_number", query, number).await;
            assert_eq!(shop::data(ada, &number, json!({})).await["value"], "2.5");

            let table = widget(
                ada,
                project,
                "datatables",
                "simple_dataTable",
                query,
                json!({ "columns": [{ "field": "day" }, { "field": "amount" }] }),
            )
            .await;
            let filter =
                json!([{ "column": "day", "op": "gte", "values": ["2026-01-03"] }, { "column": "amount", "op": "gt", "values": ["0"] }]);
            let view = json!({ "sort": { "column": "amount", "descending": true }, "filter": filter, "pageSize": 1 });
            let page = shop::data(ada, &table, view).await;
            assert_eq!(cells(&page["rows"]), ["2026-02-04 3.75"], "{page}");
            assert_eq!((&page["total"], &page["hasNext"]), (&json!({ "exactly": 2 }), &json!(true)), "{page}");
            assert_eq!((&page["table"], &page["tables"]), (&json!(""), &json!([])), "no label");
            let found = shop::data(ada, &table, json!({ "search": "3.75" })).await;
            assert_eq!(found["total"], json!({ "exactly": 1 }));
            let hidden = ada.act("getWidgetData", json!({ "widgetId": table, "view": { "sort": { "column": "who" } } })).await.json();
            assert_eq!((&hidden["success"], &hidden["error"]), (&json!(false), &json!("There is no column \"who\" in the saved query.")));
        }
        // As files for readers of a link.
        let link = ada.act("saveLink", json!({ "projectId": project, "title": "For Bo", "downloads": true })).await.json();
        let token = link["link"]["path"].as_str().expect("a path").trim_start_matches("/public/").to_owned();
        let board = all.server.anon().act("getPublicBoard", json!({ "idPublic": token })).await.json();
        let tables: Vec<_> = board["tiles"].as_array().expect("tiles").iter().filter(|tile| tile["shape"] == "table").collect();
        assert_eq!(tables.len(), queries.len());
        for table in tables {
            let path = format!("/api/public/{token}/tiles/{0}/file?format=csv&w{0}.sort=-day", table["place"]);
            let file = all.server.anon().get(&path).await.text();
            assert!(file.starts_with("day,amount\r\n2026-02-05,\r\n2026-02-04,3.75") && file.lines().count() == 5, "{file}");
        }
        // What is saved is what is shown, and the default of a parameter is a part of it.
        let ids = shop::connection_ids(ada, project).await;
        let bar = widget(ada, project, "bar_charts", "basic_bar", &queries[0], json!({ "xAxisColumn": "who", "cacheSeconds": 3600 })).await;
        assert_eq!(cells(&shop::data(ada, &bar, json!({})).await["table"]["rows"]), ["1 2", "2 2"]);
        let fewer = json!([{ "name": "above", "type": "number", "default": "2" }]);
        let input =
            json!({ "projectId": project, "queryId": queries[0], "connectionId": ids[0], "title": "T", "text": TEXT, "parameters": fewer });
        assert_eq!(ada.act("saveQuery", input).await.json()["success"], true);
        assert_eq!(cells(&shop::data(ada, &bar, json!({})).await["table"]["rows"]), ["1 1", "2 1"], "not a kept answer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_come_from_the_query_and_board_filters_map_to_them() {
    let all = three(Store::Sqlite).await;
    let Three { server, ada, project, queries, .. } = &all;
    let mut targets = Vec::new();
    for query in queries {
        let listed = ada.act("listTables", json!({ "projectId": project, "queryId": query })).await.json();
        let names: Vec<&Json> = listed["tables"][0]["columns"].as_array().expect("columns").iter().map(|column| &column["name"]).collect();
        assert_eq!(
            (names, &listed["tables"][0]["name"]),
            (vec![&json!("who"), &json!("day"), &json!("amount"), &json!("amount 2")], &json!(query))
        );
        let table = widget(ada, project, "datatables", "simple_dataTable", query, json!({})).await;
        targets.push(json!({ "widgetId": table, "table": query, "column": "who" }));
    }
    let board = ada.act("getBoard", json!({ "projectId": project })).await.json();
    assert_eq!(board["board"]["queries"][1]["title"], "Query 1");
    assert_eq!(board["board"]["widgets"][0]["query"], json!(queries[0]));
    let columns = ada.act("listFilters", json!({ "projectId": project })).await.json();
    let who = columns["columns"].as_array().expect("columns").iter().find(|column| column["name"] == "who").expect("who").clone();
    assert_eq!(who["targets"], json!(targets), "{who}");
    let saved = ada.act("saveFilter", json!({ "projectId": project, "label": "Who", "kind": "many", "targets": targets })).await.json();
    assert_eq!(saved["success"], true, "{saved}");
    for target in &targets {
        let board = json!({ "filters": [{ "name": "who", "values": ["2"] }] });
        let data = ada.act("getWidgetData", json!({ "widgetId": target["widgetId"], "board": board })).await.json();
        assert_eq!(data["data"]["total"], json!({ "exactly": 2 }), "{data}");
    }
    let values = ada.act("filterValues", json!({ "projectId": project, "name": "who" })).await.json();
    assert_eq!(values["values"], json!(["1", "2"]), "{values}");
    // Others see neither queries nor their columns.
    let eve = server.sign_up("eve").await;
    assert_eq!(eve.act("listTables", json!({ "projectId": project, "queryId": queries[0] })).await.json()["success"], false);
    let hers = shop::project(&eve, "Hers", &[shop::connection("Other").await]).await;
    let stolen = eve.act("listTables", json!({ "projectId": hers, "queryId": queries[0] })).await.json();
    assert_eq!(stolen["success"], false, "{stolen}");
    let input = json!({ "projectId": hers, "type": "datatables", "title": "T", "configs": { "source": { "query": queries[0] } } });
    let refused = eve.act("createWidget", input.clone()).await.json();
    assert_eq!(
        (&refused["field"], &refused["error"]),
        (&json!("configs[source][query]"), &json!("This saved query is not part of the project"))
    );
    assert_eq!(eve.act("getWidgetData", json!({ "draft": input })).await.json()["success"], false);
    // Past the check: an import and an undo bring settings as they are.
    let document = json!({ "vizboard": 1, "widgets": [{ "key": "a", "type": "datatables", "title": "T", "configs": { "source": { "query": queries[0] } } }] });
    let imported = eve.act("importBoard", json!({ "projectId": hers, "document": document.to_string() })).await.json();
    assert!(imported["error"].as_str().is_some_and(|text| text.contains("does not list")), "{imported}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_shown_is_refused_or_says_so() {
    let all = three(Store::Sqlite).await;
    let Three { ada, project, queries, .. } = &all;
    let ids = shop::connection_ids(ada, project).await;
    let draft = |kind: &str, subtype: &str, configs: Json| json!({ "projectId": project, "type": kind, "subtype": subtype, "title": "T", "configs": configs });
    let refused = async |input: Json| ada.act("createWidget", input).await.json();
    for (configs, field, words) in [
        (json!({ "source": { "query": "x" } }), "configs[source][query]", "Choose a saved query"),
        (json!({ "source": {} }), "configs[source][query]", "Choose a saved query"),
        (json!({ "source": { "query": ids[0] } }), "configs[source][query]", "not part of the project"),
        (
            json!({ "source": { "query": queries[0] }, "columns": [{ "field": "gone" }] }),
            "configs[columns][0][field]",
            "no column gone in the saved query",
        ),
    ] {
        let answer = refused(draft("datatables", "simple_dataTable", configs)).await;
        assert_eq!(answer["field"], field, "{answer}");
        assert!(answer["error"].as_str().is_some_and(|text| text.contains(words)), "{answer}");
    }
    let two = json!({ "connectionIds": ids[..2], "tables": ["orders"], "source": { "query": queries[0] } });
    assert_eq!(refused(draft("datatables", "integrated_dataTable", two)).await["field"], "configs[source][query]");
    assert_eq!(ada.act("createWidget", draft("datatables", "simple_dataTable", json!({ "source": null }))).await.status, 400);

    for (place, id) in ids.iter().enumerate() {
        // Whatever writes is refused by the database, and its words stay on the SQL page.
        let writes = match place {
            0 => "with gone as (delete from orders returning id) select * from gone",
            1 => "select * from orders for update",
            _ => "with x as (select 1 as one) select one, randomblob(5) as b, load_extension('x') as c from x",
        };
        let query = save(ada, project, id, "Writes", writes).await;
        let tile = widget(ada, project, "datatables", "simple_dataTable", &query, json!({})).await;
        let data = shop::data(ada, &tile, json!({})).await;
        if place == 1 && data["drawing"] == "table" {
            // A lock that a read-only transaction takes leaves nothing behind.
            continue;
        }
        assert_eq!((&data["drawing"], &data["message"]), (&json!("failed"), &json!("The query of this tile failed.")), "{data}");
        let listed = save(ada, project, id, "Explains", "explain select 1").await;
        let answer = refused(draft("datatables", "simple_dataTable", json!({ "source": { "query": listed } }))).await;
        assert!(answer["error"].as_str().is_some_and(|text| text.contains("begins with SELECT")), "{answer}");
    }
    let open = json!({ "projectId": project, "title": "Open", "text": "select * from orders where id = :which" });
    let open = ada.act("saveQuery", open).await.json()["queryId"].as_str().expect("an id").to_owned();
    let answer = refused(draft("datatables", "simple_dataTable", json!({ "source": { "query": open } }))).await;
    assert!(answer["error"].as_str().is_some_and(|text| text.contains("\"which\": save a default")), "{answer}");

    // A changed query no longer has the column; a deleted one is gone, and its widgets are named before.
    let bar = widget(ada, project, "bar_charts", "basic_bar", &queries[1], json!({ "xAxisColumn": "who" })).await;
    let uses = ada.act("listQueries", json!({ "projectId": project })).await.json()["uses"].clone();
    let used = uses.as_array().expect("uses").iter().find(|used| used["queryId"] == json!(queries[1])).expect("used").clone();
    assert_eq!(used["widgets"], json!([{ "id": bar, "title": "Widget basic_bar" }]));
    let page = ada.page(&format!("/projects/{project}/sql")).await.text();
    assert!(page.contains("will say that it is gone") && page.contains("Widget basic_bar") && page.contains("Add to board"), "{page}");
    let changed =
        json!({ "projectId": project, "queryId": queries[1], "connectionId": ids[1], "title": "Q", "text": "select day from orders" });
    assert_eq!(ada.act("saveQuery", changed).await.json()["success"], true);
    let data = shop::data(ada, &bar, json!({})).await;
    assert_eq!(data["message"], "Column who does not exist in the saved query any more. Choose another", "{data}");
    assert_eq!(ada.act("deleteQuery", json!({ "queryId": queries[1] })).await.json()["success"], true);
    let data = shop::data(ada, &bar, json!({})).await;
    assert_eq!(data["message"], "The saved query of this widget does not exist any more.", "{data}");
    // Without its connection it says that.
    let last = widget(ada, project, "bar_charts", "basic_bar", &queries[2], json!({ "xAxisColumn": "who" })).await;
    assert_eq!(ada.act("deleteConnection", json!({ "projectId": project, "connectionId": ids[2] })).await.json()["success"], true);
    let data = shop::data(ada, &last, json!({})).await;
    assert_eq!(data["message"], "The connection of the saved query \"Query 2\" was deleted.", "{data}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_page_tells_nothing_of_the_query() {
    let all = three(Store::Sqlite).await;
    let Three { server, ada, project, queries, .. } = &all;
    for query in queries {
        widget(ada, project, "datatables", "simple_dataTable", query, json!({ "columns": [{ "field": "day" }] })).await;
    }
    widget(ada, project, "bar_charts", "basic_bar", &queries[0], json!({ "xAxisColumn": "day" })).await;
    let gone =
        save(ada, project, &shop::connection_ids(ada, project).await[0], "Broken secret", "select 1 as one from nowhere_secret").await;
    widget(ada, project, "datatables", "simple_dataTable", &gone, json!({})).await;
    let link = shop::publish(ada, project).await;
    let anon = server.anon();
    let mut said = anon.act("getPublicBoard", json!({ "idPublic": link })).await.text();
    for place in 0..5 {
        let shown = anon.act("getPublicTile", json!({ "idPublic": link, "place": place })).await;
        assert_eq!(shown.json()["data"]["drawing"] == "failed", place == 4, "{}", shown.text());
        said += &shown.text();
        let hidden = json!({ "idPublic": link, "place": place, "view": { "sort": { "column": "amount" } } });
        said += &anon.act("getPublicTile", hidden).await.text();
    }
    said += &anon.page(&format!("/public/{link}")).await.text();
    let titles = ["Elephant", "Seal", "Feather", "Query 0", "Broken secret"];
    for secret in queries.iter().map(String::as_str).chain(titles).chain(["customer_id", "orders", "nowhere_secret", "that many"]) {
        assert!(!said.contains(secret), "{secret}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_goes_along_with_its_widgets() {
    let all = three(Store::Sqlite).await;
    let Three { ada, project, queries, .. } = &all;
    let bar =
        widget(ada, project, "bar_charts", "basic_bar", &queries[0], json!({ "xAxisColumn": "who", "yAxisColumns": ["amount"] })).await;
    let here = ada.act("copyWidget", json!({ "widgetId": bar })).await.json();
    assert_eq!(here["widget"]["configs"]["source"]["query"], json!(queries[0]));

    let other = shop::project(ada, "Other", &[shop::connection("Elephant").await]).await;
    let list = async |project: &str| {
        ada.act("listQueries", json!({ "projectId": project })).await.json()["queries"].as_array().expect("queries").clone()
    };
    for _ in 0..2 {
        let there = ada.act("copyWidget", json!({ "widgetId": bar, "projectId": other })).await.json();
        let copied = list(&other).await;
        assert_eq!((copied.len(), &copied[0]["text"], &copied[0]["parameters"][0]["default"]), (1, &json!(TEXT), &json!("0")), "once");
        assert_eq!(there["widget"]["configs"]["source"]["query"], copied[0]["id"]);
        let data = shop::data(ada, there["widget"]["id"].as_str().expect("an id"), json!({})).await;
        assert_eq!(data["drawing"], "chart", "reads the database of the other project: {data}");
    }
    let document = ada.act("exportBoard", json!({ "projectId": project })).await.json()["document"].clone();
    assert_eq!(
        (document["queries"].as_array().map(Vec::len), &document["queries"][0]["connection"]),
        (Some(1), &json!("c1")),
        "{document}"
    );
    assert_eq!(document["connections"], json!([{ "key": "c1", "title": "Elephant", "type": "postgres" }]));
    let import = async |project: &str, document: &Json| {
        ada.act("importBoard", json!({ "projectId": project, "document": document.to_string() })).await.json()
    };
    assert_eq!(import(project, &document).await["queries"], 0, "the same again changes nothing");
    let mut edited = document.clone();
    edited["queries"][0]["title"] = json!("Renamed");
    let changed = import(project, &edited).await;
    assert_eq!((&changed["queries"], &changed["changed"]), (&json!(1), &json!(0)), "{changed}");
    assert!(list(project).await.iter().any(|query| query["title"] == "Renamed"));

    let third = shop::project(ada, "Third", &[shop::connection("Elephant").await]).await;
    let taken = import(&third, &document).await;
    assert_eq!((&taken["created"], &taken["queries"]), (&json!(2), &json!(1)), "{taken}");
    assert_eq!(import(&third, &document).await["queries"], 0);
    for (place, value, words) in
        [("connection", json!("c9"), "does not list"), ("text", json!("select 1; select 2"), "These are 2 statements")]
    {
        let mut wrong = document.clone();
        wrong["queries"][0][place] = value;
        let refused = import(&third, &wrong).await;
        assert!(refused["error"].as_str().is_some_and(|text| text.contains(words)), "{refused}");
    }
    // Without the connection the whole board comes, and the tile says what is missing.
    let fourth = shop::project(ada, "Fourth", &[shop::connection("Mouse").await]).await;
    let whole = ada.act("copyBoard", json!({ "fromProjectId": project, "projectId": fourth })).await.json();
    assert_eq!((&whole["created"], &whole["queries"]), (&json!(2), &json!(1)), "{whole}");
    let board = ada.act("getBoard", json!({ "projectId": fourth })).await.json();
    let tile = board["board"]["widgets"][0]["id"].as_str().expect("an id");
    let data = shop::data(ada, tile, json!({})).await;
    assert!(data["message"].as_str().is_some_and(|text| text.contains("was deleted")), "{data}");

    // Versions name the query: a board that goes back says when it is gone.
    ada.act("deleteWidgetAction", json!({ "widgetId": bar })).await;
    ada.act("deleteQuery", json!({ "queryId": queries[0] })).await;
    assert_eq!(ada.act("restoreWidget", json!({ "widgetId": bar })).await.json()["success"], true);
    assert!(shop::data(ada, &bar, json!({})).await["message"].as_str().is_some_and(|text| text.contains("does not exist any more")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_names_the_queries_and_widgets_that_it_breaks() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let connection = shop::connection("Shop").await;
    let project = shop::project(&ada, "Sales", std::slice::from_ref(&connection)).await;
    let id = shop::connection_ids(&ada, &project).await.remove(0);
    let named = save(&ada, &project, &id, "Names it", "select day, sum(total) as total from orders group by day").await;
    let all = save(&ada, &project, &id, "Takes all", "select * from ORDERS").await;
    save(&ada, &project, &id, "Another", "select name as total from customers").await;
    let broken = widget(&ada, &project, "bar_charts", "basic_bar", &named, json!({ "xAxisColumn": "day" })).await;
    let missing =
        widget(&ada, &project, "line_charts", "basic_line", &all, json!({ "xAxisColumn": "day", "yAxisColumns": ["total"] })).await;
    widget(&ada, &project, "pie_charts", "basic_pie", &all, json!({ "xAxisColumn": "day" })).await;
    shop::run(&connection, "alter table orders drop column total").await;
    assert_eq!(ada.act("regenerateProjectSchemas", json!({ "projectId": project })).await.json()["success"], true);
    let answer = ada.act("listSchemaChanges", json!({ "projectId": &project, "latest": true })).await.json();
    let change = &answer["entries"][0]["changes"][0];
    assert_eq!(change["queries"], json!([{ "id": named, "title": "Names it" }]), "{answer}");
    let ids: Vec<&Json> = change["breaks"].as_array().expect("widgets").iter().map(|widget| &widget["id"]).collect();
    assert_eq!(ids.len(), 2, "{change}");
    assert!(ids.contains(&&json!(broken)) && ids.contains(&&json!(missing)), "{change}");
    let page = ada.page(&format!("/projects/{project}/schema")).await.text();
    assert!(page.contains("breaks a saved query") && page.contains("Names it"), "{page}");
}
