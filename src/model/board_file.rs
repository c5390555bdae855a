//! A board as a document that people keep, change and import elsewhere: `{"vizboard": 1, ...}`. It names connections by
//! title and kind and never holds what opens them.

use crate::model::{
    board_filter::FilterKind,
    given::given,
    layout::{Area, Tab},
    parameter::Parameter,
    widget::Configs,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format that is written, and the only one that is read.
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BoardFile {
    /// Number of the format: 1.
    pub vizboard: u32,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub description: String,
    /// The connections that widgets read.
    #[serde(default)]
    pub connections: Vec<FileConnection>,
    /// The saved queries that widgets show and filters list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queries: Vec<FileQuery>,
    /// In the order of the board.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<FileFilter>,
    /// One tab when empty.
    #[serde(default)]
    pub tabs: Vec<Tab>,
    /// In board order.
    pub widgets: Vec<FileWidget>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FileConnection {
    /// What the settings of widgets name it by.
    pub key: String,
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FileQuery {
    /// Names the query in every import, and in the settings of widgets.
    pub key: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Key of the connection that it runs on.
    pub connection: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FileWidget {
    /// Names the widget in every import: the same key changes the same widget. Any text.
    pub key: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub subtype: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// As in `createWidget`, with keys of connections and saved queries in place of their ids.
    #[serde(default)]
    pub configs: Configs,
    /// The first tab when absent.
    #[serde(default)]
    pub tab: String,
    /// Behind the others when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FileFilter {
    /// Names the filter in every import and in addresses: small letters, digits and underscores.
    pub name: String,
    pub label: String,
    pub kind: FilterKind,
    /// The columns that it narrows. The first one gives the values of a list.
    pub targets: Vec<FileTarget>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Key of the saved query whose first column gives the values of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values_query: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub default: Vec<String>,
    /// Names of filters whose choices narrow the values of this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
}

/// A column of a table, or of a saved query, of a widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FileTarget {
    /// Key of the widget.
    pub widget: String,
    /// Label of the table, or key of the saved query.
    pub table: String,
    pub column: String,
}

/// Answer of `exportBoard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ExportAnswer {
    pub document: BoardFile,
}

/// Input of `importBoard`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ImportInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The text of a [`BoardFile`].
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub document: Option<String>,
    /// Ids of connections of the project by keys of the document. Those that are not named are found by title and kind.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connections: Option<BTreeMap<String, String>>,
    /// Deletes the widgets and filters that the document does not name; without it they stay.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub replace: Option<bool>,
}

/// Input of `copyBoard`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CopyBoardInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The board that is copied.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub from_project_id: Option<String>,
    /// The project that gets it, beside what is on its own board.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
}

/// Answer of `importBoard` and `copyBoard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Imported {
    pub created: u32,
    pub changed: u32,
    pub deleted: u32,
    /// Saved queries that were made or changed.
    pub queries: u32,
    /// Filters that were made or changed.
    pub filters: u32,
    /// The same for a person.
    pub message: String,
}
