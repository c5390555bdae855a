//! Statements of people on a hosted database.

use crate::model::{engine::ResultColumn, given::given, id::RunId, value::Row};
use serde::{Deserialize, Serialize};

/// Input of `runDatabaseSql`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSqlInput))]
#[serde(rename_all = "camelCase", default)]
pub struct SqlInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    /// One statement.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub text: Option<String>,
    /// Whether the answer is to wait for the page that shows it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub keep: Option<bool>,
    /// A UUID of the caller's choice, by which `stopDatabaseSql` stops the run.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub stop_id: Option<String>,
}

/// Input of `stopDatabaseSql`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSqlStopInput))]
#[serde(rename_all = "camelCase", default)]
pub struct SqlStopInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub stop_id: Option<String>,
}

/// Input of `getDatabaseSqlRun`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSqlRunInput))]
#[serde(rename_all = "camelCase", default)]
pub struct SqlRunInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub run_id: Option<String>,
}

/// Answer of `runDatabaseSql`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSqlAnswer))]
#[serde(rename_all = "camelCase")]
pub struct SqlAnswer {
    pub run_id: RunId,
    pub text: String,
    pub columns: Vec<ResultColumn>,
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Vec<crate::model::value::Value>>))]
    pub rows: Vec<Row>,
    /// The statement gives more than this.
    pub truncated: bool,
    /// Rows that were inserted, updated or deleted.
    pub changes: u64,
    /// Tables that were read or written.
    pub affected: Vec<String>,
    /// In milliseconds.
    pub elapsed_ms: f64,
    /// Why the database refused.
    pub fault: Option<SqlFault>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSqlFault))]
pub struct SqlFault {
    pub text: String,
}
