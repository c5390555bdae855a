//! The way to a team: where the caller stands, and whether that allows what is asked.

use crate::{
    domain::actor::Actor,
    error::{AppError, Result},
    model::{
        id::TeamId,
        team_role::{TeamRight, TeamRole, TeamStanding},
    },
    store::{self, Db, teams::TeamRow},
};

/// What a foreign and an unknown team look like.
pub(crate) fn not_found() -> AppError {
    AppError::not_found("Team not found")
}

/// What a member is told who may not do what was asked.
fn not_allowed() -> AppError {
    AppError::forbidden("Your role in this team does not allow that. Ask one of its administrators.")
}

/// The team that a request names: by its name, without case, or by its id.
async fn find(db: &mut Db, given: Option<&str>) -> Result<Option<TeamRow>> {
    let given = given.unwrap_or_default().trim();
    // The store is not asked for what can be no name.
    if given.is_empty() || given.len() > 240 || given.contains('\0') {
        return Ok(None);
    }
    Ok(match TeamId::parse(given) {
        Some(id) => store::teams::get(db, &id).await?,
        None => store::teams::by_name(db, given).await?,
    })
}

/// Where the caller stands; nothing for strangers.
async fn standing(db: &mut Db, actor: &Actor, team: &TeamId) -> Result<Option<TeamStanding>> {
    let role = store::teams::role(db, team, &actor.account).await?;
    Ok(role.map(TeamStanding::from).or(actor.administers().then_some(TeamStanding::Server)))
}

/// The team, for a caller who may do `right` with it. For strangers it does not exist.
///
/// # Errors
/// `NotFound`, and `Forbidden` for members whose role is not enough.
pub(crate) async fn team(db: &mut Db, actor: &Actor, given: Option<&str>, right: TeamRight) -> Result<(TeamRow, TeamStanding)> {
    let team = find(db, given).await?.ok_or_else(not_found)?;
    let standing = standing(db, actor, &team.id).await?.ok_or_else(not_found)?;
    if standing.may(right) { Ok((team, standing)) } else { Err(not_allowed()) }
}

/// As [`team`], held against other writers until the transaction of `db` ends.
pub(crate) async fn locked(db: &mut Db, actor: &Actor, given: Option<&str>, right: TeamRight) -> Result<(TeamRow, TeamStanding)> {
    let (found, _) = team(db, actor, given, right).await?;
    store::teams::lock(db, &found.id).await?;
    // What was true before the lock may have changed while waiting for it.
    team(db, actor, Some(found.id.as_str()), right).await
}

/// The team in which the caller makes something: the personal one when none is named.
pub(crate) async fn place_for(db: &mut Db, actor: &Actor, given: Option<&str>) -> Result<TeamId> {
    match given.map(str::trim).filter(|given| !given.is_empty()) {
        None => Ok(actor.stored(db).await?.team_id),
        Some(given) => {
            let found = team(db, actor, Some(given), TeamRight::MakeProjects).await;
            // Somebody with the server role alone sees nothing that teams own, so there is nothing to be made there.
            let (team, _) = found.map_err(|error| AppError { field: Some("teamId".into()), ..error })?;
            Ok(team.id)
        }
    }
}

/// Held against other writers until the transaction of `db` ends: the caller still may make something in this team.
///
/// # Errors
/// As [`team`].
pub(crate) async fn hold_place(db: &mut Db, actor: &Actor, team: &TeamId) -> Result<()> {
    locked(db, actor, Some(team.as_str()), TeamRight::MakeProjects).await.map(drop)
}

/// The role that a request names.
pub(crate) fn role(given: Option<&str>) -> Result<TeamRole> {
    let names = || TeamRole::ALL.map(TeamRole::name).join(", ");
    given.and_then(TeamRole::parse).ok_or_else(|| AppError::field("role", format!("Role must be one of {}", names())))
}

/// The strongest of the roles that a request names.
pub(crate) fn strongest(given: &[String]) -> Result<TeamRole> {
    let roles = given.iter().map(|name| role(Some(name))).collect::<Result<Vec<_>>>()?;
    roles.into_iter().max().map_or_else(|| role(None), Ok)
}
