//! Settings as forms send them.

use super::key;
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{self, Caller, settings, variables},
    },
    error::{AppError, Result},
    model::{
        database::{DatabaseChange, Visibility},
        database_right::DatabaseRight,
        database_settings::{DatabaseSettingsChange, DatabaseVariableInput},
        desk::{DatabaseInput, Regenerated, SettingsInput, TypedNameInput, Variable, VariableInput, VariablesAnswer},
        given::NullableText,
        outcome::Message,
    },
};

/// `updateDatabaseSettings`: what a form does not have stays.
pub async fn update(app: &App, caller: Caller<'_>, actor: &Actor, input: SettingsInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let key = key(input.database_id.as_deref());
    let parse =
        |name: String| Visibility::parse(&name).ok_or_else(|| AppError::field("visibility", "The visibility must be public or private."));
    let change = DatabaseSettingsChange {
        auditing: input.auditing,
        environment: input.environment.map(|text| NullableText(Some(text))),
        schema_locked: input.schema_locked,
        views_tab: input.views_tab,
        visibility: input.visibility.map(parse).transpose()?,
        ..DatabaseSettingsChange::default()
    };
    if input.name.is_some() || input.description.is_some() {
        let facts = DatabaseChange { name: input.name, description: input.description, ..DatabaseChange::default() };
        databases::change(app, caller, &key, facts).await?;
    }
    settings::change(app, actor, &key, change).await?;
    Ok(Message { message: "Saved".into() })
}

/// The name of the database must have been typed, as it is.
async fn typed(app: &App, actor: &Actor, input: &TypedNameInput) -> Result<()> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    if input.confirm_name.as_deref().unwrap_or_default().trim() == found.row.name {
        return Ok(());
    }
    Err(AppError::field("confirmName", format!("Type {} to confirm.", found.row.name)))
}

/// `deleteDatabase`
pub async fn delete(app: &App, actor: &Actor, input: TypedNameInput) -> Result<Message> {
    typed(app, actor, &input).await?;
    databases::delete(app, actor, &key(input.database_id.as_deref())).await?;
    Ok(Message { message: "The database is deleted".into() })
}

/// `transferDatabase`
pub async fn transfer(app: &App, caller: Caller<'_>, actor: &Actor, input: TypedNameInput) -> Result<Message> {
    typed(app, actor, &input).await?;
    let team = input.team.filter(|team| !team.trim().is_empty()).ok_or_else(|| AppError::field("team", "Say which team gets it."))?;
    let change = DatabaseChange { owner: Some(NullableText(Some(team.clone()))), ..DatabaseChange::default() };
    databases::change(app, caller, &key(input.database_id.as_deref()), change).await?;
    Ok(Message { message: format!("It belongs to {team} now") })
}

/// `regenerateDatabaseId`
pub async fn regenerate(app: &App, actor: &Actor, input: TypedNameInput) -> Result<Regenerated> {
    actor.check_user_id(input.user_id.as_deref())?;
    let key = key(input.database_id.as_deref());
    let (database_id, what) = match input.which.as_deref() {
        Some("id") => (databases::regenerate_id(app, actor, &key).await?, "id"),
        Some("readonly") => (databases::regenerate_readonly_id(app, actor, &key).await?, "read-only id"),
        _ => return Err(AppError::field("which", "Say which id is made anew: id or readonly.")),
    };
    Ok(Regenerated { database_id, message: format!("The old {what} works no more") })
}

/// `listDatabaseVariables`
pub async fn variables(app: &App, actor: &Actor, input: DatabaseInput) -> Result<VariablesAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let all = variables::list(app, actor, &key(input.database_id.as_deref())).await?;
    let variables = all.into_iter().map(|one| Variable { name: one.name, created_utc: one.created_utc }).collect();
    Ok(VariablesAnswer { variables })
}

/// `setDatabaseVariable`: adds it, or replaces its value.
pub async fn set_variable(app: &App, actor: &Actor, input: VariableInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let key = key(input.database_id.as_deref());
    let name = input.name.map(|name| name.trim().to_owned()).unwrap_or_default();
    let known = variables::list(app, actor, &key).await?.into_iter().any(|one| one.name == name);
    let value = input.secret_value;
    if known {
        variables::change(app, actor, &key, &name, DatabaseVariableInput { name: None, value }).await?;
    } else {
        variables::add(app, actor, &key, DatabaseVariableInput { name: Some(name), value }).await?;
    }
    Ok(Message { message: "Saved".into() })
}

/// `deleteDatabaseVariable`
pub async fn delete_variable(app: &App, actor: &Actor, input: VariableInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    variables::delete(app, actor, &key(input.database_id.as_deref()), input.name.as_deref().unwrap_or_default()).await?;
    Ok(Message { message: "The variable is gone".into() })
}
