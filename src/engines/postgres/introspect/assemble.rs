//! Rows of the catalogue to the schema as we keep it. Pure.

use super::{super::types::CatalogType, ColumnRow, Findings, IndexRow, KeyRow, TableRow, table_kind};
use crate::model::schema::{Column, ForeignKey, Generated, Index, Schema, Table, TableRef};
use std::collections::HashMap;

/// The schema whose tables need no schema in their label.
const DEFAULT_SCHEMA: &str = "public";

pub fn schema(findings: Findings) -> Schema {
    let enums: HashMap<i64, Vec<String>> = findings.enums.into_iter().map(|row| (row.id, row.labels)).collect();
    let places: HashMap<i64, usize> = findings.tables.iter().enumerate().map(|(place, row)| (row.id, place)).collect();
    let may_write = findings.tables.iter().any(|row| row.writes);
    let mut tables: Vec<Table> = findings.tables.into_iter().map(table).collect();
    for row in findings.columns {
        if let Some(place) = places.get(&row.id) {
            let labels = enums.get(&row.type_id).filter(|_| row.is_enum).cloned().unwrap_or_default();
            tables[*place].columns.push(column(row, labels));
        }
    }
    for row in findings.keys {
        if let Some(place) = places.get(&row.id) {
            add_key(&mut tables[*place], row);
        }
    }
    for row in findings.indexes {
        if let Some(place) = places.get(&row.id) {
            add_index(&mut tables[*place], row);
        }
    }
    for table in &mut tables {
        table.keep_readable_keys();
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Schema { tables, may_write: Some(may_write) }
}

fn table(row: TableRow) -> Table {
    let at = TableRef { schema: Some(row.schema), name: row.name };
    let kind = table_kind(&row.kind, row.is_partition);
    Table {
        name: at.label(Some(DEFAULT_SCHEMA)),
        at,
        kind,
        columns: Vec::new(),
        primary_key: Vec::new(),
        unique_keys: Vec::new(),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        row_estimate: estimate(&row.kind, row.estimate),
        comment: row.comment,
        partition_of: row.parent_name.map(|name| TableRef { schema: row.parent_schema, name }),
    }
}

/// -1 means never counted (0 before PostgreSQL 14, where it may as well be an empty table); views are never counted.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate of whole rows, not negative here")]
fn estimate(kind: &str, rows: f64) -> Option<u64> {
    (kind != "v" && rows >= 0.0).then_some(rows as u64)
}

fn column(row: ColumnRow, enum_values: Vec<String>) -> Column {
    let catalog = CatalogType { name: &row.type_name, schema: row.type_schema.as_deref(), is_array: row.is_array, is_enum: row.is_enum };
    let is_serial = row.default_text.as_deref().is_some_and(|text| text.starts_with("nextval("));
    let generated = match (row.generated.as_str(), row.identity.as_str()) {
        ("s", _) => Some(Generated::Stored),
        ("v", _) => Some(Generated::Virtual),
        (_, "a") => Some(Generated::IdentityAlways),
        (_, "d") => Some(Generated::IdentityByDefault),
        _ if is_serial => Some(Generated::AutoIncrement),
        _ => None,
    };
    Column {
        short_type: catalog.short(),
        kind: catalog.kind(),
        name: row.name,
        full_type: row.full_type,
        nullable: row.nullable,
        default: row.default_text,
        generated,
        comment: row.comment,
        enum_values,
    }
}

fn add_key(table: &mut Table, row: KeyRow) {
    match row.kind.as_str() {
        "p" => table.primary_key = row.columns,
        "u" => table.unique_keys.push(row.columns),
        _ => {
            if let Some(name) = row.target_name {
                table.foreign_keys.push(ForeignKey {
                    name: row.name,
                    columns: row.columns,
                    references: TableRef { schema: row.target_schema, name },
                    referenced_columns: row.target_columns,
                });
            }
        }
    }
}

/// A unique index over plain columns identifies rows as well as a constraint does.
fn add_index(table: &mut Table, row: IndexRow) {
    if row.is_key && row.columns != table.primary_key && !table.unique_keys.contains(&row.columns) {
        table.unique_keys.push(row.columns.clone());
    }
    table.indexes.push(Index { name: row.name, columns: row.columns, unique: row.is_unique });
}
