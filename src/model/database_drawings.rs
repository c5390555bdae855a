//! Charts, dashboards and apps of a hosted database (02-airsequel, Charts, dashboards, apps).

use super::{
    given::given,
    time::Timestamp,
    ulid::{AppId, ChartId, DashboardId},
};
use serde::{Deserialize, Serialize};

/// The kinds of charts; the first two are documented.
pub const CHART_TYPES: [&str; 6] = ["BarChart", "LineChart", "AreaChart", "PieChart", "DonutChart", "ScatterChart"];

/// What a chart is, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChartBody {
    /// `BarChart`, `LineChart`, `AreaChart`, `PieChart`, `DonutChart` or `ScatterChart`.
    pub chart_type: String,
    /// Names of columns: the first labels, the others are drawn.
    pub headers: Vec<String>,
    pub hide_null_values: bool,
    /// In degrees.
    pub label_rotation: i64,
    pub table: String,
    pub title: String,
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChart))]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    #[serde(flatten)]
    pub body: ChartBody,
    pub ulid: ChartId,
}

/// Body of `POST` and `PATCH /api/dbs/{dbId}/charts`. What is absent in a change stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct ChartInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub chart_type: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub headers: Option<Vec<String>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub hide_null_values: Option<bool>,
    /// In degrees.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub label_rotation: Option<i64>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// Charts side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDashboard))]
pub struct Dashboard {
    /// Ids of charts, in order.
    pub charts: Vec<ChartId>,
    pub title: String,
    pub ulid: DashboardId,
}

/// Body of `POST` and `PATCH /api/dbs/{dbId}/dashboards`. What is absent in a change stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DashboardInput {
    /// Ids of charts, in order.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub charts: Option<Vec<String>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// An app: an HTML document that is kept with the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseApp))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseApp {
    pub created_utc: Timestamp,
    pub name: String,
    pub ulid: AppId,
    pub updated_utc: Timestamp,
}

/// Body of `POST` and `PATCH /api/dbs/{dbId}/apps`. What is absent in a change stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AppInput {
    /// The document.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
