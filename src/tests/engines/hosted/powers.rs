//! What somebody may do who may not do everything (00-conventions, API tokens).

use super::{ALL, Ground, statement};
use vizboard::model::{
    engine::Step,
    value::Value,
    work::{Outcome, Powers, ScriptWork, Work},
};

const READ: Powers = Powers { read: true, insert: false, change: false, structure: false };
const INSERT: Powers = Powers { read: false, insert: true, change: false, structure: false };
const WRITE: Powers = Powers { read: false, insert: true, change: true, structure: true };
const ROWS: Powers = Powers { read: true, insert: true, change: true, structure: false };

const MADE: &str = "CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INT REFERENCES owner(id) ON DELETE CASCADE, name TEXT);
    CREATE TABLE log (a);
    CREATE TRIGGER g AFTER INSERT ON pet BEGIN INSERT INTO log SELECT count(*) FROM pet; UPDATE log SET a = a; END;
    CREATE VIEW v AS SELECT name FROM owner;
    CREATE VIRTUAL TABLE f USING fts5(body);
    INSERT INTO owner VALUES (1, 'secret'), (2, 'other');
    INSERT INTO pet VALUES (1, 1, 'rex');";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_or_writes_beyond_their_powers() {
    let ground = Ground::new(MADE).await;
    for (may, text) in [
        (READ, "INSERT INTO owner VALUES (3, 'x')"),
        (READ, "UPDATE owner SET name = 'x'"),
        (READ, "DELETE FROM owner"),
        (READ, "WITH x AS (SELECT 1) INSERT INTO owner SELECT 3, 'x' FROM x"),
        (READ, "REPLACE INTO owner VALUES (1, 'x')"),
        (READ, "CREATE TABLE n (a)"),
        (READ, "CREATE TEMP TABLE n (a)"),
        (READ, "DROP TABLE owner"),
        (READ, "PRAGMA user_version = 5"),
        (READ, "REINDEX"),
        (READ, "ANALYZE"),
        (READ, "INSERT INTO f VALUES ('x')"),
        (INSERT, "SELECT name FROM owner"),
        (INSERT, "SELECT 1"),
        (INSERT, "SELECT count(*) FROM owner"),
        (INSERT, "SELECT * FROM v"),
        (INSERT, "PRAGMA table_info(owner)"),
        (INSERT, "EXPLAIN SELECT * FROM owner"),
        (INSERT, "INSERT INTO owner VALUES (3, 'x') RETURNING name"),
        (INSERT, "INSERT INTO owner VALUES (3, 'x') RETURNING 1"),
        (INSERT, "INSERT INTO owner SELECT id + 10, name || 'x' FROM owner"),
        (INSERT, "INSERT INTO owner VALUES (3, (SELECT name FROM owner))"),
        (INSERT, "INSERT INTO owner VALUES (3, (SELECT sql FROM sqlite_schema))"),
        (INSERT, "INSERT INTO owner VALUES (last_insert_rowid(), 'x')"),
        (INSERT, "INSERT INTO log SELECT count(*) FROM v"),
        (INSERT, "INSERT INTO owner VALUES (1, 'x') ON CONFLICT DO UPDATE SET name = 'x'"),
        (INSERT, "INSERT OR REPLACE INTO owner VALUES (1, 'x')"),
        (INSERT, "REPLACE INTO owner VALUES (1, 'x')"),
        (INSERT, "WITH x AS (SELECT 1) REPLACE INTO owner VALUES (1, 'x')"),
        (INSERT, "UPDATE owner SET name = 'x'"),
        (INSERT, "DELETE FROM owner"),
        (INSERT, "CREATE TABLE n (a)"),
        (WRITE, "SELECT name FROM owner"),
        (WRITE, "UPDATE owner SET name = 'x' WHERE name = 'secret'"),
        (WRITE, "UPDATE owner SET name = name || 'x'"),
        (WRITE, "UPDATE owner SET name = 'x' RETURNING id"),
        (WRITE, "UPDATE owner SET name = p.name FROM pet AS p"),
        (WRITE, "DELETE FROM owner WHERE id = 1"),
        // SQLite tells the names behind ON CONFLICT and those of a condition alike.
        (WRITE, "INSERT INTO owner VALUES (2, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name"),
        (WRITE, "INSERT INTO owner VALUES (2, 'x') ON CONFLICT DO UPDATE SET name = 'x' WHERE owner.name = 'other'"),
        (WRITE, "DELETE FROM owner WHERE EXISTS (SELECT 1 FROM pet)"),
        (WRITE, "CREATE TABLE n AS SELECT * FROM owner"),
        (WRITE, "INSERT INTO log SELECT name FROM owner"),
        (ROWS, "CREATE TABLE n (a)"),
        (ROWS, "ALTER TABLE owner RENAME TO n"),
        (ROWS, "DROP VIEW v"),
        (ROWS, "CREATE INDEX i ON owner (name)"),
        (ROWS, "DROP TRIGGER g"),
        (ROWS, "CREATE TEMP TABLE n (a)"),
        (ROWS, "PRAGMA user_version = 5"),
        (Powers::default(), "SELECT 1"),
    ] {
        let error = ground.refused(statement(text, may)).await;
        assert_eq!(error.step, Step::Permission, "{text}: {error:?}");
        assert!(!error.text.contains("secret"), "{text}: {error}");
        let whole = ground.work(Work::Script(ScriptWork { text: text.into(), may })).await;
        assert!(matches!(whole, Ok(Outcome::Refused(_))), "{text}: {whole:?}");
    }
    assert_eq!(ground.value("SELECT group_concat(name) FROM (SELECT name FROM owner ORDER BY id)").await, super::text("secret,other"));
    assert_eq!(ground.value("SELECT count(*) FROM log").await, Value::Int(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn powers_are_enough_for_what_they_name() {
    let ground = Ground::new(MADE).await;
    for (may, text, changes) in [
        (READ, "SELECT name FROM v", 0),
        (READ, "EXPLAIN DELETE FROM owner", 0),
        // The trigger is the owner's: it may read and update although whoever inserts may not. So may a foreign key.
        (INSERT, "INSERT INTO pet VALUES (2, 2, 'cat'), (3, NULL, 'dog')", 2),
        (INSERT, "INSERT INTO owner (name) VALUES (replace('a', 'a', 'b'))", 1),
        (INSERT, "INSERT OR IGNORE INTO owner VALUES (1, 'x')", 0),
        (INSERT, "INSERT INTO f VALUES ('quick fox')", 1),
        (WRITE, "INSERT INTO owner VALUES (2, 'x') ON CONFLICT DO UPDATE SET name = excluded.name", 1),
        (WRITE, "UPDATE log SET a = 1", 3),
        (WRITE, "DELETE FROM owner", 3),
        (WRITE, "CREATE TABLE n (a)", 0),
        (WRITE, "ALTER TABLE n ADD COLUMN b", 0),
        (WRITE, "DROP TABLE n", 0),
        (ROWS, "INSERT INTO owner VALUES (9, 'y') RETURNING id", 1),
    ] {
        // EXPLAIN of what may not be done is refused like it.
        if text.starts_with("EXPLAIN") {
            ground.refused(statement(text, may)).await;
            continue;
        }
        assert_eq!(ground.done(statement(text, may)).await.changes, changes, "{text}");
    }
    assert_eq!(ground.value("SELECT count(*) FROM pet").await, Value::Int(1), "the cascade is the owner's too");
    assert_eq!(ground.refused(statement("INSERT INTO pet VALUES (7, 77, 'x')", INSERT)).await.text, "FOREIGN KEY constraint failed");
    assert_eq!(ground.done(statement("SELECT count(*) FROM f('fox')", ALL)).await.rows, [[Value::Int(1)]]);
}
