//! Kept copies, and the log of a database.

use super::{asked, file, make, send};
use crate::harness::TestServer;
use reqwest::Method;
use serde_json::{Value as Json, json};
use std::time::{Duration, SystemTime};

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_brings_back_what_was() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = make(&ada, "Kept").await;
    let (path, copies) = (format!("/dbs/{id}"), format!("/api/dbs/{id}/copies"));
    let audited = ada.send_json(Method::PATCH, &format!("/api/dbs/{id}/settings"), &json!({ "auditing": true })).await;
    assert_eq!(audited.status, 200);
    let copy = ada.post(&copies, &json!({})).await.json();
    assert_eq!((&copy["reason"], &copy["createdBy"]), (&json!("manual"), &json!("ada")));
    for n in 0..12 {
        let bytes = file(&format!("create table t{n} (a); insert into t{n} values ('{n}')"));
        assert_eq!(send(&ada, Method::PUT, &path, "a.db", &bytes, &[]).await.status, 200);
    }
    let listed = ada.get(&copies).await.json()["copies"].as_array().expect("a list").clone();
    assert_eq!(listed.len(), 11, "ten by themselves and the one by hand: {listed:?}");
    let oldest = listed.iter().rev().find(|copy| copy["reason"] != "manual").expect("one")["id"].as_str().expect("an id").to_owned();
    // What is restored is not what makes room for the copy of the present.
    let restored = ada.post(&format!("{copies}/{oldest}/restore"), &json!({})).await;
    assert_eq!(restored.text(), "{}");
    let now = ada.get(&format!("/dbs/{id}/download")).await;
    assert_eq!(asked(&now.body, "select name from sqlite_schema"), "t1");
    let manual = format!("{copies}/{}", copy["id"].as_str().expect("an id"));
    assert_eq!(ada.post(&format!("{manual}/restore"), &json!({})).await.text(), "{}");
    let now = ada.get(&format!("/dbs/{id}/download")).await;
    assert_eq!(asked(&now.body, "select group_concat(name) from people"), "Ada,Bo");
    assert_eq!(ada.send_json(Method::DELETE, &manual, &Json::Null).await.text(), "{}");
    assert_eq!(ada.post(&format!("{manual}/restore"), &json!({})).await.status, 404);
    let folder = std::fs::read_dir(server.data.path().join("databases")).expect("a folder").flatten();
    let folder = folder.map(|entry| entry.path().join("copies")).find(|path| path.exists()).expect("copies");
    let rows = ada.get(&copies).await.json()["copies"].as_array().map(Vec::len);
    assert_eq!(Some(std::fs::read_dir(folder).expect("a folder").count()), rows, "each row has its file");
    let changes = ada.get(&format!("/api/dbs/{id}/changes?limit=1000")).await.json();
    let said = changes["changes"].as_array().expect("a list");
    assert!(said.iter().any(|line| line["statement"] == "the whole file was replaced" && line["changedBy"] == "ada"), "{changes}");
    assert_eq!(ada.get(&format!("/api/dbs/{id}/changes?limit=0")).await.status, 400);
    let eve = server.sign_up("eve").await;
    assert_eq!(eve.get(&copies).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_among_the_copies_and_is_none_goes_when_it_is_old() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let id = make(&ada, "Kept").await;
    let copy = ada.post(&format!("/api/dbs/{id}/copies"), &json!({})).await.json()["id"].as_str().expect("an id").to_owned();
    let folders = std::fs::read_dir(server.data.path().join("databases")).expect("a folder").flatten();
    let folder = folders.map(|entry| entry.path().join("copies")).find(|path| path.exists()).expect("copies");
    let aged = |name: &str| {
        let file = std::fs::File::options().create(true).append(true).open(folder.join(name)).expect("a file");
        file.set_modified(SystemTime::now() - Duration::from_secs(2 * 86_400)).expect("an age");
    };
    let kept = format!("{copy}.sqlite");
    for name in [kept.as_str(), "01j00000000000000000000000.sqlite", "01j00000000000000000000000.sqlite-journal", "notes.txt"] {
        aged(name);
    }
    std::fs::write(folder.join("01j11111111111111111111111.sqlite"), "being made").expect("written");
    vizboard::domain::databases::sweep::sweep(server.app()).await.expect("swept");
    let mut left: Vec<_> = std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    left.sort();
    let mut wanted = vec![kept.as_str(), "01j11111111111111111111111.sqlite"];
    wanted.sort_unstable();
    assert_eq!(left, wanted);
    assert_eq!(ada.post(&format!("/api/dbs/{id}/copies/{copy}/restore"), &json!({})).await.text(), "{}");
}
