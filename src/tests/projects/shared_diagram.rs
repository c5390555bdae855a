//! The diagram behind a link: only where its owner says so, and without a word of connections.

use super::shop;
use crate::harness::{Caller, TestServer};
use serde_json::{Value as Json, json};

/// A project of two databases with different tables.
async fn project(ada: &Caller) -> (String, Vec<Json>) {
    let (one, two) = (shop::connection("North").await, shop::connection("South").await);
    shop::run(&two, "drop table orders; create table \"<script>alert(1)</script>\" (id integer)").await;
    let project = shop::project(ada, "Shop", &[one.clone(), two.clone()]).await;
    (project, vec![one, two])
}

async fn link(ada: &Caller, project: &str, more: Json) -> String {
    let mut input = json!({ "projectId": project, "title": "For Bo" });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    let answer = ada.act("saveLink", input).await.json();
    answer["link"]["path"].as_str().unwrap_or_else(|| panic!("{answer}")).trim_start_matches("/public/").to_owned()
}

async fn asked(reader: &Caller, token: &str, more: Json) -> Json {
    let mut input = json!({ "idPublic": token });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    reader.act("getPublicDiagram", input).await.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_shows_the_diagram_where_its_owner_says_so() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (project, connections) = project(&ada).await;
    let anon = server.anon();
    let plain = link(&ada, &project, json!({})).await;
    assert_eq!(asked(&anon, &plain, json!({})).await, json!({ "success": false, "error": "There is no such public diagram" }));
    assert_eq!(anon.page(&format!("/public/{plain}/diagram")).await.status, 404);
    assert!(!anon.page(&format!("/public/{plain}")).await.text().contains("/diagram"));

    let token = link(&ada, &project, json!({ "diagram": true })).await;
    assert!(anon.page(&format!("/public/{token}")).await.text().contains(&format!("/public/{token}/diagram")));
    let first = asked(&anon, &token, json!({})).await;
    assert_eq!(
        (&first["sources"], &first["source"], &first["shown"], &first["links"]),
        (&json!(2), &json!(1), &json!(2), &json!(1)),
        "{first}"
    );
    let second = asked(&anon, &token, json!({ "source": 2 })).await;
    assert_eq!((&second["source"], &second["links"]), (&json!(2), &json!(0)), "{second}");
    assert_eq!(asked(&anon, &token, json!({ "source": 3 })).await["success"], false);

    let page = async |query: &str| anon.page(&format!("/public/{token}/diagram{query}")).await.text();
    let whole = page("").await;
    assert_eq!(whole.matches("class=\"dg-table\"").count(), 2, "{whole}");
    assert!(whole.contains("noindex") && whole.contains("?source=1&amp;focus=orders"), "{whole}");
    assert_eq!(page("?hide=orders&names=1").await.matches("class=\"dg-table\"").count(), 1);
    let south = page("?source=2").await;
    assert!(south.contains("2 of 2 tables") && !south.contains("<script>alert"), "{south}");

    let ids = shop::connection_ids(&ada, &project).await;
    let hidden: Vec<String> = connections
        .iter()
        .flat_map(|one| ["title", "database"].map(|name| one[name].as_str().expect("a text").to_owned()))
        .chain(ids)
        .chain([project.clone()])
        .collect();
    for text in [&whole, &south, &first.to_string(), &second.to_string()] {
        for word in &hidden {
            assert!(!text.contains(word.as_str()), "{word} in {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_guards_the_diagram_too() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let (project, _) = project(&ada).await;
    let token = link(&ada, &project, json!({ "diagram": true, "password": "open sesame 1" })).await;
    let reader = server.anon();
    let locked = asked(&reader, &token, json!({})).await;
    assert_eq!((&locked["locked"], &locked["title"], &locked["tables"]), (&json!(true), &json!(""), &json!([])), "{locked}");
    let page = reader.page(&format!("/public/{token}/diagram")).await;
    assert!(page.status == 200 && !page.text().contains("orders") && page.text().contains("password"), "{}", page.text());
    reader.act("unlockLink", json!({ "idPublic": token, "password": "open sesame 1" })).await;
    assert_eq!(asked(&reader, &token, json!({})).await["shown"], 2);

    // A change of the link takes it back at once, and an embedded board never shows it.
    let listed = ada.act("listLinks", json!({ "projectId": project })).await.json();
    let id = listed["links"][0]["id"].clone();
    assert_eq!(listed["links"][0]["rights"]["diagram"], true, "{listed}");
    ada.act("saveLink", json!({ "projectId": project, "linkId": id, "title": "For Bo" })).await;
    assert_eq!(asked(&reader, &token, json!({})).await["error"], "There is no such public diagram");
}
