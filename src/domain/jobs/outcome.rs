//! What a job found, written in one transaction: never for a connection that changed meanwhile, never by a worker
//! that lost the job, and with what it means for publicity.

use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        catalogue::changes,
        connections::sealed::{self, Failure},
        keys,
        sharing::publicity,
    },
    error::Result,
    model::{
        audit::{Kind, Verb},
        engine::EngineError,
        schema::Schema,
        time::Timestamp,
    },
    store::{
        self, Tx,
        connections::ConnectionRow,
        jobs::{JobKind, JobRow, JobState},
        projects::{ProjectRow, Settling},
    },
};

/// The transaction of a job that is still ours, with its project locked.
async fn begin(app: &App, job: &JobRow) -> Result<Option<(Tx, ProjectRow)>> {
    // Why something failed is sealed.
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let Some(project) = store::projects::lock(&mut tx, &job.project_id).await? else { return Ok(None) };
    if !store::jobs::holds(&mut tx, job).await? {
        return Ok(None);
    }
    Ok(Some((tx, project)))
}

async fn finish(tx: &mut Tx, job: &JobRow, state: JobState) -> Result<()> {
    store::jobs::finish(tx, &job.id, state, Timestamp::now()).await?;
    Ok(())
}

/// Carries out what waits for the last validation of a project, and makes everything durable.
async fn commit(app: &App, mut tx: Tx, mut project: ProjectRow) -> Result<()> {
    if project.settling != Settling::No {
        publicity::settle_unless_waiting(&mut tx, &mut project).await?;
        store::projects::save(&mut tx, &project).await?;
    }
    tx.commit().await?;
    app.memory.bell.work_ended();
    Ok(())
}

/// Writes the result of a validation. Answers whether the job goes on: it is ours and the connection is the same.
pub(super) async fn validated(app: &App, job: &JobRow, found: Result<(), EngineError>) -> Result<bool> {
    let Some((mut tx, project)) = begin(app, job).await? else { return Ok(false) };
    let error = found.err().map(|error| sealed::seal_reason(app, &job.connection_id, Failure::Validation, &error.to_string()));
    let error = error.transpose()?;
    let written =
        store::connections::save_validation(&mut tx, &job.connection_id, job.revision, error.as_deref(), Timestamp::now()).await?;
    let goes_on = written && error.is_none();
    if goes_on {
        store::jobs::continue_with_introspection(&mut tx, &job.id).await?;
    } else {
        finish(&mut tx, job, JobState::Failed).await?;
    }
    commit(app, tx, project).await?;
    Ok(goes_on)
}

/// Writes a schema, or why it could not be read: the stored one stays then, and the connection stays valid.
pub(super) async fn introspected(app: &App, job: &JobRow, row: &ConnectionRow, found: Result<Schema, EngineError>) -> Result<()> {
    let taken_at = Timestamp::now();
    let change = match &found {
        Ok(schema) => changes::of_reading(app, row, schema, taken_at).await?,
        Err(_) => None,
    };
    let Some((mut tx, project)) = begin(app, job).await? else { return Ok(()) };
    match found {
        Ok(schema) => {
            let json = serde_json::to_string(&schema).map_err(crate::error::AppError::internal)?;
            let tables = schema.tables.len();
            if store::connections::save_schema(&mut tx, &job.connection_id, job.revision, &json, tables, taken_at).await? {
                changes::note(&mut tx, change.as_ref()).await?;
            }
            finish(&mut tx, job, JobState::Done).await?;
        }
        Err(error) => {
            let reason = sealed::seal_reason(app, &job.connection_id, Failure::Introspection, &error.to_string())?;
            store::connections::save_introspection_error(&mut tx, &job.connection_id, job.revision, &reason).await?;
            finish(&mut tx, job, JobState::Failed).await?;
        }
    }
    commit(app, tx, project).await
}

/// Ends a job that cannot be done, and says why on its connection.
pub(super) async fn give_up(app: &App, job: &JobRow, why: &str) -> Result<()> {
    let Some((mut tx, project)) = begin(app, job).await? else { return Ok(()) };
    let reason = |failure| sealed::seal_reason(app, &job.connection_id, failure, why);
    match job.kind {
        JobKind::Validate => {
            let reason = reason(Failure::Validation)?;
            store::connections::save_validation(&mut tx, &job.connection_id, job.revision, Some(&reason), Timestamp::now()).await?;
        }
        JobKind::Introspect => {
            let reason = reason(Failure::Introspection)?;
            store::connections::save_introspection_error(&mut tx, &job.connection_id, job.revision, &reason).await?;
        }
    }
    finish(&mut tx, job, JobState::Failed).await?;
    commit(app, tx, project).await
}

/// Ends a job because an administrator of the server says so. What is known of the connection stays; one that was never
/// tried says why it was not. Answers false for a job that ended or was taken up meanwhile.
pub(super) async fn stop(app: &App, job: &JobRow, actor: &Actor) -> Result<bool> {
    let Some((mut tx, project)) = begin(app, job).await? else { return Ok(false) };
    let row = store::connections::get(&mut tx, &job.connection_id).await?;
    if job.kind == JobKind::Validate && row.is_some_and(|row| row.is_valid.is_none()) {
        let why = "An administrator of this server stopped the check. Check the connection again.";
        let reason = sealed::seal_reason(app, &job.connection_id, Failure::Validation, why)?;
        store::connections::save_validation(&mut tx, &job.connection_id, job.revision, Some(&reason), Timestamp::now()).await?;
    }
    finish(&mut tx, job, JobState::Failed).await?;
    let object = Object::of(&job.project_id, Kind::Job, job.id.as_str(), "");
    audit::done(&mut tx, actor, Verb::Revoked, &object).await?;
    commit(app, tx, project).await?;
    Ok(true)
}

/// Ends a job about which there is nothing to say.
pub(super) async fn end(app: &App, job: &JobRow, state: JobState) -> Result<()> {
    let Some((mut tx, project)) = begin(app, job).await? else { return Ok(()) };
    finish(&mut tx, job, state).await?;
    commit(app, tx, project).await
}
