//! The way to a project: who the caller is to it, and whether that allows what is asked.

use crate::{
    domain::{App, actor::Actor},
    error::{AppError, Result},
    model::{
        id::{ProjectId, WidgetId},
        role::{Right, Role},
    },
    store::{
        self, Db,
        projects::{ListedProject, ProjectRow},
        widgets::WidgetRow,
    },
};

/// What a foreign and an unknown project look like.
pub(crate) fn not_found() -> AppError {
    AppError::not_found("Project not found")
}

/// The id in a request: empty, absent or not a UUID is refused.
pub(crate) fn project_id(given: Option<&str>) -> Result<ProjectId> {
    given.and_then(ProjectId::parse).ok_or_else(|| AppError::field("projectId", "Invalid project ID"))
}

/// What the caller is to a project; nothing for strangers.
pub(crate) async fn role(db: &mut Db, actor: &Actor, project: &ProjectRow) -> Result<Option<Role>> {
    Ok(actor.standing(db, project).await?.role)
}

/// Every project of the caller's teams with what the caller is to it, newest update first.
pub(crate) async fn all(db: &mut Db, actor: &Actor) -> Result<Vec<(ListedProject, Role)>> {
    let all = store::projects::of_member(db, &actor.account).await?;
    let with_role = |listed: ListedProject| {
        let role = listed.role.in_project(listed.project.owner_id == actor.account);
        (listed, role)
    };
    Ok(all.into_iter().map(with_role).collect())
}

async fn allowed(db: &mut Db, actor: &Actor, project: Option<ProjectRow>, right: Right) -> Result<ProjectRow> {
    let project = project.ok_or_else(not_found)?;
    let role = role(db, actor, &project).await?;
    role.filter(|role| role.may(right)).map(|_| project).ok_or_else(not_found)
}

/// The project, for a caller who may do `right` with it; for everybody else it does not exist.
pub(crate) async fn project(app: &App, actor: &Actor, id: &ProjectId, right: Right) -> Result<ProjectRow> {
    let mut db = app.store.read().await?;
    let project = store::projects::get(&mut db, id).await?;
    allowed(&mut db, actor, project, right).await
}

/// As [`project`], held against other writers until the transaction of `db` ends.
pub(crate) async fn locked(db: &mut Db, actor: &Actor, id: &ProjectId, right: Right) -> Result<ProjectRow> {
    let project = store::projects::lock(db, id).await?;
    allowed(db, actor, project, right).await
}

/// A widget by its own id, with its project, for a caller who may do `right` with the project.
pub(crate) async fn widget(app: &App, actor: &Actor, given: Option<&str>, right: Right) -> Result<(WidgetRow, ProjectRow)> {
    let missing = || AppError::not_found("Widget not found");
    let id = given.and_then(WidgetId::parse).ok_or_else(missing)?;
    let mut db = app.store.read().await?;
    let widget = store::widgets::get(&mut db, &id).await?.ok_or_else(missing)?;
    let project = store::projects::get(&mut db, &widget.project_id).await?;
    let project = allowed(&mut db, actor, project, right).await.map_err(|error| hidden(error, missing))?;
    Ok((widget, project))
}

/// A part of a project that is hidden looks like one that does not exist; faults stay what they are.
pub(crate) fn hidden(error: AppError, missing: impl FnOnce() -> AppError) -> AppError {
    if error.kind == crate::error::Kind::NotFound { missing() } else { error }
}
