//! Links to boards, each with rights of its own.

use crate::model::{
    access::Secret,
    given::{self, given, given_objects},
    id::{FilterId, ProjectId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Id of the link of the visibility switch, whose token is the project's public id.
pub const FIRST: &str = "first";

/// What the readers of a link may do. The default is that of the visibility switch, unless its owner says otherwise: every
/// filter, and nothing fixed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LinkRights {
    /// The filters that readers may use; every one of the board when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<FilterId>>,
    /// What is in force whatever readers choose. They neither see nor change it.
    #[serde(default)]
    pub fixed: Vec<FixedFilter>,
    /// Whether widgets that a fixed filter does not touch are shown too, with all their rows.
    #[serde(default)]
    pub untouched: bool,
    /// Whether readers see the diagram of all tables: names and types of their columns, no data.
    #[serde(default)]
    pub diagram: bool,
    /// Whether readers take the rows of widgets along as files, of the columns that are shown and no others.
    #[serde(default)]
    pub downloads: bool,
}

/// A filter whose values are set by whoever gives the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FixedFilter {
    pub filter_id: FilterId,
    pub values: Vec<String>,
}

impl LinkRights {
    pub fn lets_use(&self, filter: &FilterId) -> bool {
        self.filters.as_ref().is_none_or(|allowed| allowed.contains(filter))
    }

    pub fn fixes(&self, filter: &FilterId) -> Option<&FixedFilter> {
        self.fixed.iter().find(|fixed| fixed.filter_id == *filter)
    }
}

/// A link as those see it who may share its project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ShareLink {
    /// `first` for the link of the visibility switch.
    pub id: String,
    pub project_id: ProjectId,
    pub project_title: String,
    pub title: String,
    /// Where it leads: `/public/<token>`.
    pub path: String,
    pub rights: LinkRights,
    pub has_password: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// It shows nothing any more.
    pub is_expired: bool,
    /// How often its page was opened.
    pub views: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewed_at: Option<Timestamp>,
    /// User name of who made it, while there is such an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct LinksAnswer {
    pub links: Vec<ShareLink>,
    /// Tables that the board of the named project shows and that have row rules, which hold for no link unless they are
    /// rules for editors; and by title saved queries over a database with such tables.
    #[serde(default)]
    pub limited_tables: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LinkAnswer {
    pub link: ShareLink,
}

/// Input of `listLinks`: the live links of one project, or of all that the caller may share.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LinksInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
}

/// What a link says about one filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FilterUse {
    /// Readers choose.
    Open,
    /// Readers do not see it, and it narrows nothing.
    #[default]
    Hidden,
    /// It stands at the given values, and readers do not see it.
    Fixed,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LinkFilterInput {
    pub filter_id: String,
    #[serde(rename = "use")]
    pub used: FilterUse,
    /// Each text may hold several values, one a line.
    pub values: Vec<String>,
}

/// Input of `saveLink`: without `linkId` a new link is made, with it one is changed. A password that is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LinkInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub link_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub title: Option<String>,
    /// Filters that are not named are hidden. Without the list readers choose in all of them.
    #[serde(deserialize_with = "given_objects", skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<LinkFilterInput>>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub untouched: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub diagram: Option<bool>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub downloads: Option<bool>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub password: Option<Secret>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub remove_password: Option<bool>,
    /// The last day on which it works, in UTC: `2026-12-31`. Empty or absent for ever.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
}

/// Input of `revokeLink` and `rotateLink`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct LinkIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub link_id: Option<String>,
}

/// Input of `unlockLink`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct UnlockInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub id_public: Option<String>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null), required))]
    pub password: Option<Secret>,
}
