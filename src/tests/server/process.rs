//! One process per data directory, and a stop that loses nothing (security.md, checks 157, 180).

use crate::harness::process::{Process, command, run};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(5);

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_second_process_on_the_same_folder_is_refused() {
    let data = folder();
    let first = Process::start(command(&data));
    let before = listing(&data);
    let (status, said) = run(command(&data), SOON);
    assert!(!status.success());
    assert!(said.contains("is in use by another VizBoard"), "{said}");
    assert_eq!(listing(&data), before, "the second changes nothing");
    drop(first);
}

#[test]
fn a_lock_left_by_kill_9_does_not_block() {
    let data = folder();
    let mut first = Process::start(command(&data));
    first.signal("KILL");
    first.wait(SOON).expect("it is gone");
    let mut second = Process::start(command(&data));
    second.signal("TERM");
    let status = second.wait(SOON).expect("nothing is in flight, so it ends at once");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_wrong_configuration_ends_with_a_text() {
    let data = folder();
    let (status, said) = run(
        {
            let mut wrong = command(&data);
            wrong.env("VIZBOARD_SIGNUPS", "open");
            wrong
        },
        SOON,
    );
    assert!(!status.success());
    assert!(said.contains("Did you mean VIZBOARD_SIGNUP?"), "{said}");
}

#[test]
fn the_settings_in_force_are_printed_without_secrets() {
    let data = folder();
    let mut config = command(&data);
    config.arg("config").env("VIZBOARD_SECRET_KEY", "ab".repeat(32));
    let (status, said) = run(config, SOON);
    assert!(status.success(), "{said}");
    assert!(said.contains("VIZBOARD_ADDR=127.0.0.1:0  # environment"), "{said}");
    assert!(said.contains("VIZBOARD_SIGNUP=open  # default"), "{said}");
    assert!(said.contains("DATABASE_URL=sqlite:") && said.contains("vizboard.db  # default"), "{said}");
    assert!(!said.contains("abab") && !said.contains(crate::harness::PASSWORD), "{said}");
}

/// Names, sizes and times of the files, apart from those that a living SQLite database changes by itself.
fn listing(data: &tempfile::TempDir) -> Vec<(String, u64)> {
    let entry = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.expect("a readable folder");
        (entry.file_name().to_string_lossy().into_owned(), entry.metadata().expect("a file").len())
    };
    let mut files: Vec<_> = std::fs::read_dir(data.path()).expect("a readable folder").map(entry).collect();
    files.sort();
    files
}
