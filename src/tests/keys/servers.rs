//! Keys that a server does not have, old keys that it names, and what was sealed with one while all got under another.

use super::{Installation, OLD_KEY, dead, dead_projects, opens, sign_up};
use crate::{
    harness::{Caller, Store, process::Process},
    projects::shop,
};
use serde_json::json;
use std::time::Duration;
use vizboard::{
    domain::{keys::Rotation, opening::KeySource},
    model::access::Secret,
    secrets::{KeyRing, Place, key_file},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_the_key_says_so_and_loses_nothing() {
    let place = Installation::new(Store::Postgres).await;
    let near = place.serve();
    let ada = sign_up(&near, "ada").await;
    let project = dead_projects(&ada, 1, 2).await.remove(0);
    // Another machine with a copy of the key file.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let copy = elsewhere.path().join("secret.key");
    std::fs::copy(place.key_file(), &copy).expect("copied");
    let mut command = place.command();
    command.env("VIZBOARD_DATA_DIR", elsewhere.path());
    let other = Process::start(command);
    let far = Caller::new(other.base.clone());
    far.set_cookie("vizboard_session", &ada.cookie("vizboard_session").expect("a session"));
    opens(&far, &project).await;
    place.rotate_beside().await;
    let new = place.keys().remove(0);
    let detail = || far.act("getProjectWithConnections", json!({ "projectId": project }));
    let text = detail().await.json()["project"]["connections"][0]["validationError"].as_str().unwrap_or_default().to_owned();
    assert!(text.contains(&format!("the key {new}, which is missing")), "{text}");
    let kept = json!([{ "id": shop::connection_ids(&ada, &project).await[0], "title": "Dead 0", "host": "127.0.0.1", "port": 1,
        "database": "d", "user": "u", "password": "KEEP_CURRENT_PASSWORD" }]);
    let refused = far.act("updateProject", json!({ "id": project, "connections": kept })).await.json();
    assert_eq!(refused["success"], false, "{refused}");
    opens(&ada, &project).await;
    // Without a restart.
    std::fs::copy(place.key_file(), &copy).expect("copied");
    opens(&far, &project).await;
    let written = far.act("updateProject", json!({ "id": project, "connections": [dead("By the other")] })).await.json();
    assert_eq!(written["success"], true, "{written}");
    assert_eq!(place.uses().await.into_keys().collect::<Vec<_>>(), [new]);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_keys_are_named_in_the_log_until_they_are_gone() {
    let place = Installation::new(Store::Sqlite).await;
    drop(place.serve());
    let log = place.data.path().join("log.txt");
    let said = async |words: &[&str]| {
        let server = Process::start_logging(place.command(), &log);
        shop::poll(Duration::from_secs(20), &format!("the log does not say {words:?}"), async || {
            let text = std::fs::read_to_string(&log).expect("a log");
            text.lines().any(|line| words.iter().all(|word| line.contains(word)))
        })
        .await;
        drop(server);
    };
    let old = place.keys().remove(0);
    key_file::add_key(place.data.path()).expect("added");
    said(&["an old secret key is still needed", &old, "secrets=2"]).await;
    let (done, text) = place.rotate(&[]);
    assert!(done && text.contains("Going on with the key"), "{text}");
    said(&["nothing is sealed with an old secret key any more", &old]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sealed_with_the_old_key_meanwhile_is_found() {
    let place = Installation::new(Store::Sqlite).await;
    let server = place.serve();
    let ada = sign_up(&server, "ada").await;
    let project = dead_projects(&ada, 1, 3).await.remove(0);
    let old = KeyRing::parse(&std::fs::read_to_string(place.key_file()).expect("a key file")).expect("keys");
    let file = rusqlite::Connection::open(place.data.path().join("vizboard.db")).expect("the store");
    let first: String = file.query_row("select min(id) from connections", [], |row| row.get(0)).expect("an id");

    let source = || KeySource::Folder(place.data.path().to_owned());
    let rotation = Rotation::open(&Secret::new(&place.url), source()).await.expect("opens");
    let new = rotation.begin().await.expect("a key file that can be written").expect("a new key");
    let mut late = 0;
    let outcome = rotation
        .reseal(|_, _| {
            if late < 2 {
                late += 1;
                // A server commits what it sealed before it saw the new key.
                let secret = old.seal("{\"late\":true}", &Place { table: "connections", column: "access", row: &first }).expect("sealed");
                file.execute("update connections set access = ?2 where id = ?1", [&first, &secret]).expect("written");
            }
        })
        .await
        .expect("done");
    rotation.close().await;
    assert_eq!(late, 2);
    assert_eq!(place.uses().await.into_keys().collect::<Vec<_>>(), std::slice::from_ref(&new));
    assert_eq!(outcome.unused(), old.ids());
    let access: String = file.query_row("select access from connections where id = ?1", [&first], |row| row.get(0)).expect("a row");
    let now = KeyRing::parse(&std::fs::read_to_string(place.key_file()).expect("a key file")).expect("keys");
    let opened = now.open(&access, &Place { table: "connections", column: "access", row: &first }).expect("opens");
    assert_eq!(opened.expose(), "{\"late\":true}", "the late write is what stands");

    // One that does not open, and one whose key is missing, stay as they are and are told.
    let lost = KeyRing::parse(&format!("lost:{OLD_KEY}")).expect("a key");
    let second: String = file.query_row("select max(id) from connections", [], |row| row.get(0)).expect("an id");
    let sealed = |ring: &KeyRing, row: &str| ring.seal("x", &Place { table: "connections", column: "access", row }).expect("sealed");
    file.execute("update connections set access = ?2 where id = ?1", [&first, &sealed(&lost, &first)]).expect("written");
    file.execute("update connections set access = ?2 where id = ?1", [&second, &sealed(&old, "another row")]).expect("written");
    place.let_it_age();
    let (done, said) = place.rotate(&["--remove-old"]);
    assert!(!done && said.contains("No old key was removed"), "{said}");
    let (done, said) = place.rotate(&[]);
    assert!(!done && said.contains("1 secret of the key lost, which is missing") && said.contains("they do not open"), "{said}");
    let uses = place.uses().await;
    assert_eq!((uses["lost"], uses[&old.ids()[0]]), (1, 1), "{uses:?}");
    assert!(!uses.contains_key(&new), "and everything else is under the next key: {uses:?}");
    let detail = ada.act("getProjectWithConnections", json!({ "projectId": project })).await.json();
    assert_eq!(detail["project"]["connections"].as_array().map(Vec::len), Some(3), "{detail}");
}
