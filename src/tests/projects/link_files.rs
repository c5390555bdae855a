//! Rows that readers of a link take along: where its owner says so, what the link shows, and nothing else.

use super::shop;
use crate::harness::{Answer, Caller, Store, TestServer};
use serde_json::{Value as Json, json};

/// A board with a chart of orders and a table of names and countries, and a filter by country that narrows the table alone.
struct Board {
    server: TestServer,
    ada: Caller,
    /// The database that all of it reads.
    base: Json,
    project: String,
    country: String,
}

async fn board(settings: &[(&str, &str)]) -> Board {
    let server = TestServer::start_with(Store::Sqlite, settings).await;
    let ada = server.sign_up("ada").await;
    let base = shop::connection("Hidden name").await;
    shop::run(&base, "insert into customers values (5, '=HYPERLINK(\"x\")', 'DE')").await;
    let project = shop::project(&ada, "Sales", std::slice::from_ref(&base)).await;
    shop::chart(&ada, &project).await;
    let customers = shop::table(&ada, &project).await;
    let country = shop::filter(&ada, &project, "Country", &[(&customers, "customers", "country")]).await;
    Board { server, ada, base, project, country }
}

impl Board {
    /// A link with these fields beside the project and the title. Answers its id and its token.
    async fn link(&self, more: Json) -> (String, String) {
        let mut input = json!({ "projectId": self.project, "title": "For Bo" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let answer = self.ada.act("saveLink", input).await.json();
        let text = |name: &str| answer["link"][name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        (text("id"), text("path").trim_start_matches("/public/").to_owned())
    }

    fn germany(&self) -> Json {
        json!([{ "filterId": self.country, "use": "fixed", "values": ["DE"] }])
    }
}

async fn file(reader: &Caller, token: &str, place: &str, query: &str) -> Answer {
    reader.get(&format!("/api/public/{token}/tiles/{place}/file?{query}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_leave_where_the_owner_says_so_and_as_the_link_shows_them() {
    let board = board(&[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "1000")]).await;
    let anon = board.server.anon();
    let (_, closed) = board.link(json!({ "filters": board.germany() })).await;
    let refused = file(&anon, &closed, "1", "format=csv").await;
    assert_eq!((refused.status.as_u16(), refused.json()), (404, json!({ "error": "There is no such public file" })));
    assert!(!anon.page(&format!("/public/{closed}")).await.text().contains("/file?"), "and none is offered");

    let (_, token) = board.link(json!({ "filters": board.germany(), "downloads": true })).await;
    let listed = board.ada.act("listLinks", json!({ "projectId": board.project })).await.json();
    let rights: Vec<&Json> = listed["links"].as_array().expect("links").iter().map(|link| &link["rights"]["downloads"]).collect();
    assert_eq!(rights, [&json!(false), &json!(true)], "{listed}");
    let seen = anon.act("getPublicBoard", json!({ "idPublic": token })).await.json();
    assert_eq!(seen["tiles"][0]["downloads"], true, "{seen}");
    let page = anon.page(&format!("/public/{token}?w1.sort=-name")).await.text();
    assert!(page.contains(&format!("/api/public/{token}/tiles/1/file?w1.sort=-name&amp;format=csv")), "{page}");

    let expected = "name,Land\r\nEmmy,DE\r\n\"'=HYPERLINK(\"\"x\"\")\",DE\r\n";
    let csv = file(&anon, &token, "1", "format=csv").await;
    assert_eq!((csv.status.as_u16(), csv.text()), (200, expected.to_owned()), "the columns that are shown, under their headings");
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = csv.header("content-disposition").unwrap_or_default().to_owned();
    assert!(name.starts_with("attachment; filename=\"customers-") && name.ends_with(".csv\""), "{name}");
    for tampered in ["f.country=US", "f.country=", "f.Country=US&untouched=true", "w1.page=2&w1.size=1", "w0.f=name.eq.Ada", "idPublic=x"] {
        assert_eq!(file(&anon, &token, "1", &format!("format=csv&{tampered}")).await.text(), expected, "{tampered}");
    }
    let found = file(&anon, &token, "1", "format=json&w1.f=name.eq.Emmy&w1.sort=-name").await.json();
    assert_eq!(found, json!([{ "name": "Emmy", "Land": "DE" }]), "and what the reader chose");
    for (format, begins) in [("xlsx", &b"PK"[..]), ("parquet", b"PAR1")] {
        let answer = file(&anon, &token, "1", &format!("format={format}")).await;
        assert!(answer.status == 200 && answer.body.starts_with(begins), "{format}: {}", answer.text());
    }
    for (place, query, status) in [
        ("1", "", 400),
        ("1", "format=pdf", 400),
        ("1", "format=csv&w1.f=id.eq.1", 400),
        ("1", "format=csv&w1.table=orders", 404),
        ("0", "format=csv", 404),
        ("2", "format=csv", 404),
        ("-1", "format=csv", 404),
        ("x", "format=csv", 404),
    ] {
        let answer = file(&anon, &token, place, query).await;
        assert_eq!(answer.status, status, "{place} {query}: {}", answer.text());
        assert!(!answer.text().contains("Hidden name") && !answer.text().to_lowercase().contains("select"), "{}", answer.text());
    }

    // A chart gives the figures that it shows, and not the rows behind it.
    let (_, open) = board.link(json!({ "filters": board.germany(), "untouched": true, "downloads": true })).await;
    let figures = file(&anon, &open, "0", "format=csv").await.text();
    assert_eq!(figures.lines().count(), 4, "three months: {figures}");
    assert!(figures.starts_with("day,") && !figures.contains("secret note"), "{figures}");

    // Each is in the log: by which link, of which widget, in which form.
    let log = board.ada.get(&format!("/api/audit?projectId={}&what=export", board.project)).await.json();
    let last = &log["entries"][0];
    assert_eq!([&last["via"], &last["kind"], &last["objectName"], &last["detail"]], ["link", "widget", "Sales by month", "csv"], "{last}");

    // What the database says is its owner's business.
    shop::run(&board.base, "drop table customers cascade").await;
    let gone = file(&anon, &token, "1", "format=csv").await;
    assert_eq!((gone.status.as_u16(), gone.json()), (503, json!({ "error": "This tile cannot be shown right now." })));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_guards_a_link_guards_its_files() {
    let board = board(&[]).await;
    let (id, token) = board.link(json!({ "downloads": true, "password": "open sesame 1" })).await;
    let reader = board.server.anon();
    let locked = file(&reader, &token, "1", "format=csv").await;
    let unknown = file(&reader, "0123456789abcdefghijABCDEFGHIJ42", "1", "format=csv").await;
    assert_eq!((locked.status.as_u16(), locked.text()), (404, unknown.text()), "locked is answered like unknown");
    reader.act("unlockLink", json!({ "idPublic": token, "password": "open sesame 1" })).await;
    assert_eq!(file(&reader, &token, "1", "format=csv").await.text().lines().count(), 6);
    assert_eq!(file(&board.server.anon(), &token, "1", "format=csv").await.status, 404, "a pass is one browser's");

    // Taken back by itself, at its end, and with the link.
    let save = |more: Json| {
        let mut input = json!({ "projectId": board.project, "linkId": id, "title": "For Bo" });
        input.as_object_mut().expect("an object").extend(more.as_object().expect("fields").clone());
        board.ada.act("saveLink", input)
    };
    save(json!({})).await;
    assert_eq!(file(&reader, &token, "1", "format=csv").await.json()["error"], "There is no such public file");
    save(json!({ "downloads": true, "removePassword": true })).await;
    let anon = board.server.anon();
    assert_eq!(file(&anon, &token, "1", "format=csv").await.status, 200);
    crate::routes::run(&board.server, "update share_links set expires_at = 1").await;
    assert_eq!(file(&anon, &token, "1", "format=csv").await.status, 404, "expired");
    save(json!({ "downloads": true })).await;
    assert_eq!(file(&anon, &token, "1", "format=csv").await.status, 200);
    board.ada.act("revokeLink", json!({ "projectId": board.project, "linkId": id })).await;
    assert_eq!(file(&anon, &token, "1", "format=csv").await.status, 404, "revoked");
    // An embedded board gives none: its address cannot ask for it.
    assert_eq!(file(&anon, "a.b.c", "1", "format=csv").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_takes_so_many_in_a_minute() {
    let board = board(&[("VIZBOARD_ATTEMPTS_PER_ADDRESS", "3")]).await;
    let (_, token) = board.link(json!({ "downloads": true })).await;
    let anon = board.server.anon();
    for _ in 0..3 {
        assert_eq!(file(&anon, &token, "1", "format=csv").await.status, 200);
    }
    let late = file(&anon, &token, "1", "format=csv").await;
    assert!(late.status == 429 && late.header("retry-after").is_some(), "{} {}", late.status, late.text());
    assert_eq!(anon.act("getPublicTile", json!({ "idPublic": token, "place": 1 })).await.json()["success"], true, "the page goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_several_sources_leave_whole_or_not_at_all() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let ((mut way, north), south) = (shop::behind_relay("North").await, shop::connection("South").await);
    shop::run(&south, "update customers set country = 'FR' where id = 1").await;
    let project = shop::project(&ada, "Both", &[north, south.clone()]).await;
    let ids = shop::connection_ids(&ada, &project).await;
    for (subtype, more) in [
        ("integrated_dataTable", json!({ "tables": ["customers"], "columns": [{ "field": "name" }] })),
        ("difference_dataTable", json!({ "tables": ["customers"], "keyColumns": ["id"] })),
        (
            "joined_dataTable",
            json!({ "tables": ["customers", "customers"], "keyColumns": ["id"], "otherKeyColumns": ["id"], "join": "inner" }),
        ),
    ] {
        let mut configs = json!({ "connectionIds": ids });
        configs.as_object_mut().expect("an object").extend(more.as_object().expect("fields").clone());
        shop::widget(&ada, json!({ "projectId": project, "type": "datatables", "subtype": subtype, "title": subtype, "configs": configs }))
            .await;
    }
    let saved = ada.act("saveLink", json!({ "projectId": project, "title": "For Bo", "downloads": true })).await.json();
    let token = saved["link"]["path"].as_str().expect("a path").trim_start_matches("/public/").to_owned();
    let anon = server.anon();

    let merged = file(&anon, &token, "0", "format=csv&w0.size=1&w0.f=SOURCE.eq.South").await.text();
    assert_eq!(merged, "SOURCE,name\r\nSouth,Ada\r\nSouth,Grace\r\nSouth,Emmy\r\nSouth,Sofia\r\n");
    assert_eq!(file(&anon, &token, "0", "format=csv").await.text().lines().count(), 9, "four of each");
    let changed = file(&anon, &token, "1", "format=csv").await.text();
    assert_eq!(changed, "DIFFERENCE,id,name,country\r\nchanged,1,Ada,GB → FR\r\n");
    let joined = file(&anon, &token, "2", "format=json&w2.q=Sofia").await.json();
    assert_eq!(joined.as_array().map(Vec::len), Some(1), "{joined}");

    shop::run(&south, "insert into customers select n, 'N', 'DE' from generate_series(100, 10200) n").await;
    let many = file(&anon, &token, "0", "format=csv").await;
    assert!(many.status == 400 && many.text().contains("more rows than can be put together"), "{} {}", many.status, many.text());
    assert_eq!(file(&anon, &token, "0", "format=csv&w0.f=name.eq.Ada").await.text().lines().count(), 3, "as it says");
    way.cut().await;
    let part = file(&anon, &token, "0", "format=csv&w0.f=name.eq.Ada").await;
    assert_eq!((part.status.as_u16(), part.json()), (503, json!({ "error": "This tile cannot be shown right now." })));
}
