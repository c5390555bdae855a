//! Marks of charts: which rows they leave, in which widgets, and what lies behind them.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};

/// Visits around midnight in Berlin, with a channel that may be missing, and payments by country.
const MORE: &str = "
    create table visits (id integer primary key, at timestamptz not null, channel text, pages integer not null);
    insert into visits values
        (1, '2024-02-29T22:59:59Z', 'web', 1), (2, '2024-02-29T23:00:00Z', 'web', 2), (3, '2024-03-15T12:00:00Z', null, 3),
        (4, '2024-03-31T21:59:59Z', 'shop', 14), (5, '2024-03-31T22:00:00Z', 'shop', 25), (6, '2024-03-20T08:00:00Z', 'web', 6);
    create table payments (id integer primary key, country text, country_code integer);
    insert into payments values (1, 'DE', 49), (2, 'DE', 49), (3, 'US', 1), (4, null, 0);
";

struct Board {
    server: TestServer,
    ada: Caller,
    project: String,
}

impl Board {
    async fn new(connections: usize) -> Self {
        let server = TestServer::start().await;
        let ada = server.sign_up("ada").await;
        let mut all = Vec::new();
        for n in 0..connections {
            let connection = shop::connection(&format!("Shop {n}")).await;
            shop::run(&connection, MORE).await;
            all.push(connection);
        }
        let project = shop::project(&ada, "Sales", &all).await;
        Self { server, ada, project }
    }

    async fn chart(&self, subtype: &str, table: &str, question: Json) -> String {
        let configs = json!({ "tableName": table, "question": question });
        shop::widget(
            &self.ada,
            json!({ "projectId": self.project, "type": "chart", "subtype": subtype, "title": subtype, "configs": configs }),
        )
        .await
    }

    async fn ask(&self, input: Json) -> Json {
        self.ada.act("getWidgetData", input).await.json()
    }

    /// How many rows a table shows under these marks.
    async fn total(&self, widget: &str, marks: &[Json]) -> Json {
        let answer = self.ask(json!({ "widgetId": widget, "board": { "marks": marks } })).await;
        if answer["data"]["drawing"] == "empty" { json!(0) } else { answer["data"]["total"]["exactly"].clone() }
    }

    /// The first column of the rows behind a chart.
    async fn behind(&self, widget: &str, marks: &[Json]) -> Vec<Json> {
        let answer = self.ask(json!({ "widgetId": widget, "rows": true, "sort": { "column": "id" }, "board": { "marks": marks } })).await;
        if answer["data"]["drawing"] == "empty" {
            return Vec::new();
        }
        let rows = answer["data"]["rows"].as_array().unwrap_or_else(|| panic!("{answer}"));
        rows.iter().map(|row| row[0].clone()).collect()
    }
}

fn mark(widget: &str, column: &str, how: &str, value: &str) -> Json {
    json!({ "widgetId": widget, "mark": { "column": column, "how": how, "value": value } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_narrows_every_widget_with_its_column() {
    let board = Board::new(2).await;
    let ids = shop::connection_ids(&board.ada, &board.project).await;
    let chart = board.chart("basic_bar", "customers", json!({ "groups": [{ "column": "country" }] })).await;
    let customers = shop::table(&board.ada, &board.project).await;
    let orders = shop::table_of(&board.ada, &board.project, None, "orders").await;
    let payments = shop::table_of(&board.ada, &board.project, None, "payments").await;
    let elsewhere = shop::table_of(&board.ada, &board.project, Some(&ids[1]), "customers").await;
    let both = json!({
        "projectId": board.project, "type": "datatables", "subtype": "integrated_dataTable", "title": "Both",
        "configs": { "connectionIds": ids, "tables": ["customers"] },
    });
    let both = shop::widget(&board.ada, both).await;

    let drawn = board.ask(json!({ "widgetId": chart })).await;
    let expected = json!({ "rows": { "column": "country", "how": "eq", "values": ["DE", "GB", "RU", "US"] } });
    assert_eq!(drawn["data"]["marks"], expected, "{drawn}");

    let germany = [mark(&chart, "country", "eq", "DE")];
    assert_eq!(board.total(&customers, &germany).await, 1);
    assert_eq!(board.total(&payments, &germany).await, 2, "the same column of another table");
    assert_eq!(board.total(&orders, &germany).await, 60, "no such column");
    assert_eq!(board.total(&elsewhere, &germany).await, 4, "another connection");
    assert_eq!(board.total(&both, &germany).await, 2, "both sources of an integrated table");
    assert_eq!(board.total(&customers, &[mark(&chart, "country", "eq", "' or 1=1 --")]).await, 0, "bound");
    assert_eq!(board.behind(&chart, &germany).await, [json!(3)]);

    // Beside filters of the board, and two marks at once.
    shop::filter(&board.ada, &board.project, "Name", &[(&customers, "customers", "name")]).await;
    let filtered = json!({ "filters": [{ "name": "name", "values": ["Ada", "Emmy"] }], "marks": germany });
    let answer = board.ask(json!({ "widgetId": customers, "board": filtered })).await;
    assert_eq!(answer["data"]["rows"], json!([["Emmy", "DE"]]));
    let other = board.chart("basic_bar", "payments", json!({ "groups": [{ "column": "country" }] })).await;
    let two = [germany[0].clone(), mark(&other, "country", "eq", "US")];
    assert_eq!(board.total(&payments, &two).await, 0);
    board.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_stand_for_nothing_periods_and_two_groups() {
    let board = Board::new(1).await;
    let months = json!({
        "groups": [{ "column": "at", "grain": "month" }, { "column": "channel" }], "timeZone": "Europe/Berlin",
        "filters": [{ "column": "pages", "op": "lt", "values": [20] }],
    });
    let chart = board.chart("stacked_bar", "visits", months).await;
    let visits = shop::table_of(&board.ada, &board.project, None, "visits").await;
    let drawn = board.ask(json!({ "widgetId": chart })).await;
    let marks = &drawn["data"]["marks"];
    assert_eq!(marks["rows"], json!({ "column": "at", "how": "month", "values": ["2024-02-01", "2024-03-01"] }), "{drawn}");
    assert_eq!((&marks["series"]["column"], &marks["series"]["how"]), (&json!("channel"), &json!("eq")));
    let place = marks["series"]["empty"].as_u64().expect("a series without a channel") as usize;
    assert_eq!((&marks["series"]["values"][place], &drawn["data"]["table"]["headers"][place + 1]), (&Json::Null, &json!("(no value)")));

    let march = mark(&chart, "at", "month", "2024-03-01");
    assert_eq!(board.total(&visits, std::slice::from_ref(&march)).await, 4, "as it lasts in Berlin");
    assert_eq!(board.behind(&chart, std::slice::from_ref(&march)).await, [2, 3, 4, 6], "under the chart's own filter too");
    let web = mark(&chart, "channel", "eq", "web");
    assert_eq!(board.behind(&chart, &[march.clone(), web]).await, [2, 6]);
    let none = mark(&chart, "channel", "is_null", "");
    assert_eq!(board.behind(&chart, &[march, none.clone()]).await, [3]);
    assert_eq!(board.total(&visits, &[none]).await, 1);

    // Ranges hold their beginning and not their end; what is left over cannot be chosen.
    let ranges = board.chart("histogram", "visits", json!({ "groups": [{ "column": "pages", "bins": 3 }] })).await;
    let drawn = board.ask(json!({ "widgetId": ranges })).await;
    assert_eq!(
        drawn["data"]["marks"]["rows"],
        json!({ "column": "pages", "how": "range", "values": ["0..10", "10..20", "20..30"] }),
        "{drawn}"
    );
    assert_eq!(board.total(&visits, &[mark(&ranges, "pages", "range", "10..20")]).await, 1);
    let top = board.chart("basic_pie", "visits", json!({ "groups": [{ "column": "channel", "top": 1 }] })).await;
    let drawn = board.ask(json!({ "widgetId": top })).await;
    assert_eq!(drawn["data"]["marks"]["rows"]["values"], json!(["web", null]), "{drawn}");
    let dates = board.chart("basic_line", "orders", json!({ "groups": [{ "column": "day", "grain": "quarter" }] })).await;
    let orders = shop::table_of(&board.ada, &board.project, None, "orders").await;
    assert_eq!(board.total(&orders, &[mark(&dates, "day", "quarter", "2026-01-01")]).await, 60);
    assert_eq!(board.total(&orders, &[mark(&dates, "day", "week", "2026-01-05")]).await, 7);
    board.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_chart_shows_is_refused() {
    let board = Board::new(1).await;
    let chart = board.chart("basic_bar", "customers", json!({ "groups": [{ "column": "country" }] })).await;
    let days = board.chart("basic_line", "orders", json!({ "groups": [{ "column": "day", "grain": "month" }] })).await;
    let customers = shop::table(&board.ada, &board.project).await;
    let nobody = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    for wrong in [
        mark(nobody, "country", "eq", "DE"),
        mark("x' or 1=1 --", "country", "eq", "DE"),
        mark(&chart, "name", "eq", "Ada"),
        mark(&chart, "id", "range", "1..2"),
        mark(&chart, "country\" or 1=1 --", "eq", "DE"),
        mark(&chart, "country", "month", "2024-01-01"),
        mark(&chart, "country", "range", "a"),
        mark(&chart, "country", "filter", "DE"),
        mark(&days, "day", "month", "soon"),
        mark(&customers, "name", "eq", "Ada"),
    ] {
        let answer = board.ask(json!({ "widgetId": customers, "board": { "marks": [wrong] } })).await;
        let text = answer["error"].as_str().unwrap_or_else(|| panic!("{wrong}: {answer}"));
        assert!(text.contains("no such mark") && text.contains("Remove it"), "{wrong}: {text}");
    }
    let many: Vec<Json> = (0..30).map(|n| mark(&chart, "country", "eq", &n.to_string())).collect();
    let answer = board.ask(json!({ "widgetId": customers, "board": { "marks": many } })).await;
    assert!(answer["error"].as_str().is_some_and(|text| text.contains("At most")), "{answer}");
    for wrong in [json!("x"), json!([null]), json!([{ "widgetId": chart, "mark": "x" }]), json!([{ "mark": { "how": "drop" } }])] {
        let input = json!({ "widgetId": customers, "board": { "marks": wrong } });
        assert_eq!(board.ada.act("getWidgetData", input).await.status, 400, "{wrong}");
    }
    // A page says so in its tiles and stays a page.
    let page = board.ada.page(&format!("/projects/{}/dashboard?m.{chart}=name.eq.Ada", board.project)).await;
    assert!(page.status == 200 && page.text().contains("no such mark"), "{}", page.text());
    let refused = board.ask(json!({ "widgetId": customers, "rows": true })).await;
    assert_eq!((&refused["success"], &refused["field"]), (&json!(false), &json!("rows")));
    board.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_behind_are_sorted_paged_and_taken_along() {
    let board = Board::new(1).await;
    let question = json!({ "groups": [{ "column": "customer_id" }], "filters": [{ "column": "total", "op": "gt", "values": [10] }] });
    let chart = board.chart("basic_bar", "orders", question).await;
    let chosen = json!({ "marks": [mark(&chart, "customer_id", "eq", "3")] });
    let view = json!({ "sort": { "column": "total", "descending": true }, "page": 2, "pageSize": 5 });
    let page = board.ask(json!({ "widgetId": chart, "rows": true, "view": view, "board": chosen })).await["data"].clone();
    assert_eq!((&page["total"]["exactly"], page["rows"].as_array().map(Vec::len)), (&json!(13), Some(5)), "{page}");
    assert_eq!((&page["page"], &page["hasNext"], &page["rows"][0][3]), (&json!(2), &json!(true), &json!("47.50")));
    let columns: Vec<&str> = page["columns"].as_array().expect("columns").iter().filter_map(|column| column["name"].as_str()).collect();
    assert_eq!(columns, ["id", "customer_id", "day", "total", "note"]);

    let export = format!("/api/projects/{}/export", board.project);
    let body = json!({ "format": "json", "widgetId": chart, "view": view, "board": chosen });
    let file = board.ada.post(&export, &body).await;
    assert!(file.header("content-disposition").is_some_and(|name| name.contains("rows-")), "{:?}", file.header("content-disposition"));
    let rows = file.json();
    assert_eq!((rows.as_array().map(Vec::len), &rows[0]["id"]), (Some(13), &json!(58)), "all pages, in order: {rows}");
    let eve = board.server.sign_up("eve").await;
    assert_eq!(eve.post(&export, &body).await.status, 404);
    assert_eq!(board.server.anon().post(&export, &body).await.status, 401);
    let other = shop::project(&board.ada, "Other", &[shop::connection("Other").await]).await;
    let elsewhere = board.ada.post(&format!("/api/projects/{other}/export"), &body).await;
    assert_eq!(elsewhere.status, 404, "a widget of another project");
    let rows = eve.act("getWidgetData", json!({ "widgetId": chart, "rows": true })).await.json();
    assert_eq!(rows["error"], "Widget not found");

    let there = format!("/projects/{}/rows?widget={chart}&m.{chart}=customer_id.eq.3&w0.sort=-total", board.project);
    let page = board.ada.page(&there).await.text();
    for words in ["total greater than 10", "customer_id: 3", "secret note 58", "Download"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    board.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_offers_marks_of_its_filters_only() {
    let board = Board::new(1).await;
    let chart = board.chart("basic_bar", "customers", json!({ "groups": [{ "column": "country" }] })).await;
    let customers = shop::table(&board.ada, &board.project).await;
    let targets = [(chart.as_str(), "customers", "country"), (customers.as_str(), "customers", "country")];
    let country = shop::filter(&board.ada, &board.project, "Land", &targets).await;
    let link = async |filters: Json| {
        let input = json!({ "projectId": board.project, "title": "For Bo", "filters": filters, "untouched": true });
        let answer = board.ada.act("saveLink", input).await.json();
        answer["link"]["path"].as_str().unwrap_or_else(|| panic!("{answer}")).trim_start_matches("/public/").to_owned()
    };
    let anon = board.server.anon();
    let tile = async |token: &str, place: u32, more: Json| {
        let mut input = json!({ "idPublic": token, "place": place });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        anon.act("getPublicTile", input).await.json()["data"].clone()
    };
    let open = link(json!([{ "filterId": country, "use": "open" }])).await;
    let marks = tile(&open, 0, json!({})).await["marks"].clone();
    assert_eq!(marks, json!({ "rows": { "column": "land", "how": "filter", "values": ["DE", "GB", "RU", "US"] } }));
    let narrowed = tile(&open, 1, json!({ "board": { "filters": [{ "name": "land", "values": ["DE"] }] } })).await;
    assert_eq!(narrowed["rows"], json!([["Emmy", "DE"]]));
    let page = anon.page(&format!("/public/{open}")).await.text();
    assert!(page.contains(&format!("/public/{open}?f.land=DE")) && !page.contains("/rows?"), "{page}");

    let hidden = link(json!([{ "filterId": country, "use": "hidden" }])).await;
    let fixed = link(json!([{ "filterId": country, "use": "fixed", "values": ["DE", "US"] }])).await;
    for token in [&hidden, &fixed] {
        let chart = tile(token, 0, json!({})).await;
        assert!(chart["marks"].is_null() && chart["drawing"] == "chart", "{chart}");
        assert!(!anon.page(&format!("/public/{token}")).await.text().contains("f.land"));
    }
    // Marks and rows are asked for in vain.
    let marks = json!({ "marks": [mark(&chart, "country", "eq", "DE")] });
    assert_eq!(tile(&hidden, 1, json!({ "board": marks, "rows": true })).await["total"]["exactly"], 4);
    let behind = tile(&fixed, 0, json!({ "rows": true, "board": marks })).await;
    assert_eq!((&behind["drawing"], behind["table"]["rows"].as_array().map(Vec::len)), (&json!("chart"), Some(2)), "{behind}");
    let page = anon.page(&format!("/public/{fixed}?m.{chart}=country.eq.RU&f.land=RU")).await.text();
    assert!(page.contains("Emmy") && !page.contains("Sofia"));
    board.server.stop().await;
}
