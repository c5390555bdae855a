//! A project's board as its owner sees it.

use crate::model::{
    board_filter::BoardFilter,
    drawing::Drawing,
    given::given,
    id::{ConnectionId, ProjectId},
    layout::Layout,
    query::QueryName,
    role::Role,
    value::Kind,
    versions::Publishing,
    widget::Widget,
};
use serde::{Deserialize, Serialize};

/// Answer of `getBoard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BoardAnswer {
    pub board: Board,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Board {
    pub project_id: ProjectId,
    pub title: String,
    pub description: String,
    pub is_public: bool,
    pub id_public: Option<String>,
    /// Whether the project has a valid connection, without which it cannot be public.
    pub can_share: bool,
    /// In board order.
    pub widgets: Vec<Widget>,
    /// In board order.
    pub filters: Vec<BoardFilter>,
    /// The grid, which names each of the widgets once.
    pub layout: Layout,
    /// See [`crate::model::layout::PlaceInput::version`].
    pub layout_version: String,
    /// See [`crate::model::content::SetBoardInput::version`].
    pub version: String,
    pub publishing: Publishing,
    /// None for those who may not see the schema.
    pub connections: Vec<BoardConnection>,
    /// The saved queries that widgets can be made from, by title; none for those who may not edit the board.
    pub queries: Vec<QueryName>,
    /// What the caller is to the project.
    pub role: Role,
}

/// What the set-up panel needs to know of a connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardConnection {
    pub id: ConnectionId,
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub is_valid: Option<bool>,
    pub error: Option<String>,
    pub has_schema: bool,
    pub table_count: u32,
}

/// Input of `listTables`: the tables and columns of some connections of a project, for the set-up panel.
/// With several connections only the compatible tables are listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TablesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    pub connection_ids: Vec<String>,
    /// The tables of each connection, instead of those that all have in common.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub each: Option<bool>,
    /// A saved query in place of connections: its result as one table, whose name is the query's id.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TablesAnswer {
    pub tables: Vec<TableChoice>,
    /// The user of one of these connections may also write, as its server said when the schema was read.
    #[serde(default, rename = "mayWrite")]
    pub may_write: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TableChoice {
    /// The label.
    pub name: String,
    pub columns: Vec<ColumnInfo>,
    /// Whose table it is, where those of each connection were asked for.
    #[serde(default, rename = "connectionId", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<ConnectionId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ColumnInfo {
    pub name: String,
    #[serde(rename = "type")]
    pub short_type: String,
    pub kind: Kind,
}

/// Answer of `getWidgetData`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WidgetDataAnswer {
    pub data: Drawing,
}
