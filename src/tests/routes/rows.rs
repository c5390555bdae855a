//! Everything that the store holds, as text.

use crate::harness::{Caller, TestServer};
use serde_json::json;
use sqlx::AssertSqlSafe;
use std::{collections::BTreeMap, time::Duration};

/// Every row of every table, column by column, in a fixed order. For a store on SQLite.
pub async fn rows(server: &TestServer) -> BTreeMap<String, Vec<String>> {
    let mut db = server.app().store.read().await.expect("the store answers");
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'table'").fetch_all(&mut *db).await.expect("tables");
    assert!(tables.len() > 8, "{tables:?}");
    let mut all = BTreeMap::new();
    // Opening a link is counted: that is what reading does.
    for table in tables.into_iter().filter(|table| table != "link_views") {
        let columns: Vec<String> =
            sqlx::query_scalar("select name from pragma_table_info($1)").bind(&table).fetch_all(&mut *db).await.expect("columns");
        // That a token was used is noted: that is what asking with it does.
        let cells: Vec<String> =
            columns.iter().filter(|column| *column != "last_used_at").map(|column| format!("'{column}=' || quote(\"{column}\")")).collect();
        let question = format!("select {} as line from \"{table}\" order by 1", cells.join(" || ' ' || "));
        let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(question)).fetch_all(&mut *db).await.expect("rows");
        all.insert(table, lines);
    }
    all
}

/// The same without the audit log, which also says what was tried and refused.
pub async fn rows_without_log(server: &TestServer) -> BTreeMap<String, Vec<String>> {
    let mut all = rows(server).await;
    all.remove("audit_log");
    all
}

/// Fails with the rows that came and went.
#[track_caller]
pub fn assert_same(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>, what: &str) {
    let flat = |all: &BTreeMap<String, Vec<String>>| -> Vec<String> {
        all.iter().flat_map(|(table, lines)| lines.iter().map(move |line| format!("{table}: {line}"))).collect()
    };
    let (before, after) = (flat(before), flat(after));
    let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
    let new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
    assert!(before == after, "{what}: gone {gone:#?}, new {new:#?}");
}

/// Waits until the background has nothing to do for a project, so that nothing changes by itself.
pub async fn rest(caller: &Caller, project: &str) {
    for _ in 0..300 {
        let progress = caller.act("getProjectProgress", json!({ "projectId": project })).await.json();
        if progress["running"] == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the background is still busy");
}
