//! Roles of members, and members who go. A team always keeps an administrator.

use super::{access, change::heir, invitations};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        outcome::Message,
        team::MemberInput,
        team_role::{TeamRight, TeamRole},
    },
    store::{
        self,
        teams::{MemberRow, TeamRow},
    },
};

/// A user name as it is compared.
fn plain(given: Option<&str>) -> Result<String> {
    let name = given.unwrap_or_default().trim().to_lowercase();
    if name.is_empty() || name.len() > 240 || name.contains('\0') {
        return Err(AppError::field("username", "User name is required"));
    }
    Ok(name)
}

/// # Errors
/// `Conflict` when the team would be left without an administrator, or a personal team without its person.
fn check_stays(team: &TeamRow, members: &[MemberRow], member: &MemberRow) -> Result<()> {
    if team.personal_of.as_ref() == Some(&member.account) {
        return Err(AppError::conflict(format!("This is the personal team of {}, who stays its administrator", member.username)));
    }
    let others = members.iter().filter(|other| other.account != member.account && other.role == TeamRole::Admin && !other.is_suspended);
    if member.role == TeamRole::Admin && others.count() == 0 {
        return Err(AppError::conflict(
            "A team keeps at least one administrator. Make somebody else an administrator first, or delete the team.",
        ));
    }
    Ok(())
}

/// Gives a member the strongest of these roles. Somebody who is not a member is asked in by name and joins by accepting;
/// the answer is the same whether or not there is such an account.
///
/// # Errors
/// `NotFound` for strangers, `Forbidden` for members whose role is not enough, `Conflict` for the last administrator.
pub async fn set_roles(app: &App, actor: &Actor, given: Option<&str>, username: Option<&str>, roles: &[String]) -> Result<Message> {
    let mut tx = app.store.begin().await?;
    let (team, standing) = access::locked(&mut tx, actor, given, TeamRight::ChangeRoles).await?;
    let role = access::strongest(roles)?;
    let username = plain(username)?;
    let members = store::teams::members(&mut tx, &team.id).await?;
    let known = members.iter().find(|member| member.username == username);
    if role == TeamRole::Admin && known.is_none_or(|member| member.role != role) {
        actor.must_be_fresh()?;
    }
    let Some(member) = known else {
        if !standing.may(TeamRight::Invite) {
            return Err(AppError::not_found("Nobody of this name is in the team"));
        }
        invitations::ask(&mut tx, actor, &team, &username, role).await?;
        audit::done(&mut tx, actor, Verb::Invited, &Object::member(&team, &username)).await?;
        tx.commit().await?;
        return Ok(Message { message: format!("{username} is asked to join as {}", role.name()) });
    };
    if member.role != role {
        if role != TeamRole::Admin {
            check_stays(&team, &members, member)?;
        }
        store::teams::set_role(&mut tx, &team.id, &member.account, role).await?;
        let object = Object::member(&team, &username).saying(format!("team {}, {}", team.name, role.name()));
        audit::done(&mut tx, actor, Verb::Changed, &object).await?;
        tx.commit().await?;
        tracing::info!(team = %team.id, member = %member.account, account = %actor.account, role = role.name(), "a role was changed");
    }
    Ok(Message { message: format!("{username} is {} now", role.name()) })
}

/// `setMemberRole`.
pub async fn set_role(app: &App, actor: &Actor, input: MemberInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let roles: Vec<String> = input.role.into_iter().collect();
    set_roles(app, actor, input.team.as_deref(), input.username.as_deref(), &roles).await
}

/// `removeMember`: removes a member, or lets the caller leave. Their projects in the team go on with another administrator. Somebody who
/// was asked by name and did not join yet is asked no more.
///
/// # Errors
/// As [`set_roles`]; `NotFound` for who is not in the team.
pub async fn remove(app: &App, actor: &Actor, input: MemberInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let (team, standing) = access::locked(&mut tx, actor, input.team.as_deref(), TeamRight::See).await?;
    let username = plain(input.username.as_deref())?;
    let members = store::teams::members(&mut tx, &team.id).await?;
    let member = members.iter().find(|member| member.username == username);
    let is_oneself = member.is_some_and(|member| member.account == actor.account);
    if !is_oneself && !standing.may(TeamRight::RemoveMembers) {
        return Err(AppError::forbidden("Only an administrator of the team removes others"));
    }
    let Some(member) = member else {
        if !store::invitations::withdraw(&mut tx, &team.id, &username).await? {
            return Err(AppError::not_found("Nobody of this name is in the team"));
        }
        audit::done(&mut tx, actor, Verb::Revoked, &Object::new(Kind::Invitation, team.id.as_str(), &username)).await?;
        tx.commit().await?;
        return Ok(Message { message: format!("{username} is not asked any more") });
    };
    check_stays(&team, &members, member)?;
    let heir = heir(&members, &member.account, &actor.account).ok_or_else(access::not_found)?;
    let passed_on = store::projects::hand_over(&mut tx, &team.id, &member.account, heir).await?;
    store::teams::remove_member(&mut tx, &team.id, &member.account).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::member(&team, &username)).await?;
    tx.commit().await?;
    tracing::info!(team = %team.id, member = %member.account, account = %actor.account, projects = passed_on, "a member left");
    let who = members.iter().find(|other| other.account == *heir).map_or("", |heir| heir.username.as_str());
    let projects = match passed_on {
        0 => String::new(),
        1 => format!(" 1 project belongs to {who} now."),
        many => format!(" {many} projects belong to {who} now."),
    };
    let what = if is_oneself { format!("You left {}.", team.name) } else { format!("{username} was removed.") };
    Ok(Message { message: what + &projects })
}
