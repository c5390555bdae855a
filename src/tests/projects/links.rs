//! Links with rights of their own: what is fixed holds whatever a reader sends, and nothing else is told.

use super::shop;
use crate::harness::{Caller, Store, TestServer};
use serde_json::{Value as Json, json};

/// A board with a chart and a table of orders and a table of customers; filters by country, name and day.
struct Board {
    server: TestServer,
    ada: Caller,
    project: String,
    country: String,
    name: String,
}

async fn board(settings: &[(&str, &str)]) -> Board {
    let server = TestServer::start_with(Store::Sqlite, settings).await;
    let ada = server.sign_up("ada").await;
    let project = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let chart = shop::chart(&ada, &project).await;
    let customers = shop::table(&ada, &project).await;
    let country = shop::filter(&ada, &project, "Country", &[(&customers, "customers", "country")]).await;
    let name = shop::filter(&ada, &project, "Name", &[(&customers, "customers", "name")]).await;
    shop::filter(&ada, &project, "Day", &[(&chart, "orders", "note")]).await;
    Board { server, ada, project, country, name }
}

impl Board {
    /// A link with these fields beside the project and the title. Answers it, and its token.
    async fn link(&self, more: Json) -> (Json, String) {
        let mut input = json!({ "projectId": self.project, "title": "For Bo" });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let answer = self.ada.act("saveLink", input).await.json();
        let path = answer["link"]["path"].as_str().unwrap_or_else(|| panic!("{answer}"));
        (answer["link"].clone(), path.trim_start_matches("/public/").to_owned())
    }

    /// Everything of one country, and readers choose names.
    fn germany(&self) -> Json {
        json!({ "filters": [
            { "filterId": self.country, "use": "fixed", "values": ["DE"] },
            { "filterId": self.name, "use": "open" },
        ] })
    }
}

async fn shown(reader: &Caller, token: &str) -> Json {
    reader.act("getPublicBoard", json!({ "idPublic": token })).await.json()
}

async fn rows(reader: &Caller, token: &str, more: Json) -> Json {
    let mut input = json!({ "idPublic": token, "place": 1 });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    reader.act("getPublicTile", input).await.json()
}

async fn values(reader: &Caller, token: &str, name: &str) -> Json {
    reader.act("getPublicFilterValues", json!({ "idPublic": token, "name": name })).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_fixed_holds_whatever_a_reader_sends() {
    let board = board(&[]).await;
    let (_, token) = board.link(board.germany()).await;
    assert_eq!(token.len(), 32);
    let anon = board.server.anon();
    let seen = shown(&anon, &token).await;
    assert_eq!(seen["filters"].as_array().map(Vec::len), Some(1), "the fixed filter is not shown, nor one that is not named: {seen}");
    assert_eq!(seen["filters"][0]["name"], "name");
    assert_eq!(seen["tiles"].as_array().map(Vec::len), Some(1), "a widget that the fixed filter does not narrow is not shown: {seen}");
    assert!(!seen.to_string().contains("ountry"), "{seen}");

    let german = json!([["Emmy", "DE"]]);
    let choose = |name: &str, values: Json| json!({ "board": { "filters": [{ "name": name, "values": values }] } });
    for attempt in [
        json!({}),
        choose("country", json!(["US"])),
        choose("country", json!([])),
        choose("Country", json!(["US"])),
        choose(&board.country, json!(["US"])),
        choose("day", json!(["secret"])),
        json!({ "board": { "filters": [{ "name": "country", "values": ["US"] }, { "name": "country", "values": [] }] } }),
        json!({ "filters": [{ "name": "country", "values": ["US"] }], "fixed": [], "rights": { "fixed": [] }, "untouched": true }),
        json!({ "view": { "sort": { "column": "name" } } }),
    ] {
        let answer = rows(&anon, &token, attempt.clone()).await;
        assert_eq!(answer["data"]["rows"], german, "{attempt}: {answer}");
    }
    let page = anon.page(&format!("/public/{token}?f.country=US&f.country=&w1.f=country.eq.US")).await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("Grace") && !page.text().contains("Sofia"));

    // Lists hold what the link may see, and only those of filters that may be used.
    assert_eq!(values(&anon, &token, "name").await["values"], json!(["Emmy"]));
    for name in ["country", "day", "nothing"] {
        assert_eq!(values(&anon, &token, name).await["error"], "There is no such public filter", "{name}");
    }
    // Nothing of the board but what is shown: not the chart, not by another link's place.
    assert_eq!(anon.act("getPublicTile", json!({ "idPublic": token, "place": 0 })).await.json()["success"], false);
    let open = board.link(json!({ "filters": board.germany()["filters"], "untouched": true })).await.1;
    assert_eq!(shown(&anon, &open).await["tiles"].as_array().map(Vec::len), Some(2), "unless the owner says so");

    // A filter of another kind than it was fixed for, or one that is gone, shows nothing rather than everything.
    let refused = board.ada.act("deleteFilter", json!({ "projectId": board.project, "filterId": board.country })).await.json();
    assert!(refused["error"].as_str().is_some_and(|text| text.contains("For Bo")), "{refused}");
    crate::harness::TestServer::stop(board.server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_filter_of_a_link_is_bound_and_typed() {
    let board = board(&[]).await;
    let (_, token) = board.link(board.germany()).await;
    let anon = board.server.anon();
    for value in ["' or '1'='1", "Emmy' --", "\"; drop table customers", "${7*7}", "{{7*7}}", "%", "_", "Emmy\u{0}"] {
        let input = json!({ "board": { "filters": [{ "name": "name", "values": [value] }] } });
        let answer = rows(&anon, &token, input).await;
        let none = answer["data"]["drawing"] == "empty" || answer["success"] == false;
        assert!(none, "{value:?}: {answer}");
        assert!(!answer.to_string().to_lowercase().contains("select"), "{answer}");
    }
    for wrong in [json!("x"), json!({ "$ne": null }), json!([["Emmy"]]), json!([null]), json!([{ "gt": "" }]), json!(1)] {
        let input = json!({ "idPublic": token, "place": 1, "board": { "filters": [{ "name": "name", "values": wrong }] } });
        assert_eq!(anon.act("getPublicTile", input).await.status, 400, "{wrong}");
    }
    let many: Vec<String> = (0..300).map(|n| n.to_string()).collect();
    assert_eq!(rows(&anon, &token, json!({ "board": { "filters": [{ "name": "name", "values": many }] } })).await["success"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_opens_its_own_link_only() {
    let board = board(&[("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "5"), ("VIZBOARD_ATTEMPTS_PER_ADDRESS", "1000")]).await;
    let (link, token) = board.link(json!({ "password": "open sesame 1" })).await;
    let (_, other) = board.link(json!({ "password": "open sesame 1" })).await;
    assert_eq!(link["hasPassword"], true);
    assert!(!link.to_string().contains("sesame") && !link.to_string().contains("argon2"));
    let reader = board.server.anon();
    assert_eq!(
        shown(&reader, &token).await,
        json!({ "success": true, "locked": true, "title": "", "description": "", "tabs": [], "tiles": [], "filters": [], "diagram": false })
    );
    let page = reader.page(&format!("/public/{token}")).await;
    assert!(page.status == 200 && !page.text().contains("Sales") && page.text().contains("password"), "{}", page.text());
    // What is locked is answered like what does not exist.
    let locked = rows(&reader, &token, json!({})).await;
    assert_eq!(locked, rows(&reader, "0123456789abcdefghijABCDEFGHIJ42", json!({})).await);
    assert_eq!(values(&reader, &token, "country").await["error"], "There is no such public board");

    let unlock = async |reader: &Caller, token: &str, password: &str| {
        reader.act("unlockLink", json!({ "idPublic": token, "password": password })).await
    };
    let before = board.server.app().passwords.computed();
    let wrong = unlock(&reader, &token, "open sesame 2").await.json();
    let unknown = unlock(&reader, "0123456789abcdefghijABCDEFGHIJ42", "open sesame 2").await.json();
    assert_eq!(wrong, unknown, "a wrong password and an unknown link");
    assert_eq!(board.server.app().passwords.computed(), before + 2, "after the same work");
    assert_eq!(unlock(&reader, &token, "open sesame 1").await.json()["success"], true);
    assert_eq!(shown(&reader, &token).await["title"], "Sales");
    assert_eq!(rows(&reader, &token, json!({})).await["data"]["drawing"], "table");
    assert_eq!(shown(&reader, &other).await["locked"], true, "a pass is for one link");

    // Another password, or another address, ends every pass.
    let change = json!({ "projectId": board.project, "linkId": link["id"], "title": "For Bo", "password": "close sesame 1" });
    assert_eq!(board.ada.act("saveLink", change).await.json()["success"], true);
    assert_eq!(shown(&reader, &token).await["locked"], true);
    unlock(&reader, &token, "close sesame 1").await;
    let rotated = board.ada.act("rotateLink", json!({ "projectId": board.project, "linkId": link["id"] })).await.json();
    let fresh = rotated["link"]["path"].as_str().expect("a path").trim_start_matches("/public/").to_owned();
    assert_eq!(shown(&reader, &token).await["error"], "There is no such public board", "the old address ends at once");
    assert_eq!(shown(&reader, &fresh).await["locked"], true);

    let stranger = board.server.anon();
    let mut statuses = Vec::new();
    for n in 0..8 {
        statuses.push(unlock(&stranger, &fresh, &format!("guess number {n}")).await.status.as_u16());
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_end_and_only_who_shares_sees_them() {
    let board = board(&[]).await;
    let (project, anon) = (&board.project, board.server.anon());
    let (link, token) = board.link(json!({ "expiresOn": "2099-12-31" })).await;
    assert_eq!(link["expiresAt"], "2100-01-01T00:00:00.000Z", "to the end of that day");
    assert_eq!(shown(&anon, &token).await["title"], "Sales", "without the board being public");
    for (field, wrong) in [("expiresOn", "2001-01-01"), ("expiresOn", "soon"), ("password", "short"), ("title", "")] {
        let mut input = json!({ "projectId": project, "title": "T" });
        input[field] = json!(wrong);
        assert_eq!(board.ada.act("saveLink", input).await.json()["field"], field, "{wrong}");
    }
    crate::routes::run(&board.server, "update share_links set expires_at = 1").await;
    let gone = json!({ "success": false, "error": "There is no such public board" });
    assert_eq!(shown(&anon, &token).await, gone, "expired");
    let listed = board.ada.act("listLinks", json!({})).await.json();
    assert_eq!((&listed["links"][0]["isExpired"], &listed["links"][0]["createdBy"]), (&json!(true), &json!("ada")), "{listed}");

    let (link, token) = board.link(json!({})).await;
    anon.page(&format!("/public/{token}")).await;
    anon.page(&format!("/public/{token}")).await;
    anon.send(reqwest::Method::HEAD, &format!("/public/{token}"), &[("accept", "text/html")], vec![]).await;
    anon.send(reqwest::Method::GET, &format!("/public/{token}"), &[("accept", "text/html"), ("user-agent", "Googlebot/2.1")], vec![]).await;
    shown(&anon, &token).await;
    let listed = board.ada.act("listLinks", json!({ "projectId": project })).await.json();
    let mine = listed["links"].as_array().expect("links").iter().find(|one| one["id"] == link["id"]).expect("the link").clone();
    assert_eq!(mine["views"], 2, "people, not programs: {mine}");
    let revoked = board.ada.act("revokeLink", json!({ "projectId": project, "linkId": link["id"] })).await.json();
    assert_eq!(revoked["success"], true, "{revoked}");
    assert_eq!(shown(&anon, &token).await, gone, "revoked");

    // Without a valid connection no link shows anything, and none comes back by itself.
    let (_, token) = board.link(json!({})).await;
    let connection = shop::connection_ids(&board.ada, project).await.remove(0);
    board.ada.act("deleteConnection", json!({ "connectionId": connection })).await;
    assert_eq!(shown(&anon, &token).await, gone);
    let links = board.ada.act("listLinks", json!({ "projectId": project })).await.json();
    assert_eq!(links["links"], json!([]), "{links}");
    let refused = board.ada.act("saveLink", json!({ "projectId": project, "title": "T" })).await.json();
    assert_eq!(refused["success"], false, "{refused}");
    for token in ["", ":key", "*", "%", "../../etc/passwd", "first", "embed", "null"] {
        assert_eq!(shown(&anon, token).await, gone, "{token}");
    }
}
