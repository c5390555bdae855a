//! Several changes of rows that happen together or not at all, as JSON.

use super::{
    filter::Condition,
    given::{given, objects},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// Most changes of one batch.
pub const MAX_CHANGES: usize = 1_000;
/// Most rows that one request inserts.
pub const MAX_ROWS: usize = 10_000;

/// Body of `POST /api/dbs/{dbId}/batch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RowBatchInput {
    /// In order; 1 to 1,000.
    #[serde(deserialize_with = "objects")]
    #[cfg_attr(feature = "ssr", schema(required, min_items = 1))]
    pub changes: Vec<RowChangeInput>,
    /// `rows` to be answered the written rows, else `none`. Rows when absent, if the caller may read.
    #[serde(rename = "return", deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub returning: Option<String>,
}

/// One change of rows of one table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RowChangeInput {
    /// `insert`, `update` or `delete`.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub op: Option<String>,
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table: Option<String>,
    /// Of an insert: the new rows. Columns that are left out get their default.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Object>))]
    pub rows: Vec<Map<String, Json>>,
    /// Of an insert: a unique key. Rows that exist under it are changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upsert: Vec<String>,
    /// Of an upsert: the columns that are changed; all given ones when absent, and with an empty list rows that exist stay.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub update: Option<Vec<String>>,
    /// Of an update or a delete: the key of the row, in the order of its columns.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<Vec<serde_json::Value>>))]
    pub key: Option<Vec<Json>>,
    /// In place of a key: which rows. Joined by AND.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<Condition>,
    /// Of an update.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "ssr", schema(value_type = Object))]
    pub set: Map<String, Json>,
    /// The version of the row that is meant; nothing happens when it has another one now. Needs a key.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}
