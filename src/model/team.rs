//! Teams as people write and read them (seed 002 in its own field style, actions in that of seed 001).

use crate::model::{
    access::Secret,
    given::{self, given},
    id::{InvitationId, ProjectId, TeamId},
    row_rule::Attribute,
    team_role::{TeamRole, TeamStanding},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// What billing says about a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = TeamBilling))]
pub struct Billing {
    pub email_address: Option<String>,
    pub plan: Option<String>,
    pub subscription_id: Option<String>,
}

/// A team as lists show it (seed 002).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TeamShort {
    /// Null while nothing is billed.
    pub billing: Option<Billing>,
    pub name: String,
    /// Hosted databases of the team.
    pub number_of_databases: u32,
}

/// A whole team (seed 002).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Team {
    /// Null while nothing is billed.
    pub billing: Option<Billing>,
    pub created_utc: Timestamp,
    /// Hosted databases of the team.
    pub databases: Vec<TeamDatabase>,
    pub name: String,
}

/// A hosted database as its team lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamDatabase {
    pub environment: Option<String>,
    pub id: String,
    pub name: String,
    pub ownership_utc: Timestamp,
    pub visibility: String,
}

/// One of a team's members, or somebody who was asked by name and has not joined yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MemberRoles {
    pub username: String,
    pub roles: Vec<TeamRole>,
    /// False until the person accepts.
    pub joined: bool,
}

/// Somebody, as far as the caller may know (`GET /api/users/{username}`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Empty for those who may only know the name.
    pub server_roles: Vec<String>,
    /// For members of the same teams those that both are in.
    pub teams: Vec<TeamShort>,
    pub username: String,
}

/// What changes of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct TeamChangesInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub billing_email_address: Option<String>,
    /// `pro`
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub billing_plan: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub billing_subscription_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Answer of `listTeams`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamsAnswer {
    pub teams: Vec<TeamItem>,
    /// Teams that asked the caller by name.
    pub invitations: Vec<Received>,
}

/// A team of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TeamItem {
    pub id: TeamId,
    pub name: String,
    pub role: TeamRole,
    /// The caller's personal team, which came with the account.
    pub is_personal: bool,
    pub members: u32,
    pub projects: u32,
}

/// An invitation that the caller got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = ReceivedInvitation))]
#[serde(rename_all = "camelCase")]
pub struct Received {
    pub id: InvitationId,
    pub team: String,
    pub role: TeamRole,
    /// User name of whoever invited.
    pub by: String,
    pub expires_at: Timestamp,
}

/// An invitation that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = SentInvitation))]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    pub id: InvitationId,
    pub role: TeamRole,
    /// The user name that was asked; null for a link.
    pub username: Option<String>,
    /// The address that the link was made for, if one was given.
    pub email: Option<String>,
    pub by: String,
    pub expires_at: Timestamp,
}

/// Answer of `getTeam`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "ssr", schema(as = TeamPage))]
#[serde(rename_all = "camelCase")]
pub struct TeamDetail {
    pub id: TeamId,
    pub name: String,
    /// Somebody's personal team.
    pub is_personal: bool,
    /// What the caller is to it.
    pub standing: TeamStanding,
    pub members: Vec<TeamMember>,
    /// Those that wait; none for who may not invite.
    pub invitations: Vec<Sent>,
    /// None for who may not see them.
    pub projects: Vec<TeamProject>,
    /// Whether a link that is made for an address is sent there.
    pub sends_mail: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    pub username: String,
    /// First and last name, else the user name.
    pub name: String,
    pub role: TeamRole,
    pub is_you: bool,
    /// It is this person's personal team: they stay its administrator.
    pub is_host: bool,
    /// What row rules compare with; told to administrators of the team.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamProject {
    pub id: ProjectId,
    pub title: String,
    /// User name of its owner.
    pub owner: String,
}

/// Input of `createTeam`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct NewTeamInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
}

/// Answer of `createTeam` and `updateTeam`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TeamMade {
    pub team_id: TeamId,
    pub name: String,
    pub message: String,
}

/// Input of the actions that name one team, by its name or its id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TeamInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
}

/// Input of `updateTeam`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct RenameTeamInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub name: Option<String>,
}

/// Input of `deleteTeam`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct DeleteTeamInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
    /// The name of the team once more.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub confirm_name: Option<String>,
}

/// Input of `setMemberRole`, and of `removeMember`, which needs no role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct MemberInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub username: Option<String>,
    /// `Admin`, `Editor` or `Viewer`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Input of `inviteToTeam`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InviteInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
    /// `Admin`, `Editor` or `Viewer`.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub role: Option<String>,
    /// Whom the link is for. An earlier link for the same address ends.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Answer of `inviteToTeam`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InvitationMade {
    pub invitation_id: InvitationId,
    /// `/invite/<token>`: told this once and never again.
    pub shown_once: String,
    pub expires_at: Timestamp,
    /// Whether the link was sent, and where to.
    pub message: String,
}

/// Input of `revokeInvitation`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InvitationIdInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub team: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub invitation_id: Option<String>,
}

/// Input of `getInvitation`, `acceptInvitation` and `declineInvitation`: the token of a link, or the id of an invitation
/// that the caller got by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct InvitationInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(with = "given::secret", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, default = json!(null)))]
    pub token: Option<Secret>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub invitation_id: Option<String>,
}

/// Answer of `getInvitation`: what whoever has the link is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InvitationAnswer {
    pub team: String,
    pub role: TeamRole,
    /// User name of whoever invited.
    pub by: String,
    pub expires_at: Timestamp,
    /// The caller is in the team already.
    pub is_member: bool,
}

/// Answer of `acceptInvitation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Joined {
    pub team_id: TeamId,
    pub message: String,
}

/// Input of `handOverProject`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct HandOverInput {
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub project_id: Option<String>,
    /// The new owner, who may edit in the project's team.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(required))]
    pub username: Option<String>,
}
