//! `deleteProject`.

use super::access;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{audit::Verb, outcome::Message, project::ProjectInput, role::Right},
    store,
};

/// Deletes a project with its connections, widgets and jobs in one transaction. On another account's project it
/// says so, as documented: the one place where a foreign id is told from an unknown one.
pub async fn delete(app: &App, actor: &Actor, input: ProjectInput) -> Result<Message> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let project = store::projects::lock(&mut tx, &id).await?.ok_or_else(access::not_found)?;
    let role = access::role(&mut tx, actor, &project).await?;
    if !role.is_some_and(|role| role.may(Right::Delete)) {
        let object = Object::project(&project);
        drop(tx);
        audit::refused(app, actor, Verb::Deleted, &object).await?;
        return Err(AppError::forbidden("Unauthorized: You can only delete your own projects"));
    }
    let connections = store::connections::of_project(&mut tx, &id).await?;
    store::projects::delete(&mut tx, &id).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::project(&project)).await?;
    tx.commit().await?;
    for connection in &connections {
        app.engines.forget(&connection.id).await;
    }
    Ok(Message { message: format!("Project '{}' was deleted", project.title) })
}
