//! What a crafted file cannot do: the fence is asked for every statement inside views, too.

use super::ground::{FILE, Ground, target};
use std::fs;
use vizboard::{
    engines::Engine,
    model::{
        engine::{ReadLimits, ReadRequest, Step},
        plan::{Plan, PlanColumn, PlanFilter, RowsPlan},
        schema::TableRef,
        value::Kind,
    },
};

fn whole(schema: Option<&str>, name: &str, column: &str) -> Plan {
    let column = PlanColumn { name: column.into(), kind: Kind::Text, short_type: "text".into(), full_type: "TEXT".into(), nullable: true };
    Plan::Rows(RowsPlan {
        source: TableRef { schema: schema.map(Into::into), name: name.into() }.into(),
        columns: vec![column],
        filter: PlanFilter { limits: Vec::new(), conditions: vec![], search: None },
        sort: vec![],
        limit: None,
        after: None,
        offset: 0,
    })
}

#[tokio::test]
async fn views_cannot_call_or_read_what_is_not_allowed() {
    let ground = Ground::new(
        "CREATE TABLE t (a);
         INSERT INTO t VALUES (1);
         CREATE VIEW loads AS SELECT load_extension('/tmp/x.so') AS v FROM t;
         CREATE VIEW zeroes AS SELECT zeroblob(999999999) AS v FROM t;
         CREATE VIEW random AS SELECT hex(randomblob(10)) AS v FROM t;
         CREATE VIEW logs AS SELECT sqlite_log(1, 'x') AS v FROM t;
         CREATE VIEW tokens AS SELECT fts3_tokenizer('simple') AS v FROM t;
         CREATE VIEW pages AS SELECT name AS v FROM dbstat;
         CREATE VIEW files AS SELECT file AS v FROM pragma_database_list;
         CREATE VIEW options AS SELECT compile_options AS v FROM pragma_compile_options;
         CREATE VIEW fine AS SELECT upper(hex('a')) || json_extract('{\"a\":1}', '$.a') AS v FROM t;",
    );
    for view in ["loads", "zeroes", "random", "logs", "tokens", "pages", "files", "options"] {
        let error = ground.rows(whole(None, view, "v")).await.expect_err(view);
        assert!(matches!(error.step, Step::Permission | Step::Query), "{view}: {error:?}");
        assert!(!error.text.contains("SELECT"), "{view}: {error}");
    }
    for table in ["pragma_database_list", "dbstat", "sqlite_dbpage", "pragma_hard_heap_limit", "fsdir", "readfile"] {
        ground.rows(whole(None, table, "name")).await.expect_err(table);
    }
    assert_eq!(ground.rows(whole(None, "fine", "v")).await.expect("reads").len(), 1);
}

#[tokio::test]
async fn names_are_quoted_and_never_run() {
    let ground = Ground::new("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    for name in ["t; DROP TABLE t", "t\" ; DROP TABLE t --", "'t'", "nosuch", ""] {
        let error = ground.rows(whole(None, name, "a")).await.expect_err(name);
        assert!(error.missing_object, "{name}: {error:?}");
    }
    // A quoted name that is no column is an error, not a text.
    assert!(ground.rows(whole(None, "t", "nosuch")).await.expect_err("refused").missing_object);
    assert!(ground.rows(whole(Some("temp"), "t", "a")).await.is_err());
    assert_eq!(ground.rows(whole(None, "t", "a")).await.expect("reads").len(), 1);
}

#[tokio::test]
async fn reading_changes_neither_the_file_nor_its_folder() {
    let ground = Ground::new("CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE u (a REFERENCES t)");
    let before = (fs::read(ground.path()).expect("reads"), fs::metadata(ground.path()).and_then(|m| m.modified()).expect("known"));
    ground.engine.validate(&ground.target).await.expect("validates");
    ground.schema().await;
    ground.rows(whole(None, "t", "a")).await.expect("reads");
    let after = (fs::read(ground.path()).expect("reads"), fs::metadata(ground.path()).and_then(|m| m.modified()).expect("known"));
    assert_eq!(before, after);
    let names: Vec<_> = fs::read_dir(ground.folder.path()).expect("lists").map(|entry| entry.expect("reads").file_name()).collect();
    assert_eq!(names, [FILE]);
}

#[tokio::test]
async fn a_view_that_never_ends_stops_at_its_time_limit() {
    let ground =
        Ground::new("CREATE VIEW endless AS WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT count(*) AS v FROM n");
    let limits = ReadLimits { timeout_ms: 300, ..ReadLimits::default() };
    let started = std::time::Instant::now();
    let request = ReadRequest { id: "endless".into(), plan: whole(None, "endless", "v"), limits };
    let mut stream = ground.engine.read(&ground.target, request).await.expect("starts");
    let error = stream.batches.recv().await.expect("answers").expect_err("is stopped");
    assert_eq!(error.step, Step::Timeout, "{error}");
    assert!(started.elapsed().as_secs() < 15, "it would never end: {:?}", started.elapsed());
}

#[tokio::test]
async fn links_and_other_folders_stay_closed() {
    let ground = Ground::new("CREATE TABLE t (a)");
    let outside = tempfile::tempdir().expect("a folder");
    super::ground::write(&outside.path().join("secret.db"), "CREATE TABLE secret (a)");
    std::os::unix::fs::symlink(outside.path().join("secret.db"), ground.folder.path().join("link.db")).expect("links");
    for database in ["link.db", outside.path().join("secret.db").to_str().expect("plain")] {
        let target = target(database);
        assert_eq!(ground.engine.validate(&target).await.expect_err(database).step, Step::Database);
        assert!(ground.engine.introspect(&target).await.is_err(), "{database}");
    }
}
