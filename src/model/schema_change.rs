//! What changed between two schemas of one database. Estimates, comments and the order of tables are no changes.

use crate::model::{
    given::given,
    id::ConnectionId,
    query::QueryName,
    row_rule::RuleName,
    schema::{Column, ForeignKey, Index, Schema, Table, TableKind},
    time::Timestamp,
    widget::WidgetName,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One change. Tables are named by label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SchemaChange {
    pub table: String,
    /// Absent for a change of the table itself, its keys and its indexes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub what: What,
    /// How it was; absent for what is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How it is; absent for what is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    TableAdded,
    TableRemoved,
    /// Proposed: a table is gone, another came, and their columns are the same.
    TableRenamed,
    TableKind,
    ColumnAdded,
    ColumnRemoved,
    /// Proposed: a column is gone, and another of the same type and rules stands in its place.
    ColumnRenamed,
    ColumnType,
    ColumnRule,
    ColumnDefault,
    PrimaryKey,
    UniqueKey,
    ForeignKey,
    Index,
}

impl SchemaChange {
    /// Whether something that named this table or column before cannot find it any more, or finds another type there.
    pub fn takes_away(&self) -> bool {
        match self.what {
            What::TableRemoved | What::TableRenamed | What::ColumnRemoved | What::ColumnRenamed | What::ColumnType => true,
            What::TableAdded
            | What::TableKind
            | What::ColumnAdded
            | What::ColumnRule
            | What::ColumnDefault
            | What::PrimaryKey
            | What::UniqueKey
            | What::ForeignKey
            | What::Index => false,
        }
    }

    /// The change as a sentence.
    pub fn sentence(&self) -> String {
        let (before, after) = (self.before.as_deref().unwrap_or_default(), self.after.as_deref().unwrap_or_default());
        let column = self.column.as_deref().unwrap_or_default();
        match (self.what, &self.before, &self.after) {
            (What::TableAdded, ..) => format!("New table with {after}"),
            (What::TableRemoved, ..) => "Table removed".to_owned(),
            (What::TableRenamed, ..) => format!("Table removed; {after} is new and has the same columns"),
            (What::TableKind, ..) => format!("Was a {before}, is a {after}"),
            (What::ColumnAdded, ..) => format!("New column {column}, {after}"),
            (What::ColumnRemoved, ..) => format!("Column {column} removed"),
            (What::ColumnRenamed, ..) => format!("Column {column} removed; {after} is new in its place and of the same type"),
            (What::ColumnType, ..) => format!("Column {column} was {before}, is {after}"),
            (What::ColumnRule, ..) => format!("Column {column} was {before}, is {after}"),
            (What::ColumnDefault, Some(_), Some(_)) => format!("Default of {column} was {before}, is {after}"),
            (What::ColumnDefault, None, _) => format!("Column {column} has a default now: {after}"),
            (What::ColumnDefault, ..) => format!("Column {column} has no default any more; it was {before}"),
            (What::PrimaryKey, None, _) => format!("Primary key is new: {after}"),
            (What::PrimaryKey, _, None) => format!("Primary key removed: {before}"),
            (What::PrimaryKey, ..) => format!("Primary key was {before}, is {after}"),
            (what, None, _) => format!("{} is new: {after}", what.noun()),
            (what, ..) => format!("{} removed: {before}", what.noun()),
        }
    }
}

impl What {
    fn noun(self) -> &'static str {
        match self {
            Self::UniqueKey => "Unique key",
            Self::ForeignKey => "Foreign key",
            Self::Index => "Index",
            Self::PrimaryKey => "Primary key",
            Self::TableAdded | Self::TableRemoved | Self::TableRenamed | Self::TableKind => "Table",
            Self::ColumnAdded | Self::ColumnRemoved | Self::ColumnRenamed | Self::ColumnType | Self::ColumnRule | Self::ColumnDefault => {
                "Column"
            }
        }
    }
}

/// Every change from `before` to `after`, by table.
pub fn compare(before: &Schema, after: &Schema) -> Vec<SchemaChange> {
    let old: BTreeMap<&str, &Table> = before.tables.iter().map(|table| (table.name.as_str(), table)).collect();
    let new: BTreeMap<&str, &Table> = after.tables.iter().map(|table| (table.name.as_str(), table)).collect();
    let gone: Vec<&Table> = old.iter().filter(|(name, _)| !new.contains_key(*name)).map(|(_, table)| *table).collect();
    let mut came: Vec<&Table> = new.iter().filter(|(name, _)| !old.contains_key(*name)).map(|(_, table)| *table).collect();
    let mut changes = Vec::new();
    for table in gone {
        // Where several fit, nobody can say which one it is.
        let mut alike = came.iter().filter(|other| same_columns(table, other));
        let renamed = alike.next().filter(|_| alike.next().is_none()).map(|other| other.name.clone());
        match renamed {
            Some(name) => {
                came.retain(|other| other.name != name);
                changes.push(of_table(table, What::TableRenamed, Some(table.name.clone()), Some(name)));
            }
            None => changes.push(of_table(table, What::TableRemoved, Some(columns_of(table)), None)),
        }
    }
    changes.extend(came.into_iter().map(|table| of_table(table, What::TableAdded, None, Some(columns_of(table)))));
    for (name, table) in &old {
        if let Some(other) = new.get(name) {
            altered(table, other, &mut changes);
        }
    }
    changes.sort_by(|a, b| a.table.cmp(&b.table));
    changes
}

fn of_table(table: &Table, what: What, before: Option<String>, after: Option<String>) -> SchemaChange {
    SchemaChange { table: table.name.clone(), column: None, what, before, after }
}

fn columns_of(table: &Table) -> String {
    let count = table.columns.len();
    if count == 1 { "1 column".to_owned() } else { format!("{count} columns") }
}

fn same_columns(a: &Table, b: &Table) -> bool {
    let columns = |table: &Table| -> BTreeSet<(String, String)> {
        table.columns.iter().map(|column| (column.name.clone(), column.full_type.clone())).collect()
    };
    !a.columns.is_empty() && a.kind == b.kind && columns(a) == columns(b)
}

fn altered(before: &Table, after: &Table, changes: &mut Vec<SchemaChange>) {
    if before.kind != after.kind {
        let word = |kind: TableKind| kind.label().to_lowercase();
        changes.push(of_table(before, What::TableKind, Some(word(before.kind)), Some(word(after.kind))));
    }
    columns(before, after, changes);
    let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
    if before.primary_key != after.primary_key {
        changes.push(of_table(before, What::PrimaryKey, list(&before.primary_key), list(&after.primary_key)));
    }
    let mut sets = |what: What, old: BTreeSet<String>, new: BTreeSet<String>| {
        let gone = old.difference(&new).map(|text| of_table(before, what, Some(text.clone()), None));
        let came = new.difference(&old).map(|text| of_table(before, what, None, Some(text.clone())));
        changes.extend(gone.chain(came));
    };
    let unique = |table: &Table| table.unique_keys.iter().map(|names| names.join(", ")).collect();
    sets(What::UniqueKey, unique(before), unique(after));
    let foreign = |table: &Table| table.foreign_keys.iter().map(foreign_key).collect();
    sets(What::ForeignKey, foreign(before), foreign(after));
    let indexes = |table: &Table| table.indexes.iter().map(index).collect();
    sets(What::Index, indexes(before), indexes(after));
}

fn foreign_key(key: &ForeignKey) -> String {
    format!("{} → {} ({})", key.columns.join(", "), key.references.label(None), key.referenced_columns.join(", "))
}

fn index(index: &Index) -> String {
    format!("{}{} ({})", if index.unique { "unique " } else { "" }, index.name, index.columns.join(", "))
}

fn columns(before: &Table, after: &Table, changes: &mut Vec<SchemaChange>) {
    let mut push = |column: &Column, what: What, old: Option<String>, new: Option<String>| {
        changes.push(SchemaChange { table: before.name.clone(), column: Some(column.name.clone()), what, before: old, after: new });
    };
    let mut came: Vec<(usize, &Column)> =
        after.columns.iter().enumerate().filter(|(_, column)| before.column(&column.name).is_none()).collect();
    for (place, column) in before.columns.iter().enumerate() {
        let Some(now) = after.column(&column.name) else {
            let alike = came.iter().position(|(at, other)| *at == place && same_column(column, other));
            match alike.map(|at| came.remove(at)) {
                Some((_, other)) => push(column, What::ColumnRenamed, Some(column.name.clone()), Some(other.name.clone())),
                None => push(column, What::ColumnRemoved, Some(column.full_type.clone()), None),
            }
            continue;
        };
        if column.full_type != now.full_type || column.enum_values != now.enum_values {
            push(column, What::ColumnType, Some(type_of(column)), Some(type_of(now)));
        }
        if column.nullable != now.nullable || column.generated != now.generated {
            push(column, What::ColumnRule, Some(rule(column)), Some(rule(now)));
        }
        if column.default != now.default {
            push(column, What::ColumnDefault, column.default.clone(), now.default.clone());
        }
    }
    for (_, column) in came {
        push(column, What::ColumnAdded, None, Some(type_of(column)));
    }
}

fn same_column(a: &Column, b: &Column) -> bool {
    a.full_type == b.full_type && a.nullable == b.nullable && a.generated == b.generated && a.enum_values == b.enum_values
}

/// The type, with the labels of a type that is only its name.
fn type_of(column: &Column) -> String {
    if column.enum_values.is_empty() || column.full_type.contains('(') {
        return column.full_type.clone();
    }
    format!("{} ({})", column.full_type, column.enum_values.join(", "))
}

fn rule(column: &Column) -> String {
    let null = if column.nullable { "nullable" } else { "not null" };
    column.generated.map_or_else(|| null.to_owned(), |generated| format!("{null}, {}", generated.label()))
}

/// Input of `listSchemaChanges`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SchemaChangesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// Only what the latest reading of each connection found.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub latest: Option<bool>,
}

/// Answer of `listSchemaChanges`: the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SchemaHistory {
    /// The project's title.
    pub title: String,
    pub entries: Vec<SchemaHistoryEntry>,
}

/// What one reading found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SchemaHistoryEntry {
    pub connection_id: ConnectionId,
    /// The connection's title.
    pub source: String,
    pub before_at: Timestamp,
    pub taken_at: Timestamp,
    pub changes: Vec<NotedChange>,
    /// Changes that are not listed: there are too many.
    pub more: u32,
}

/// A change with what it breaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NotedChange {
    #[serde(flatten)]
    pub change: SchemaChange,
    /// Widgets that name what is gone, as they are now, and those of the queries.
    pub breaks: Vec<WidgetName>,
    /// Saved queries that name what is gone and cannot be run any more.
    pub queries: Vec<QueryName>,
    /// Row rules that cannot be followed any more; told to administrators of the team.
    #[serde(default)]
    pub rules: Vec<RuleName>,
}

#[cfg(test)]
mod tests;
