//! What the pages about a project's schemas ask for and show. Everything comes from the stored schemas.

use crate::model::{
    given::given,
    id::ConnectionId,
    schema::{Table, TableKind},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Tables of one page of the list.
pub const TABLES_PER_PAGE: u32 = 100;

/// Answer of `getSchemaSources`: whose schemas there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SchemaSources {
    /// The project's title.
    pub title: String,
    /// In the order of the project.
    pub sources: Vec<SchemaSource>,
}

/// A connection with what is known of its schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SchemaSource {
    pub id: ConnectionId,
    pub title: String,
    /// `postgres`, `mysql`, `sqlite` or `hosted`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When the stored schema was read; absent without one.
    pub read_at: Option<Timestamp>,
    pub tables: u32,
    /// Why the connection or its schema could not be read last.
    pub error: Option<String>,
}

/// Input of `listSchemaTables`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SchemaTablesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// Only the tables of this connection; of all when absent or empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// Looked for, ignoring case, in names of tables and columns and in comments.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// From 1; 0 and absent mean the first.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// Answer of `listSchemaTables`: one page of at most [`TABLES_PER_PAGE`] tables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SchemaTables {
    pub tables: Vec<TableLine>,
    /// How many fit on all pages together.
    pub found: u32,
    /// From 1.
    pub page: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TableLine {
    pub connection_id: ConnectionId,
    /// The label.
    pub name: String,
    pub kind: TableKind,
    pub columns: u32,
    /// The server's own estimate.
    pub row_estimate: Option<u64>,
    pub comment: Option<String>,
    /// The first column in whose name or comment the search was found, when it was not found in the table's own.
    pub matched: Option<String>,
}

/// Input of `getTableSchema`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TableSchemaInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub connection_id: Option<String>,
    /// The label.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table: Option<String>,
}

/// Answer of `getTableSchema`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TableSchema {
    /// The project's title.
    pub title: String,
    pub source: SchemaSource,
    pub table: Table,
    /// The table's foreign keys.
    pub outgoing: Vec<Relation>,
    /// The foreign keys of other tables, and its own, that lead here.
    pub incoming: Vec<Relation>,
}

/// One foreign key, seen from one of its tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Relation {
    /// The key's own name; may be empty.
    pub name: String,
    /// Columns of the table that is looked at.
    pub columns: Vec<String>,
    /// The label of the table at the other end.
    pub table: String,
    /// Whether that table is in the stored schema: a role may read only one end.
    pub known: bool,
    /// Columns of the table at the other end.
    pub their_columns: Vec<String>,
}
