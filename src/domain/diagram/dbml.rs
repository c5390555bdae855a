//! A schema as DBML (<https://dbml.dbdiagram.io/docs>).

use crate::model::schema::{Column, Generated, Table, TableRef};
use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

/// The tables, their enums and the foreign keys between them.
pub(super) fn document(tables: &[&Table]) -> String {
    let mut out = String::new();
    // Writing into a String does not fail.
    for (name, labels) in enums(tables) {
        let labels: Vec<String> = labels.iter().map(|label| format!("  {}\n", name_of(label))).collect();
        let _ = write!(out, "Enum {} {{\n{}}}\n\n", name_of(name), labels.concat());
    }
    for table in tables {
        one(&mut out, table);
    }
    let known: HashSet<&TableRef> = tables.iter().map(|table| &table.at).collect();
    for table in tables {
        for key in
            table.foreign_keys.iter().filter(|key| known.contains(&key.references) && key.columns.len() == key.referenced_columns.len())
        {
            let many = if super::cards::is_unique(table, key) { "-" } else { ">" };
            let (ours, theirs) = (columns(&key.columns), columns(&key.referenced_columns));
            let _ = writeln!(out, "Ref: {}.{ours} {many} {}.{theirs}", place(&table.at), place(&key.references));
        }
    }
    out
}

/// The enum types, by name: types whose labels are known and are not written in the type itself.
fn enums<'a>(tables: &[&'a Table]) -> BTreeMap<&'a str, &'a [String]> {
    let named = |column: &'a Column| {
        let is_named = !column.enum_values.is_empty() && !column.full_type.contains('(');
        is_named.then(|| (column.full_type.trim_end_matches("[]"), column.enum_values.as_slice()))
    };
    tables.iter().flat_map(|table| table.columns.iter().filter_map(named)).collect()
}

fn one(out: &mut String, table: &Table) {
    let _ = writeln!(out, "Table {} {{", place(&table.at));
    for column in &table.columns {
        let mut settings = Vec::new();
        if table.primary_key == [column.name.clone()] {
            settings.push("pk".to_owned());
        }
        if matches!(column.generated, Some(Generated::AutoIncrement | Generated::IdentityAlways | Generated::IdentityByDefault)) {
            settings.push("increment".to_owned());
        } else if let Some(default) = &column.default {
            settings.push(format!("default: {}", expression(default)));
        }
        if !column.nullable {
            settings.push("not null".to_owned());
        }
        if table.unique_keys.iter().any(|names| *names == [column.name.clone()]) {
            settings.push("unique".to_owned());
        }
        if let Some(comment) = &column.comment {
            settings.push(format!("note: {}", text(comment)));
        }
        let settings = if settings.is_empty() { String::new() } else { format!(" [{}]", settings.join(", ")) };
        let _ = writeln!(out, "  {} {}{settings}", name_of(&column.name), name_of(&column.full_type));
    }
    let mut indexes = Vec::new();
    if table.primary_key.len() > 1 {
        indexes.push(format!("{} [pk]", columns(&table.primary_key)));
    }
    indexes.extend(table.unique_keys.iter().filter(|names| names.len() > 1).map(|names| format!("{} [unique]", columns(names))));
    let is_plain = |names: &[String]| names.iter().all(|name| table.column(name).is_some());
    let others = table.indexes.iter().filter(|index| !index.unique && is_plain(&index.columns));
    indexes.extend(others.map(|index| format!("{} [name: {}]", columns(&index.columns), text(&index.name))));
    if !indexes.is_empty() {
        let _ = writeln!(out, "\n  indexes {{\n    {}\n  }}", indexes.join("\n    "));
    }
    if let Some(comment) = &table.comment {
        let _ = writeln!(out, "\n  Note: {}", text(comment));
    }
    out.push_str("}\n\n");
}

fn place(at: &TableRef) -> String {
    match &at.schema {
        Some(schema) => format!("{}.{}", name_of(schema), name_of(&at.name)),
        None => name_of(&at.name),
    }
}

fn columns(names: &[String]) -> String {
    match names {
        [one] => name_of(one),
        many => format!("({})", many.iter().map(|name| name_of(name)).collect::<Vec<_>>().join(", ")),
    }
}

/// A name in double quotes. Line breaks cannot stand in one.
fn name_of(name: &str) -> String {
    format!("\"{}\"", one_line(name).replace('\\', "\\\\").replace('"', "\\\""))
}

fn text(text: &str) -> String {
    format!("'{}'", one_line(text).replace('\\', "\\\\").replace('\'', "\\'"))
}

/// An expression between backquotes, which cannot hold one.
fn expression(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'"))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::{
        Index,
        sample::{column, key, table},
    };

    #[test]
    fn tables_keys_and_enums() {
        let mut orders = table("orders", vec![column("id", "bigint"), column("stage", "stage"), column("customer_id", "integer")]);
        orders.primary_key = vec!["id".into()];
        orders.columns[0].nullable = false;
        orders.columns[1].enum_values = vec!["new".into(), "paid \"now\"".into()];
        orders.columns[1].default = Some("'new'::stage".into());
        orders.columns[2].comment = Some("who's it for".into());
        orders.indexes = vec![Index { name: "by_customer".into(), columns: vec!["customer_id".into()], unique: false }];
        orders.foreign_keys = vec![key("customer_id", "customers", "id"), key("customer_id", "elsewhere", "id")];
        let customers = table("customers", vec![column("id", "integer")]);
        assert_eq!(
            document(&[&customers, &orders]),
            "Enum \"stage\" {\n  \"new\"\n  \"paid \\\"now\\\"\"\n}\n\n\
             Table \"customers\" {\n  \"id\" \"integer\"\n}\n\n\
             Table \"orders\" {\n  \"id\" \"bigint\" [pk, not null]\n  \"stage\" \"stage\" [default: `'new'::stage`]\n  \
             \"customer_id\" \"integer\" [note: 'who\\'s it for']\n\n  indexes {\n    \"customer_id\" [name: 'by_customer']\n  }\n}\n\n\
             Ref: \"orders\".\"customer_id\" > \"customers\".\"id\"\n"
        );
    }

    #[test]
    fn awkward_names_cannot_leave_their_quotes() {
        let name = "a\"b\\c\nTable x {";
        let text = document(&[&table(name, vec![column(name, "text")])]);
        assert_eq!(text, "Table \"a\\\"b\\\\c Table x {\" {\n  \"a\\\"b\\\\c Table x {\" \"text\"\n}\n\n");
    }
}
