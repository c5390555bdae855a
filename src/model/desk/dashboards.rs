//! Dashboards and apps of hosted databases, as their pages ask for them.

use super::ChartDesk;
use crate::model::{
    database_drawings::DatabaseApp,
    given::given,
    ulid::{AppId, DashboardId},
};
use serde::{Deserialize, Serialize};

/// Input of `getDatabaseDashboard` and `deleteDatabaseDashboard`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDashboardIdInput))]
#[serde(rename_all = "camelCase", default)]
pub struct DashboardIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub dashboard_id: Option<String>,
}

/// Input of `saveDatabaseDashboard`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDashboardFormInput))]
#[serde(rename_all = "camelCase", default)]
pub struct DashboardFormInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    /// The one that changes; a new one without.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub dashboard_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Ids of its charts, in order; an empty one is a place that is left out.
    pub charts: Vec<String>,
}

/// A chart that can be put on a dashboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChartName))]
pub struct ChartName {
    pub id: String,
    pub title: String,
}

/// A dashboard in the list of those of its database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDashboardName))]
pub struct DashboardName {
    pub id: String,
    pub title: String,
    /// Titles of its charts, in order.
    pub charts: Vec<String>,
}

/// Answer of `listDatabaseDashboards`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDashboardsAnswer))]
pub struct DashboardsAnswer {
    pub dashboards: Vec<DashboardName>,
    /// Every chart of the database.
    pub choices: Vec<ChartName>,
}

/// Answer of `getDatabaseDashboard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseDashboardDesk))]
pub struct DashboardDesk {
    pub id: String,
    pub title: String,
    /// Its charts, drawn, in order.
    pub charts: Vec<ChartDesk>,
    /// Ids of all its charts: a page draws a bounded number.
    pub order: Vec<String>,
    /// Every chart of the database.
    pub choices: Vec<ChartName>,
}

/// Answer of `saveDatabaseDashboard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSavedDashboard))]
#[serde(rename_all = "camelCase")]
pub struct SavedDashboard {
    pub dashboard_id: DashboardId,
    pub message: String,
}

/// Input of `getDatabaseApp` and `deleteDatabaseApp`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseAppIdInput))]
#[serde(rename_all = "camelCase", default)]
pub struct AppIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub app_id: Option<String>,
}

/// Input of `saveDatabaseApp`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseAppFormInput))]
#[serde(rename_all = "camelCase", default)]
pub struct AppFormInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    /// The one that changes; a new one without.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The HTML document.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// Answer of `listDatabaseApps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseAppsAnswer))]
pub struct AppsAnswer {
    pub apps: Vec<DatabaseApp>,
}

/// Answer of `getDatabaseApp`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseAppDesk))]
pub struct AppDesk {
    pub app: DatabaseApp,
    /// The HTML document.
    pub content: String,
}

/// Answer of `saveDatabaseApp`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSavedApp))]
#[serde(rename_all = "camelCase")]
pub struct SavedApp {
    pub app_id: AppId,
    pub message: String,
}
