//! Settings and variables of a hosted database (02-airsequel, Databases).

use super::{
    access::Secret,
    database::{Location, NullableLocation, Visibility},
    given::{self, NullableText, given, given_objects},
    installation::EnvVar,
};
use serde::{Deserialize, Serialize};

/// Answer of `GET /api/dbs/{dbId}/settings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatabaseSettings {
    pub auditing: bool,
    pub env_vars: Vec<EnvVar>,
    pub environment: Option<String>,
    pub location: Option<Location>,
    pub schema_locked: bool,
    pub views_tab: bool,
    pub visibility: Visibility,
}

/// Body of `PATCH /api/dbs/{dbId}/settings`. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = DatabaseSettingsInput))]
#[serde(rename_all = "camelCase", default)]
pub struct DatabaseSettingsChange {
    /// Whether every change of data and structure is written down.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub auditing: Option<bool>,
    /// Set; variables that are not listed stay.
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    pub env_vars: Option<Vec<DatabaseVariableInput>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub environment: Option<NullableText>,
    /// Where it belongs to; null takes that away.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub location: Option<NullableLocation>,
    /// Keeps tables, columns and other parts of the structure from being changed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub schema_locked: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub views_tab: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
}

/// A variable as it is set. What is absent in a change stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DatabaseVariableInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub value: Option<Secret>,
}
