//! Rows that were deleted lately, as their page shows and asks for them.

use crate::model::{given::given, time::Timestamp};
use serde::{Deserialize, Serialize};

/// How long deleted rows can be brought back, in days.
pub const KEPT_DAYS: i64 = 7;

/// Input of `listDeletedDatabaseRows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDeletedRowsInput))]
#[serde(rename_all = "camelCase", default)]
pub struct DeletedRowsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub table_name: Option<String>,
}

/// The rows of one deletion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDeletedRows))]
#[serde(rename_all = "camelCase")]
pub struct DeletedRows {
    pub id: String,
    /// How many.
    pub count: i64,
    /// A text for each of the first ones.
    pub first: Vec<String>,
    pub deleted_by: String,
    pub deleted_utc: Timestamp,
    /// When they go for good.
    pub until_utc: Timestamp,
}

/// Answer of `listDeletedDatabaseRows`, the last deletion first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDeletedRowsAnswer))]
pub struct DeletedRowsAnswer {
    pub deleted: Vec<DeletedRows>,
}

/// Input of `restoreDeletedDatabaseRows`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDeletedRowsIdInput))]
#[serde(rename_all = "camelCase", default)]
pub struct DeletedRowsIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub deleted_id: Option<String>,
}
