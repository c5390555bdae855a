//! Plain forms of a browser without scripts: always a redirect, to where they say or back to the form.

use crate::harness::TestServer;
use reqwest::{Method, StatusCode};

/// Where a refused form leads.
async fn refused(server: &TestServer, fields: &[(&str, &str)]) -> String {
    let answer = server.anon().form("/actions/logIn", &[&[("username", "nobody"), ("password", "wrong password")], fields].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{fields:?}: {}", answer.text());
    answer.location().expect("a redirect").to_owned()
}

#[tokio::test]
async fn a_refused_form_goes_back_with_what_was_typed_but_no_password() {
    let server = TestServer::start().await;
    let browser = server.anon();
    let fields = [("username", "nobody"), ("password", "wrong password"), ("_back", "/login?next=%2Fsettings"), ("_next", "/settings")];
    let answer = browser.form("/actions/logIn", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), Some("/login?next=%2Fsettings"));
    let cookie = answer.header("set-cookie").expect("a notice").to_owned();
    for part in ["vizboard_flash=", "Max-Age=60", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = browser.page("/login?next=%2Fsettings").await;
    let text = page.text();
    assert!(text.contains("nobody"), "what was typed is there again");
    assert!(!text.contains("wrong password"));
    assert!(browser.cookie("vizboard_flash").is_none(), "the page took the notice");
    assert!(!browser.page("/login").await.text().contains("nobody"), "and it is gone");
}

#[tokio::test]
async fn a_button_that_asks_for_more_fields_carries_nothing_out() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let fields = [
        ("title", "Sales"),
        ("connections[0][title]", "Shop of <Ada>"),
        ("connections[0][password]", "the-password-1"),
        ("_back", "/projects/new"),
        ("_again", "/projects/new?rows=2"),
    ];
    let answer = ada.form("/actions/createProjectWithConnections", &fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/projects/new?rows=2")), "{}", answer.text());
    let page = ada.page("/projects/new?rows=2").await.text();
    assert!(page.contains("Shop of &lt;Ada&gt;") && page.contains("connections[1][title]"), "what was typed, and a row more");
    assert!(!page.contains("the-password-1") && !page.contains("connections[2][title]"));
    assert_eq!(ada.act("getUserProjects", serde_json::json!({})).await.json()["projects"], serde_json::json!([]));
    let evil = ada.form("/actions/createProjectWithConnections", &[("title", ""), ("_again", "//evil.example")]).await;
    assert_eq!(evil.location(), Some("/projects"), "another site is no place to go");
}

#[tokio::test]
async fn a_text_of_several_lines_stays_in_its_field() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let text = "</textarea><img src=x onerror=alert(1)> &lt;";
    let made =
        ada.act("createProjectWithConnections", serde_json::json!({ "title": "Sales", "description": text, "connections": [] })).await;
    let id = made.json()["projectId"].as_str().expect("a project").to_owned();
    let stored = ada.page(&format!("/projects/{id}/edit")).await.text();
    ada.form("/actions/createProjectWithConnections", &[("title", ""), ("description", text), ("_back", "/projects/new")]).await;
    let typed = ada.page("/projects/new").await.text();
    for page in [stored, typed] {
        assert!(page.contains("&lt;/textarea>&lt;img src=x onerror=alert(1)> &amp;lt;</textarea>"), "{page}");
        assert!(!page.contains("<img src=x"), "{page}");
    }
}

#[tokio::test]
async fn an_accepted_form_goes_on() {
    let server = TestServer::start().await;
    let browser = server.anon();
    let fields = [
        ("username", "ada"),
        ("email", "ada@example.org"),
        ("password", crate::harness::PASSWORD),
        ("_next", "/settings"),
        ("_back", "/signup"),
    ];
    let answer = browser.form("/actions/SignUp", &fields).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/settings")), "{}", answer.text());
    assert!(browser.cookie("vizboard_session").is_some(), "the redirect carries the session");
    assert_eq!(browser.page("/settings").await.status, StatusCode::OK);
    let out = browser.form("/actions/logOut", &[("_next", "//evil.example")]).await;
    assert_eq!(out.location(), Some("/projects"), "the default, not another site");
    assert!(browser.cookie("vizboard_session").is_none());
}

#[tokio::test]
async fn a_row_goes_from_a_form_without_what_else_was_typed() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let typed = [
        ("title", "Sales"),
        ("connections[0][title]", "First"),
        ("connections[0][host]", "one.example.org"),
        ("connections[1][title]", "Second"),
        ("connections[1][host]", "two.example.org"),
    ];
    let page_after = async |typed: &[(&str, &str)], place: &str| {
        let answer = ada.form("/actions/createProjectWithConnections", &[typed, &[("_again", place)]].concat()).await;
        assert_eq!(answer.location(), Some(place));
        ada.page(place).await.text()
    };
    let page = page_after(&typed, "/projects/new?drop=0").await;
    for there in ["value=\"Sales\"", "value=\"two.example.org\"", "name=\"connections[0][host]\""] {
        assert!(page.contains(there), "{there} in {page}");
    }
    for gone in ["value=\"one.example.org\"", "name=\"connections[1]", "name=\"isDraft\""] {
        assert!(!page.contains(gone), "{gone} in {page}");
    }
    let page = page_after(&typed[..3], "/projects/new?drop=0").await;
    assert!(page.contains("name=\"isDraft\" value=\"true\"") && !page.contains("name=\"connections["), "no row: a draft");
    let made = ada.form("/actions/createProjectWithConnections", &[("title", "Sales"), ("isDraft", "true")]).await;
    assert_eq!(made.location(), Some("/projects"), "{}", made.text());
}

#[tokio::test]
async fn redirects_stay_on_this_server() {
    let server = TestServer::start().await;
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "%2f%2fevil.example",
        "/%2fevil.example",
        "/%252fevil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ] {
        assert_eq!(refused(&server, &[("_back", evil)]).await, "/projects", "{evil:?}");
    }
    assert_eq!(refused(&server, &[("_back", "/login")]).await, "/login");
}

#[tokio::test]
async fn without_a_place_to_go_back_to_the_referring_page_is_taken() {
    let server = TestServer::start().await;
    let own = server.url("");
    let referrer = format!("{own}/login?next=%2Fsettings");
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html"), ("origin", own.as_str()), ("referer", &referrer)];
    let answer = server.anon().send(Method::POST, "/actions/logIn", &headers, b"username=nobody&password=x".to_vec()).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/login?next=%2Fsettings")));
}

#[tokio::test]
async fn a_form_without_session_leads_to_the_log_in() {
    let server = TestServer::start().await;
    let answer = server.anon().form("/actions/createWidget", &[("_back", "/projects?page=2")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/login?next=%2Fprojects%3Fpage%3D2")));
}

#[tokio::test]
async fn a_program_that_sends_a_form_gets_json() {
    let server = TestServer::start().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = server.anon().send(Method::POST, "/actions/createWidget", &form, b"title=x".to_vec()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json()["success"], false);
}

#[tokio::test]
async fn a_form_from_another_site_gets_a_page_that_says_so() {
    let server = TestServer::start().await;
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ];
    let answer = server.anon().send(Method::POST, "/actions/logIn", &headers, b"username=a".to_vec()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("<h1") && answer.text().contains("another site"), "{}", answer.text());
}
