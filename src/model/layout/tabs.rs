//! What is asked about the tabs of a board.

use crate::model::given::given;
use serde::{Deserialize, Serialize};

/// Input of `createTab`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NewTabInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub title: Option<String>,
}

/// Input of `updateTab`. What is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TabInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// Its id.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub tab: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `earlier` or `later`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
}

/// Input of `deleteTab`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TabIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// Its id.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub tab: Option<String>,
}
