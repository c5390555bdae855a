//! What stands around a page: the teams of whoever reads it, and what they are to the project whose page it is.

use super::{App, actor::Actor, projects::access, teams};
use crate::{
    error::Result,
    model::{
        id::{ProjectId, TeamId},
        surroundings::{ChooseTeamInput, ChosenTeam, OwnTeam, ProjectAround, Surroundings, SurroundingsInput},
        team_role::TeamRight,
    },
    store::{self, Db},
};

/// `getSurroundings`
pub async fn of(app: &App, actor: &Actor, chosen: ChosenTeam, input: SurroundingsInput) -> Result<Surroundings> {
    actor.check_user_id(input.user_id.as_deref())?;
    let mut db = app.store.read().await?;
    let teams: Vec<OwnTeam> =
        store::teams::names(&mut db, &actor.account).await?.into_iter().map(|(id, name)| OwnTeam { id, name }).collect();
    let chosen = chosen.0.filter(|id| teams.iter().any(|team| team.id == *id));
    let project = match input.project_id.as_deref().and_then(ProjectId::parse) {
        Some(id) => project(&mut db, actor, &id).await?,
        None => None,
    };
    Ok(Surroundings { teams, chosen, project })
}

async fn project(db: &mut Db, actor: &Actor, id: &ProjectId) -> Result<Option<ProjectAround>> {
    let Some(project) = store::projects::get(db, id).await? else { return Ok(None) };
    let role = access::role(db, actor, &project).await?;
    Ok(role.map(|role| ProjectAround { id: project.id, role, team_id: project.team_id }))
}

/// `chooseTeam`: the team that a browser is to remember; nothing for all of them.
///
/// # Errors
/// `NotFound` for a team that is not there for the caller, `Forbidden` for one whose projects the caller does not see.
pub async fn choose(app: &App, actor: &Actor, input: ChooseTeamInput) -> Result<Option<TeamId>> {
    actor.check_user_id(input.user_id.as_deref())?;
    let Some(given) = input.team.filter(|team| !team.trim().is_empty()) else { return Ok(None) };
    let (team, _) = teams::access::team(&mut *app.store.read().await?, actor, Some(&given), TeamRight::SeeProjects).await?;
    Ok(Some(team.id))
}
