//! Tables as their pages show them.

use super::keys;
use crate::model::{
    desk::{CellInput, EditColumn, Leads, TableFace},
    schema::{Column, Generated, Table},
};

pub(crate) fn columns(table: &Table) -> Vec<EditColumn> {
    table.columns.iter().map(|column| edited(table, column)).collect()
}

fn edited(table: &Table, column: &Column) -> EditColumn {
    let alone = |key: &&crate::model::schema::ForeignKey| key.columns == [column.name.clone()];
    let leads = table
        .foreign_keys
        .iter()
        .find(alone)
        .and_then(|key| Some(Leads { table: key.references.name.clone(), column: key.referenced_columns.first()?.clone() }));
    EditColumn {
        name: column.name.clone(),
        declared: column.full_type.clone(),
        kind: column.kind,
        input: CellInput::of(&column.full_type, column.kind, &column.enum_values),
        nullable: column.nullable,
        default: column.default.clone(),
        generated: matches!(column.generated, Some(Generated::Stored | Generated::Virtual | Generated::IdentityAlways)),
        counts: matches!(column.generated, Some(Generated::AutoIncrement | Generated::IdentityByDefault)),
        is_key: table.primary_key.contains(&column.name),
        items: column.enum_values.clone(),
        leads,
    }
}

pub(crate) fn face(table: &Table, description: Option<String>) -> TableFace {
    TableFace {
        name: table.at.name.clone(),
        kind: table.kind,
        description: description.or_else(|| table.comment.clone()),
        columns: columns(table),
        primary_key: table.primary_key.clone(),
        unique_keys: table.unique_keys.clone(),
        foreign_keys: table.foreign_keys.clone(),
        indexes: table.indexes.clone(),
    }
}

/// Whether rows of it can be named and so be changed one by one.
pub(super) fn is_editable(table: &Table) -> bool {
    keys::of(table).is_some()
}
