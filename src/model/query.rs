//! Statements of people: saved ones, runs of them, and what each answered.

use crate::model::{
    board_filter::FilterName,
    engine::ResultColumn,
    given::{given, objects},
    id::{ConnectionId, ProjectId, QueryId, RunId},
    parameter::{GivenValues, Parameter},
    time::Timestamp,
    value::Row,
    widget::WidgetName,
};
use serde::{Deserialize, Serialize};

/// Longest text of a statement, in characters.
pub const LONGEST: usize = 100_000;
/// Rows of a result that are shown when nobody asks for another number.
pub const SHOWN: u32 = 1_000;
/// Most rows of a result that are shown; a download has them all.
pub const MOST_SHOWN: u32 = 10_000;
/// Runs that are remembered for each person in each project.
pub const REMEMBERED: u32 = 200;

/// A saved query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Query {
    pub id: QueryId,
    pub project_id: ProjectId,
    /// Null once the connection was deleted.
    pub connection_id: Option<ConnectionId>,
    pub title: String,
    pub description: String,
    pub text: String,
    pub parameters: Vec<Parameter>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// Input of `saveQuery`: a new one without `queryId`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct SaveQueryInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub query_id: Option<String>,
    /// The project's first connection when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub title: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub text: Option<String>,
    /// Those that the text names and this list does not are required texts.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The `version` that the change started from; when it is given and no longer current the change is refused.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueryAnswer {
    pub query: Query,
    /// The same as `query.id`.
    pub query_id: QueryId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QueriesAnswer {
    /// By title.
    pub queries: Vec<Query>,
    /// Those that widgets show, with these widgets in board order.
    pub uses: Vec<QueryUse>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueryUse {
    pub query_id: QueryId,
    pub widgets: Vec<WidgetName>,
    /// Filters of the board whose values it lists.
    pub filters: Vec<FilterName>,
}

/// A saved query where only its name matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QueryName {
    pub id: QueryId,
    pub title: String,
}

/// Input of `deleteQuery`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct QueryIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub query_id: Option<String>,
}

/// Input of `runQuery`, `describeQuery`, `explainQuery` and `formatQuery`: one statement, its parameters and what is given for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RunInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The project's first connection when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub text: Option<String>,
    /// Those that the text names and this list does not are required texts.
    #[serde(deserialize_with = "objects", skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// What is given for the parameters, by name.
    #[cfg_attr(feature = "ssr", schema(value_type = Object))]
    pub values: GivenValues,
    /// Most rows that are answered, 1 to 10,000; 1,000 when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// A UUID of the caller's choice, by which `stopQuery` stops the run.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub stop_id: Option<String>,
    /// Keeps the answer for some minutes, for `getQueryRun`; then a statement that breaks a rule is answered like one that
    /// the database refused.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub keep: Option<bool>,
}

/// Input of `stopQuery`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct StopInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The `stopId` that the run was given.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub stop_id: Option<String>,
}

/// Input of `getQueryRun`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RunIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub run_id: Option<String>,
}

/// Why a statement failed, in the database's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Fault {
    pub text: String,
    pub hint: String,
    /// Where in the text, in characters from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
}

/// Answer of `runQuery`: a statement that the database refused was run too, and says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RunAnswer {
    pub run_id: RunId,
    pub connection_id: ConnectionId,
    /// As it was sent.
    pub text: String,
    pub parameters: Vec<Parameter>,
    #[cfg_attr(feature = "ssr", schema(value_type = Object))]
    pub values: GivenValues,
    pub columns: Vec<ResultColumn>,
    #[cfg_attr(feature = "ssr", schema(value_type = Vec<Vec<crate::model::value::Value>>))]
    pub rows: Vec<Row>,
    /// The statement gives more than this.
    pub truncated: bool,
    pub elapsed_ms: u64,
    pub fault: Option<Fault>,
    pub started_at: Timestamp,
}

/// A run as it is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PastRun {
    pub run_id: RunId,
    pub connection_id: Option<ConnectionId>,
    pub text: String,
    #[cfg_attr(feature = "ssr", schema(value_type = Object))]
    pub values: GivenValues,
    pub started_at: Timestamp,
    pub elapsed_ms: u64,
    /// Rows that were answered; null when it failed.
    pub row_count: Option<u64>,
    pub truncated: bool,
    pub error: Option<String>,
}

/// Answer of `queryHistory`, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HistoryAnswer {
    pub runs: Vec<PastRun>,
}

/// Answer of `listParameters`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NamesAnswer {
    /// Each once, in the order of the text.
    pub names: Vec<String>,
}

/// Answer of `describeQuery`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ColumnsAnswer {
    pub columns: Vec<ResultColumn>,
}

/// Answer of `formatQuery`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FormatAnswer {
    pub text: String,
}

/// One step of how a database carries a statement out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PlanStep {
    /// What is done: `Hash Join`, `Seq Scan`.
    pub label: String,
    /// To what, and how.
    pub detail: String,
    /// The database's own estimate of the cost up to here, in its own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Estimated rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ssr", schema(no_recursion))]
    pub steps: Vec<PlanStep>,
}

/// Answer of `explainQuery`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ExplainAnswer {
    pub steps: Vec<PlanStep>,
}
