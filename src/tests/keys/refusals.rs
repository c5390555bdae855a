//! What stops `vizboard rotate-key`, and that nothing is changed then.

use super::{Installation, LONG, NEW_KEY, OLD_KEY, dead_projects, opens, sign_up};
use crate::harness::{
    Store,
    process::{Process, bearing_file_limits, run},
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_at_the_same_time_is_refused() {
    for store in Store::BOTH {
        let place = Installation::new(store).await;
        let server = place.serve();
        let ada = sign_up(&server, "ada").await;
        let project = dead_projects(&ada, 1, 2).await.remove(0);
        let elsewhere = tempfile::tempdir().expect("a folder");

        let mut first = place.rotation(&[]).spawn().expect("it starts");
        let mut lines = BufReader::new(first.stdout.take().expect("a piped output")).lines();
        let line = lines.next().expect("a line").expect("text");
        assert!(line.contains("stands in front"), "{line}");
        signal(&first, "STOP");
        let keys = place.keys();
        let (done, said) = place.rotate(&[]);
        assert!(!done && said.contains("is at work on the data directory"), "{said}");
        if store == Store::Postgres {
            // Another machine with a copy of the key file.
            std::fs::copy(place.key_file(), elsewhere.path().join("secret.key")).expect("copied");
            let mut command = place.rotation(&[]);
            command.env("VIZBOARD_DATA_DIR", elsewhere.path());
            let (status, said) = run(command, LONG);
            assert!(!status.success() && said.contains("Another `vizboard rotate-key` is at work on this store"), "{said}");
        }
        assert_eq!(place.keys(), keys, "the key file is as the first one left it");
        opens(&ada, &project).await;
        signal(&first, "CONT");
        assert!(first.wait().expect("it ends").success());
        assert_eq!(place.uses().await.into_keys().collect::<Vec<_>>(), [keys[0].clone()]);
    }
}

fn signal(process: &Child, name: &str) {
    let done = Command::new("kill").args([&format!("-{name}"), &process.id().to_string()]).status().expect("kill runs");
    assert!(done.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_store_or_with_a_wrong_key_nothing_is_made() {
    for store in Store::BOTH {
        let place = Installation::new(store).await;
        let (done, said) = place.rotate(&[]);
        assert!(!done && said.contains("There is no key file yet"), "{said}");
        std::fs::write(place.key_file(), format!("some:{OLD_KEY}")).expect("written");
        let (done, said) = place.rotate(&[]);
        assert!(!done && (said.contains("There is no store at") || said.contains("The store was not made yet")), "{said}");
        assert!(!place.data.path().join("vizboard.db").exists());
        std::fs::remove_file(place.key_file()).expect("removed");

        drop(place.serve());
        let right = std::fs::read(place.key_file()).expect("a key file");
        let uses = place.uses().await;
        for wrong in [format!("other:{OLD_KEY}\n"), format!("{}:{OLD_KEY}\n", place.keys()[0])] {
            std::fs::write(place.key_file(), &wrong).expect("written");
            for arguments in [&[][..], &["--remove-old"]] {
                let (done, said) = place.rotate(arguments);
                assert!(!done && said.contains("does not fit the store"), "{said}");
            }
            assert_eq!(std::fs::read_to_string(place.key_file()).expect("still there"), wrong);
        }
        assert_eq!(place.uses().await, uses);
        std::fs::write(place.key_file(), right).expect("written");
        // The server is stopped.
        let (done, said) = place.rotate(&[]);
        assert!(done, "{said}");
        drop(place.serve());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_file_that_cannot_be_written_stays_as_it_is() {
    let place = Installation::new(Store::Postgres).await;
    let server = place.serve();
    let ada = sign_up(&server, "ada").await;
    let project = dead_projects(&ada, 1, 2).await.remove(0);
    let (before, uses) = (std::fs::read(place.key_file()).expect("a key file"), place.uses().await);
    let (status, said) = run(bearing_file_limits(&place.rotation(&[]), "ulimit -f 0;"), LONG);
    assert!(!status.success() && said.contains("cannot be written, and is as it was"), "{said}");
    assert_eq!(std::fs::read(place.key_file()).expect("a key file"), before);
    let left = std::fs::read_dir(place.data.path()).expect("a folder").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    assert_eq!(left.filter(|name| name.starts_with(".secret.key")).count(), 0);
    assert_eq!(place.uses().await, uses);
    opens(&ada, &project).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_in_a_variable_are_changed_by_the_operator() {
    let place = Installation::new(Store::Sqlite).await;
    let with = |mut command: Command, keys: &str| {
        command.env("VIZBOARD_SECRET_KEY", keys);
        command
    };
    let both = format!("new:{NEW_KEY},old:{OLD_KEY}");
    let server = Process::start(with(place.command(), &format!("old:{OLD_KEY}")));
    let ada = sign_up(&server, "ada").await;
    let project = dead_projects(&ada, 1, 2).await.remove(0);
    let rotate = |keys: &str, arguments: &[&str]| {
        let (status, said) = run(with(place.rotation(arguments), keys), LONG);
        assert!(!said.contains(OLD_KEY) && !said.contains(NEW_KEY), "{said}");
        (status.success(), said)
    };
    let (done, said) = rotate(&format!("old:{OLD_KEY}"), &[]);
    assert!(
        !done && said.contains("VIZBOARD_SECRET_KEY=NEW-ID:NEW-KEY,old:KEY-OF-BEFORE") && said.contains("Restart the server"),
        "{said}"
    );
    let session = ada.cookie("vizboard_session").expect("a session");
    drop(server);

    let server = Process::start(with(place.command(), &both));
    let again = crate::harness::Caller::new(server.base.clone());
    again.set_cookie("vizboard_session", &session);
    opens(&again, &project).await;
    let (done, said) = rotate(&both, &[]);
    assert!(done && said.contains("Going on with the key") && said.contains("out of VIZBOARD_SECRET_KEY"), "{said}");
    assert_eq!(place.uses().await.into_keys().collect::<Vec<_>>(), ["new"]);
    let (done, said) = rotate(&both, &[]);
    assert!(!done && said.contains("To change to a new key"), "{said}");
    let (done, said) = rotate(&both, &["--remove-old"]);
    assert!(done && said.contains("out of VIZBOARD_SECRET_KEY"), "{said}");
    assert!(!place.key_file().exists());
    drop(server);
    let server = Process::start(with(place.command(), &format!("new:{NEW_KEY}")));
    let again = crate::harness::Caller::new(server.base.clone());
    again.set_cookie("vizboard_session", &session);
    opens(&again, &project).await;
}
