//! The private sockets that drivers connect to: what a killed process leaves is gone after the next start.

use crate::{
    harness::{
        Caller, PASSWORD,
        process::{Process, command},
    },
    projects::shop,
};
use serde_json::json;
use std::{path::Path, time::Duration};

fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_leaves_no_sockets_for_long() {
    let (data, temporary) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let launch = || {
        let mut command = command(&data);
        command.env("TMPDIR", temporary.path());
        Process::start(command)
    };
    let mut first = launch();
    let ada = Caller::new(first.base.clone());
    ada.act("SignUp", json!({ "username": "ada", "email": "ada@example.org", "password": PASSWORD })).await;
    let id = shop::project(&ada, "Sales", &[shop::connection("Shop").await]).await;
    let widget = shop::table(&ada, &id).await;
    assert_eq!(shop::data(&ada, &widget, json!({})).await["drawing"], "table");
    let pipes = data.path().join("pipes");
    assert!(entries(&pipes) > 0, "a way to the database is open");
    first.signal("KILL");
    first.wait(Duration::from_secs(5)).expect("it is gone");
    assert!(entries(&pipes) > 0, "nobody tidied up");
    let second = launch();
    assert_eq!(entries(&pipes), 0);
    assert_eq!(entries(temporary.path()), 0, "nothing elsewhere");
    drop(second);
}
