//! Changes of a database's structure, as data. The engine writes the statements.

use crate::model::schema::TableRef;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StructureChange {
    CreateTable(NewTable),
    /// With everything that hangs on it: indexes, triggers, and keys of others that lead to it.
    RenameTable {
        table: TableRef,
        to: String,
    },
    DropTable(TableRef),
    /// A new table of the same definition, with its rows.
    CloneTable {
        table: TableRef,
        to: String,
        with_rows: bool,
    },
    AddColumn {
        table: TableRef,
        column: NewColumn,
    },
    RenameColumn {
        table: TableRef,
        column: String,
        to: String,
    },
    /// Everything about a column but its name and place. The table is made anew and its rows are carried over.
    AlterColumn {
        table: TableRef,
        column: String,
        to: ColumnChange,
    },
    DropColumn {
        table: TableRef,
        column: String,
    },
    CreateIndex(NewIndex),
    DropIndex {
        name: String,
    },
    /// A key of one or several columns that leads to another table. The table is made anew.
    AddForeignKey {
        table: TableRef,
        key: NewForeignKey,
    },
    DropForeignKey {
        table: TableRef,
        columns: Vec<String>,
    },
    /// A view of a SELECT in a person's own words; replaces one of the same name when `replace`.
    CreateView {
        name: String,
        select: String,
        replace: bool,
    },
    DropView(TableRef),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewTable {
    pub name: String,
    pub columns: Vec<NewColumn>,
    /// Column names; may be empty.
    pub primary_key: Vec<String>,
    pub foreign_keys: Vec<NewForeignKey>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewColumn {
    pub name: String,
    /// As declared: `TEXT`, `INTEGER`, `TEXT_DATE`, `DECIMAL(10,2)`. Letters, digits, `_`, spaces, and numbers in brackets.
    pub declared: String,
    pub not_null: bool,
    pub unique: bool,
    pub default: Option<NewDefault>,
    /// The only values that the column takes (a CHECK of the form `column IN (...)`); none means any.
    pub items: Vec<String>,
    /// A generated column: an expression in a person's own words, and whether it is stored.
    pub generated: Option<GeneratedAs>,
    /// A further condition in a person's own words.
    pub check: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NewDefault {
    Text(String),
    /// A number as it is written.
    Number(String),
    CurrentTimestamp,
    CurrentDate,
    CurrentTime,
    Null,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct GeneratedAs {
    pub expression: String,
    pub stored: bool,
}

/// What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ColumnChange {
    pub declared: Option<String>,
    pub not_null: Option<bool>,
    pub unique: Option<bool>,
    /// `Some(None)` takes the default away.
    pub default: Option<Option<NewDefault>>,
    /// `Some(vec![])` takes the choices away.
    pub items: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewIndex {
    pub name: String,
    pub table: String,
    pub columns: Vec<String>,
    pub unique: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct NewForeignKey {
    pub columns: Vec<String>,
    pub references: String,
    pub referenced_columns: Vec<String>,
    /// What happens to rows whose target goes.
    pub on_delete: OnDelete,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    #[default]
    NoAction,
    Restrict,
    SetNull,
    Cascade,
}

impl StructureChange {
    /// Whether rows or definitions that exist are lost or rewritten: a copy of the database is kept before.
    pub fn is_destructive(&self) -> bool {
        match self {
            Self::DropTable(_) | Self::DropColumn { .. } | Self::AlterColumn { .. } | Self::DropView(_) | Self::DropForeignKey { .. } => {
                true
            }
            Self::CreateView { replace, .. } => *replace,
            Self::CreateTable(_)
            | Self::RenameTable { .. }
            | Self::CloneTable { .. }
            | Self::AddColumn { .. }
            | Self::RenameColumn { .. }
            | Self::CreateIndex(_)
            | Self::DropIndex { .. }
            | Self::AddForeignKey { .. } => false,
        }
    }
}
