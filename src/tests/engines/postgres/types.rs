//! The table of types: each value arrives in its form, and a filter for it finds it again.

use super::{
    super::{condition, json, read, rows_plan},
    Base, execute,
};
use serde_json::Value as Json;
use sqlx::{Connection, PgConnection};
use std::fmt::Write;
use vizboard::model::{filter::Op, id::ConnectionId, plan::Plan, value::Value};

const TABLE: &str = include_str!("types.tsv");
const MADE: &str = r#"
create type public.mood as enum ('sad', 'so "so"', 'happy');
create domain public.positive as integer check (value > 0);
create domain public.email as text check (value like '%@%');
create type public.pair as (n integer, t text);
create type public."text" as enum ('odd');
create type public.float_range as range (subtype = double precision);
"#;
/// Types that come with the server's contributed modules, where they are installed.
const EXTENSIONS: [&str; 3] = ["hstore", "citext", "ltree"];
/// Settings of a database that change how values are written.
const ODD: [&str; 8] = [
    "datestyle = 'German, DMY'",
    "intervalstyle = 'iso_8601'",
    "timezone = 'Asia/Kolkata'",
    "extra_float_digits = -10",
    "bytea_output = 'escape'",
    "search_path = 'public'",
    "standard_conforming_strings = off",
    "xmloption = 'document'",
];

struct Line {
    kind: &'static str,
    literal: &'static str,
    expected: Json,
}

fn lines(extensions: &[String]) -> Vec<Line> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let [kind, literal, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three parts in {line}") };
            Line { kind, literal, expected: serde_json::from_str(expected).unwrap_or_else(|error| panic!("{error} in {line}")) }
        })
        .filter(|line| {
            let made = EXTENSIONS.iter().find(|extension| line.kind == format!("public.{extension}"));
            made.is_none_or(|extension| extensions.iter().any(|installed| installed == extension))
        })
        .collect()
}

/// A table with one column per line of the file and one row.
async fn typed_base() -> (Base, Vec<Line>) {
    let base = Base::with(MADE).await;
    let mut server = PgConnection::connect(&base.url).await.expect("the server answers");
    let installable: Vec<String> =
        sqlx::query_scalar("select name::text from pg_available_extensions").fetch_all(&mut server).await.expect("an answer");
    let extensions: Vec<String> = EXTENSIONS.map(String::from).into_iter().filter(|name| installable.contains(name)).collect();
    let mut script = String::new();
    for name in &extensions {
        writeln!(script, "create extension {name} schema public;").expect("memory");
    }
    let lines = lines(&extensions);
    let columns: Vec<_> = lines.iter().enumerate().map(|(n, line)| format!("c{n} {}", line.kind)).collect();
    let values: Vec<_> = lines.iter().map(|line| line.literal).collect();
    writeln!(script, "create table typed ({}); insert into typed values ({});", columns.join(", "), values.join(", ")).expect("memory");
    execute(&base.url, &script).await;
    (base, lines)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_type_arrives_whole_whatever_the_database_is_set_to() {
    let (base, lines) = typed_base().await;
    for odd in [false, true] {
        if odd {
            let name = base.url.rsplit('/').next().expect("a database");
            let script: String = ODD.iter().map(|setting| format!("alter database {name} set {setting};")).collect();
            execute(&base.url, &script).await;
        }
        let rows = base.table(&base.target(), "typed").await.expect("a row");
        for (line, value) in lines.iter().zip(&rows[0]) {
            assert_eq!(json(value), line.expected, "{} {} with odd settings: {odd}", line.kind, line.literal);
        }
        assert_eq!(rows[0].len(), lines.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_value_is_found_by_itself() {
    let (base, lines) = typed_base().await;
    let target = base.stored(&ConnectionId::new(), 1);
    let schema = base.schema().await;
    let typed = schema.table("typed").expect("introspected");
    let row = base.table(&target, "typed").await.expect("a row").remove(0);
    for ((line, value), column) in lines.iter().zip(row).zip(&typed.columns) {
        assert!(!column.full_type.is_empty() && !column.short_type.is_empty());
        for (value, op) in [(value.clone(), Op::Eq), (Value::Text(value.display()), Op::Eq), (value.clone(), Op::In)] {
            if value.is_null() || value.display().is_empty() && line.kind != "text" {
                continue;
            }
            let mut plan = rows_plan(typed);
            plan.filter.conditions.push(condition(typed, &column.name, op, vec![value.clone()]));
            let found = read(base.engine.as_ref(), &target, Plan::Rows(plan)).await;
            assert_eq!(found.map(|rows| rows.len()), Ok(1), "{} {op:?} {value:?}", line.kind);
        }
    }
}
