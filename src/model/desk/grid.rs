//! Rows of a hosted database as the grid shows and changes them.

use super::CellInput;
use crate::model::{
    drawing::TableDrawing,
    filter::TableView,
    given::{given, objects},
    value::{Kind, Row},
};
use serde::{Deserialize, Serialize};

/// A column as it is shown and edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EditColumn {
    pub name: String,
    /// As declared; empty when nothing was.
    pub declared: String,
    pub kind: Kind,
    pub input: CellInput,
    pub nullable: bool,
    /// The default's expression.
    pub default: Option<String>,
    /// The database computes it.
    pub generated: bool,
    /// It counts up by itself.
    pub counts: bool,
    pub is_key: bool,
    /// The choices of a select column.
    pub items: Vec<String>,
    /// Where a foreign key of this column alone leads.
    pub leads: Option<Leads>,
}

impl EditColumn {
    /// Whether a new row has to say it.
    pub fn is_wanted(&self) -> bool {
        !self.nullable && self.default.is_none() && !self.generated && !self.counts
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Leads {
    pub table: String,
    pub column: String,
}

/// Input of `getDatabaseRows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RowsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The id of a database or its read-only id.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table_name: Option<String>,
    #[serde(deserialize_with = "crate::model::given::given_object", skip_serializing_if = "Option::is_none")]
    pub view: Option<TableView>,
}

/// One page of a table, ready to be edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RowsPage {
    pub drawing: TableDrawing,
    pub columns: Vec<EditColumn>,
    /// Of each row: what names it; empty when nothing does.
    pub keys: Vec<String>,
    /// Of each row: changes when any value of it does.
    pub versions: Vec<String>,
    pub turns: PageTurns,
}

/// The ways from a page to those beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabasePageTurns))]
#[serde(rename_all = "camelCase")]
pub struct PageTurns {
    pub has_previous: bool,
    /// The last page can be asked for.
    pub has_last: bool,
    /// The page's number is right. It is not where the page was reached from the end of more rows than were counted.
    pub is_counted: bool,
    /// The view's `before` of the page before; absent where only its number says it.
    pub before: Option<String>,
    /// The view's `after` of the page behind; absent where only its number says it.
    pub after: Option<String>,
}

/// What happens to one row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = RowEditKind))]
#[serde(rename_all = "snake_case")]
pub enum What {
    Insert,
    #[default]
    Update,
    Delete,
}

/// The new value of a cell. Without text and bytes it is NULL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CellEdit {
    pub column: String,
    /// As a person writes it; numbers and booleans are read from it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Bytes, in base 64.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub base64: Option<String>,
    /// NULL, whatever else is said: a form sends an empty text anyway.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub null: bool,
    /// Not said: a form leaves it to the column's default, or as it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keep: bool,
}

/// One change of one row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RowEdit {
    pub what: What,
    /// The row that is changed or deleted.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// As the row was when it was shown.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<CellEdit>,
}

/// Input of `saveDatabaseRows` and `reviewDatabaseRows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SaveRowsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table_name: Option<String>,
    /// All of them happen, or none.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<RowEdit>,
}

/// Answer of `saveDatabaseRows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SavedRows {
    /// Nothing was saved: somebody else was quicker with one of the rows.
    pub clash: Option<Clashed>,
    /// What happened, for a person.
    pub message: String,
    /// The changes that take it back; empty when that cannot be done.
    pub undo: Vec<RowEdit>,
}

/// A row that is not as it was shown any more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Clashed {
    /// Which of the changes, from 0.
    pub at: usize,
    pub key: String,
    /// Its values now, in the order of the columns; null when it is gone.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<crate::model::value::Value>>))]
    pub now: Option<Row>,
    pub version: Option<String>,
}

/// Input of `getDatabaseRow`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseRowInput))]
#[serde(rename_all = "camelCase", default)]
pub struct RowInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table_name: Option<String>,
    /// Absent for a row that is to be made.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// Answer of `getDatabaseRow`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseRowDesk))]
#[serde(rename_all = "camelCase")]
pub struct RowDesk {
    pub columns: Vec<EditColumn>,
    /// In the order of the columns; absent for a row that is to be made.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<crate::model::value::Value>>))]
    pub row: Option<Row>,
    pub version: Option<String>,
}

/// Input of `saveDatabaseRow` and `deleteDatabaseRow`: a row as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseRowFormInput))]
#[serde(rename_all = "camelCase", default)]
pub struct RowFormInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table_name: Option<String>,
    /// Absent for a new row.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// As the row was when the form was shown.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub row_version: Option<String>,
    /// Cells that say the same as the row are left alone.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<CellEdit>,
}

/// Answer of `saveDatabaseRow`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SavedRow {
    pub message: String,
    /// What names the row from now on.
    pub key: String,
}
