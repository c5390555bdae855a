//! Settings, variables, kept copies and charts of a hosted database, as its pages know them.

use crate::model::{
    access::Secret,
    drawing::Drawing,
    given::{given, secret},
    time::Timestamp,
    ulid::DatabaseId,
};
use serde::{Deserialize, Serialize};

/// Input of `updateDatabaseSettings`: the whole form, so that a box that is not ticked says no.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSettingsFormInput))]
#[serde(rename_all = "camelCase", default)]
pub struct SettingsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Cleared when empty.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// `public` or `private`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub auditing: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub schema_locked: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub views_tab: Option<bool>,
}

/// Input of `deleteDatabase`, `transferDatabase` and the like: what cannot be taken back names the database once more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseTypedNameInput))]
#[serde(rename_all = "camelCase", default)]
pub struct TypedNameInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    /// The name of the database, typed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub confirm_name: Option<String>,
    /// The team that gets it.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// `id` or `readonly`: which of its ids is made anew.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub which: Option<String>,
}

/// Answer of `regenerateDatabaseId`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Regenerated {
    /// As it is from now on.
    pub database_id: DatabaseId,
    pub message: String,
}

/// Input of `setDatabaseVariable` and `deleteDatabaseVariable`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseVariableFormInput))]
#[serde(rename_all = "camelCase", default)]
pub struct VariableInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
    #[serde(with = "secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub secret_value: Option<Secret>,
}

/// A variable, without its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseVariable))]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    pub name: String,
    pub created_utc: Timestamp,
}

/// Answer of `listDatabaseVariables`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseVariablesAnswer))]
pub struct VariablesAnswer {
    pub variables: Vec<Variable>,
}

/// Input of `restoreDatabaseCopy` and `deleteDatabaseCopy`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseCopyInput))]
#[serde(rename_all = "camelCase", default)]
pub struct CopyIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub copy_id: Option<String>,
}

/// A kept copy of one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseKeptCopy))]
#[serde(rename_all = "camelCase")]
pub struct KeptCopy {
    pub id: String,
    /// `manual`, or the change before which it was made.
    pub reason: String,
    pub size: i64,
    pub made_by: String,
    pub made_utc: Timestamp,
}

/// Answer of `listDatabaseCopies`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseCopiesAnswer))]
pub struct CopiesAnswer {
    pub copies: Vec<KeptCopy>,
}

/// Input of `saveDatabaseChart`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChartFormInput))]
#[serde(rename_all = "camelCase", default)]
pub struct ChartFormInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub chart_type: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub table_name: Option<String>,
    /// The column of names and the column of figures.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    pub hide_null_values: bool,
}

/// Input of `deleteDatabaseChart`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChartInput))]
#[serde(rename_all = "camelCase", default)]
pub struct ChartIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub database_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub chart_id: Option<String>,
}

/// A chart of a database, drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChartDesk))]
pub struct ChartDesk {
    pub id: String,
    pub title: String,
    pub drawing: Drawing,
}

/// Answer of `listDatabaseCharts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseChartsAnswer))]
pub struct ChartsAnswer {
    pub charts: Vec<ChartDesk>,
}
