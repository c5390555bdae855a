//! How SQLite reads a page that begins behind a row: it goes there by an index and sorts nothing, so that a page far down
//! costs what the first one costs.

use super::*;
use crate::model::{
    plan::{PlanFilter, PlanSort},
    schema::TableRef,
};
use rusqlite::Connection;

const TABLES: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER);
    CREATE INDEX by_name ON people (name);
    CREATE INDEX by_age ON people (age);
    CREATE TABLE bare (word TEXT NOT NULL);
    CREATE INDEX by_word ON bare (word);
    CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (a, b));
    CREATE INDEX by_note ON pairs (note);
    CREATE TABLE codes (code TEXT PRIMARY KEY, n INTEGER NOT NULL, rest TEXT) WITHOUT ROWID;
    CREATE INDEX by_n ON codes (n);
    CREATE TABLE steps (a TEXT, b INTEGER, rest TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
";

fn column(name: &str, kind: Kind) -> PlanColumn {
    PlanColumn { name: name.into(), kind, short_type: "text".into(), full_type: "TEXT".into(), nullable: name == "age" }
}

/// The steps of a page, of a later one behind a row; with each the step that it belongs to.
fn steps(table: &str, sort: &[&str], is_later: bool) -> Vec<(i64, String)> {
    let connection = Connection::open_in_memory().expect("memory");
    connection.execute_batch(TABLES).expect("tables");
    let one = |name: &&str| PlanSort { column: column(name.trim_start_matches('-'), Kind::Text), descending: name.starts_with('-') };
    let sort: Vec<PlanSort> = sort.iter().map(one).collect();
    let after = is_later.then(|| vec![Value::Int(7); sort.len()]);
    let columns = sort.iter().map(|sort| sort.column.clone()).collect();
    let source = TableRef { schema: None, name: table.into() }.into();
    let plan = RowsPlan { source, columns, filter: PlanFilter::default(), sort, after, limit: Some(51), offset: 0 };
    let statement = render(&Plan::Rows(plan), Dialect::Sqlite).expect("renders");
    let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.text)).expect("prepares");
    let mut rows = explained.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().expect("a step") {
        steps.push((row.get(1).expect("a parent"), row.get(3).expect("words")));
    }
    steps
}

const ORDERS: [(&str, &[&str]); 12] = [
    ("people", &["id"]),
    ("people", &["-id"]),
    ("people", &["name", "id"]),
    ("people", &["-name", "-id"]),
    ("people", &["-age", "-id"]),
    ("bare", &["rowid"]),
    ("bare", &["word", "rowid"]),
    ("pairs", &["a", "b"]),
    ("pairs", &["-a", "-b"]),
    ("codes", &["code"]),
    ("codes", &["-n", "-code"]),
    ("steps", &["a", "b"]),
];

#[test]
fn a_later_page_is_searched_and_never_sorted() {
    for (table, sort) in ORDERS {
        let steps = steps(table, sort, true);
        let is_searched = steps.iter().any(|(_, words)| words.starts_with("SEARCH"));
        let is_plain = !steps.iter().any(|(_, words)| words.contains("TEMP B-TREE") || words.starts_with("SCAN t"));
        assert!(is_searched && is_plain, "{table} by {sort:?}: {steps:?}");
    }
}

#[test]
fn the_first_page_is_read_in_the_order_of_the_index() {
    for (table, sort) in ORDERS {
        let steps = steps(table, sort, false);
        assert!(!steps.iter().any(|(_, words)| words.contains("TEMP B-TREE")), "{table} by {sort:?}: {steps:?}");
    }
}

/// Rows without a value come behind those with one, from a second search: the few rows of both are merged.
#[test]
fn a_sort_that_may_be_null_merges_two_searches() {
    let steps = steps("people", &["age", "id"], true);
    assert_eq!(steps.iter().filter(|(_, words)| words.starts_with("SEARCH")).count(), 2, "{steps:?}");
    let searched: Vec<i64> = steps.iter().filter(|(_, words)| words.starts_with("SEARCH")).map(|(parent, _)| *parent).collect();
    assert!(!steps.iter().any(|(parent, words)| words.contains("TEMP B-TREE") && searched.contains(parent)), "{steps:?}");
}

/// An index on one column holds no key of several: ties alone are sorted.
#[test]
fn a_sort_before_a_key_of_several_columns_sorts_ties_alone() {
    let steps = steps("pairs", &["note", "a", "b"], true);
    assert!(steps.iter().any(|(_, words)| words.starts_with("SEARCH") && words.contains("by_note")), "{steps:?}");
    let is_whole = |words: &str| words.contains("TEMP B-TREE") && !words.contains("LAST") && !words.contains("RIGHT PART");
    assert!(!steps.iter().any(|(_, words)| is_whole(words)), "{steps:?}");
}
