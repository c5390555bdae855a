//! `updateProject`.

use super::{
    access,
    changes::{self, Home},
    touch,
};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        jobs, keys,
        sharing::publicity,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        project::{ProjectUpdated, UpdateProjectInput},
        role::Right,
        rules,
    },
    store::{self, projects::Settling},
};

/// Changes the given fields. A given list of connections replaces the whole: those left out are deleted, a kept
/// password stays with its server. Everything is checked again, and what the result means for publicity is decided
/// when the last validation ends.
pub async fn update(app: &App, actor: &Actor, input: UpdateProjectInput) -> Result<ProjectUpdated> {
    let id = changes::id_of_update(input.id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let title = input.title.as_deref().map(str::trim);
    title.map(rules::project_title).transpose()?;
    input.description.as_deref().map(rules::project_description).transpose()?;

    if input.connections.is_some() {
        keys::count_uses(&app.store, &app.keys).await?;
    }
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::EditProject).await?;
    if input.version.is_some_and(|version| version != project.version) {
        return Err(AppError::conflict(
            "The project was changed meanwhile by somebody else or in another window. Nothing was saved: reload and make your changes again.",
        ));
    }
    let role = access::role(&mut tx, actor, &project).await?;
    let may = |right: Right| role.is_some_and(|role| role.may(right));
    if (input.connections.is_some() && !may(Right::EditConnections)) || (input.is_public.is_some() && !may(Right::Share)) {
        return Err(AppError::forbidden("You may not change the connections or the visibility of this project"));
    }
    let was_public = project.is_public;
    if let Some(title) = title {
        title.clone_into(&mut project.title);
    }
    if let Some(description) = input.description {
        project.description = description;
    }
    let stored = store::connections::of_project(&mut tx, &id).await?;
    let (mut to_forget, mut queued) = (Vec::new(), Vec::new());
    if let Some(given) = &input.connections {
        let changes = changes::plan(app, &Home { project: &id, team: &project.team_id }, &stored, given)?;
        to_forget = changes::write(&mut tx, actor, &stored, &changes).await?;
        project.is_draft &= given.is_empty();
        // Every connection is validated again, as documented, not only the changed ones.
        queued = jobs::queue_validations(&mut tx, &id).await?;
    }
    project.settling = match input.is_public {
        Some(true) => Settling::WantsPublic,
        Some(false) => Settling::Forced,
        // What an earlier action asked and nothing answered yet still stands.
        None if project.settling == Settling::WantsPublic => Settling::WantsPublic,
        None => Settling::Forced,
    };
    if input.is_public == Some(false) {
        publicity::make_private(&mut project);
    }
    publicity::settle_unless_waiting(&mut tx, &mut project).await?;
    touch(&mut project);
    store::projects::save(&mut tx, &project).await?;
    audit::done(&mut tx, actor, Verb::Changed, &Object::project(&project)).await?;
    if project.is_public != was_public {
        let verb = if project.is_public { Verb::MadePublic } else { Verb::MadePrivate };
        audit::done(&mut tx, actor, verb, &Object::project(&project)).await?;
    }
    tx.commit().await?;

    for connection in &to_forget {
        app.engines.forget(connection).await;
    }
    Ok(ProjectUpdated { validation_result: jobs::wait_for_validation(app, &id, queued).await? })
}
