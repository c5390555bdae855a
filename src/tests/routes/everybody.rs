//! The table, asked by everybody. A route without a row fails, and so does a row without a route
//! (security.md, checks 27, 31 and 35).

use super::{
    rows::{assert_same, rows, rows_without_log},
    table::{Is, Row, TABLE},
    validator::Document,
    world::{Ids, Owner, World},
};
use crate::harness::Answer;
use serde_json::json;
use std::collections::BTreeSet;

/// Documented: the one place that tells a foreign id from an unknown one.
const TELLS_FOREIGN: &str = "POST /actions/deleteProject";

/// Everything of an answer but what differs between any two.
pub fn seen(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| !["date", "x-request-id", "content-security-policy"].contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect();
    (answer.status.as_u16(), headers, answer.text())
}

/// Fails when an answer to others holds anything of the owner's.
#[track_caller]
pub fn assert_clean(what: &str, answer: &Answer, owner: &Owner) {
    let text = answer.text();
    for canary in owner.ids.secret().iter().chain(&owner.canaries).chain([&owner.ids.link]) {
        assert!(!text.contains(canary), "{what} tells {canary}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_and_the_document_name_the_same_routes() {
    let server = crate::harness::TestServer::start().await;
    let listed: BTreeSet<String> = TABLE.iter().map(|row| row.documented().to_owned()).collect();
    assert_eq!(listed, Document::of(&server).await.routes());
    let actions: BTreeSet<String> = vizboard::server::pages::action_paths().into_iter().map(|path| format!("POST {path}")).collect();
    assert_eq!(actions, listed.into_iter().filter(|route| route.contains("/actions/")).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_learns_and_changes_nothing() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let document = Document::of(server).await;
    let before = rows_without_log(server).await;
    for row in TABLE.iter() {
        let [nobodys, strangers, _] = row.is;
        if nobodys != Is::Ok {
            let anonymous = row.ask(server, &world.nobody[0].1, &ada.ids).await;
            for (who, caller) in &world.nobody {
                let answer = row.ask(server, caller, &ada.ids).await;
                row.judge(who, &answer, nobodys, &document);
                assert_clean(row.route, &answer, ada);
                assert_eq!(seen(&answer), seen(&anonymous), "{} by {who}: a dead session is none", row.route);
            }
        }
        if strangers != Is::Ok {
            let answer = row.ask(server, &eve.caller, &ada.ids).await;
            row.judge("another account", &answer, strangers, &document);
            assert_clean(row.route, &answer, ada);
        }
        if row.names_ids(&ada.ids) && !row.is_open_by_id() {
            assert_hidden(&world, row, &document).await;
        }
    }
    assert_same(&before, &rows_without_log(server).await, "nothing was allowed");
}

/// What is another account's looks like what is not there, and what can be no id is refused.
async fn assert_hidden(world: &World, row: &Row, document: &Document) {
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve.caller);
    let ask = async |ids: &Ids| row.ask(server, eve, ids).await;
    let (foreign, absent) = (ask(&ada.ids).await, ask(&ada.ids.absent()).await);
    if row.route == TELLS_FOREIGN {
        assert_eq!(absent.json(), json!({ "success": false, "error": "Project not found" }));
    } else {
        assert_eq!(seen(&foreign), seen(&absent), "{}", row.route);
    }
    assert_clean(row.route, &foreign, ada);
    let malformed = ask(&ada.ids.malformed()).await;
    let refused = matches!(malformed.status.as_u16(), 400 | 403 | 404) || malformed.json()["success"] == false;
    assert!(refused, "{}: {}", row.route, malformed.text());
    let faults = document.faults(row.documented(), &malformed);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_id_must_be_the_callers() {
    let world = World::new().await;
    let (server, ada) = (&world.server, &world.ada);
    let document = Document::of(server).await;
    let before = rows(server).await;
    let mut asked = 0;
    for row in TABLE.iter().filter(|row| row.is_action() && row.is[0] != Is::Ok && !row.is_by_key()) {
        let described = &document.input(row.documented()).expect("an input")["properties"]["userId"];
        assert_eq!(described["type"], "string", "{} takes a userId", row.route);
        for other in [world.eve.ids.user.as_str(), "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "x", ""] {
            let mut body = row.body(&ada.ids);
            body["userId"] = json!(other);
            let answer = row.send(server, &ada.caller, &row.path(&ada.ids), &body).await;
            let refused = (answer.status.as_u16(), answer.json());
            assert_eq!(refused, (200, json!({ "success": false, "error": "Unauthorized" })), "{} {other:?}", row.route);
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
    assert_same(&before, &rows(server).await, "nothing was done for another account");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_is_theirs() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let document = Document::of(server).await;
    for row in TABLE.iter() {
        if row.is[0] == Is::Ok {
            for (who, caller) in &world.nobody {
                row.judge(who, &row.ask(server, caller, &ada.ids).await, Is::Ok, &document);
            }
        }
        if row.is[1] == Is::Ok {
            let browser = if row.ends_session() { server.log_in("eve").await } else { eve.caller.clone() };
            let answer = row.ask(server, &browser, &ada.ids).await;
            row.judge("another account", &answer, Is::Ok, &document);
            if !row.is_open_by_id() {
                assert_clean(row.route, &answer, ada);
            }
        }
    }
    for row in TABLE.iter() {
        let browser = if row.ends_session() { server.log_in("ada").await } else { ada.caller.clone() };
        let mut body = row.body(&ada.ids);
        if row.is_action() && row.is[0] != Is::Ok && body.is_object() {
            body["userId"] = json!(ada.ids.user);
        }
        let answer = row.send(server, &browser, &row.path(&ada.ids), &body).await;
        row.judge("the owner", &answer, row.is[2], &document);
        assert_clean(row.route, &answer, eve);
    }
}
