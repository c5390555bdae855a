//! Environment variables of the server: sealed in the store, shown to its administrators.

use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        keys,
    },
    error::{AppError, Result},
    model::{access::Secret, audit::Verb, installation::EnvVar, rules, time::Timestamp},
    store::{self, sealed::VARIABLE, server_variables::VariableRow},
};

/// Most variables.
const MOST: usize = 200;

fn missing() -> AppError {
    AppError::not_found("There is no such variable")
}

/// All of them, by name.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<EnvVar>> {
    actor.must_administer()?;
    let rows = store::server_variables::all(&mut *app.store.read().await?).await?;
    rows.into_iter().map(|row| opened(app, row)).collect()
}

/// Adds one.
///
/// # Errors
/// `Conflict` when there is one of this name.
pub async fn add(app: &App, actor: &Actor, name: Option<String>, value: Option<Secret>) -> Result<EnvVar> {
    actor.must_administer()?;
    let (name, value) = (checked_name(name)?, checked_value(value)?);
    let row = sealed(app, name, &value).await?;
    let mut tx = app.store.begin().await?;
    enough_room(store::server_variables::all(&mut tx).await?.len() + 1)?;
    store::server_variables::insert(&mut tx, &row).await.map_err(|error| error.taken("There is a variable of this name already."))?;
    audit::done(&mut tx, actor, Verb::Created, &Object::setting(&row.name)).await?;
    tx.commit().await?;
    told(actor, &row.name, "set");
    opened(app, row)
}

/// Adds one, or replaces the value of the one of this name.
pub async fn set(app: &App, actor: &Actor, name: Option<String>, value: Option<Secret>) -> Result<EnvVar> {
    actor.must_administer()?;
    let name = checked_name(name)?;
    set_all(app, actor, vec![(Some(name.clone()), value)]).await?;
    let row = store::server_variables::get(&mut *app.store.read().await?, &name).await?.ok_or_else(missing)?;
    opened(app, row)
}

/// Sets each of these, all or none.
pub async fn set_all(app: &App, actor: &Actor, variables: Vec<(Option<String>, Option<Secret>)>) -> Result<()> {
    actor.must_administer()?;
    let mut rows = Vec::with_capacity(variables.len());
    for (name, value) in variables {
        let (name, value) = (checked_name(name)?, checked_value(value)?);
        rows.push(sealed(app, name, &value).await?);
    }
    let mut tx = app.store.begin().await?;
    for row in &rows {
        store::server_variables::save(&mut tx, row).await?;
        audit::done(&mut tx, actor, Verb::Changed, &Object::setting(&row.name)).await?;
    }
    enough_room(store::server_variables::all(&mut tx).await?.len())?;
    tx.commit().await?;
    rows.iter().for_each(|row| told(actor, &row.name, "set"));
    Ok(())
}

/// Changes name, value or both of the one that is called `old`.
pub async fn change(app: &App, actor: &Actor, old: &str, name: Option<String>, value: Option<Secret>) -> Result<()> {
    actor.must_administer()?;
    can_exist(old)?;
    let name = name.map(|name| checked_name(Some(name))).transpose()?;
    let value = value.map(|value| checked_value(Some(value))).transpose()?;
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let before = store::server_variables::get(&mut tx, old).await?.ok_or_else(missing)?;
    let created_at = before.created_at;
    let value = match value {
        Some(value) => value,
        None => Secret::new(opened(app, before)?.value),
    };
    // A sealed text is bound to its row, which has the name.
    let name = name.unwrap_or_else(|| old.to_owned());
    let row = VariableRow { value: app.keys.seal(value.expose(), &keys::place(&VARIABLE, &name))?, name, created_at };
    store::server_variables::delete(&mut tx, old).await?;
    store::server_variables::insert(&mut tx, &row).await.map_err(|error| error.taken("There is a variable of this name already."))?;
    audit::done(&mut tx, actor, Verb::Changed, &Object::setting(&row.name)).await?;
    tx.commit().await?;
    told(actor, &row.name, "changed");
    Ok(())
}

pub async fn delete(app: &App, actor: &Actor, name: &str) -> Result<()> {
    actor.must_administer()?;
    can_exist(name)?;
    let mut tx = app.store.begin().await?;
    if !store::server_variables::delete(&mut tx, name).await? {
        return Err(missing());
    }
    audit::done(&mut tx, actor, Verb::Deleted, &Object::setting(name)).await?;
    tx.commit().await?;
    told(actor, name, "deleted");
    Ok(())
}

/// The store is not asked for what can be no name.
fn can_exist(name: &str) -> Result<()> {
    rules::variable_name(name).map_err(|_| missing())
}

fn told(actor: &Actor, name: &str, what: &str) {
    tracing::info!(account = %actor.account, name, "a variable of the server was {what}");
}

fn enough_room(count: usize) -> Result<()> {
    if count > MOST { Err(AppError::invalid(format!("A server can have at most {MOST} variables"))) } else { Ok(()) }
}

async fn sealed(app: &App, name: String, value: &Secret) -> Result<VariableRow> {
    keys::count_uses(&app.store, &app.keys).await?;
    let value = app.keys.seal(value.expose(), &keys::place(&VARIABLE, &name))?;
    Ok(VariableRow { name, value, created_at: Timestamp::now() })
}

fn opened(app: &App, row: VariableRow) -> Result<EnvVar> {
    let value = app.keys.open(&row.value, &keys::place(&VARIABLE, &row.name))?;
    Ok(EnvVar { created_utc: row.created_at, value: value.expose().to_owned(), name: row.name })
}

fn checked_name(given: Option<String>) -> Result<String> {
    let name = given.unwrap_or_default().trim().to_owned();
    rules::variable_name(&name)?;
    Ok(name)
}

fn checked_value(given: Option<Secret>) -> Result<Secret> {
    let value = given.ok_or_else(|| AppError::field("value", "Value is required"))?;
    rules::variable_value(value.expose())?;
    Ok(value)
}
