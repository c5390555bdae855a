//! Changes of the structure of a hosted database as a form sends them: flat, one at a time.

use crate::model::given::given;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseStructureWhat))]
#[serde(rename_all = "snake_case")]
pub enum StructureWhat {
    CreateTable,
    RenameTable,
    CloneTable,
    DropTable,
    DescribeTable,
    MoveTable,
    AddColumn,
    RenameColumn,
    AlterColumn,
    DropColumn,
    CreateIndex,
    DropIndex,
    AddForeignKey,
    DropForeignKey,
    CreateView,
    DropView,
}

/// Input of `changeDatabaseStructure`. Which fields are read depends on `what`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseStructureInput))]
#[serde(rename_all = "camelCase", default)]
pub struct StructureInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub what: Option<StructureWhat>,
    /// The table or view that is changed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table_name: Option<String>,
    /// The column or index that is changed, or the name of what is made.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The new name; of a table that is moved the one that it follows.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    pub not_null: bool,
    pub unique: bool,
    /// A text, a number, NULL or CURRENT_TIMESTAMP; none when empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The only values that the column takes, one a line.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// The expression of a generated column.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub generated: Option<String>,
    /// A further condition of a new column.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// Columns of an index or a foreign key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The table to which a foreign key leads, and the column there.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub references: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub referenced_column: Option<String>,
    /// `no_action`, `restrict`, `set_null` or `cascade`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<String>,
    /// Whether a table is cloned with its rows.
    pub with_rows: bool,
    /// The SELECT of a view.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub select: Option<String>,
    /// Whether a view of the same name is replaced.
    pub replace: bool,
    /// The name of what is dropped, typed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub confirm_name: Option<String>,
    /// What a table is about; cleared when empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Answer of `changeDatabaseStructure`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseRestructured))]
#[serde(rename_all = "camelCase")]
pub struct Restructured {
    pub message: String,
    /// The table from now on, as a step of an address; empty when it is gone.
    pub table_step: String,
    /// What ran.
    pub statements: Vec<String>,
    /// The same as one text, shown on the page that follows.
    pub shown_once: String,
}

/// Answer of `reviewDatabaseRows`: statements for a person to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StatementsAnswer {
    pub statements: Vec<String>,
}
