//! Teams, their members and invitations.

use super::{Answer, fields::Fields};
use crate::model::{
    outcome::{Message, Nothing},
    project::UserInput,
    server_teams::{AllTeamsAnswer, AllTeamsInput},
    team::{
        DeleteTeamInput, HandOverInput, InvitationAnswer, InvitationIdInput, InvitationInput, InvitationMade, InviteInput, Joined,
        MemberInput, NewTeamInput, RenameTeamInput, TeamDetail, TeamInput, TeamMade, TeamsAnswer,
    },
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, client},
    crate::domain::{projects, teams},
};

/// The teams of the caller, and those that asked the caller in.
#[server(prefix = "/actions", endpoint = "listTeams", input = Fields)]
pub async fn list_teams(input: UserInput) -> Answer<TeamsAnswer> {
    answer(async { teams::list(&app()?, &account()?, input).await }.await)
}

/// A team with its members and projects.
#[server(prefix = "/actions", endpoint = "getTeam", input = Fields)]
pub async fn get_team(input: TeamInput) -> Answer<TeamDetail> {
    answer(async { teams::detail(&app()?, &account()?, input).await }.await)
}

/// Makes a team with the caller as its administrator.
#[server(prefix = "/actions", endpoint = "createTeam", input = Fields)]
pub async fn create_team(input: NewTeamInput) -> Answer<TeamMade> {
    answer(async { teams::create(&app()?, &account()?, input).await }.await)
}

/// Gives a team another name.
#[server(prefix = "/actions", endpoint = "updateTeam", input = Fields)]
pub async fn update_team(input: RenameTeamInput) -> Answer<TeamMade> {
    answer(async { teams::rename(&app()?, &account()?, input).await }.await)
}

/// Deletes a team with everything it owns, after its name was typed.
#[server(prefix = "/actions", endpoint = "deleteTeam", input = Fields)]
pub async fn delete_team(input: DeleteTeamInput) -> Answer<Message> {
    answer(async { teams::delete(&app()?, &account()?, input).await }.await)
}

/// Gives a member a role, or asks somebody in by name.
#[server(prefix = "/actions", endpoint = "setMemberRole", input = Fields)]
pub async fn set_member_role(input: MemberInput) -> Answer<Message> {
    answer(async { teams::set_role(&app()?, &account()?, input).await }.await)
}

/// Removes a member, or lets the caller leave.
#[server(prefix = "/actions", endpoint = "removeMember", input = Fields)]
pub async fn remove_member(input: MemberInput) -> Answer<Message> {
    answer(async { teams::remove(&app()?, &account()?, input).await }.await)
}

/// Makes a link that lets one person into a team.
#[server(prefix = "/actions", endpoint = "inviteToTeam", input = Fields)]
pub async fn invite_to_team(input: InviteInput) -> Answer<InvitationMade> {
    answer(async { teams::invite_to_team(&app()?, &account()?, input).await }.await)
}

/// Ends an invitation at once.
#[server(prefix = "/actions", endpoint = "revokeInvitation", input = Fields)]
pub async fn revoke_invitation(input: InvitationIdInput) -> Answer<Nothing> {
    answer(async { teams::revoke(&app()?, &account()?, input).await }.await)
}

/// What an invitation is for. Whoever has a link may ask.
#[server(prefix = "/actions", endpoint = "getInvitation", input = Fields)]
pub async fn get_invitation(input: InvitationInput) -> Answer<InvitationAnswer> {
    answer(async { teams::look_at(&app()?, &client()?, account().ok().as_ref(), input).await }.await)
}

/// Joins a team.
#[server(prefix = "/actions", endpoint = "acceptInvitation", input = Fields)]
pub async fn accept_invitation(input: InvitationInput) -> Answer<Joined> {
    answer(async { teams::accept(&app()?, &account()?, &client()?, input).await }.await)
}

/// Turns an invitation down, which ends it.
#[server(prefix = "/actions", endpoint = "declineInvitation", input = Fields)]
pub async fn decline_invitation(input: InvitationInput) -> Answer<Message> {
    answer(async { teams::decline(&app()?, &account()?, &client()?, input).await }.await)
}

/// Gives a project to another member of its team.
#[server(prefix = "/actions", endpoint = "handOverProject", input = Fields)]
pub async fn hand_over_project(input: HandOverInput) -> Answer<Message> {
    answer(async { projects::hand_over(&app()?, &account()?, input).await }.await)
}

/// Every team of the server, for its administrators.
#[server(prefix = "/actions", endpoint = "listAllTeams", input = Fields)]
pub async fn list_all_teams(input: AllTeamsInput) -> Answer<AllTeamsAnswer> {
    answer(async { teams::list_all(&app()?, &account()?, input).await }.await)
}
