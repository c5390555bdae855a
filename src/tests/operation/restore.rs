//! What a restore refuses, and that it is the old or the new state wherever it stops.

use super::{Place, log_in, sign_up, titles};
use crate::harness::Store;
use flate2::read::GzDecoder;
use serde_json::json;
use std::{fs, io::Read, time::Duration};

/// A place whose account has projects of these titles, its server stopped, and a backup of it.
async fn saved(store: Store, title: &str) -> (Place, tempfile::TempDir, String) {
    let place = Place::new(store).await;
    let server = place.serve();
    let ada = sign_up(&server, "ada").await;
    assert_eq!(ada.act("createProjectWithConnections", json!({ "title": title, "connections": [] })).await.json()["success"], true);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = elsewhere.path().join("saved.backup").to_str().expect("UTF-8").to_owned();
    let (done, said) = place.run(&["backup", &file, "--with-key"]).await;
    assert!(done, "{said}");
    (place, elsewhere, file)
}

async fn titles_of(place: &Place) -> Vec<String> {
    let server = place.serve();
    titles(&log_in(&server, "ada").await).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_not_replaced_unless_forced() {
    for store in Store::BOTH {
        let ((first, _kept, file), (second, _also, _)) = (saved(store, "First").await, saved(store, "Second").await);
        drop(first);
        let (done, said) = second.run(&["restore", &file]).await;
        assert!(!done && said.contains("--force"), "{said}");
        assert_eq!(titles_of(&second).await, ["Second"], "nothing was changed");

        let server = second.serve();
        let (done, said) = second.run(&["restore", &file, "--force"]).await;
        assert!(!done && said.contains("in use"), "not under a running server: {said}");
        drop(server);
        let (done, said) = second.run(&["restore", &file, "--force"]).await;
        assert!(done, "{said}");
        assert_eq!(titles_of(&second).await, ["First"]);
        let kept = fs::read_dir(second.data.path()).expect("a folder").filter_map(Result::ok);
        assert_eq!(kept.filter(|entry| entry.file_name().to_string_lossy().contains("key.before")).count(), 1, "the key before is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_foreign_and_unreadable_files_are_refused() {
    let (place, elsewhere, file) = saved(Store::Sqlite, "First").await;
    let whole = fs::read(&file).expect("a file");
    let new = Place::new(Store::Sqlite).await;
    let bad = elsewhere.path().join("bad.backup");
    let name = bad.to_str().expect("UTF-8");
    let unpacked = |bytes: &[u8]| {
        let mut content = Vec::new();
        GzDecoder::new(bytes).read_to_end(&mut content).ok().map(|_| content)
    };
    let content = unpacked(&whole);
    // There are bits that change nothing of what is packed.
    let flipped = |from: usize| {
        let at = |place: usize| {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            bytes
        };
        (from..whole.len()).map(at).find(|bytes| unpacked(bytes) != content).expect("a bit that counts")
    };
    for (what, bytes) in [
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("without its end", whole[..whole.len() - 4].to_vec()),
        ("flipped", flipped(whole.len() / 2)),
        ("flipped late", flipped(whole.len() - 40)),
        ("no backup", b"a letter".to_vec()),
        ("empty", Vec::new()),
    ] {
        fs::write(&bad, bytes).expect("written");
        for arguments in [vec!["restore", name], vec!["backup", "--check", name]] {
            let (done, said) = new.run(&arguments).await;
            assert!(!done && (said.contains("damaged") || said.contains("no backup")), "{what}: {said}");
        }
        let left: Vec<_> = fs::read_dir(new.data.path()).expect("a folder").filter_map(Result::ok).map(|entry| entry.file_name()).collect();
        assert_eq!(left, ["vizboard.lock"], "{what}");
    }
    assert!(!new.run(&["restore", "/nowhere/at/all"]).await.0);
    // A key that is there and opens nothing of it.
    let (_, said) = place.run(&["backup", name.replace("bad", "bare").as_str()]).await;
    assert!(said.contains("The key is not in it"), "{said}");
    fs::write(new.key(), format!("k2:{}\n", "8f3a51c2e07b946d1d5be2a9430c77f81962bd04ce8fa5336a70d91be4275c0e")).expect("written");
    let (done, said) = new.run(&["restore", &name.replace("bad", "bare")]).await;
    assert!(!done && said.contains("does not open what the backup holds"), "{said}");
    assert!(!new.data.path().join("vizboard.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_it_is_the_old_or_the_new_state() {
    let (first, _kept, file) = saved(Store::Sqlite, "First").await;
    drop(first);
    let (second, _also, own) = saved(Store::Sqlite, "Second").await;
    let (mut old, mut new) = (0, 0);
    for round in 0..12_u32 {
        let mut command = second.with(&["restore", &file, "--force"]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(u64::from(round) * 25));
        child.kill().ok();
        child.wait().expect("it ends");
        match titles_of(&second).await.as_slice() {
            [title] if title == "Second" => old += 1,
            [title] if title == "First" => {
                new += 1;
                let (done, said) = second.run(&["restore", &own, "--force"]).await;
                assert!(done, "{said}");
            }
            other => panic!("neither the old nor the new state: {other:?}"),
        }
        let left = fs::read_dir(second.data.path()).expect("a folder").filter_map(Result::ok);
        let left: Vec<_> =
            left.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name.contains("restoring")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
    assert!(old > 0, "{old} and {new}: no kill came early");
    let (done, said) = second.run(&["restore", &file, "--force"]).await;
    assert!(done, "{said}");
    assert_eq!(titles_of(&second).await, ["First"]);
}
