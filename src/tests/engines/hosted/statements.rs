//! What a statement may be, and what it answers.

use super::{ALL, Ground, script, statement, text};
use vizboard::model::{
    engine::Step,
    value::Value,
    work::{Input, Outcome, StatementWork, Work, WorkLimits},
};

/// security.md, check 79.
const REFUSED: [&str; 56] = [
    "ATTACH '/tmp/vizboard-x.db' AS x",
    "ATTACH ':memory:' AS x",
    "ATTACH 'file:/etc/passwd?mode=ro' AS x",
    "DETACH main",
    "VACUUM INTO '/tmp/vizboard-x.db'",
    "/* a */ vAcUuM",
    "SELECT load_extension('x')",
    "SELECT load_extension('x', 'y')",
    "SELECT fts3_tokenizer('simple', x'41')",
    "SELECT sqlite_log(1, 'x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('/tmp/vizboard-w', 'x')",
    "SELECT edit('x')",
    "SELECT * FROM fsdir('/')",
    "CREATE VIRTUAL TABLE c USING csv(filename='/etc/passwd')",
    "CREATE VIRTUAL TABLE c USING zipfile('x')",
    "CREATE VIRTUAL TABLE c USING dbstat",
    "CREATE VIRTUAL TABLE c USING sqlite_dbpage",
    "SELECT * FROM dbstat",
    "SELECT * FROM sqlite_dbpage",
    "PRAGMA hard_heap_limit=1",
    "PRAGMA soft_heap_limit=1",
    "PRAGMA temp_store_directory='/tmp'",
    "PRAGMA data_store_directory='/tmp'",
    "PRAGMA mmap_size=1000000",
    "PRAGMA cache_size=-100000000",
    "PRAGMA threads=4",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=OFF",
    "PRAGMA journal_mode=MEMORY",
    "PRAGMA synchronous=OFF",
    "PRAGMA writable_schema=ON",
    "PRAGMA schema_version=1",
    "PRAGMA trusted_schema=ON",
    "PRAGMA query_only=OFF",
    "PRAGMA max_page_count=999999999",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA journal_size_limit=0",
    "PRAGMA page_size=512",
    "PRAGMA auto_vacuum=1",
    "PRAGMA secure_delete=OFF",
    "PRAGMA ignore_check_constraints=ON",
    "PRAGMA recursive_triggers=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA case_sensitive_like=OFF",
    "PRAGMA database_list",
    "SELECT file FROM pragma_database_list",
    "PRAGMA compile_options",
    "PRAGMA function_list",
    "UPDATE sqlite_master SET sql = ''",
    "INSERT INTO sqlite_schema VALUES ('table', 'x', 'x', 0, '')",
    "BEGIN",
    "BEGIN EXCLUSIVE",
    "COMMIT",
    "SAVEPOINT a",
    "ROLLBACK",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_reaches_out_of_the_database_is_refused_in_every_form() {
    let ground = Ground::new("CREATE TABLE t (a); INSERT INTO t VALUES (1)").await;
    let pid = ground.pid();
    for refused in REFUSED {
        ground.refused(statement(refused, ALL)).await;
        ground.refused(statement(&format!("SELECT 1; {refused}"), ALL)).await;
        ground.refused(script(&format!("INSERT INTO t VALUES (2); {refused}"))).await;
        if let Some(query) = refused.strip_prefix("SELECT ") {
            // What may not be called may be written down, but is refused where it would run.
            for text in [
                format!("WITH x AS (SELECT {query}) SELECT * FROM x"),
                format!("INSERT INTO t SELECT {query}"),
                format!("CREATE TABLE c AS SELECT {query}"),
            ] {
                ground.refused(statement(&text, ALL)).await;
            }
            if ground
                .work(statement(&format!("CREATE VIEW v AS SELECT {query}"), ALL))
                .await
                .is_ok_and(|ended| matches!(ended, Outcome::Done(_)))
            {
                ground.refused(statement("SELECT * FROM v", ALL)).await;
                ground.sql("DROP VIEW v").await;
            }
        }
    }
    for function in ["load_extension('x')", "sqlite_log(1, 'x')", "fts3_tokenizer('simple')"] {
        for definition in [
            format!("CREATE TABLE d (a CHECK ({function} IS NULL))"),
            format!("CREATE TABLE d (a, b AS ({function}))"),
            format!("CREATE TABLE d (a DEFAULT ({function})); INSERT INTO d DEFAULT VALUES"),
            format!("CREATE INDEX d ON t ({function})"),
            format!("CREATE TRIGGER d AFTER INSERT ON t BEGIN SELECT {function}; END; INSERT INTO t VALUES (3)"),
        ] {
            ground.refused(script(&definition)).await;
        }
    }
    assert_eq!(ground.pid(), pid, "the same worker");
    assert_eq!(ground.rows("SELECT a FROM t").await, [[Value::Int(1)]], "nothing happened");
    assert!(!std::path::Path::new("/tmp/vizboard-x.db").exists());
    // What is set for the whole process is as before (check 81).
    let other = super::target("second");
    ground.make("second", &other, "CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(1000000))").await;
    ground.is_sound().await;
}

/// security.md, check 80.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_do_with_sqlite_works() {
    let ground =
        Ground::new("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, n INT); INSERT INTO t (a, n) VALUES ('x', 1), ('y', 2)").await;
    for (query, rows) in [
        ("PRAGMA table_info(t)", 3),
        ("SELECT name FROM pragma_table_info('t')", 3),
        ("PRAGMA foreign_key_list(t)", 0),
        ("PRAGMA index_list('t')", 1),
        ("PRAGMA integrity_check", 1),
        ("PRAGMA quick_check", 1),
        ("PRAGMA user_version", 1),
        ("EXPLAIN QUERY PLAN SELECT * FROM t", 1),
        ("SELECT a, row_number() OVER (ORDER BY n DESC) FROM t", 2),
        ("SELECT value ->> 'b' FROM json_each('[{\"b\":1},{\"b\":2}]')", 2),
        ("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 10) SELECT n FROM c", 10),
        ("INSERT INTO t (a, n) VALUES ('x', 5) ON CONFLICT (a) DO UPDATE SET n = excluded.n RETURNING id, n", 1),
        ("SELECT * FROM t WHERE a = \"x\"", 1),
        ("VALUES (1), (2)", 2),
    ] {
        assert_eq!(ground.rows(query).await.len(), rows, "{query}");
    }
    ground.sql("PRAGMA user_version = 5").await;
    assert_eq!(ground.value("PRAGMA user_version").await, Value::Int(5));
    ground.sql("CREATE VIRTUAL TABLE f USING fts5(body)").await;
    ground.sql("INSERT INTO f VALUES ('quick brown fox'), ('lazy dog')").await;
    assert_eq!(ground.rows("SELECT highlight(f, 0, '<', '>') FROM f('fox')").await, [[text("quick brown <fox>")]]);
    ground.sql("UPDATE f SET body = 'lazy cat' WHERE f MATCH 'dog'").await;
    ground.sql("CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)").await;
    ground.sql("INSERT INTO r VALUES (1, 0, 10)").await;
    assert_eq!(ground.rows("SELECT id FROM r WHERE x0 <= 5 AND x1 >= 5").await, [[Value::Int(1)]]);
    for alter in [
        "ALTER TABLE t RENAME COLUMN n TO m",
        "ALTER TABLE t ADD COLUMN k DEFAULT 1",
        "ALTER TABLE t DROP COLUMN k",
        "ALTER TABLE t RENAME TO u",
    ] {
        assert!(ground.sql(alter).await.restructured, "{alter}");
    }
    ground.sql("CREATE TRIGGER g AFTER INSERT ON u BEGIN UPDATE u SET m = 0 WHERE id = new.id; END").await;
    ground.sql("INSERT INTO u (a) VALUES ('z')").await;
    assert_eq!(ground.value("SELECT m FROM u WHERE a = 'z'").await, Value::Int(0));
    ground.sql("REINDEX").await;
    ground.sql("ANALYZE").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_statement_is_run_and_never_only_the_first() {
    let ground = Ground::new("CREATE TABLE t (a)").await;
    for text in [
        "SELECT 1; DROP TABLE t",
        "SELECT 1;; SELECT 2",
        "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)",
        "SELECT 1; -- a\n /* b */ DROP TABLE t",
        "SELECT 1; nonsense",
        "SELECT 1\0; DROP TABLE t",
        "",
        "  -- nothing\n;",
    ] {
        let error = ground.refused(statement(text, ALL)).await;
        assert!(!error.text.is_empty(), "{text}");
    }
    assert_eq!(ground.rows("SELECT ';' || a FROM t; -- the end").await.len(), 0);
    assert_eq!(ground.refused(statement("SELECT 1; SELECT 2", ALL)).await.text, "Only one statement is run at a time.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_happens_as_a_whole() {
    let ground = Ground::new("CREATE TABLE t (a UNIQUE)").await;
    let done = ground.done(script("INSERT INTO t VALUES (1), (2); CREATE TABLE u (b); UPDATE t SET a = a + 10; -- end")).await;
    assert_eq!((done.changes, done.restructured), (4, true));
    assert_eq!(done.affected, ["t", "u"]);
    ground.refused(script("INSERT INTO t VALUES (3); DROP TABLE u; INSERT INTO t VALUES (3)")).await;
    ground.refused(script("INSERT INTO t VALUES (3); COMMIT; INSERT INTO nowhere VALUES (1)")).await;
    assert_eq!(ground.rows("SELECT a FROM t ORDER BY a").await, [[Value::Int(11)], [Value::Int(12)]]);
    assert_eq!(ground.rows("SELECT * FROM u").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn statements_take_values_and_tell_what_they_did() {
    let ground = Ground::new("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB); CREATE TABLE log (x); CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END").await;
    let with = |text: &str, values: Vec<Input>| Work::Statement(StatementWork { text: text.into(), values, may: ALL });
    let done = ground
        .done(with(
            "INSERT INTO t (a, b) VALUES (:a, :b), (:a, NULL) RETURNING id, a",
            vec![Input::Value(text("it's")), Input::Bytes("AQI=".into())],
        ))
        .await;
    assert_eq!(done.rows, [[Value::Int(1), text("it's")], [Value::Int(2), text("it's")]]);
    assert_eq!((done.changes, done.restructured, done.affected.as_slice()), (2, false, &["log".to_owned(), "t".to_owned()][..]));
    assert_eq!(done.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["id", "a"]);
    assert_eq!(ground.done(with("SELECT b FROM t WHERE id = ?", vec![Input::Value(Value::Int(1))])).await.rows, [[text("\\x0102")]]);
    assert!(ground.refused(with("SELECT ?, ?", vec![Input::Value(Value::Null)])).await.text.contains("2 parameters"));
    let read = ground.sql("SELECT count(*) FROM t").await;
    assert_eq!((read.changes, read.affected), (0, vec!["t".to_owned()]));
    assert_eq!(ground.sql("CREATE TABLE u (a)").await.statements, ["CREATE TABLE u (a)"]);
    assert_eq!(ground.sql("DELETE FROM t WHERE id > 5").await.changes, 0);
    let fault = ground.refused(statement("SELECT größe, nowhere FROM t", ALL)).await;
    assert_eq!((fault.text.as_str(), fault.at), ("no such column: größe", Some(7)));
    assert_eq!(ground.refused(statement("INSERT INTO t (id) VALUES (1)", ALL)).await.text, "UNIQUE constraint failed: t.id");
    // LIKE tells capitals from small letters (03, Limits); generated searches do not.
    assert_eq!(ground.rows("SELECT id FROM t WHERE a LIKE 'IT%'").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_statement_is_left_for_the_next() {
    let ground = Ground::new("CREATE TABLE t (a)").await;
    ground.done(script("CREATE TEMP TABLE mine (a); INSERT INTO mine VALUES (1); INSERT INTO t SELECT a FROM mine")).await;
    ground.refused(statement("INSERT INTO t SELECT a FROM mine", ALL)).await;
    ground.sql("CREATE TEMP VIEW t AS SELECT 2 AS a").await;
    assert_eq!(ground.rows("SELECT a FROM t").await, [[Value::Int(1)]]);
    ground.sql("DELETE FROM t WHERE a = 1").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_that_cannot_be_served_are_refused_in_the_documented_words() {
    let ground = Ground::new("CREATE TABLE goo (a TEXT)").await;
    assert_eq!(
        ground.refused(statement("CREATE TABLE foo (a TEXT PRIMARY KEY) WITHOUT ROWID", ALL)).await.text,
        "Table 'foo' does not have a rowid column. Such tables are not currently supported by Airsequel."
    );
    assert_eq!(
        ground.refused(statement("CREATE TABLE foo (bar INT, FOREIGN KEY (bar) REFERENCES goo(rowid))", ALL)).await.text,
        "Column 'bar' references the rowid column of table 'goo'.\nThis is not supported by SQLite:\nhttps://www.sqlite.org/foreignkeys.html"
    );
    ground.sql("CREATE TABLE foo (bar INT REFERENCES goo(a))").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_are_named() {
    let ground = Ground::new("CREATE TABLE t (a); CREATE TABLE w (a)").await;
    let limits = WorkLimits {
        max_database_bytes: 400_000,
        max_tables: 2,
        max_columns: 3,
        max_table_rows: 5,
        max_cell_bytes: 100_000,
        ..WorkLimits::default()
    };
    let refused = async |text: &str| match ground.at(&ground.target, statement(text, ALL), limits).await {
        Ok(Outcome::Refused(error)) => error.to_string(),
        other => panic!("{text}: {other:?}"),
    };
    let fill = "INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 5) SELECT randomblob(100000) FROM c";
    let said = refused(fill).await;
    assert!(said.starts_with("database or disk is full A database may grow to 400 kB here."), "{said}");
    assert!(refused("INSERT INTO t VALUES (zeroblob(9000000))").await.contains("A cell may hold 100 kB"));
    assert!(refused("CREATE TABLE u (a)").await.contains("more than 2 tables"));
    assert!(refused("CREATE VIEW u AS SELECT 1").await.contains("more than 2 tables"));
    ground.done(script("ALTER TABLE t ADD COLUMN b; ALTER TABLE t ADD COLUMN c")).await;
    assert!(refused("ALTER TABLE t ADD COLUMN d").await.contains("more than 3 columns"));
    assert!(refused("INSERT INTO w VALUES (1), (2), (3), (4), (5), (6)").await.contains("more than 5 rows"));
    for _ in 0..5 {
        let done = ground.at(&ground.target, statement("INSERT INTO w VALUES (1)", ALL), limits).await;
        assert!(matches!(done, Ok(Outcome::Done(_))), "{done:?}");
    }
    assert!(refused("INSERT INTO w VALUES (1)").await.contains("more than 5 rows"));
    ground.sql("DELETE FROM w WHERE rowid IN (2, 3)").await;
    let done = ground.at(&ground.target, statement("INSERT INTO w VALUES (1)", ALL), limits).await;
    assert!(matches!(done, Ok(Outcome::Done(_))), "rows are counted, not their numbers");
    ground.is_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_takes_too_long_or_too_much_is_stopped_and_changes_nothing() {
    let ground =
        Ground::new("CREATE TABLE t (a); INSERT INTO t WITH c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 2000) SELECT n FROM c")
            .await;
    let pid = ground.pid();
    let limits = WorkLimits { timeout_ms: 700, ..WorkLimits::default() };
    let deep = format!("SELECT {}1{}", "-(".repeat(5_000), ")".repeat(5_000));
    let wide = format!("SELECT 1{}", " UNION SELECT 1".repeat(600));
    for text in [
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c",
        "SELECT count(*) FROM t a, t b, t c, t d",
        "INSERT INTO t SELECT a.a FROM t a, t b, t c",
        "UPDATE t SET a = (SELECT count(*) FROM t x, t y, t z)",
        "SELECT group_concat(a.a || b.a || c.a) FROM t a, t b, t c",
        "SELECT printf('%.*c', 200000000, 'x')",
        "SELECT length(zeroblob(999999999))",
        deep.as_str(),
        wide.as_str(),
    ] {
        match ground.at(&ground.target, statement(text, ALL), limits).await {
            Err(error) => assert_eq!(error.step, Step::Timeout, "{text}"),
            Ok(Outcome::Refused(_)) => {}
            // SQLite's printf answers nothing for a text that is longer than may be, and never makes it.
            Ok(Outcome::Done(done)) if text.contains("printf") => assert_eq!(done.rows, [[Value::Null]]),
            other => panic!("{text}: {other:?}"),
        }
    }
    assert_eq!(ground.value("SELECT count(*) FROM t").await, Value::Int(2000));
    assert_eq!(ground.pid(), pid, "the worker let go of each");
    let answer = ground.sql("SELECT a.a FROM t a, t b LIMIT 60000").await;
    assert_eq!((answer.rows.len(), answer.truncated), (50_000, true));
}

/// What writes is measured by what holds for writers alone, and by nothing that holds for readers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_statements_and_those_through_views_write() {
    let ground = Ground::new(
        "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a FROM t;
         CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a, 'through'); END",
    )
    .await;
    let long = "x".repeat(2_000_000);
    ground.sql(&format!("INSERT INTO t VALUES ('{long}', 1)")).await;
    assert_eq!(ground.value(&format!("SELECT count(*) FROM t WHERE a = '{long}'")).await, Value::Int(1));
    let many: Vec<String> = (0..200).map(|n| format!("SELECT {n}, 'many'")).collect();
    let many = many.join(" UNION ALL ");
    assert_eq!(ground.sql(&format!("INSERT INTO t {many}")).await.changes, 200);
    assert_eq!(ground.rows(&many).await.len(), 200);
    let values = (0..2_000).map(|n| Input::Value(Value::Int(n))).collect();
    let text = format!("INSERT INTO t (a) VALUES {}", ["(?)"; 2_000].join(", "));
    assert_eq!(ground.done(Work::Statement(StatementWork { text, values, may: ALL })).await.changes, 2_000);
    for through in ["INSERT INTO v VALUES (1)", "WITH c AS (SELECT 2 AS n) INSERT INTO v SELECT n FROM c"] {
        ground.sql(through).await;
    }
    assert_eq!(ground.rows("SELECT a FROM t WHERE b = 'through' ORDER BY a").await, [[Value::Int(1)], [Value::Int(2)]]);
}
