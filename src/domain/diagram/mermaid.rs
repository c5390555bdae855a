//! A schema as an entity diagram of Mermaid (<https://mermaid.js.org/syntax/entityRelationshipDiagram.html>). Its names
//! are narrow, so each table has a plain alias and keeps its own name as a label; a column whose name had to be changed
//! keeps it in a comment.

use super::cards::{is_optional, is_unique};
use crate::model::schema::{Column, Table, TableRef};
use std::{collections::HashMap, fmt::Write};

pub(super) fn document(tables: &[&Table]) -> String {
    let mut out = "erDiagram\n".to_owned();
    let places: HashMap<&TableRef, usize> = tables.iter().enumerate().map(|(at, table)| (&table.at, at)).collect();
    // Writing into a String does not fail.
    for (at, table) in tables.iter().enumerate() {
        let _ = writeln!(out, "  t{at}[\"{}\"] {{", label(&table.name));
        for column in &table.columns {
            let _ = writeln!(out, "    {} {}{}", word(&column.full_type, "any"), word(&column.name, "column"), marks(table, column));
        }
        out.push_str("  }\n");
    }
    for (at, table) in tables.iter().enumerate() {
        for key in &table.foreign_keys {
            let Some(parent) = places.get(&key.references) else { continue };
            let one = if is_optional(table, key) { "|o" } else { "||" };
            let many = if is_unique(table, key) { "o|" } else { "o{" };
            let _ = writeln!(out, "  t{parent} {one}--{many} t{at} : \"{}\"", label(&key.columns.join(", ")));
        }
    }
    out
}

fn marks(table: &Table, column: &Column) -> String {
    let mut keys = Vec::new();
    if table.primary_key.contains(&column.name) {
        keys.push("PK");
    }
    if table.foreign_keys.iter().any(|key| key.columns.contains(&column.name)) {
        keys.push("FK");
    }
    if table.unique_keys.iter().any(|names| *names == [column.name.clone()]) {
        keys.push("UK");
    }
    let keys = if keys.is_empty() { String::new() } else { format!(" {}", keys.join(", ")) };
    if word(&column.name, "column") == column.name { keys } else { format!("{keys} \"{}\"", label(&column.name)) }
}

/// A name as a word: a letter first, then letters, digits and underscores.
fn word(name: &str, otherwise: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let plain = plain.trim_matches('_');
    match plain.chars().next() {
        Some(first) if first.is_ascii_alphabetic() && plain == name.trim_end_matches('_') => name.to_owned(),
        Some(first) if first.is_ascii_alphabetic() => plain.to_owned(),
        Some(_) => format!("{otherwise}_{plain}"),
        None => otherwise.to_owned(),
    }
}

/// A text between double quotes, which cannot hold one.
fn label(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '"' {
                '\''
            } else if c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::sample::{column, key, table};

    #[test]
    fn tables_and_relations() {
        let mut customers = table("customers", vec![column("id", "integer")]);
        customers.primary_key = vec!["id".into()];
        let mut orders = table("sales.orders", vec![column("id", "integer"), column("customer_id", "numeric(10,2)")]);
        orders.foreign_keys = vec![key("customer_id", "customers", "id")];
        assert_eq!(
            document(&[&customers, &orders]),
            "erDiagram\n  t0[\"customers\"] {\n    integer id PK\n  }\n  t1[\"sales.orders\"] {\n    integer id\n    numeric_10_2 customer_id FK\n  }\n  \
             t0 |o--o{ t1 : \"customer_id\"\n"
        );
    }

    #[test]
    fn awkward_names_keep_their_text_in_comments() {
        let text = document(&[&table("a\"b\n}", vec![column("ünï \"x\"", "text"), column("1st", "text"), column("_", "text")])]);
        assert_eq!(
            text,
            "erDiagram\n  t0[\"a'b }\"] {\n    text column \"_\"\n  }\n"
                .replace("    text column \"_\"\n", "    text n___x \"ünï 'x'\"\n    text column_1st \"1st\"\n    text column \"_\"\n")
        );
    }
}
