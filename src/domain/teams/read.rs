//! Teams and people as they are shown.

use super::access;
use crate::{
    domain::{App, actor::Actor, mail},
    error::{AppError, Result},
    model::{
        account::full_name,
        id::{AccountId, TeamId},
        project::UserInput,
        team::{
            MemberRoles, Person, Received, Sent, Team, TeamDatabase, TeamDetail, TeamInput, TeamItem, TeamMember, TeamProject, TeamShort,
            TeamsAnswer,
        },
        team_role::{TeamRight, TeamStanding},
        time::Timestamp,
    },
    store::{
        self, Db,
        databases::DatabaseRow,
        invitations::InvitationRow,
        teams::{ListedTeam, MemberRow, TeamRow},
    },
};

/// A team as lists show it, with how many databases each has.
fn brief(team: TeamRow, counts: &[(TeamId, i64)]) -> TeamShort {
    let count = counts.iter().find(|(of, _)| *of == team.id).map_or(0, |(_, count)| *count);
    TeamShort { billing: team.billing, name: team.name, number_of_databases: u32::try_from(count).unwrap_or(u32::MAX) }
}

/// The teams of an account, the personal one first.
pub async fn short(app: &App, account: &AccountId) -> Result<Vec<TeamShort>> {
    all_of(&mut *app.store.read().await?, account).await
}

/// `listTeams`.
pub async fn list(app: &App, actor: &Actor, input: UserInput) -> Result<TeamsAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let teams = store::teams::of_account(&mut db, &actor.account).await?;
    let invitations = store::invitations::of_account(&mut db, &actor.account, Timestamp::now()).await?;
    let item = |listed: ListedTeam| TeamItem {
        is_personal: listed.team.personal_of.as_ref() == Some(&actor.account),
        id: listed.team.id,
        name: listed.team.name,
        role: listed.role,
        members: listed.members,
        projects: listed.projects,
    };
    let received =
        |row: InvitationRow| Received { id: row.id, team: row.team_name, role: row.role, by: row.by, expires_at: row.expires_at };
    Ok(TeamsAnswer { teams: teams.into_iter().map(item).collect(), invitations: invitations.into_iter().map(received).collect() })
}

/// `getTeam`: what the page of a team shows.
pub async fn detail(app: &App, actor: &Actor, input: TeamInput) -> Result<TeamDetail> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let (team, standing) = access::team(&mut db, actor, input.team.as_deref(), TeamRight::See).await?;
    let members = store::teams::members(&mut db, &team.id).await?;
    let invitations = match standing.may(TeamRight::Invite) {
        true => store::invitations::of_team(&mut db, &team.id, Timestamp::now()).await?,
        false => Vec::new(),
    };
    let projects = match standing.may(TeamRight::SeeProjects) {
        true => store::teams::projects(&mut db, &team.id).await?,
        false => Vec::new(),
    };
    let attributes = match standing.may(TeamRight::Rules) {
        true => store::row_rules::attributes_of_team(&mut db, &team.id).await?,
        false => Vec::new(),
    };
    let of = |account: &AccountId| attributes.iter().filter(|(of, _)| of == account).map(|(_, one)| one.clone()).collect();
    let member = |row: MemberRow| TeamMember {
        attributes: of(&row.account),
        name: name(&row),
        is_you: row.account == actor.account,
        is_host: team.personal_of.as_ref() == Some(&row.account),
        username: row.username,
        role: row.role,
    };
    let sent = |row: InvitationRow| Sent {
        id: row.id,
        role: row.role,
        username: row.username,
        email: row.email,
        by: row.by,
        expires_at: row.expires_at,
    };
    Ok(TeamDetail {
        standing,
        is_personal: team.personal_of.is_some(),
        members: members.into_iter().map(member).collect(),
        invitations: invitations.into_iter().map(sent).collect(),
        projects: projects.into_iter().map(|(id, title, owner)| TeamProject { id, title, owner }).collect(),
        sends_mail: mail::is_sent(app),
        id: team.id,
        name: team.name,
    })
}

fn name(row: &MemberRow) -> String {
    full_name(row.first_name.as_deref(), row.last_name.as_deref()).unwrap_or_else(|| row.username.clone())
}

/// A database as its team lists it.
fn database(row: DatabaseRow) -> TeamDatabase {
    TeamDatabase {
        environment: row.environment,
        id: row.id.to_string(),
        name: row.name,
        ownership_utc: row.owned_at.unwrap_or(row.created_at),
        visibility: row.visibility.name().to_owned(),
    }
}

/// `GET /api/teams/{teamName}`. Billing is shown to who may change it, databases to who belongs to the team.
pub async fn team(app: &App, actor: &Actor, given: &str) -> Result<Team> {
    let mut db = app.store.read().await?;
    let (team, standing) = access::team(&mut db, actor, Some(given), TeamRight::See).await?;
    let databases = match standing.may(TeamRight::SeeProjects) {
        true => store::databases::of_team(&mut db, &team.id).await?,
        false => Vec::new(),
    };
    Ok(Team {
        billing: team.billing.filter(|_| standing.may(TeamRight::Billing)),
        created_utc: team.created_at,
        databases: databases.into_iter().map(database).collect(),
        name: team.name,
    })
}

/// `GET /api/teams/{teamName}/members`: those who joined, and for who may invite those who were asked by name.
pub async fn members(app: &App, actor: &Actor, given: &str) -> Result<Vec<MemberRoles>> {
    let mut db = app.store.read().await?;
    let (team, standing) = access::team(&mut db, actor, Some(given), TeamRight::See).await?;
    let joined = store::teams::members(&mut db, &team.id).await?;
    let mut all: Vec<MemberRoles> =
        joined.into_iter().map(|row| MemberRoles { username: row.username, roles: vec![row.role], joined: true }).collect();
    if standing.may(TeamRight::Invite) {
        let asked = store::invitations::of_team(&mut db, &team.id, Timestamp::now()).await?;
        all.extend(asked.into_iter().filter_map(|row| Some(MemberRoles { username: row.username?, roles: vec![row.role], joined: false })));
    }
    Ok(all)
}

/// `GET /api/users/{username}`: oneself and, for a server administrator, anybody; of members of the same teams the name
/// and the teams that both are in. Nobody else exists here.
pub async fn person(app: &App, actor: &Actor, username: &str) -> Result<Person> {
    let missing = || AppError::not_found("User not found");
    let username = username.trim().to_lowercase();
    if username.len() > 240 || username.contains(['\0', '@']) {
        return Err(missing());
    }
    let mut db = app.store.read().await?;
    let account = store::accounts::by_login(&mut db, &username).await?.ok_or_else(missing)?;
    if account.id == actor.account || actor.administers() {
        let server_roles = if account.is_admin { vec!["admin".to_owned()] } else { Vec::new() };
        return Ok(Person { server_roles, teams: all_of(&mut db, &account.id).await?, username: account.username });
    }
    let common = store::teams::in_common(&mut db, &actor.account, &account.id).await?;
    if common.is_empty() {
        return Err(missing());
    }
    let counts = store::database_counts::of_teams(&mut db, &actor.account).await?;
    let teams = common.into_iter().map(|team| brief(TeamRow { billing: None, ..team }, &counts)).collect();
    Ok(Person { server_roles: Vec::new(), teams, username: account.username })
}

async fn all_of(db: &mut Db, account: &AccountId) -> Result<Vec<TeamShort>> {
    let counts = store::database_counts::of_teams(db, account).await?;
    let shown = |listed: ListedTeam| {
        let billing = listed.team.billing.filter(|_| TeamStanding::from(listed.role).may(TeamRight::Billing));
        brief(TeamRow { billing, ..listed.team }, &counts)
    };
    Ok(store::teams::of_account(db, account).await?.into_iter().map(shown).collect())
}
