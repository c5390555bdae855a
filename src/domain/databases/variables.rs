//! Variables of a database: sealed in the store, shown to the editors of its team.

use super::access::{self, Asking, Found, Key};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        keys,
    },
    error::{AppError, Result},
    model::{
        access::Secret, audit::Verb, database_right::DatabaseRight, database_settings::DatabaseVariableInput, installation::EnvVar, rules,
        time::Timestamp, ulid::DatabaseId,
    },
    store::{self, Db, sealed::DATABASE_VARIABLE, server_variables::VariableRow},
};

/// Most variables of a database.
const MOST: usize = 100;

fn missing() -> AppError {
    AppError::not_found("There is no such variable")
}

fn taken(error: store::Error) -> AppError {
    error.taken("There is a variable of this name already.")
}

/// The row of a variable, to which its sealed value is bound.
fn place(database: &DatabaseId, name: &str) -> String {
    format!("{database}/{name}")
}

/// `GET /api/dbs/{dbId}/env`, by name.
pub async fn list(app: &App, actor: &Actor, key: &Key) -> Result<Vec<EnvVar>> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    of(app, &mut db, &found.row.id).await
}

pub(super) async fn of(app: &App, db: &mut Db, database: &DatabaseId) -> Result<Vec<EnvVar>> {
    let rows = store::database_variables::all(db, database).await?;
    rows.into_iter().map(|row| opened(app, database, row)).collect()
}

/// `POST /api/dbs/{dbId}/env`.
///
/// # Errors
/// `Conflict` when there is one of this name.
pub async fn add(app: &App, actor: &Actor, key: &Key, input: DatabaseVariableInput) -> Result<EnvVar> {
    let variable = checked(input)?;
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let found = locked(&mut tx, actor, key).await?;
    let row = sealed(app, &found.row.id, &variable)?;
    store::database_variables::insert(&mut tx, &found.row.id, &row).await.map_err(taken)?;
    enough_room(&mut tx, &found).await?;
    done(&mut tx, actor, &found, &row.name).await?;
    tx.commit().await?;
    opened(app, &found.row.id, row)
}

/// Sets each of these in the transaction of `db`. [`keys::count_uses`] was called before.
pub(super) async fn set_all(app: &App, db: &mut Db, found: &Found, inputs: Vec<DatabaseVariableInput>) -> Result<()> {
    for input in inputs {
        let row = sealed(app, &found.row.id, &checked(input)?)?;
        store::database_variables::save(db, &found.row.id, &row).await?;
    }
    enough_room(db, found).await
}

/// `PATCH /api/dbs/{dbId}/env/{varName}`: value, name or both.
pub async fn change(app: &App, actor: &Actor, key: &Key, old: &str, input: DatabaseVariableInput) -> Result<()> {
    let name = input.name.map(checked_name).transpose()?;
    let value = input.value.map(checked_value).transpose()?;
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let found = locked(&mut tx, actor, key).await?;
    can_exist(old)?;
    let id = &found.row.id;
    let before = store::database_variables::get(&mut tx, id, old).await?.ok_or_else(missing)?;
    let created_at = before.created_at;
    let value = match value {
        Some(value) => value,
        None => Secret::new(opened(app, id, before)?.value),
    };
    let name = name.unwrap_or_else(|| old.to_owned());
    let row = VariableRow { created_at, ..sealed(app, id, &(name, value))? };
    store::database_variables::delete(&mut tx, id, old).await?;
    store::database_variables::insert(&mut tx, id, &row).await.map_err(taken)?;
    done(&mut tx, actor, &found, &row.name).await?;
    Ok(tx.commit().await?)
}

/// `DELETE /api/dbs/{dbId}/env/{varName}`.
pub async fn delete(app: &App, actor: &Actor, key: &Key, name: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let found = locked(&mut tx, actor, key).await?;
    can_exist(name)?;
    if !store::database_variables::delete(&mut tx, &found.row.id, name).await? {
        return Err(missing());
    }
    done(&mut tx, actor, &found, name).await?;
    Ok(tx.commit().await?)
}

/// Seals all of them for the new id of their database, whose rows have it already.
pub(super) async fn rebind(app: &App, db: &mut Db, old: &DatabaseId, new: &DatabaseId) -> Result<()> {
    for row in store::database_variables::all(db, new).await? {
        let value = app.keys.open(&row.value, &keys::place(&DATABASE_VARIABLE, &place(old, &row.name)))?;
        let created_at = row.created_at;
        let row = VariableRow { created_at, ..sealed(app, new, &(row.name, value))? };
        store::database_variables::save(db, new, &row).await?;
    }
    Ok(())
}

async fn locked(db: &mut Db, actor: &Actor, key: &Key) -> Result<Found> {
    access::locked(db, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await
}

async fn done(db: &mut Db, actor: &Actor, found: &Found, name: &str) -> Result<()> {
    audit::done(db, actor, Verb::Changed, &Object::database(&found.row).saying(format!("variable {name}"))).await
}

async fn enough_room(db: &mut Db, found: &Found) -> Result<()> {
    let count = store::database_variables::all(db, &found.row.id).await?.len();
    if count > MOST { Err(AppError::invalid(format!("A database can have at most {MOST} variables"))) } else { Ok(()) }
}

/// The store is not asked for what can be no name.
fn can_exist(name: &str) -> Result<()> {
    rules::variable_name(name).map_err(|_| missing())
}

fn sealed(app: &App, database: &DatabaseId, (name, value): &(String, Secret)) -> Result<VariableRow> {
    let value = app.keys.seal(value.expose(), &keys::place(&DATABASE_VARIABLE, &place(database, name)))?;
    Ok(VariableRow { name: name.clone(), value, created_at: Timestamp::now() })
}

fn opened(app: &App, database: &DatabaseId, row: VariableRow) -> Result<EnvVar> {
    let value = app.keys.open(&row.value, &keys::place(&DATABASE_VARIABLE, &place(database, &row.name)))?;
    Ok(EnvVar { created_utc: row.created_at, value: value.expose().to_owned(), name: row.name })
}

fn checked(input: DatabaseVariableInput) -> Result<(String, Secret)> {
    let name = checked_name(input.name.unwrap_or_default())?;
    Ok((name, checked_value(input.value.ok_or_else(|| AppError::field("value", "Value is required"))?)?))
}

fn checked_name(name: String) -> Result<String> {
    let name = name.trim().to_owned();
    rules::variable_name(&name)?;
    Ok(name)
}

fn checked_value(value: Secret) -> Result<Secret> {
    rules::variable_value(value.expose())?;
    Ok(value)
}
