//! What administrators see of the server, and what they set going again.

use super::{
    App,
    actor::Actor,
    audit::{self, Object},
    backup,
};
use crate::{
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        operation::{BackupHealth, Cache, Disk, Jobs, ServerHealth, StoreHealth},
        outcome::Message,
        project::UserInput,
        time::Timestamp,
    },
    store::{self, Backend, jobs::JobCounts},
};
use std::{path::Path, sync::OnceLock};

/// When this process opened its application.
static STARTED: OnceLock<Timestamp> = OnceLock::new();

/// Notes the moment of the start; only the first call counts.
pub(super) fn started() -> Timestamp {
    *STARTED.get_or_init(Timestamp::now)
}

/// `getServerHealth`.
///
/// # Errors
/// `Forbidden` for everybody but administrators of the server.
pub async fn health(app: &App, actor: &Actor, input: &UserInput) -> Result<ServerHealth> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let backups = backups(app).await?;
    let settings = &app.settings;
    let (answers, bytes) = app.memory.results.held();
    let mut db = app.store.read().await?;
    let JobCounts { waiting, running, failed } = store::jobs::counts(&mut db, Timestamp::now()).await?;
    let (version, size) = store::measures::of(&mut db, app.store.backend()).await?;
    Ok(ServerHealth {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_at: started(),
        store: StoreHealth {
            kind: match app.store.backend() {
                Backend::Sqlite => "SQLite".to_owned(),
                Backend::Postgres => "PostgreSQL".to_owned(),
            },
            version,
            bytes: size,
        },
        disk: disk(&settings.backups.data_dir),
        jobs: Jobs { waiting, running, failed },
        workers: count(app.engines.workers()),
        most_workers: count(app.engines.most_workers()),
        cache: Cache { answers, bytes, most_bytes: settings.cache_bytes },
        audit_entries: store::audit::count(&mut db).await?,
        audit_days: settings.audit_days,
        backups,
    })
}

async fn backups(app: &App) -> Result<BackupHealth> {
    let settings = &app.settings.backups;
    let backup::State { last, good } = backup::state(app).await?;
    Ok(BackupHealth {
        has_folder: settings.folder.is_some(),
        every_seconds: settings.every.filter(|_| settings.folder.is_some()).map(|every| every.as_secs()),
        keep: count(settings.keep),
        running_bytes: app.memory.backups.progress().map(|progress| progress.so_far().1),
        last,
        good,
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn disk(folder: &Path) -> Option<Disk> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(Disk { free: found.f_bavail.saturating_mul(found.f_frsize), total: found.f_blocks.saturating_mul(found.f_frsize) })
}

/// `retryJobs`: everything that failed lately is done again.
///
/// # Errors
/// `Forbidden` for everybody but administrators of the server.
pub async fn retry_jobs(app: &App, actor: &Actor, input: &UserInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let mut tx = app.store.begin().await?;
    let queued = store::jobs::queue_failed(&mut tx, None).await?;
    if queued == 0 {
        return Err(AppError::invalid("Nothing failed within the last hour."));
    }
    audit::done(&mut tx, actor, Verb::Retried, &Object::new(Kind::Job, "", "").saying(format!("{queued} jobs"))).await?;
    tx.commit().await?;
    app.memory.bell.work_was_queued();
    Ok(Message { message: format!("Tried again: {queued}.") })
}
