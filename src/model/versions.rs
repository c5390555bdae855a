//! Versions of a board, drafts and what is published.

use crate::model::{content::Content, given::given, id::WidgetId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Whether readers see what is being edited. Part of `getBoard`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Publishing {
    /// Readers by link and viewers see what was published last.
    pub by_hand: bool,
    /// The board differs from what they see.
    pub is_changed: bool,
}

/// Input of `setPublishing`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct PublishingInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub by_hand: Option<bool>,
}

/// Input of `getBoardVersion` and `restoreBoardVersion`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct VersionInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub number: Option<i64>,
}

/// What happened on a board lately.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HistoryAnswer {
    /// The newest first.
    pub versions: Vec<Version>,
    /// Widgets that can be restored, the one deleted last first.
    pub deleted: Vec<Deleted>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// `edited`, `published`, `restored`, `imported`.
    pub reason: String,
    /// The user name; absent when the account is gone.
    pub by: Option<String>,
    /// When the first and the last of its edits were made.
    pub begun_at: Timestamp,
    pub made_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Deleted {
    pub id: WidgetId,
    pub title: String,
    pub deleted_at: Timestamp,
}

/// Answer of `getBoardVersion`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct VersionAnswer {
    pub version: Version,
    pub content: Content,
}

/// Input of `copyWidget`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct CopyInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub widget_id: Option<String>,
    /// The project that gets the copy; the widget's own when absent.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
}
