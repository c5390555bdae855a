//! Backups that the server makes by itself.

use crate::{
    harness::{ADMIN, Store, TestServer},
    projects::shop,
};
use serde_json::json;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::Mutex,
    time::{Duration, SystemTime},
};
use vizboard::domain::backup;

/// The whole backups in a folder.
fn backups(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".backup")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn they_come_by_themselves_and_the_oldest_go() {
    for store in Store::BOTH {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("made/by/the/server");
        fs::create_dir_all(&below).expect("a folder");
        let (dead, of_another) = (below.join("vizboard-20200101-000000.backup.part"), below.join("vizboard-20200102-000000.backup.part"));
        fs::write(&of_another, "being written by a server that shares the folder").expect("written");
        fs::write(&dead, "left by a process that died").expect("written");
        let long_ago = SystemTime::now() - Duration::from_secs(25 * 3600);
        fs::File::options().write(true).open(&dead).and_then(|file| file.set_modified(long_ago)).expect("older");
        fs::write(below.join("letter.txt"), "somebody else's").expect("written");
        let path = below.to_str().expect("UTF-8");
        let settings = [("VIZBOARD_BACKUP_DIR", path), ("VIZBOARD_BACKUP_EVERY", "1s"), ("VIZBOARD_BACKUP_KEEP", "2")];
        let server = TestServer::start_with(store, &settings).await;
        let admin = server.log_in(ADMIN).await;
        let seen = Mutex::new(BTreeSet::new());
        shop::poll(Duration::from_secs(30), "no third backup came", async || {
            let whole = backups(&below);
            let mut seen = seen.lock().expect("not poisoned");
            seen.extend(whole.iter().cloned());
            seen.len() >= 3 && whole.len() == 2
        })
        .await;
        let health = admin.act("getServerHealth", json!({})).await.json();
        let made = &health["backups"];
        assert_eq!((&made["hasFolder"], &made["everySeconds"], &made["keep"]), (&json!(true), &json!(1), &json!(2)));
        assert!(made["good"]["bytes"].as_u64().is_some_and(|bytes| bytes > 1000), "{health}");
        // One may be under way, which ends with its process.
        server.stop().await;
        assert!(below.join("letter.txt").exists() && of_another.exists() && !dead.exists());
        for name in backups(&below) {
            assert!(!backup::check(&below.join(name)).expect("it is whole").with_key);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_failed_is_seen_and_one_can_be_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let below = folder.path().join("backups");
    fs::write(&below, "a file, where the folder should be").expect("written");
    let settings = [("VIZBOARD_BACKUP_DIR", below.to_str().expect("UTF-8")), ("VIZBOARD_BACKUP_EVERY", "1h")];
    let server = TestServer::start_with(Store::Sqlite, &settings).await;
    let admin = server.log_in(ADMIN).await;
    shop::poll(Duration::from_secs(20), "the failure is not told", async || {
        let health = admin.act("getServerHealth", json!({})).await.json();
        health["backups"]["last"]["error"].as_str().is_some_and(|text| text.contains("cannot be written"))
    })
    .await;
    let page = admin.page("/admin/health").await.text();
    assert!(page.contains("The last backup failed"), "{page}");

    fs::remove_file(&below).expect("gone");
    assert_eq!(admin.act("backUpNow", json!({})).await.json()["success"], true);
    shop::poll(Duration::from_secs(20), "it is not there", async || {
        let health = admin.act("getServerHealth", json!({})).await.json();
        health["backups"]["last"]["error"].is_null() && health["backups"]["good"]["bytes"].as_u64().is_some_and(|bytes| bytes > 0)
    })
    .await;
    assert_eq!(backups(&below).len(), 1);
    let log = admin.get("/api/audit?what=back-up").await.json();
    let results: Vec<_> =
        log["entries"].as_array().expect("entries").iter().map(|entry| entry["result"].as_str().expect("a word")).collect();
    assert_eq!(results, ["done", "failed"]);
}
