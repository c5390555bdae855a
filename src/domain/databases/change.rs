//! Name, description and owner of a database.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    create::checked_name,
    life,
    place::Place,
};
use crate::{
    domain::{
        App,
        actor::{Actor, accounts_only},
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database::{DatabaseChange, Visibility},
        database_right::{DatabaseRight, DatabaseRole},
        rules,
        time::Timestamp,
    },
    store::{self, Db},
};

/// `PATCH /api/dbs/{dbId}`. A database without an owner is claimed by giving it one; one whose owner is taken away can be
/// read and written by whoever knows its id, and goes after ten days unless somebody claims it.
///
/// # Errors
/// As [`access::find`]; `Unauthorized` for claiming without an account; `Forbidden` with `reauth_required` for giving one
/// away without having shown lately who one is.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, input: DatabaseChange) -> Result<()> {
    let name = input.name.map(|name| checked_name(Some(name))).transpose()?;
    let description = input.description.map(|text| text.trim().to_owned());
    description.as_deref().map(rules::hosted_description).transpose()?;
    // Teams are looked up before the transaction that holds the database.
    let place = match &input.owner {
        Some(owner) => match owner.0.as_deref().map(str::trim).filter(|team| !team.is_empty()) {
            Some(team) if caller.actor.is_some() => Some(Place::of(app, caller, Some(team)).await?),
            Some(_) => return Err(AppError::unauthorized()),
            None => Some(Place(None)),
        },
        None => None,
    };
    let mut tx = app.store.begin().await?;
    let mut found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Read).await?;
    let before = found.row.clone();
    if let Some(place) = place {
        pass_on(&mut tx, app, caller, &mut found, place).await?;
    }
    if let Some(name) = name {
        found.must_allow(DatabaseRight::Settings)?;
        found.row.name = name;
    }
    if let Some(description) = description {
        found.must_allow(DatabaseRight::Structure)?;
        found.row.description = description;
    }
    if found.row == before {
        return Ok(());
    }
    found.row.modified_at = Timestamp::now();
    store::databases::save(&mut tx, &found.row).await?;
    let object = Object::database(&found.row);
    let has_moved = found.row.team_id != before.team_id;
    let object = match (&found.row.team_name, has_moved) {
        (Some(team), true) => object.saying(format!("now of team {team}")),
        (None, true) => Object::database(&before).saying("now without an owner"),
        (_, false) => object,
    };
    audit::done(&mut tx, caller.by(), Verb::Changed, &object).await?;
    tx.commit().await?;
    if has_moved {
        // Its next request comes in the process of the new team.
        life::close(app, &before).await;
        tracing::info!(database = %before.folder, "a database has another owner");
    }
    Ok(())
}

/// Gives it to a team, or to nobody.
async fn pass_on(db: &mut Db, app: &App, caller: Caller<'_>, found: &mut Found, place: Place) -> Result<()> {
    if place.id() == found.row.team_id.as_ref() {
        return Ok(());
    }
    let actor: &Actor = caller.actor.ok_or_else(AppError::unauthorized)?;
    if actor.token.is_some() {
        return Err(accounts_only());
    }
    if found.row.team_id.is_some() {
        if !found.role.may(DatabaseRight::Own) {
            return Err(AppError::forbidden("Only administrators of its team can give a database away"));
        }
        actor.must_be_fresh()?;
    }
    if place.id().is_some() {
        place.hold(db, app, caller).await?;
    }
    let is_detached = place.id().is_none();
    // What tokens of the former team may, they may no more.
    store::database_parts::forbid_all(db, &found.row.id).await?;
    place.own(&mut found.row, Timestamp::now());
    found.row.visibility = if is_detached { Visibility::Public } else { Visibility::Private };
    if !is_detached && found.role == DatabaseRole::Keeper {
        // Whoever claims it may name it in the same breath.
        found.role = DatabaseRole::Editor;
    }
    Ok(())
}
