//! Rows of the catalogue to the schema as we keep it. Pure.

use super::{super::types::CatalogType, ColumnRow, Findings, IndexRow, KeyRow, TableRow};
use crate::model::schema::{Column, ForeignKey, Generated, Index, Schema, Table, TableKind, TableRef};
use std::collections::{HashMap, HashSet};

/// The name of every primary key.
const PRIMARY: &str = "PRIMARY";

pub fn schema(findings: Findings) -> Schema {
    let places: HashMap<String, usize> = findings.tables.iter().enumerate().map(|(place, row)| (row.name.clone(), place)).collect();
    let checks: HashSet<(String, String)> = findings.checks.into_iter().map(|row| (row.owner, row.clause)).collect();
    let mut tables: Vec<Table> = findings.tables.into_iter().map(table).collect();
    for row in findings.columns {
        if let Some(place) = places.get(&row.owner) {
            let check = format!("json_valid(`{}`)", row.name.replace('`', "``"));
            let is_json = row.type_name == "json" || checks.contains(&(row.owner.clone(), check));
            tables[*place].columns.push(column(row, is_json));
        }
    }
    for parts in runs(findings.indexes, |row| (&row.owner, &row.name)) {
        if let Some(place) = places.get(&parts[0].owner) {
            add_index(&mut tables[*place], &parts);
        }
    }
    for parts in runs(findings.keys, |row| (&row.owner, &row.name)) {
        if let Some(place) = places.get(&parts[0].owner) {
            add_key(&mut tables[*place], parts);
        }
    }
    // What the user may read nothing of is shown because of some other right.
    tables.retain(|table| !table.columns.is_empty());
    for table in &mut tables {
        table.keep_readable_keys();
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Schema { tables, may_write: Some(findings.may_write) }
}

/// Rows that follow each other and belong together.
fn runs<T>(rows: Vec<T>, of: impl Fn(&T) -> (&String, &String)) -> Vec<Vec<T>> {
    let mut runs: Vec<Vec<T>> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if of(&run[0]) == of(&row) => run.push(row),
            _ => runs.push(vec![row]),
        }
    }
    runs
}

/// Every partition is part of the table itself here, and no table of its own.
fn table(row: TableRow) -> Table {
    let is_view = row.kind.ends_with("VIEW");
    let at = TableRef { schema: Some(row.place.clone()), name: row.name };
    Table {
        name: at.label(Some(&row.place)),
        at,
        kind: if is_view { TableKind::View } else { TableKind::Table },
        columns: Vec::new(),
        primary_key: Vec::new(),
        unique_keys: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        row_estimate: row.estimate.filter(|_| !is_view),
        // The comment on every view.
        comment: row.comment.filter(|comment| !(is_view && comment == "VIEW")),
        partition_of: None,
    }
}

fn column(row: ColumnRow, is_json: bool) -> Column {
    let catalog = CatalogType { name: &row.type_name, full: &row.full_type, is_json };
    let generated = if row.extra.contains("VIRTUAL GENERATED") {
        Some(Generated::Virtual)
    } else if row.extra.contains("STORED GENERATED") || row.extra.contains("PERSISTENT") {
        Some(Generated::Stored)
    } else if row.extra.contains("auto_increment") {
        Some(Generated::AutoIncrement)
    } else {
        None
    };
    Column {
        short_type: catalog.short(),
        kind: catalog.kind(),
        enum_values: catalog.labels(),
        default: default(&row),
        name: row.name,
        full_type: row.full_type,
        nullable: row.nullable,
        generated,
        comment: row.comment,
    }
}

/// The default as an expression, or that of a generated column.
fn default(row: &ColumnRow) -> Option<String> {
    if row.expression.is_some() {
        return row.expression.clone();
    }
    let text = row.default_text.as_ref()?;
    let is_expression = row.writes_expressions || row.extra.contains("DEFAULT_GENERATED") || text.starts_with("CURRENT_TIMESTAMP");
    let is_bare = text.parse::<f64>().is_ok() || text.starts_with("b'");
    match text.as_str() {
        // MariaDB's way to say that there is none.
        "NULL" if row.writes_expressions => None,
        _ if is_expression || is_bare => Some(text.clone()),
        _ => Some(format!("'{}'", text.replace('\'', "''"))),
    }
}

fn add_index(table: &mut Table, parts: &[IndexRow]) {
    let first = &parts[0];
    let columns: Option<Vec<String>> = parts.iter().map(|part| part.column.clone()).collect();
    if let (true, Some(columns)) = (first.is_unique, columns) {
        if first.name == PRIMARY {
            table.primary_key = columns;
        } else if columns != table.primary_key && !table.unique_keys.contains(&columns) {
            table.unique_keys.push(columns);
        }
    }
    let shown = |part: &IndexRow| match (&part.column, part.length) {
        (Some(column), Some(length)) => format!("{column}({length})"),
        (Some(column), None) => column.clone(),
        (None, _) => part.expression.clone().unwrap_or_default(),
    };
    table.indexes.push(Index { name: first.name.clone(), columns: parts.iter().map(shown).collect(), unique: first.is_unique });
}

fn add_key(table: &mut Table, parts: Vec<KeyRow>) {
    let Some(first) = parts.first() else { return };
    table.foreign_keys.push(ForeignKey {
        name: first.name.clone(),
        references: TableRef { schema: first.target_schema.clone(), name: first.target_name.clone() },
        columns: parts.iter().map(|part| part.column.clone()).collect(),
        referenced_columns: parts.iter().map(|part| part.target_column.clone()).collect(),
    });
}
