//! Which step failed, and what would mend it.

use super::ground::{FILE, Ground, target};
use std::{fs, os::unix::fs::PermissionsExt};
use vizboard::{
    engines::Engine,
    model::engine::{EngineError, Step},
};

#[tokio::test]
async fn a_sound_file_tells_the_version() {
    let ground = Ground::new("CREATE TABLE t (a)");
    let facts = ground.engine.validate(&ground.target).await.expect("is sound");
    assert!(facts.version.starts_with("SQLite 3."), "{}", facts.version);
    assert!(!facts.tls);
}

async fn refused(ground: &Ground, database: &str) -> EngineError {
    ground.engine.validate(&target(database)).await.expect_err(database)
}

#[tokio::test]
async fn failures_name_their_step() {
    let ground = Ground::new("CREATE TABLE t (a)");
    let file = |name: &str, content: &[u8]| fs::write(ground.folder.path().join(name), content).expect("writes");
    file("notes.txt", b"just some notes, nothing else to see in here");
    file("sealed.db", &(0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>());
    let mut torn = fs::read(ground.path()).expect("reads");
    torn[100..].fill(0x7f);
    file("torn.db", &torn);
    for (database, text) in [
        ("none.db", "no such file"),
        ("../some.db", "upwards"),
        ("/etc/passwd", "not below an allowed folder"),
        ("file:some.db", "plain path"),
        (":memory:", "plain path"),
        ("notes.txt", "not an SQLite database"),
        ("sealed.db", "encrypted"),
        ("torn.db", "damaged"),
    ] {
        let error = refused(&ground, database).await;
        assert_eq!(error.step, Step::Database, "{database}: {error}");
        assert!(error.text.contains(text), "{database}: {error}");
        assert!(!error.hint.is_empty(), "{database}");
        assert!(!error.to_string().contains(ground.folder.path().to_str().expect("plain")), "no paths of the server: {error}");
    }
}

#[tokio::test]
async fn an_empty_file_is_a_database_without_tables() {
    let ground = Ground::new("CREATE TABLE t (a)");
    fs::write(ground.folder.path().join("empty.db"), b"").expect("writes");
    let target = target("empty.db");
    ground.engine.validate(&target).await.expect("is sound");
    assert_eq!(ground.engine.introspect(&target).await.expect("introspects").tables.len(), 0);
}

#[tokio::test]
async fn a_locked_file_says_so_and_recovers() {
    let ground = Ground::new("CREATE TABLE t (a)");
    let writer = rusqlite::Connection::open(ground.path()).expect("opens");
    writer.execute_batch("BEGIN EXCLUSIVE").expect("locks");
    let error = ground.engine.validate(&ground.target).await.expect_err("is locked");
    assert!(error.text.contains("locked") || error.step == Step::Timeout, "{error}");
    writer.execute_batch("ROLLBACK").expect("unlocks");
    ground.engine.validate(&ground.target).await.expect("recovered by itself");
}

#[tokio::test]
async fn a_file_that_may_not_be_read_is_a_matter_of_permission() {
    let ground = Ground::new("CREATE TABLE t (a)");
    fs::set_permissions(ground.path(), fs::Permissions::from_mode(0o000)).expect("changes");
    // The superuser may read everything; there is nothing to see then.
    if fs::File::open(ground.path()).is_ok() {
        return;
    }
    assert_eq!(refused(&ground, FILE).await.step, Step::Permission);
}
