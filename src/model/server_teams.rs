//! The teams of a server, as its administrators see them.

use super::{given::given, id::TeamId, team::Billing, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Teams on one page of the list.
pub const PAGE_SIZE: u32 = 50;

/// Input of `listAllTeams`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct AllTeamsInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Part of a name.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// From 1.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A team of the server. What its projects are called is for its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ServerTeam {
    pub id: TeamId,
    pub name: String,
    /// User name of the account whose personal team it is.
    pub personal_of: Option<String>,
    pub members: u32,
    pub projects: u32,
    /// Null while nothing is billed.
    pub billing: Option<Billing>,
    pub created_at: Timestamp,
}

/// Answer of `listAllTeams`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AllTeamsAnswer {
    pub teams: Vec<ServerTeam>,
    /// How many there are on all pages.
    pub total: u32,
    /// From 1.
    pub page: u32,
    pub page_size: u32,
}
