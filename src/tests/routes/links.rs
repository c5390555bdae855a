//! No page leads somebody to what is not there for them: every link of every page that a member can reach is followed.

use super::world::{Owner, World};
use crate::harness::{Answer, Caller};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use vizboard::model::{
    place::Place,
    role::{Right, Role},
    team_role::TeamRole,
};

/// Pages of one member at most; a site whose links never end would be a mistake of its own.
const MOST: usize = 400;

const START: &str = "the start";

/// The addresses that a page at `path` links to, without the part after #.
fn links(path: &str, page: &str) -> BTreeSet<String> {
    let place = path.split('?').next().unwrap_or_default();
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let whole = |href: &str| {
        let href = href.replace("&amp;", "&");
        let href = href.split('#').next().unwrap_or_default().to_owned();
        if href.starts_with('?') { format!("{place}{href}") } else { href }
    };
    hrefs.map(whole).filter(|href| href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/assets/")).collect()
}

/// An address without the values of its query: pages that differ in nothing else are alike.
fn form(path: &str) -> String {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let keys: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    format!("{place}?{}", keys.into_iter().collect::<Vec<_>>().join("&"))
}

fn is_there(answer: &Answer) -> bool {
    let to_log_in = answer.location().is_some_and(|to| to.starts_with("/login"));
    answer.status.is_success() || (answer.status.is_redirection() && !to_log_in)
}

/// Follows every link of every page from the start page and the pages of a project on; a page with something chosen in its
/// address is looked at, and its links are left alone. Answers what is not there, with the pages that lead to it, and how many
/// pages were seen.
async fn walk(caller: &Caller, owner: &Owner) -> (BTreeMap<String, String>, usize) {
    let start = ["/".to_owned(), "/projects?view=list".to_owned(), Place::Board.of(&owner.ids.project)];
    let mut waiting: VecDeque<(String, String)> = start.into_iter().map(|path| (path, START.to_owned())).collect();
    let (mut seen, mut gone) = (BTreeSet::new(), BTreeMap::new());
    while let Some((path, from)) = waiting.pop_front() {
        if seen.len() >= MOST || !seen.insert(form(&path)) {
            continue;
        }
        let answer = caller.page(&path).await;
        if !is_there(&answer) {
            gone.insert(format!("{} {path}", answer.status.as_u16()), from);
            continue;
        }
        let goes_on = from == START || !path.contains('?');
        if goes_on && answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            waiting.extend(links(&path, &answer.text()).into_iter().map(|link| (link, path.clone())));
        }
    }
    assert!(seen.len() < MOST, "the links of {} pages do not end", seen.len());
    (gone, seen.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_every_member_leads_somewhere() {
    let world = World::new().await;
    let ada = &world.ada;
    let members = ada.mates.iter().map(|(role, mate)| (role.name(), mate)).chain([("the owner", &ada.caller)]);
    let mut counts = BTreeMap::new();
    for (who, caller) in members {
        let (gone, count) = walk(caller, ada).await;
        assert!(gone.is_empty(), "{who} is led to what is not there: {gone:#?}");
        counts.insert(who, count);
    }
    assert!(counts["Viewer"] > 15 && counts["Viewer"] < counts["Editor"], "{counts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_project_are_there_for_whom_the_table_says() {
    let world = World::new().await;
    let ada = &world.ada;
    let roles = ada.mates.iter().map(|(role, mate)| (role.in_project(false), mate)).chain([(Role::Owner, &ada.caller)]);
    for (role, caller) in roles {
        for place in Place::ALL {
            let status = caller.page(&place.of(&ada.ids.project)).await.status;
            // Who sees the project whole is told there that only its owner deletes it.
            let is_told = place == Place::Delete && role.may(Right::ViewConnections);
            let is_there = is_told || place.open_to(role, &ada.ids.project).is_some();
            assert_eq!(status, if is_there { 200 } else { 404 }, "{place:?} by {role:?}");
        }
    }
    assert_eq!(TeamRole::ALL.map(|role| ada.mates.iter().any(|(own, _)| *own == role)), [true; 3]);
}
