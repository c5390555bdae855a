//! A copy of a database that one can read, as a database of its own.

use super::{
    access::{self, Found, Key},
    caller::Caller,
    download,
    fresh::{self, Content},
    place::Place,
};
use crate::{
    domain::{App, teams::access as teams},
    error::Result,
    model::{database::NewDatabase, database_right::DatabaseRight, team_role::TeamRight, ulid::DatabaseId},
    store,
};

/// Whether the caller sees it at all, and its name: asked before somebody is asked whether they want a copy.
///
/// # Errors
/// As [`access::find`].
pub async fn name(app: &App, caller: Caller<'_>, key: &Key, right: DatabaseRight) -> Result<String> {
    Ok(access::open(app, caller.asking(), key, right).await?.row.name)
}

/// `/dbs/{dbId}/duplicate` and `/readonly/{readonlyId}/duplicate`: into the same team where the caller may make databases
/// there, else into their personal one; private. Charts, dashboards, apps and what is written about tables come along,
/// variables and tokens do not.
///
/// # Errors
/// As [`access::find`] and [`Place::of`].
pub async fn duplicate(app: &App, caller: Caller<'_>, key: &Key) -> Result<NewDatabase> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Read).await?;
    let team = same_team(app, caller, &found).await?;
    let place = Place::of(app, caller, team.as_deref()).await?;
    let copy = download::copy(app, caller, &found).await?;
    let name: String = format!("Copy of {}", found.row.name).chars().take(100).collect();
    let made = fresh::make(app, caller, place, name, found.row.file_format, Content::Copy(copy.to_path_buf())).await?;
    bring_along(app, &found, &made.id).await?;
    Ok(made)
}

async fn same_team(app: &App, caller: Caller<'_>, found: &Found) -> Result<Option<String>> {
    let (Some(actor), Some(team)) = (caller.actor, &found.row.team_id) else { return Ok(None) };
    let mut db = app.store.read().await?;
    let may = teams::team(&mut db, actor, Some(team.as_str()), TeamRight::MakeProjects).await.is_ok();
    Ok(may.then(|| team.as_str().to_owned()))
}

/// What the file does not hold. The copy is there already: one that lacks some of it is better than none.
async fn bring_along(app: &App, found: &Found, copy: &DatabaseId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let Some(mut row) = store::databases::lock(&mut tx, copy).await? else { return Ok(()) };
    row.description.clone_from(&found.row.description);
    row.environment.clone_from(&found.row.environment);
    row.location.clone_from(&found.row.location);
    row.views_tab = found.row.views_tab;
    store::databases::save(&mut tx, &row).await?;
    store::database_drawings::copy(&mut tx, &found.row.id, copy).await?;
    store::database_parts::copy_tables(&mut tx, &found.row.id, copy).await?;
    Ok(tx.commit().await?)
}
