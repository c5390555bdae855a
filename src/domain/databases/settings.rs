//! Settings of a database.

use super::{
    access::{self, Asking, Key},
    variables,
};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        keys,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database::{Location, NullableLocation, Visibility},
        database_right::DatabaseRight,
        database_settings::{DatabaseSettings, DatabaseSettingsChange},
        rules,
        time::Timestamp,
    },
    store,
};

/// `GET /api/dbs/{dbId}/settings`.
pub async fn settings(app: &App, actor: &Actor, key: &Key) -> Result<DatabaseSettings> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    let env_vars = variables::of(app, &mut db, &found.row.id).await?;
    let row = found.row;
    Ok(DatabaseSettings {
        auditing: row.auditing,
        env_vars,
        environment: row.environment,
        location: row.location,
        schema_locked: row.schema_locked,
        views_tab: row.views_tab,
        visibility: row.visibility,
    })
}

/// `PATCH /api/dbs/{dbId}/settings`: all of it or nothing.
///
/// # Errors
/// As [`access::find`], and `Invalid`.
pub async fn change(app: &App, actor: &Actor, key: &Key, input: DatabaseSettingsChange) -> Result<()> {
    let environment = input.environment.map(|text| text.0.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
    environment.iter().flatten().try_for_each(|text| rules::environment(text))?;
    input.location.iter().flat_map(|NullableLocation(location)| location).try_for_each(check_location)?;
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let mut found = access::locked(&mut tx, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    let before = found.row.clone();
    let row = &mut found.row;
    row.auditing = input.auditing.unwrap_or(row.auditing);
    row.schema_locked = input.schema_locked.unwrap_or(row.schema_locked);
    row.views_tab = input.views_tab.unwrap_or(row.views_tab);
    row.visibility = input.visibility.unwrap_or(row.visibility);
    row.environment = environment.unwrap_or(row.environment.take());
    row.location = input.location.map_or_else(|| row.location.take(), |NullableLocation(location)| location);
    let variables = input.env_vars.unwrap_or_default();
    let has_variables = !variables.is_empty();
    variables::set_all(app, &mut tx, &found, variables).await?;
    let row = &mut found.row;
    if *row != before {
        row.modified_at = Timestamp::now();
        store::databases::save(&mut tx, row).await?;
    }
    let object = Object::database(row);
    if row.visibility != before.visibility {
        let verb = match row.visibility {
            Visibility::Public => Verb::MadePublic,
            Visibility::Private => Verb::MadePrivate,
        };
        audit::done(&mut tx, actor, verb, &object).await?;
    }
    let changed: Vec<String> = [
        ("auditing", row.auditing, before.auditing),
        ("schema lock", row.schema_locked, before.schema_locked),
        ("tab of views", row.views_tab, before.views_tab),
    ]
    .into_iter()
    .filter(|(_, now, before)| now != before)
    .map(|(what, now, _)| format!("{what} {}", if now { "on" } else { "off" }))
    .chain((row.environment != before.environment).then(|| "environment".to_owned()))
    .chain((row.location != before.location).then(|| "location".to_owned()))
    .chain(has_variables.then(|| "variables".to_owned()))
    .collect();
    if !changed.is_empty() {
        audit::done(&mut tx, actor, Verb::Changed, &object.saying(changed.join(", "))).await?;
    }
    Ok(tx.commit().await?)
}

fn check_location(location: &Location) -> Result<()> {
    rules::text("location[name]", "Name of the location", &location.name, 100)?;
    if !(-90.0..=90.0).contains(&location.lat) {
        return Err(AppError::field("location[lat]", "Latitude must be between -90 and 90"));
    }
    if !(-180.0..=180.0).contains(&location.long) {
        return Err(AppError::field("location[long]", "Longitude must be between -180 and 180"));
    }
    Ok(())
}
