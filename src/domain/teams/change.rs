//! Teams are made, renamed, billed and deleted.

use super::access;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        databases::life,
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::{AccountId, TeamId},
        outcome::Message,
        rules,
        team::{DeleteTeamInput, NewTeamInput, RenameTeamInput, TeamChangesInput, TeamMade},
        team_role::{TeamRight, TeamRole},
        time::Timestamp,
    },
    store::{
        self, Db,
        teams::{MemberRow, TeamRow},
    },
};

/// Most teams that an account is in when it makes another one.
const MOST_TEAMS: usize = 100;
/// The plans that can be billed (seed 002).
const PLANS: [&str; 1] = ["pro"];

fn taken() -> AppError {
    AppError { field: Some("name".into()), ..AppError::conflict("A team has this name already. Choose another one.") }
}

/// The name as it is kept, if it breaks no rule and is free. A team of one name and an account of the same would be taken
/// for each other, unless it is the account's own team.
async fn free_name(db: &mut Db, given: Option<&str>, own: Option<&TeamRow>) -> Result<String> {
    let name = given.unwrap_or_default().trim().to_owned();
    rules::team_name(&name)?;
    let by_name = store::teams::by_name(db, &name).await?;
    if by_name.is_some_and(|found| own.is_none_or(|own| own.id != found.id)) {
        return Err(taken());
    }
    let account = store::accounts::by_login(db, &name.to_lowercase()).await?.filter(|account| account.username == name.to_lowercase());
    match account {
        Some(account) if own.and_then(|own| own.personal_of.as_ref()) != Some(&account.id) => Err(taken()),
        _ => Ok(name),
    }
}

/// `createTeam`: the caller is its administrator.
///
/// # Errors
/// `Invalid` for a name that breaks the rule, `Conflict` for one that is taken.
pub async fn create(app: &App, actor: &Actor, input: NewTeamInput) -> Result<TeamMade> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let name = free_name(&mut tx, input.name.as_deref(), None).await?;
    if store::teams::of_account(&mut tx, &actor.account).await?.len() >= MOST_TEAMS {
        return Err(AppError::invalid(format!("You are in {MOST_TEAMS} teams. Leave one or delete one first.")));
    }
    let team_id = TeamId::new();
    let made = store::teams::insert(&mut tx, &team_id, &name, &actor.account, false, Timestamp::now()).await;
    made.map_err(|error| if error.is_taken() { taken() } else { error.into() })?;
    audit::done(&mut tx, actor, Verb::Created, &Object::new(Kind::Team, team_id.as_str(), &name)).await?;
    tx.commit().await?;
    tracing::info!(team = %team_id, account = %actor.account, "a team was made");
    let message = format!("Team {name} was made");
    Ok(TeamMade { team_id, name, message })
}

/// `updateTeam`.
pub async fn rename(app: &App, actor: &Actor, input: RenameTeamInput) -> Result<TeamMade> {
    actor.check_user_id(input.user_id.as_deref())?;
    let changes = TeamChangesInput { name: Some(input.name.unwrap_or_default()), ..TeamChangesInput::default() };
    let TeamRow { id, name, .. } = change(app, actor, input.team.as_deref(), changes).await?;
    let message = format!("The team is called {name}");
    Ok(TeamMade { team_id: id, name, message })
}

/// `PATCH /api/teams/{teamName}`: what is not given stays, an empty text takes billing away.
///
/// # Errors
/// `NotFound` for strangers, `Forbidden` for members whose role is not enough, `Invalid`, `Conflict`.
pub async fn change(app: &App, actor: &Actor, given: Option<&str>, changes: TeamChangesInput) -> Result<TeamRow> {
    let bills = changes.billing_email_address.is_some() || changes.billing_plan.is_some() || changes.billing_subscription_id.is_some();
    let right = if bills { TeamRight::Billing } else { TeamRight::Rename };
    let mut tx = app.store.begin().await?;
    let (mut team, standing) = access::locked(&mut tx, actor, given, right).await?;
    if let Some(name) = changes.name.as_deref() {
        if !standing.may(TeamRight::Rename) {
            return Err(AppError::forbidden("You may not rename this team"));
        }
        team.name = free_name(&mut tx, Some(name), Some(&team)).await?;
    }
    if bills {
        let mut billing = team.billing.unwrap_or_default();
        let put = |field: &mut Option<String>, given: Option<String>| {
            if let Some(text) = given {
                *field = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
            }
        };
        put(&mut billing.email_address, changes.billing_email_address.map(|text| text.to_lowercase()));
        put(&mut billing.plan, changes.billing_plan);
        put(&mut billing.subscription_id, changes.billing_subscription_id);
        if let Some(email) = &billing.email_address {
            rules::email(email).map_err(|error| AppError { field: Some("billing_email_address".into()), ..error })?;
        }
        if billing.plan.as_deref().is_some_and(|plan| !PLANS.contains(&plan)) {
            return Err(AppError::field("billing_plan", format!("The plan must be one of {}", PLANS.join(", "))));
        }
        rules::text("billing_subscription_id", "Subscription id", billing.subscription_id.as_deref().unwrap_or_default(), 200)?;
        team.billing = Some(billing).filter(|billing| *billing != Default::default());
    }
    store::teams::save(&mut tx, &team, Timestamp::now()).await.map_err(|error| if error.is_taken() { taken() } else { error.into() })?;
    let object = Object::team(&team);
    audit::done(&mut tx, actor, Verb::Changed, &if bills { object.saying("billing") } else { object }).await?;
    tx.commit().await?;
    Ok(team)
}

/// Deletes a team with everything it owns: projects, connections, tokens, databases. Not a personal one, which lives as
/// long as its account. `confirmed` is the name once more, when a person is asked for it.
///
/// # Errors
/// As [`change`]; `Conflict` for a personal team.
async fn delete_team(app: &App, actor: &Actor, given: Option<&str>, confirmed: Option<&str>) -> Result<String> {
    let mut tx = app.store.begin().await?;
    let (team, _) = access::locked(&mut tx, actor, given, TeamRight::Delete).await?;
    if team.personal_of.is_some() {
        return Err(AppError::conflict("A personal team lives as long as its account and cannot be deleted"));
    }
    if confirmed.is_some_and(|typed| typed.trim() != team.name) {
        return Err(AppError::field("confirmName", "Type the name of the team exactly as it is written"));
    }
    let connections = store::teams::connections(&mut tx, &team.id).await?;
    let databases = store::databases::of_team(&mut tx, &team.id).await?;
    store::teams::delete(&mut tx, &team.id).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::team(&team)).await?;
    tx.commit().await?;
    for connection in &connections {
        app.engines.forget(connection).await;
    }
    for database in &databases {
        life::remove_file(app, database).await;
    }
    tracing::info!(team = %team.id, account = %actor.account, "a team was deleted");
    Ok(team.name)
}

/// `deleteTeam`, which asks for the name.
pub async fn delete(app: &App, actor: &Actor, input: DeleteTeamInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let typed = input.confirm_name.unwrap_or_default();
    let name = delete_team(app, actor, input.team.as_deref(), Some(&typed)).await?;
    Ok(Message { message: format!("Team {name} was deleted with everything it owned") })
}

/// `DELETE /api/teams/{teamName}`, which names it in its path.
pub async fn delete_named(app: &App, actor: &Actor, name: &str) -> Result<()> {
    delete_team(app, actor, Some(name), None).await.map(drop)
}

/// Who gets the projects of somebody who leaves a team: the administrator who removed them, else the one who joined
/// first, and one who is suspended only where there is no other. A team has one, so nothing is lost.
pub(super) fn heir<'a>(members: &'a [MemberRow], leaving: &AccountId, remover: &AccountId) -> Option<&'a AccountId> {
    let admins = || members.iter().filter(|member| member.role == TeamRole::Admin && member.account != *leaving);
    let acting = || admins().filter(|member| !member.is_suspended);
    let found = acting().find(|member| member.account == *remover).or_else(|| acting().next()).or_else(|| admins().next());
    found.map(|member| &member.account)
}
