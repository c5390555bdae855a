//! `handOverProject`.

use super::{access, touch};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{audit::Verb, outcome::Message, role::Right, team::HandOverInput, team_role::TeamRole},
    store,
};

/// Gives a project to another member of its team, who may edit there: its owner does, or an administrator of the team. Links
/// and everything else stay as they are.
///
/// # Errors
/// `NotFound` for who may not, `Invalid` for somebody who cannot own it.
pub async fn hand_over(app: &App, actor: &Actor, input: HandOverInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = access::project_id(input.project_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let seen = store::projects::get(&mut tx, &id).await?.ok_or_else(access::not_found)?;
    // Whoever is about to leave the team must not get it meanwhile. The team first and then its projects, as whoever removes
    // members does: the other order would make each wait for the other.
    store::teams::lock(&mut tx, &seen.team_id).await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::HandOver).await?;
    let username = input.username.unwrap_or_default().trim().to_lowercase();
    let members = store::teams::members(&mut tx, &project.team_id).await?;
    let heir = members.into_iter().find(|member| member.username == username && member.role != TeamRole::Viewer);
    let heir = heir.ok_or_else(|| {
        AppError::field("username", "Choose an editor or administrator of the project's team: nobody else can own the project")
    })?;
    if heir.account != project.owner_id {
        store::projects::set_owner(&mut tx, &id, &heir.account).await?;
        touch(&mut project);
        store::projects::save(&mut tx, &project).await?;
        audit::done(&mut tx, actor, Verb::Changed, &Object::project(&project).saying(format!("owner {}", heir.username))).await?;
        tx.commit().await?;
        tracing::info!(project = %id, owner = %heir.account, account = %actor.account, "a project was handed over");
    }
    Ok(Message { message: format!("'{}' belongs to {} now", project.title, heir.username) })
}
