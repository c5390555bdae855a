//! Boards as PNG and PDF: what the page shows, for whom it shows it, and never too much of it at once.

use super::shop;
use crate::harness::{Caller, TestServer};
use resvg::tiny_skia::Pixmap;
use serde_json::json;
use std::collections::HashSet;

/// A board with a chart, a table with a hostile cell, and a filter by country.
async fn board(ada: &Caller) -> String {
    let base = shop::connection("Hidden name").await;
    shop::run(&base, "insert into customers values (9, '</text><script>alert(1)</script>' || chr(27) || '店 Łódź', 'PL')").await;
    let project = shop::project(ada, "Sales and more", &[base]).await;
    shop::chart(ada, &project).await;
    let customers = shop::table(ada, &project).await;
    shop::filter(ada, &project, "Country", &[(&customers, "customers", "country")]).await;
    project
}

async fn png(caller: &Caller, project: &str, query: &str) -> Pixmap {
    let answer = caller.get(&format!("/api/projects/{project}/board.png{query}")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("image/png")), "{}", answer.text());
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"sales-and-more.png\""));
    Pixmap::decode_png(&answer.body).expect("a picture")
}

fn colours(picture: &Pixmap) -> HashSet<(u8, u8, u8)> {
    picture.pixels().iter().map(|dot| (dot.red(), dot.green(), dot.blue())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_shows_the_tab_of_its_address() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let project = board(&ada).await;
    let light = png(&ada, &project, "").await;
    // Twice as fine as 1,196 pixels with 32 at both sides; below the head one row of tiles, nine rows of the grid high.
    assert_eq!(light.width(), 2 * 1_260);
    assert!((2 * 480..2 * 560).contains(&light.height()), "{}", light.height());
    let seen = colours(&light);
    assert!(seen.len() > 100, "a chart and texts: {} colours", seen.len());
    let bright = |picture: &Pixmap| picture.pixel(2, 2).map(|dot| dot.green() > 128);
    assert_eq!(bright(&light), Some(true));
    let dark = png(&ada, &project, "?theme=dark").await;
    assert_eq!((dark.width(), dark.height(), bright(&dark)), (light.width(), light.height(), Some(false)));
    ada.set_cookie("vizboard_theme", "dark");
    assert_eq!(bright(&png(&ada, &project, "").await), Some(false), "as the pages of the same person");
    assert_eq!(bright(&png(&ada, &project, "?theme=light").await), Some(true));
    assert_eq!(ada.get(&format!("/api/projects/{project}/board.png?theme=pink")).await.status, 400);

    let narrowed = png(&ada, &project, "?theme=light&f.country=DE").await;
    assert_eq!(narrowed.height(), light.height() + 40, "one line says so");
    assert!(narrowed.data() != light.data());
    let chart = &ada.act("getBoard", json!({ "projectId": project })).await.json()["board"]["widgets"][0]["id"];
    let chosen = format!("?theme=light&f.country=DE&m.{}=day.day.2024-01-01", chart.as_str().expect("an id"));
    assert_eq!(png(&ada, &project, &chosen).await.height(), light.height() + 80, "and one for what was chosen in a chart");
    ada.act("createTab", json!({ "projectId": project, "title": "Empty" })).await;
    let empty = png(&ada, &project, "?theme=light&tab=2").await;
    assert!(empty.height() < light.height() && colours(&empty).len() < seen.len());

    let pdf = ada.get(&format!("/api/projects/{project}/board.pdf")).await;
    let text = pdf.text();
    assert!(pdf.status == 200 && text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"), "{} {text:.200}", pdf.status);
    assert!(text.contains("/MediaBox [0 0 945") && text.contains("/ToUnicode"), "one page, its texts as texts");
    assert!(!text.contains("Hidden name") && !text.contains("alert(1)"), "nothing uncompressed speaks of data");
}

/// The title of a document, found as programs find it: from its last lines to the table of objects, and from there to what
/// is said about the document.
fn title(pdf: &[u8]) -> String {
    let text = |at: usize| String::from_utf8_lossy(&pdf[at..]).into_owned();
    let number = |text: &str, behind: &str| -> usize {
        let word = text.split(behind).nth(1).and_then(|rest| rest.split_whitespace().next());
        word.and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("no number behind {behind} in {text}"))
    };
    let mark = b"startxref";
    let end = pdf.windows(mark.len()).rposition(|part| part == mark).expect("an end");
    let table = text(number(&text(end), "startxref"));
    assert!(text(number(&table, "/Prev")).starts_with("xref\n0 "), "the objects of the drawing are still found: {table}");
    let info = number(&table, "/Info");
    let mut lines = table.lines();
    assert_eq!((lines.next(), lines.next()), (Some("xref"), Some(format!("{info} 1").as_str())), "{table}");
    let place = lines.next().and_then(|line| line.strip_suffix(" 00000 n")).expect("a place").parse().expect("a number");
    let object = text(place);
    let object = object.strip_prefix(&format!("{info} 0 obj")).and_then(|rest| rest.split("endobj").next()).expect("an object");
    let digits =
        object.split("/Title <FEFF").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_else(|| panic!("no title in {object}"));
    let units: Vec<u16> = (0..digits.len() / 4).map(|at| u16::from_str_radix(&digits[4 * at..4 * at + 4], 16).expect("digits")).collect();
    String::from_utf16(&units).expect("UTF-16")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_has_the_title_of_its_board() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let project = board(&ada).await;
    let pdf = async || ada.get(&format!("/api/projects/{project}/board.pdf")).await.body;
    assert_eq!(title(&pdf().await), "Sales and more");
    for name in ["Umsätze 2026 - 店_v1.2", "endobj trailer"] {
        assert_eq!(ada.act("updateProject", json!({ "id": project, "title": name })).await.json()["success"], true);
        assert_eq!(title(&pdf().await), name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_for_who_may_see_the_board() {
    let server = TestServer::start().await;
    let (ada, eve) = (server.sign_up("ada").await, server.sign_up("eve").await);
    let project = board(&ada).await;
    shop::publish(&ada, &project).await;
    for file in ["board.png", "board.pdf"] {
        let path = format!("/api/projects/{project}/{file}");
        assert_eq!(server.anon().get(&path).await.status, 401);
        let (foreign, unknown) = (eve.get(&path).await, eve.get(&path.replace(&project, &uuid::Uuid::new_v4().to_string())).await);
        assert_eq!((foreign.status.as_u16(), foreign.text()), (404, unknown.text()), "also of a public board");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_at_a_time_and_not_too_much() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let base = shop::connection("Slow").await;
    shop::run(&base, shop::SLOW).await;
    let slow = shop::project(&ada, "Slow", std::slice::from_ref(&base)).await;
    shop::table_of(&ada, &slow, None, "slow").await;
    let quick = board(&ada).await;
    let (path, caller) = (format!("/api/projects/{slow}/board.png"), ada.clone());
    let first = tokio::spawn(async move { caller.get(&path).await.status });
    shop::becomes_busy(&base).await;
    let second = ada.get(&format!("/api/projects/{quick}/board.png")).await;
    assert_eq!((second.status.as_u16(), second.header("retry-after")), (429, Some("5")), "{}", second.text());
    // Who leaves takes the statement along, and may ask again.
    first.abort();
    shop::becomes_quiet(&base).await;
    png(&ada, &quick, "").await;

    let words = json!({ "type": "text_titles", "subtype": "text_block", "title": "T", "configs": { "text": "a" } });
    for _ in 0..60 {
        let mut input = words.clone();
        input["projectId"] = json!(quick);
        shop::widget(&ada, input).await;
    }
    let many = ada.get(&format!("/api/projects/{quick}/board.pdf")).await;
    assert!(many.status == 400 && many.text().contains("at most 60 widgets"), "{}", many.text());
}
