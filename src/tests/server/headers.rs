//! Headers of every kind of answer (security.md, check 131).

use crate::harness::{Answer, Caller, Store, TestServer};
use reqwest::Method;
use std::collections::BTreeSet;

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// One answer of each kind: what it is, the answer, its content type.
async fn every_kind(caller: &Caller) -> Vec<(&'static str, Answer, &'static str)> {
    let json = [("content-type", "application/json")];
    let cross = [("content-type", "application/json"), ("sec-fetch-site", "cross-site")];
    let style = stylesheet(&caller.page("/").await);
    vec![
        ("page", caller.page("/").await, HTML),
        ("unknown page", caller.page("/nowhere").await, HTML),
        ("unknown path for a program", caller.get("/nowhere").await, JSON),
        ("health", caller.get("/api/health").await, JSON),
        ("ready", caller.get("/api/ready").await, JSON),
        ("unknown API path", caller.get("/api/nowhere").await, JSON),
        ("wrong method", caller.send(Method::DELETE, "/api/health", &[], vec![]).await, JSON),
        ("unknown action", caller.send(Method::POST, "/actions/nothing", &json, b"{}".to_vec()).await, JSON),
        ("malformed action", caller.send(Method::POST, "/actions/getBoard", &json, b"[".to_vec()).await, JSON),
        ("wrong content type", caller.send(Method::POST, "/actions/getBoard", &[("content-type", "text/plain")], vec![]).await, JSON),
        ("other site", caller.send(Method::POST, "/actions/getBoard", &cross, b"{}".to_vec()).await, JSON),
        ("too large", caller.send(Method::POST, "/actions/getBoard", &json, vec![b' '; 2_100_000]).await, JSON),
        ("file", caller.get(&style).await, "text/css; charset=utf-8"),
        ("file of another build", caller.get("/assets/0000000000000000/pkg/vizboard.css").await, JSON),
    ]
}

/// Address of the style sheet in a page.
fn stylesheet(page: &Answer) -> String {
    let text = page.text();
    let start = text.find("/assets/").expect("the page names its files");
    let prefix: String = text[start..].chars().take("/assets/".len() + 16).collect();
    format!("{prefix}/pkg/vizboard.css")
}

#[tokio::test]
async fn every_answer_is_shut_against_what_it_does_not_need() {
    let server = TestServer::start().await;
    let mut nonces = BTreeSet::new();
    for (what, answer, kind) in every_kind(&server.anon()).await {
        let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("{what} has no {name}")).to_owned();
        assert_eq!(header("content-type"), kind, "{what}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}");
        assert!(answer.header("server").is_none() && answer.header("strict-transport-security").is_none(), "{what}");
        let kept = if what == "file" { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(header("cache-control"), kept, "{what}");
        check_policy(what, &header("content-security-policy"), &mut nonces);
    }
    assert_eq!(nonces.len(), every_kind(&server.anon()).await.len(), "each answer has a nonce of its own");
}

fn check_policy(what: &str, policy: &str, nonces: &mut BTreeSet<String>) {
    let directives: Vec<_> = policy.split(';').map(str::trim).collect();
    for expected in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"] {
        assert!(directives.contains(&expected), "{what}: {policy}");
    }
    let loose: Vec<_> = directives.iter().filter(|directive| directive.contains("unsafe")).collect();
    assert_eq!(loose.len(), 2, "{what}: {policy}");
    assert!(loose.contains(&&"style-src-attr 'unsafe-inline'"), "{what}: {policy}");
    let scripts = directives.iter().find(|directive| directive.starts_with("script-src ")).expect("scripts are ruled");
    assert!(scripts.contains("'wasm-unsafe-eval'") && !scripts.contains("'unsafe"), "{what}: {policy}");
    let nonce = scripts.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("scripts have a nonce");
    assert!(nonce.len() >= 22 && nonces.insert(nonce.to_owned()), "{what}: {nonce} again");
}

#[tokio::test]
async fn scripts_in_a_page_carry_its_nonce() {
    let server = TestServer::start().await;
    let page = server.anon().page("/").await;
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    let text = page.text();
    let scripts: Vec<_> = text.match_indices("<script").map(|(at, _)| text[at..].split('>').next().expect("a tag").to_owned()).collect();
    assert!(!scripts.is_empty());
    for script in scripts {
        let nonce = script.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{script}"));
        assert!(policy.contains(&format!("'nonce-{nonce}'")), "{script} under {policy}");
    }
    assert!(!text.contains("<style") && !text.contains(" onclick="), "nothing inline without a nonce");
}

#[tokio::test]
async fn https_is_demanded_once_people_reach_it_so() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_PUBLIC_URL", "https://viz.example.org")]).await;
    let caller = server.anon();
    assert_eq!(caller.page("/").await.header("strict-transport-security"), Some("max-age=31536000"));
    assert!(caller.get("/api/nowhere").await.header("strict-transport-security").is_some());
}

#[tokio::test]
async fn dynamic_answers_and_files_are_compressed_when_asked() {
    let server = TestServer::start().await;
    let caller = server.anon();
    for (accepted, expected) in [("br", Some("br")), ("gzip", Some("gzip")), ("identity", None), ("br;q=0", None)] {
        let page = caller.send(Method::GET, "/", &[("accept", "text/html"), ("accept-encoding", accepted)], vec![]).await;
        assert_eq!(page.header("content-encoding"), expected, "{accepted}");
        assert!(page.header("vary").is_some_and(|vary| vary.contains("accept-encoding")), "{accepted}");
    }
}
