//! `createProjectWithConnections`.

use super::changes::{self, Home};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        jobs, keys, teams,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        id::ProjectId,
        project::{CreateProjectInput, ProjectCreated},
        rules,
        time::Timestamp,
    },
    store::{
        self,
        projects::{ProjectRow, Settling},
    },
};

/// Makes a project with all its connections or nothing, then validates them in the background and waits for that
/// at most 8 s. Without connections it is a draft. In a team that is named the caller must be an editor or administrator.
pub async fn create(app: &App, actor: &Actor, input: CreateProjectInput) -> Result<ProjectCreated> {
    actor.check_user_id(input.user_id.as_deref())?;
    let title = input.title.as_deref().unwrap_or_default().trim().to_owned();
    rules::project_title(&title)?;
    let description = input.description.unwrap_or_default();
    rules::project_description(&description)?;
    let connections = input.connections.unwrap_or_default();
    if connections.is_empty() && input.is_draft == Some(false) {
        return Err(AppError::field("connections", "At least one connection is required"));
    }

    let id = ProjectId::new();
    let team = teams::access::place_for(&mut *app.store.read().await?, actor, input.team_id.as_deref()).await?;
    keys::count_uses(&app.store, &app.keys).await?;
    let changes = changes::plan(app, &Home { project: &id, team: &team }, &[], &connections)?;
    let now = Timestamp::now();
    // A draft asks for nothing: there is no validation that could decide.
    let settling = match (connections.is_empty(), input.is_public) {
        (false, Some(true)) => Settling::WantsPublic,
        _ => Settling::No,
    };
    let project = ProjectRow {
        id: id.clone(),
        team_id: team,
        owner_id: actor.account.clone(),
        title,
        description,
        is_public: false,
        id_public: None,
        ordered_widget_ids: Vec::new(),
        is_draft: connections.is_empty(),
        settling,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let mut tx = app.store.begin().await?;
    // The caller may have been removed from the team since.
    teams::access::hold_place(&mut tx, actor, &project.team_id).await?;
    store::projects::insert(&mut tx, &project).await?;
    audit::done(&mut tx, actor, Verb::Created, &Object::project(&project)).await?;
    changes::write(&mut tx, actor, &[], &changes).await?;
    let queued = jobs::queue_validations(&mut tx, &id).await?;
    tx.commit().await?;

    let validation_result = jobs::wait_for_validation(app, &id, queued).await?;
    Ok(ProjectCreated { project_id: id, validation_result })
}
