//! Every page of the interface and a file, asked by everybody.

use super::{
    everybody::{assert_clean, seen},
    rows::{assert_same, rows},
    world::{Ids, Owner, World},
};
use crate::harness::{Answer, Caller, TestServer};
use std::collections::BTreeSet;
use vizboard::server::pages;

/// What a browser is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    Page,
    /// To the log-in page, and back afterwards.
    LogIn,
    /// Who is signed in already starts anew.
    Start,
    /// The page that says that there is nothing.
    Nothing,
}
use Shows::{LogIn, Nothing, Page, Start};

/// Path, and what it shows to nobody, to another account with the owner's ids, and to the owner.
pub const PAGES: &[(&str, [Shows; 3])] = &[
    ("/", [Page; 3]),
    ("/login", [Page, Start, Start]),
    ("/signup", [Page, Start, Start]),
    // Gone once somebody has an account (accounts::set_up sees them before that).
    ("/setup", [Nothing; 3]),
    ("/setup/{token}", [Nothing; 3]),
    // Nothing waits here; stories of second factors see something wait.
    ("/log-in/code", [Nothing; 3]),
    ("/password-reset", [Page; 3]),
    // Links that do not work; tests of mail use some that do.
    ("/password-reset/{token}", [Nothing; 3]),
    ("/verify-email/{token}", [Nothing; 3]),
    ("/invitation/{token}", [Nothing; 3]),
    ("/help/api", [Page; 3]),
    ("/public/{idPublic}", [Page; 3]),
    ("/embed/{idPublic}", [Page; 3]),
    // Only of links that say so.
    ("/public/{idPublic}/diagram", [Nothing; 3]),
    ("/help/keyboard", [Page; 3]),
    ("/search", [LogIn, Page, Page]),
    ("/settings", [LogIn, Page, Page]),
    ("/settings/links", [LogIn, Page, Page]),
    ("/settings/security", [LogIn, Page, Page]),
    // No app is being set up.
    ("/settings/security/app", [LogIn, Nothing, Nothing]),
    ("/confirm", [LogIn, Page, Page]),
    ("/admin/audit", [LogIn, Nothing, Nothing]),
    ("/admin/health", [LogIn, Nothing, Nothing]),
    ("/admin/jobs", [LogIn, Nothing, Nothing]),
    ("/admin/teams", [LogIn, Nothing, Nothing]),
    ("/teams", [LogIn, Page, Page]),
    ("/teams/{name}", [LogIn, Nothing, Page]),
    // Whoever has the link may see what it is for.
    ("/invite/{token}", [Page; 3]),
    // Neither owner administers the server.
    ("/admin/people", [LogIn, Nothing, Nothing]),
    ("/teams/{name}/tokens", [LogIn, Nothing, Page]),
    ("/teams/{name}/reach", [LogIn, Nothing, Page]),
    // For administrators of the server.
    ("/admin/settings", [LogIn, Nothing, Nothing]),
    ("/databases", [LogIn, Page, Page]),
    ("/databases/new", [LogIn, Page, Page]),
    ("/databases/{id}", [LogIn, Nothing, Page]),
    ("/databases/{id}/sql", [LogIn, Nothing, Page]),
    ("/databases/{id}/charts", [LogIn, Nothing, Page]),
    ("/databases/{id}/dashboards", [LogIn, Nothing, Page]),
    ("/databases/{id}/dashboards/{dashboard}", [LogIn, Nothing, Page]),
    ("/databases/{id}/apps", [LogIn, Nothing, Page]),
    ("/databases/{id}/apps/new", [LogIn, Nothing, Page]),
    ("/databases/{id}/apps/{app}", [LogIn, Nothing, Page]),
    ("/databases/{id}/copies", [LogIn, Nothing, Page]),
    ("/databases/{id}/settings", [LogIn, Nothing, Page]),
    ("/databases/{id}/api", [LogIn, Nothing, Page]),
    ("/databases/{id}/tables/{table}", [LogIn, Nothing, Page]),
    ("/databases/{id}/tables/{table}/structure", [LogIn, Nothing, Page]),
    ("/databases/{id}/tables/{table}/new", [LogIn, Nothing, Page]),
    ("/databases/{id}/tables/{table}/deleted", [LogIn, Nothing, Page]),
    ("/databases/{id}/tables/{table}/import", [LogIn, Nothing, Page]),
    ("/databases/{id}/tables/{table}/row", [LogIn, Nothing, Page]),
    // The database is private.
    ("/public/databases/{id}", [Nothing, Nothing, Page]),
    ("/public/databases/{id}/sql", [Nothing, Nothing, Page]),
    ("/public/databases/{id}/tables/{table}", [Nothing, Nothing, Page]),
    ("/public/databases/{id}/tables/{table}/structure", [Nothing, Nothing, Page]),
    ("/public/databases/{id}/tables/{table}/row", [Nothing, Nothing, Page]),
    ("/projects", [LogIn, Page, Page]),
    ("/projects/new", [LogIn, Page, Page]),
    ("/projects/{id}/edit", [LogIn, Nothing, Page]),
    ("/projects/{id}/delete", [LogIn, Nothing, Page]),
    ("/projects/{id}/dashboard", [LogIn, Nothing, Page]),
    ("/projects/{id}/activity", [LogIn, Nothing, Page]),
    ("/projects/{id}/rows", [LogIn, Nothing, Page]),
    ("/projects/{id}/rules", [LogIn, Nothing, Page]),
    ("/projects/{id}/sql", [LogIn, Nothing, Page]),
    ("/projects/{id}/sql/{query}", [LogIn, Nothing, Page]),
    ("/projects/{id}/schema", [LogIn, Nothing, Page]),
    ("/projects/{id}/schema/changes", [LogIn, Nothing, Page]),
    ("/projects/{id}/schema/diagram", [LogIn, Nothing, Page]),
    ("/projects/{id}/schema/{connection}/{table}", [LogIn, Nothing, Page]),
    ("/projects/{id}/schema/{connection}/{table}/edit", [LogIn, Nothing, Page]),
];

/// The path of a page with these ids.
pub fn filled(path: &str, ids: &Ids) -> String {
    if path.contains("/databases/") {
        let key = if path.ends_with("/row") { "?key=1" } else { "" };
        let hosted = &ids.hosted;
        let path = path.replace("{id}", &hosted.database).replace("{table}", "t");
        return format!("{}{key}", path.replace("{dashboard}", &hosted.dashboard).replace("{app}", &hosted.app));
    }
    let path = path.replace("{connection}", &ids.connections[0]).replace("{table}", "orders");
    path.replace("{idPublic}", &ids.link)
        .replace("{id}", &ids.project)
        .replace("{query}", &ids.query)
        .replace("{name}", &ids.team)
        .replace("{token}", if path.starts_with("/invite/") { &ids.invited } else { "0123456789abcdefghijABCDEFGHIJ42" })
}

#[track_caller]
fn judge(path: &str, who: &str, answer: &Answer, shows: Shows) {
    let said = format!("{path} by {who}: {} {:?}", answer.status, answer.location());
    match shows {
        Page => assert_eq!(answer.status, 200, "{said}"),
        Nothing => assert_eq!(answer.status, 404, "{said}"),
        LogIn => {
            assert!(answer.status.is_redirection(), "{said}");
            let to = answer.location().unwrap_or_default();
            assert!(to.starts_with("/login?next=%2F"), "{said}");
        }
        Start => assert_eq!((answer.status.is_redirection(), answer.location()), (true, Some("/")), "{said}"),
    }
}

/// An answer without what a request named itself, and without the nonce that each page has of its own.
fn without(answer: &Answer, ids: &Ids) -> (u16, Vec<(String, String)>, String) {
    let (status, headers, mut text) = seen(answer);
    let policy = answer.header("content-security-policy").unwrap_or_default();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or("no nonce");
    text = text
        .replace(nonce, "{nonce}")
        .replace(&ids.project, "{id}")
        .replace(&ids.hosted.database, "{id}")
        .replace(&ids.hosted.dashboard, "{id}")
        .replace(&ids.hosted.app, "{id}")
        .replace(&ids.query, "{query}")
        .replace(&format!("/teams/{}/", ids.team), "/teams/{name}/")
        .replace(&ids.link, "{idPublic}")
        .replace(&ids.team, "{name}")
        .replace(&ids.team.replace(' ', "%20"), "{name}")
        .replace(&ids.team.replace(' ', "+"), "{name}")
        .replace(&ids.connections[0], "{connection}");
    (status, headers, text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_by_everybody() {
    let world = World::new().await;
    let (server, ada, eve) = (&world.server, &world.ada, &world.eve);
    let listed: BTreeSet<String> = PAGES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(listed, pages::paths(server.app()).into_iter().collect(), "the table and the pages that exist");
    let before = rows(server).await;
    for (path, [nobodys, strangers, owners]) in PAGES {
        let own = filled(path, &ada.ids);
        for (who, caller) in &world.nobody {
            let answer = caller.page(&own).await;
            judge(path, who, &answer, *nobodys);
            assert_private(path, &answer, ada);
        }
        let foreign = eve.caller.page(&own).await;
        judge(path, "another account", &foreign, *strangers);
        assert_private(path, &foreign, ada);
        if *strangers == Nothing && *owners == Page {
            let unknown = ada.ids.absent();
            let absent = eve.caller.page(&filled(path, &unknown)).await;
            let malformed = eve.caller.page(&filled(path, &ada.ids.malformed())).await;
            assert_eq!(without(&foreign, &ada.ids), without(&absent, &unknown), "{path}");
            judge(path, "another account with no id", &malformed, Nothing);
        }
        let answer = ada.caller.page(&own).await;
        judge(path, "the owner", &answer, *owners);
        assert_clean(path, &answer, eve);
    }
    let nothing = eve.caller.page(&filled("/public/{idPublic}", &ada.ids.absent())).await;
    assert_eq!(nothing.status, 404);
    assert_same(&before, &rows(server).await, "pages change nothing");
}

/// A public page shows a board and nothing that belongs to its owner; a path may hold the id that was asked for.
#[track_caller]
fn assert_private(path: &str, answer: &Answer, owner: &Owner) {
    let text = answer.text();
    let ids = &owner.ids;
    let hosted = [&ids.hosted.database, &ids.hosted.dashboard, &ids.hosted.app];
    let asked = [&ids.project, &ids.link, &ids.connections[0], &ids.query, &ids.team];
    for canary in ids.secret().iter().chain(&owner.canaries).filter(|canary| !asked.contains(canary) && !hosted.contains(canary)) {
        assert!(!text.contains(canary), "{path} shows {canary}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_the_same_for_everybody() {
    let world = World::new().await;
    for path in files(&world.server).await {
        let first = world.server.anon().get(&path).await;
        let owners = [&world.ada.caller, &world.eve.caller];
        for caller in world.nobody.iter().map(|(_, caller)| caller).chain(owners) {
            assert_eq!(seen(&caller.get(&path).await), seen(&first), "{path}");
        }
        assert!(first.header("set-cookie").is_none(), "{path}");
    }
}

/// The files that the start page names, one that is always there, and one of another build.
pub async fn files(server: &TestServer) -> Vec<String> {
    let anon: Caller = server.anon();
    let page = anon.page("/").await.text();
    let is_file = |text: &&str| text.starts_with("/assets/") && text.matches('/').count() > 2;
    let named = page.split('"').filter(is_file).map(str::to_owned);
    let mut files: Vec<String> = named.collect::<BTreeSet<_>>().into_iter().collect();
    assert!(!files.is_empty(), "the start page names its files");
    files.extend(["/robots.txt".to_owned(), "/assets/0123456789abcdef/pkg/vizboard.js".to_owned()]);
    files
}
