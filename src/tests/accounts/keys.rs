//! The secret key: refused when it is none, told when it is another one, and nothing readable without it
//! (checks 45 to 48, 57).

use super::{is_signed_in, log_in};
use crate::harness::{ADMIN, PASSWORD, Store, TestServer, process};
use serde_json::json;
use std::{collections::BTreeMap, path::Path, time::Duration};
use vizboard::domain::{accounts::NewSession, settings::FirstAdmin};
use vizboard::model::{
    access::Secret,
    account::{LogInInput, SetUpInput, SignUpInput, UserEmailInput, UserPasswordInput},
    connection::ConnectionInput,
    id::AccountId,
};

const KEY: &str = "8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e";
const OTHER: &str = "c27e9d08b1a45f63e2197ac4d05b8836f4e1027d9b3c6a58017fd2e4968ab35c";

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => drop(found.insert(path.display().to_string(), std::fs::read(&path).expect("a file"))),
        }
    }
    found
}

fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// Starts the executable, which must refuse; what it said.
fn refused(data: &tempfile::TempDir, key: &str) -> String {
    let mut command = process::command(data);
    command.env("VIZBOARD_SECRET_KEY", key);
    let (status, said) = process::run(command, Duration::from_secs(20));
    assert!(!status.success(), "{said}");
    assert!(!said.contains("is ready"), "{said}");
    assert!(!said.contains(&KEY[..20]) && !said.contains(&OTHER[..20]), "the key is not repeated: {said}");
    said
}

#[test]
fn a_key_that_is_none_is_refused_and_nothing_is_written() {
    let data = tempfile::tempdir().unwrap();
    for bad in [&"0".repeat(64), &KEY[..62], "secret", &"0123456789abcdef".repeat(4), &format!("{KEY}{KEY}")] {
        let said = refused(&data, bad);
        assert!(said.contains("secret key"), "{said}");
        assert_eq!(files(data.path()).into_keys().collect::<Vec<_>>(), Vec::<String>::new());
    }
    // A file that holds no key: the same, and no address is taken.
    std::fs::write(data.path().join("secret.key"), "not a key").unwrap();
    let mut command = process::command(&data);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    command.env("VIZBOARD_ADDR", taken.local_addr().unwrap().to_string());
    let (status, said) = process::run(command, Duration::from_secs(20));
    assert!(!status.success() && said.contains("secret key") && !said.contains("cannot be used: Address"), "{said}");
    assert_eq!(files(data.path()).len(), 1);
}

#[tokio::test]
async fn a_wrong_key_is_told_and_the_right_one_works_again() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SECRET_KEY", KEY)]).await;
    let ada = server.sign_up("ada").await;
    let cookie = ada.cookie(super::COOKIE).unwrap();
    let data = server.stop().await;
    let store = || files(data.path()).into_iter().filter(|(name, _)| name.ends_with(".db")).collect::<Vec<_>>();
    let before = store();
    for wrong in [OTHER.to_owned(), format!("other:{OTHER}")] {
        let said = refused(&data, &wrong);
        assert!(said.contains("does not fit the store"), "{said}");
    }
    // The right key under another id is not the key that sealed.
    assert!(refused(&data, &format!("renamed:{KEY}")).contains("does not fit the store"));
    assert_eq!(store(), before, "nothing was rewritten");

    let both = format!("new:{OTHER},{}:{KEY}", derived_id());
    for right in [KEY, &both] {
        let again = process::Process::start({
            let mut command = process::command(&data);
            command.env("VIZBOARD_SECRET_KEY", right);
            command
        });
        let caller = crate::harness::Caller::new(again.base.clone());
        caller.set_cookie(super::COOKIE, &cookie);
        assert!(is_signed_in(&caller).await, "sessions survive");
    }
}

/// The id that a bare key gets: the first bytes of a hash.
fn derived_id() -> String {
    use sha2::Digest;
    let digest = sha2::Sha256::new().chain_update(b"vizboard key id").chain_update(hex::decode(KEY).unwrap()).finalize();
    hex::encode(&digest[..4])
}

#[tokio::test]
async fn uses_of_the_key_are_counted_in_the_store() {
    let uses = async |server: &TestServer| {
        let text: String = sqlx::query_scalar("select value from settings where name like 'key_uses.%'")
            .fetch_one(&mut *server.app().store.read().await.unwrap())
            .await
            .unwrap();
        text.parse::<u64>().unwrap()
    };
    let project = json!({ "title": "P", "connections": [{ "title": "C", "host": "127.0.0.1", "port": 1, "database": "d", "user": "u", "password": "p" }] });
    let mut data = tempfile::tempdir().unwrap();
    for start in 1..=3 {
        let server = TestServer::start_in(data, Store::Sqlite, &[]).await;
        let admin = server.log_in(ADMIN).await;
        for _ in 0..2 {
            assert_eq!(admin.act("createProjectWithConnections", project.clone()).await.json()["success"], true);
        }
        assert_eq!(uses(&server).await, start * 65_536, "a block for each process that seals");
        data = server.stop().await;
    }
    let bound = "update settings set value = '4294967296' where name like 'key_uses.%'";
    let server = TestServer::start_in(data, Store::Sqlite, &[]).await;
    sqlx::query(bound).execute(&mut *server.app().store.read().await.unwrap()).await.unwrap();
    let answer = server.log_in(ADMIN).await.act("createProjectWithConnections", project).await;
    assert!(answer.text().contains("used too often"), "{}", answer.text());
}

#[test]
fn a_lost_key_file_is_told_and_not_replaced() {
    let data = tempfile::tempdir().unwrap();
    drop(process::Process::start(process::command(&data)));
    let key = data.path().join("secret.key");
    let text = std::fs::read(&key).expect("made on first start");
    std::fs::remove_file(&key).unwrap();
    let (status, said) = process::run(process::command(&data), Duration::from_secs(20));
    assert!(!status.success() && said.contains("is missing"), "{said}");
    assert!(!key.exists());
    std::fs::write(&key, text).unwrap();
    drop(process::Process::start(process::command(&data)));
}

#[tokio::test]
async fn sealed_texts_that_change_places_do_not_open() {
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SECRET_KEY", KEY)]).await;
    let mut tx = server.app().store.begin().await.unwrap();
    for statement in [
        "update settings set name = 'swap' where name = 'key_check'",
        "update settings set name = 'key_check' where name = 'token_key'",
        "update settings set name = 'token_key' where name = 'swap'",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let data = server.stop().await;
    assert!(refused(&data, KEY).contains("does not fit the store"));
}

#[tokio::test]
async fn nothing_secret_is_readable_in_the_folder() {
    let canary = "c4n4ry in a coal mine";
    let server = TestServer::start_with(Store::Sqlite, &[("VIZBOARD_SECRET_KEY", KEY)]).await;
    let ada = server.anon();
    assert_eq!(ada.act("SignUp", json!({ "email": "ada@example.org", "password": canary })).await.json()["success"], true);
    let token = log_in(&ada, "ada", canary).await.json()["sessionToken"].as_str().unwrap().to_owned();
    let hmac_key = server.app().tokens.text().expose().to_owned();
    // While it runs (with its journal) and after it stopped.
    let running = files(server.data.path());
    assert!(running.keys().any(|name| name.ends_with("-wal")));
    let data = server.stop().await;
    for (name, content) in running.into_iter().chain(files(data.path())) {
        for secret in [canary, &token, &hmac_key, KEY, PASSWORD] {
            assert!(!contains(&content, secret), "{name} holds {secret}");
        }
    }
}

#[test]
fn secrets_are_not_printed() {
    let secret = || Secret::new("c4n4ry");
    let admin = FirstAdmin { username: ADMIN.into(), email: "a@example.org".into(), password: secret() };
    let session = NewSession { token: secret(), max_age_seconds: 1, account: AccountId::new(), id: String::new() };
    let keys = vizboard::secrets::KeyRing::parse(KEY).unwrap();
    let typed = r#"{"token":"c4n4ry","password":"c4n4ry","currentPassword":"c4n4ry","newPassword":"c4n4ry"}"#;
    macro_rules! printed {
        ($($input:ty),*) => { [$(format!("{:?}", serde_json::from_str::<$input>(typed).unwrap())),*] };
    }
    let inputs = printed!(SignUpInput, LogInInput, SetUpInput, UserEmailInput, UserPasswordInput, ConnectionInput);
    for printed in [format!("{admin:?}"), format!("{session:?}"), format!("{keys:?}")].into_iter().chain(inputs) {
        assert!(!printed.contains("c4n4ry") && !printed.contains(&KEY[..8]), "{printed}");
    }
}
