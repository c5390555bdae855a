//! What introspection finds in a database: tables, columns, keys, relations. Stored as JSON with the connection.

use crate::model::{engine::ResultColumn, statement, value::Kind};
use serde::{Deserialize, Serialize};

/// Everything introspection knows about one database.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Schema {
    /// In order of label.
    pub tables: Vec<Table>,
    /// Whether the user of the connection may also write, as the server said; absent where it says nothing about users.
    #[serde(default, rename = "mayWrite", skip_serializing_if = "Option::is_none")]
    pub may_write: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    Table,
    View,
    MaterializedView,
    /// The parent of partitions.
    PartitionedTable,
    Partition,
    ForeignTable,
    VirtualTable,
    /// The result of a saved query, which is in no database.
    Query,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Table {
    /// The label by which people, widgets and `compatible-tables` name the table: the bare name in the
    /// database's default schema, else `schema.name`; a part that holds a dot or a quote is written in
    /// double quotes (with quotes doubled), so two tables never share a label.
    pub name: String,
    pub at: TableRef,
    pub kind: TableKind,
    pub columns: Vec<Column>,
    /// Column names in key order; empty when the table has no primary key.
    #[serde(default)]
    pub primary_key: Vec<String>,
    #[serde(default)]
    pub unique_keys: Vec<Vec<String>>,
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
    #[serde(default)]
    pub indexes: Vec<Index>,
    /// The server's own estimate; absent when it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row_estimate: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The table that this partition belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition_of: Option<TableRef>,
}

/// Where a table lies. `schema` is absent in engines without schemas (SQLite).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TableRef {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Column {
    pub name: String,
    /// The short name of 00-conventions (`integer`, `varchar`, `timestamptz`, ...), else the database's base name.
    #[serde(rename = "type")]
    pub short_type: String,
    /// The type as the database writes it: `numeric(10,2)`, `character varying(80)[]`.
    pub full_type: String,
    pub kind: Kind,
    pub nullable: bool,
    /// The default's expression as the database prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The labels of an enum type, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enum_values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Generated {
    Stored,
    Virtual,
    IdentityAlways,
    IdentityByDefault,
    /// MySQL's AUTO_INCREMENT, SQLite's rowid alias, PostgreSQL's serial default.
    AutoIncrement,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ForeignKey {
    pub name: String,
    pub columns: Vec<String>,
    pub references: TableRef,
    pub referenced_columns: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Index {
    pub name: String,
    /// Column names or expressions, in order.
    pub columns: Vec<String>,
    pub unique: bool,
}

impl Schema {
    /// The table with this label.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The table that lies there.
    pub fn at(&self, at: &TableRef) -> Option<&Table> {
        self.tables.iter().find(|table| table.at == *at)
    }
}

impl TableKind {
    /// In a person's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::View => "View",
            Self::MaterializedView => "Materialised view",
            Self::PartitionedTable => "Partitioned table",
            Self::Partition => "Partition",
            Self::ForeignTable => "Foreign table",
            Self::VirtualTable => "Virtual table",
            Self::Query => "Saved query",
        }
    }
}

impl Generated {
    /// In a person's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Stored => "computed, stored",
            Self::Virtual => "computed when read",
            Self::IdentityAlways => "identity, always",
            Self::IdentityByDefault => "identity, by default",
            Self::AutoIncrement => "counts up",
        }
    }
}

impl Column {
    /// A column of a statement's result under the `name` that its source gives it.
    pub fn of_result(column: &ResultColumn, name: impl Into<String>) -> Self {
        let full_type = match column.short_type.as_str() {
            // "char" alone is one letter to PostgreSQL.
            "char" => "character",
            short => short,
        };
        Self {
            name: name.into(),
            short_type: column.short_type.clone(),
            full_type: full_type.to_owned(),
            kind: column.kind,
            nullable: true,
            default: None,
            generated: None,
            comment: None,
            enum_values: Vec::new(),
        }
    }

    /// Whether the database knows no type of it: what an expression gives is seen in its values only, and there are none.
    pub fn is_unknown(&self) -> bool {
        matches!(self.short_type.as_str(), "any" | "null")
    }
}

impl Table {
    /// The result of a statement in the place of a table.
    pub fn of_result(label: &str, columns: &[ResultColumn]) -> Self {
        let names = statement::names_of(columns);
        Self {
            name: label.to_owned(),
            at: TableRef { schema: None, name: label.to_owned() },
            kind: TableKind::Query,
            columns: columns.iter().zip(names).map(|(column, name)| Column::of_result(column, name)).collect(),
            primary_key: Vec::new(),
            unique_keys: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            row_estimate: None,
            comment: None,
            partition_of: None,
        }
    }

    /// How a sentence names it: by its label, unless that is an id.
    pub fn spoken(&self) -> &str {
        if self.kind == TableKind::Query { "the saved query" } else { &self.name }
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Drops the keys over columns that are not here: a role that may read some columns only cannot sort or join by the
    /// others.
    pub fn keep_readable_keys(&mut self) {
        let columns = &self.columns;
        let readable = |names: &[String]| names.iter().all(|name| columns.iter().any(|column| &column.name == name));
        if !readable(&self.primary_key) {
            self.primary_key.clear();
        }
        self.unique_keys.retain(|names| readable(names));
        self.foreign_keys.retain(|key| readable(&key.columns));
    }
}

impl TableRef {
    /// The label of this table when `default_schema` needs no naming (see [`Table::name`]).
    pub fn label(&self, default_schema: Option<&str>) -> String {
        match self.schema.as_deref() {
            Some(schema) if Some(schema) != default_schema => format!("{}.{}", part(schema), part(&self.name)),
            _ => part(&self.name),
        }
    }
}

fn part(name: &str) -> String {
    if name.contains(['.', '"']) || name.is_empty() { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

/// Tables for tests of what is made from schemas.
#[cfg(test)]
pub mod sample {
    use super::*;

    /// A column that may be NULL. The kind follows the short type, as far as tests need it.
    pub fn column(name: &str, short_type: &str) -> Column {
        Column {
            name: name.into(),
            short_type: short_type.into(),
            full_type: short_type.into(),
            kind: match short_type {
                "integer" | "bigint" => Kind::Integer,
                "numeric" => Kind::Number,
                "date" => Kind::Date,
                "timestamp" => Kind::Timestamp,
                "boolean" => Kind::Boolean,
                _ => Kind::Text,
            },
            nullable: true,
            default: None,
            generated: None,
            comment: None,
            enum_values: vec![],
        }
    }

    pub fn table(name: &str, columns: Vec<Column>) -> Table {
        Table {
            name: name.into(),
            at: at(name),
            kind: TableKind::Table,
            columns,
            primary_key: vec![],
            unique_keys: vec![],
            foreign_keys: vec![],
            indexes: vec![],
            row_estimate: None,
            comment: None,
            partition_of: None,
        }
    }

    pub fn at(name: &str) -> TableRef {
        TableRef { schema: None, name: name.into() }
    }

    /// A foreign key of one column.
    pub fn key(column: &str, table: &str, theirs: &str) -> ForeignKey {
        ForeignKey {
            name: format!("{column}_{table}"),
            columns: vec![column.into()],
            references: at(table),
            referenced_columns: vec![theirs.into()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_collide() {
        let at = |schema: &str, name: &str| TableRef { schema: Some(schema.into()), name: name.into() }.label(Some("public"));
        assert_eq!(at("public", "orders"), "orders");
        assert_eq!(at("sales", "orders"), "sales.orders");
        assert_eq!(at("public", "sales.orders"), "\"sales.orders\"");
        assert_eq!(at("a\"b", "c"), "\"a\"\"b\".c");
    }
}
