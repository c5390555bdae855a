//! Row rules: which rows of a table members and API tokens see. Made by administrators of the team, who see all of them;
//! [`sight`] is the door where they are followed.
//!
//! A rule is about the table that it names. A view over that table is a table of its own.

mod asker;
mod attributes;
mod input;
mod plan;
mod preview;
mod read;
pub(crate) mod sight;

pub use attributes::{delete as delete_attribute, set as set_attribute};
pub use preview::preview;
pub use read::list;
pub(crate) use read::{broken_by, explained, limited_tables};
pub(crate) use sight::{Permitted, Sight};

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    projects::access,
    teams::access as teams,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::{ProjectId, RuleId},
        outcome::Message,
        row_rule::{MOST_RULES, RuleIdInput, RuleSaved, SaveRuleInput},
        team_role::TeamRight,
        time::Timestamp,
    },
    store::{self, Db, projects::ProjectRow, row_rules::RuleRow},
};

fn missing() -> AppError {
    AppError::not_found("Row rule not found")
}

/// The project, for an administrator of its team. Who made it and is none could else lift what limits them.
///
/// # Errors
/// `NotFound` for strangers, `Forbidden` for the other members of the team.
async fn administered(db: &mut Db, actor: &Actor, project: Option<ProjectRow>) -> Result<ProjectRow> {
    let project = project.ok_or_else(access::not_found)?;
    if actor.token.is_some() || store::teams::role(db, &project.team_id, &actor.account).await?.is_none() {
        return Err(access::not_found());
    }
    teams::team(db, actor, Some(project.team_id.as_str()), TeamRight::Rules).await?;
    Ok(project)
}

/// The same, held against other writers until the transaction of `db` ends.
async fn locked(db: &mut Db, actor: &Actor, id: &ProjectId) -> Result<ProjectRow> {
    let project = store::projects::lock(db, id).await?;
    administered(db, actor, project).await
}

/// `saveRowRule`.
pub async fn save(app: &App, actor: &Actor, input: SaveRuleInput) -> Result<RuleSaved> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    {
        let mut db = app.store.read().await?;
        let project = store::projects::get(&mut db, &id).await?;
        administered(&mut db, actor, project).await?;
    }
    let place = input::place(app, &id, input.connection_id.as_deref(), input.table.as_deref()).await?;
    let body = input::body(place.connection.kind, &place.table, input.any.unwrap_or_default(), input.conditions)?;
    let mut tx = app.store.begin().await?;
    let project = locked(&mut tx, actor, &id).await?;
    let rules = store::row_rules::of_project(&mut tx, &id).await?;
    let old = match input.rule_id.as_deref().filter(|id| !id.is_empty()) {
        Some(given) => Some(known(&rules, given)?.id.clone()),
        None if rules.len() >= MOST_RULES => {
            return Err(AppError::invalid(format!("A project can have at most {MOST_RULES} row rules. Delete one that is not needed.")));
        }
        None => None,
    };
    let audience = input::audience(&mut tx, &project, input.audience.as_deref()).await?;
    let verb = if old.is_some() { Verb::Changed } else { Verb::Created };
    let rule = RuleRow {
        id: old.unwrap_or_else(RuleId::new),
        connection_id: place.connection.id.clone(),
        table: place.table.at.clone(),
        project_id: id,
        audience,
        body,
    };
    store::row_rules::save(&mut tx, &rule, Timestamp::now()).await?;
    audit::done(&mut tx, actor, verb, &object(&rule, &place.table.name)).await?;
    tx.commit().await?;
    Ok(RuleSaved { message: format!("The rule for {} is in force", place.table.name), rule_id: rule.id })
}

/// `deleteRowRule`.
pub async fn delete(app: &App, actor: &Actor, input: RuleIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    locked(&mut tx, actor, &id).await?;
    let rules = store::row_rules::of_project(&mut tx, &id).await?;
    let rule = known(&rules, input.rule_id.as_deref().unwrap_or_default())?;
    store::row_rules::delete(&mut tx, &rule.id).await?;
    let table = rule.table.label(None);
    audit::done(&mut tx, actor, Verb::Deleted, &object(rule, &table)).await?;
    tx.commit().await?;
    Ok(Message { message: format!("The rule for {table} is deleted") })
}

fn known<'a>(rules: &'a [RuleRow], given: &str) -> Result<&'a RuleRow> {
    let id = RuleId::parse(given).ok_or_else(missing)?;
    rules.iter().find(|rule| rule.id == id).ok_or_else(missing)
}

/// Its values are not told: they may be names of people.
fn object(rule: &RuleRow, table: &str) -> Object {
    Object::of(&rule.project_id, Kind::RowRule, rule.id.as_str(), table).saying(format!("for {}", rule.audience.name()))
}
