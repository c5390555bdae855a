//! Validation, schemas and what the background is doing.

use super::access;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        connections::sealed::{self, Failure},
        jobs,
        row_rules::Sight,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        id::ProjectId,
        project::{ConnectionProgress, Counts, Progress, ProjectInput, RegenerateAnswer, SchemaAnswer, ValidateAnswer},
        role::Right,
        schema::Schema,
        time::Timestamp,
    },
    store::{
        self,
        connections::ConnectionRow,
        jobs::{JobKind, JobRow, JobState},
        projects::Settling,
    },
};

/// `validateProjectConnections`: tries every connection again. Without a valid one left the project becomes private.
pub async fn validate(app: &App, actor: &Actor, input: ProjectInput) -> Result<ValidateAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let mut project = access::locked(&mut tx, actor, &id, Right::EditConnections).await?;
    let queued = jobs::queue_validations(&mut tx, &id).await?;
    if project.settling == Settling::No && !queued.is_empty() {
        project.settling = Settling::Forced;
        store::projects::save(&mut tx, &project).await?;
    }
    audit::done(&mut tx, actor, Verb::Validated, &Object::project(&project)).await?;
    tx.commit().await?;
    Ok(ValidateAnswer { validation_result: jobs::wait_for_validation(app, &id, queued).await? })
}

/// `regenerateProjectSchemas`: reads the schemas of all valid connections again.
pub async fn regenerate_schemas(app: &App, actor: &Actor, input: ProjectInput) -> Result<RegenerateAnswer> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let project = access::locked(&mut tx, actor, &id, Right::EditConnections).await?;
    audit::done(&mut tx, actor, Verb::SchemaRead, &Object::project(&project)).await?;
    let queued = jobs::queue_introspections(&mut tx, &id).await?;
    tx.commit().await?;

    let states = jobs::wait_for_end(app, &queued, jobs::LONG_PATIENCE).await?;
    let count = |state: JobState| u32::try_from(states.iter().filter(|s| **s == state).count()).unwrap_or(u32::MAX);
    if count(JobState::Queued) > 0 {
        return Err(AppError::database(
            "Reading the schemas takes longer than usual and goes on in the background. Look again in a minute.",
        ));
    }
    let total = u32::try_from(states.len()).unwrap_or(u32::MAX);
    let successful = count(JobState::Done);
    let results = Counts { total, successful, failed: total - successful };
    let (message, error) = match results {
        Counts { total: 0, .. } => (None, Some("No connection is valid, so no schema was read. Check the connections first.".to_owned())),
        Counts { failed: 0, .. } => (Some(format!("Schemas read again: {successful}.")), None),
        Counts { failed, .. } => {
            (None, Some(format!("Schemas read again: {successful}. Not readable: {failed}; their connections say why.")))
        }
    };
    Ok(RegenerateAnswer { results, message, error })
}

/// `getProjectSchema`: the stored schema of the first connection that has one.
pub async fn schema(app: &App, actor: &Actor, input: ProjectInput) -> Result<SchemaAnswer> {
    let id = input.project_id.as_deref().and_then(ProjectId::parse);
    let id = id.ok_or_else(|| AppError::field("projectId", "Valid project ID is required"))?;
    actor.check_user_id(input.user_id.as_deref())?;
    let project = access::project(app, actor, &id, Right::ViewSchema).await?;
    let mut db = app.store.read().await?;
    let sight = Sight::of(&mut db, actor, &project).await?;
    let rows = store::connections::of_project(&mut db, &id).await?;
    let none = || AppError::not_found("No schema found for this project");
    let first = rows.into_iter().find(|row| row.has_schema).ok_or_else(none)?;
    let stored = store::connections::schema(&mut db, &first.id).await?.ok_or_else(none)?;
    let mut schema: Schema = serde_json::from_str(&stored.json).map_err(|cause| {
        tracing::error!(connection = %first.id, "a stored schema has no known form: {cause}");
        AppError::invalid("Invalid schema format")
    })?;
    if sight.limits_any(&first.id) {
        schema.tables.iter_mut().for_each(|table| table.row_estimate = None);
    }
    Ok(SchemaAnswer { schema, last_introspection_at: first.last_introspection })
}

/// `getProjectProgress`.
pub async fn progress(app: &App, actor: &Actor, input: ProjectInput) -> Result<Progress> {
    let id = access::project_id(input.project_id.as_deref())?;
    actor.check_user_id(input.user_id.as_deref())?;
    access::project(app, actor, &id, Right::ViewConnections).await?;
    let mut db = app.store.read().await?;
    let under_way = store::jobs::under_way(&mut db, &id).await?;
    let rows = store::connections::of_project(&mut db, &id).await?;
    let connections = rows.into_iter().map(|row| one_progress(app, row, &under_way)).collect();
    Ok(Progress { running: u32::try_from(under_way.len()).unwrap_or(u32::MAX), connections })
}

fn one_progress(app: &App, row: ConnectionRow, under_way: &[JobRow]) -> ConnectionProgress {
    let met = app.memory.troubles.of(&row);
    let job = under_way.iter().find(|job| job.connection_id == row.id);
    let (state, error) = match job {
        Some(job) if job.lease_until <= Timestamp::now() => ("waiting", None),
        Some(job) if job.kind == JobKind::Validate => ("validating", None),
        Some(_) => ("reading schema", None),
        None => match (row.is_valid, sealed::reason(app, &row, Failure::Introspection).or(met)) {
            (Some(false), _) => ("failed", sealed::reason(app, &row, Failure::Validation)),
            (Some(true), Some(error)) => ("failed", Some(error)),
            (Some(true), None) => ("ready", None),
            (None, _) => ("waiting", None),
        },
    };
    ConnectionProgress { title: row.title, kind: row.kind.name().to_owned(), state: state.to_owned(), error, tables: row.table_count }
}
