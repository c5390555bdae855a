//! Diagrams of large schemas, laid out and drawn: `make bench`, or `cargo bench --features ssr --bench diagram`. Prints the
//! rows of a table for `benches/README.md`. The aim is 500 tables in under a second.
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};
use vizboard::{
    domain::diagram::{chosen, drawing},
    model::{
        diagram::Choice,
        schema::{Column, ForeignKey, Schema, Table, TableKind, TableRef},
        value::Kind,
    },
};

const ROUNDS: u32 = 5;

fn main() {
    println!("| tables | foreign keys | columns | laid out and drawn | SVG | aim |\n| --- | --- | --- | --- | --- | --- |");
    for tables in [50, 200, 500, 1_000, 2_000] {
        let schema = schema(tables);
        let shown = chosen(&schema, &Choice::default());
        let keys: usize = schema.tables.iter().map(|table| table.foreign_keys.len()).sum();
        let columns: usize = schema.tables.iter().map(|table| table.columns.len()).sum();
        let mut best = Duration::MAX;
        let mut bytes = 0;
        for _ in 0..ROUNDS {
            let started = Instant::now();
            bytes = drawing(&shown, false).len();
            best = best.min(started.elapsed());
        }
        let aim = if tables == 500 { "under 1 s" } else { "" };
        println!("| {tables} | {keys} | {columns} | {:.0} ms | {} kB | {aim} |", best.as_secs_f64() * 1e3, bytes / 1024);
    }
}

/// A schema as grown ones are: a few hubs to which a third of all keys lead, the rest to older tables, some circles.
fn schema(count: usize) -> Schema {
    let mut seed = 11_usize;
    let mut dice = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below.max(1)
    };
    let at = |n: usize| TableRef { schema: None, name: format!("table_{n}") };
    let column = |name: String| Column {
        name,
        short_type: "integer".into(),
        full_type: "integer".into(),
        kind: Kind::Integer,
        nullable: true,
        default: None,
        generated: None,
        comment: None,
        enum_values: vec![],
    };
    let tables = (0..count).map(|n| {
        let plain = 2 + dice(14);
        let mut columns = vec![column("id".into())];
        columns.extend((0..plain).map(|n| column(format!("value_{n}"))));
        let mut foreign_keys = Vec::new();
        for key in 0..dice(4) {
            let other = match dice(20) {
                0 => dice(count),
                1..7 => dice(6.min(count)),
                _ => dice(n),
            };
            columns.push(column(format!("key_{key}")));
            foreign_keys.push(ForeignKey {
                name: format!("key_{n}_{key}"),
                columns: vec![format!("key_{key}")],
                references: at(other),
                referenced_columns: vec!["id".into()],
            });
        }
        Table {
            name: format!("table_{n}"),
            at: at(n),
            kind: TableKind::Table,
            columns,
            primary_key: vec!["id".into()],
            unique_keys: vec![],
            foreign_keys,
            indexes: vec![],
            row_estimate: None,
            comment: None,
            partition_of: None,
        }
    });
    Schema { tables: tables.collect(), ..Schema::default() }
}
