//! A server is saved while it works, destroyed, and comes back on another machine.

use super::{
    LONG, Place,
    audit::{deeds, entries},
    log_in, opens, project, sign_up, titles,
};
use crate::{
    harness::{ADMIN, Caller, Store, process::bearing_file_limits, process::run},
    projects::shop,
};
use serde_json::json;
use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Makes one project after another until it is told to stop. Answers the titles that were acknowledged.
fn writing(caller: Caller, stop: Arc<AtomicBool>) -> tokio::task::JoinHandle<Vec<String>> {
    tokio::spawn(async move {
        let mut made = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let title = format!("Number {}", made.len());
            let answer = caller.act("createProjectWithConnections", json!({ "title": title, "connections": [] })).await.json();
            assert_eq!(answer["success"], true, "{answer}");
            made.push(title);
        }
        made
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_as_saved_comes_back_on_another_machine() {
    // The second store is of the other kind: a backup knows no difference.
    for (from, to) in [(Store::Sqlite, Store::Sqlite), (Store::Sqlite, Store::Postgres), (Store::Postgres, Store::Sqlite)] {
        let (old, new) = (Place::new(from).await, Place::new(to).await);
        let elsewhere = tempfile::tempdir().expect("a folder");
        let file = elsewhere.path().join("saved.backup");
        let name = file.to_str().expect("UTF-8");
        fs::create_dir(old.data.path().join("demo")).expect("a folder");
        let facts = rusqlite::Connection::open(old.data.path().join("demo/facts.db")).expect("a file");
        facts.execute_batch("pragma journal_mode = wal; create table facts (id integer); insert into facts values (7)").expect("a table");

        let server = old.serve();
        let ada = sign_up(&server, "ada").await;
        let shop = project(&ada, "Shop").await;
        let chart = shop::chart(&ada, &shop).await;
        let before = titles(&ada).await;
        let stop = Arc::new(AtomicBool::new(false));
        let writer = writing(ada.clone(), stop.clone());
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let so_far = titles(&ada).await;
        let (done, said) = old.run(&["backup", name]).await;
        assert!(done && said.contains("read again") && said.contains("The key is not in it"), "{said}");
        stop.store(true, Ordering::Relaxed);
        let made = writer.await.expect("no panic");
        assert!(made.len() > so_far.len() - before.len(), "it went on meanwhile");
        let key = fs::read(old.key()).expect("a key");
        let bytes = fs::read(&file).expect("a file");
        let hex = String::from_utf8(key.clone()).expect("text");
        let hex = hex.trim().rsplit(':').next().expect("a key").to_owned();
        assert!(!String::from_utf8_lossy(&bytes).contains(&hex));
        drop((server, facts));
        drop(old);

        let (done, said) = new.run(&["restore", name]).await;
        assert!(done && said.contains("There is no key here"), "{said}");
        assert!(!new.key().exists(), "none is invented");
        fs::write(new.key(), key).expect("the key is put back");
        let server = new.serve();
        let ada = log_in(&server, "ada").await;
        let found = titles(&ada).await;
        assert!(so_far.iter().all(|title| found.contains(title)), "{so_far:?} in {found:?}");
        assert!(found.iter().filter(|title| title.starts_with("Number")).all(|title| made.contains(title)));
        assert!(opens(&ada, &shop).await, "the password of the connection opens");
        let data = shop::data(&ada, &chart, json!({})).await;
        assert!(!data.to_string().contains("cannot be read"), "{data}");
        let facts = rusqlite::Connection::open(new.data.path().join("demo/facts.db")).expect("the file came along");
        assert_eq!(facts.query_row("select id from facts", [], |row| row.get::<_, i64>(0)).expect("a row"), 7);
        assert_eq!(project(&ada, "Later").await.len(), 36, "and it goes on");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_key_everything_is_in_one_file() {
    let (old, new) = (Place::new(Store::Sqlite).await, Place::new(Store::Sqlite).await);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = elsewhere.path().join("saved.backup");
    let name = file.to_str().expect("UTF-8");
    let server = old.serve();
    let ada = sign_up(&server, "ada").await;
    let shop = project(&ada, "Shop").await;
    let (done, said) = old.run(&["backup", name, "--with-key"]).await;
    assert!(done && said.contains("The key is in it"), "{said}");
    assert!(old.run(&["backup", name]).await.1.contains("already"), "nothing is written over");
    let (done, said) = new.run(&["backup", name, "--check"]).await;
    assert!(done && said.contains("is whole") && said.contains("with the key"), "{said}");
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).expect("a file").permissions()) & 0o777, 0o600);

    let (done, said) = new.run(&["restore", name]).await;
    assert!(done && !said.contains("no key"), "{said}");
    let server = new.serve();
    assert!(opens(&log_in(&server, "ada").await, &shop).await);
    drop(server);
    // What is done on the command line is in the audit log too.
    for arguments in [vec!["backup", &format!("{name}.second")], vec!["rotate-key"]] {
        let (done, said) = new.run(&arguments).await;
        assert!(done, "{said}");
    }
    let server = new.serve();
    let admin = log_in(&server, ADMIN).await;
    let mut seen = entries(&admin, "").await;
    seen.retain(|entry| entry["via"] == "operator");
    let seen = deeds(&seen);
    for deed in ["restore server saved.backup", "back-up server saved.backup.second", "rotate setting secret key"] {
        assert!(seen.iter().any(|seen| seen == deed), "{deed}: {seen:?}");
    }
}

/// Names in a folder.
fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_nothing_behind() {
    let place = Place::new(Store::Sqlite).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let server = place.serve();
    sign_up(&server, "ada").await;
    // Noise does not become smaller.
    let noise: Vec<u8> = (0..600_000).map(|_| rand::random()).collect();
    fs::write(place.data.path().join("noise.bin"), noise).expect("written");
    let command = place.with(&["backup", elsewhere.path().join("saved.backup").to_str().expect("UTF-8")]);
    let limited = bearing_file_limits(&command, "ulimit -f 400;");
    let (status, said) = tokio::task::spawn_blocking(move || run(limited, LONG)).await.expect("it ends");
    assert!(!status.success() && said.contains("the disk is full"), "{said}");
    assert_eq!(names(elsewhere.path()), Vec::<String>::new());
    let (done, said) = place.run(&["backup", elsewhere.path().join("saved.backup").to_str().expect("UTF-8")]).await;
    assert!(done, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_there_is_no_file_of_that_name() {
    let place = Place::new(Store::Sqlite).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = elsewhere.path().join("saved.backup");
    let name = file.to_str().expect("UTF-8");
    let server = place.serve();
    sign_up(&server, "ada").await;
    let noise: Vec<u8> = (0..3_000_000).map(|_| rand::random()).collect();
    fs::write(place.data.path().join("noise.bin"), noise).expect("written");
    let mut cut = 0;
    for round in 0..8_u64 {
        let mut command = place.with(&["backup", name]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(30 + round * 40));
        child.kill().ok();
        child.wait().expect("it ends");
        if file.exists() {
            vizboard::domain::backup::check(&file).expect("what has the name is whole");
            fs::remove_file(&file).expect("gone");
        } else {
            cut += 1;
        }
    }
    assert!(cut > 0, "no kill came early");
    let (done, said) = place.run(&["backup", name]).await;
    assert!(done, "{said}");
    assert_eq!(names(elsewhere.path()), ["saved.backup"], "and what was left half is gone");
}
