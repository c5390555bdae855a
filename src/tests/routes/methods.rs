//! Methods: every path takes those that are listed for it, and no other.

use super::{
    pages::{self, PAGES},
    rows::{assert_same, rows},
    table::TABLE,
    validator::Document,
    world::World,
};
use crate::harness::Answer;
use reqwest::{Method, StatusCode};
use std::collections::{BTreeMap, BTreeSet};

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"];

/// Every path that the server has, with the owner's ids, and the methods that it takes.
async fn listed(world: &World) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |path: String, method: &str| {
        let methods = all.entry(path).or_default();
        methods.insert(method.to_owned());
        if method == "GET" {
            methods.insert("HEAD".to_owned());
        }
    };
    for route in Document::of(&world.server).await.routes() {
        let (method, _) = route.split_once(' ').expect("a method and a path");
        let row = TABLE.iter().find(|row| row.documented() == route).unwrap_or_else(|| panic!("{route} has no row"));
        let path = row.path(&world.ada.ids);
        add(path.split('?').next().unwrap_or_default().to_owned(), method);
    }
    for (path, _) in PAGES.iter().filter(|(path, _)| !path.starts_with("/setup")) {
        add(pages::filled(path, &world.ada.ids), "GET");
    }
    for path in pages::files(&world.server).await.into_iter().filter(|path| path.starts_with("/assets/")) {
        add(path, "GET");
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn unlisted_methods_are_405_with_the_listed_ones() {
    let world = World::new().await;
    let before = rows(&world.server).await;
    for (path, methods) in listed(&world).await {
        for method in METHODS.iter().filter(|method| !methods.contains(**method)) {
            for caller in [&world.ada.caller, &world.nobody[0].1] {
                let answer = caller.send(method.parse().expect("a method"), &path, &[], vec![]).await;
                assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
                let allow: BTreeSet<String> =
                    answer.header("allow").unwrap_or_default().split(',').map(|name| name.trim().to_owned()).collect();
                assert_eq!(allow, methods, "{method} {path}");
                assert!(!answer.text().contains("vizboard_session"), "{method} {path} sends back what came");
            }
        }
    }
    assert_same(&before, &rows(&world.server).await, "a refused method");
}

#[tokio::test(flavor = "multi_thread")]
async fn head_is_get_without_a_body() {
    let world = World::new().await;
    for (path, methods) in listed(&world).await.into_iter().filter(|(_, methods)| methods.contains("GET")) {
        assert!(methods.contains("HEAD"));
        for (caller, accept) in [(&world.ada.caller, "text/html"), (&world.nobody[0].1, "application/json")] {
            let accept = [("accept", accept)];
            let get = caller.send(Method::GET, &path, &accept, vec![]).await;
            let head = caller.send(Method::HEAD, &path, &accept, vec![]).await;
            assert_eq!(head.status, get.status, "{path}");
            assert!(head.body.is_empty(), "{path}");
            let names = |answer: &Answer| {
                // What describes the body that is not there.
                let framing = ["content-length", "transfer-encoding", "vary"];
                let names = answer.headers.keys().map(ToString::to_string);
                names.filter(|name| !framing.contains(&name.as_str())).collect::<BTreeSet<_>>()
            };
            assert_eq!(names(&head), names(&get), "{path}");
        }
    }
}
