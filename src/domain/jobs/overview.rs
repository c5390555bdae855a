//! Work of the background for administrators of the server: what there is, trying one thing again, and stopping one.
//!
//! Whose project it is decides what they see of it: without a right to its connections they learn the team and no more
//! (00-conventions: an administrator sees no private project or connection of others).

use super::outcome;
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        backup,
        connections::sealed::{self, Failure},
        mail,
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::JobId,
        jobs::{Job, JobInput, JobsAnswer, JobsInput, PAGE_SIZE, Stage, Work, WorkKind},
        outcome::Message,
        role::Right,
        time::Timestamp,
    },
    store::{
        self, Db,
        job_list::ListedJob,
        jobs::{JobKind, JobState},
    },
};

/// `listJobs`
pub async fn list(app: &App, actor: &Actor, input: JobsInput) -> Result<JobsAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let given = input.stage.unwrap_or_default();
    let stage = match given.trim() {
        "" => "",
        name => Stage::parse(name).map(Stage::name).ok_or_else(|| AppError::field("stage", "Choose waiting, running, failed or done"))?,
    };
    let (mail, work) = (mail::list(app).await?, work(app).await?);
    let now = Timestamp::now();
    let mut db = app.store.read().await?;
    let total = store::job_list::how_many(&mut db, &actor.account, stage, now).await?;
    let page = input.page.unwrap_or(1).clamp(1, total.div_ceil(PAGE_SIZE).max(1));
    let rows = store::job_list::list(&mut db, &actor.account, stage, now, PAGE_SIZE, (page - 1) * PAGE_SIZE).await?;
    let mut jobs = Vec::with_capacity(rows.len());
    for row in rows {
        jobs.push(shown(app, &mut db, actor, row, now).await?);
    }
    Ok(JobsAnswer {
        work,
        jobs,
        total,
        page,
        page_size: PAGE_SIZE,
        rounds: app.memory.rounds.shown(),
        mail,
        sends_mail: mail::is_sent(app),
    })
}

fn kind(kind: JobKind) -> WorkKind {
    match kind {
        JobKind::Validate => WorkKind::Check,
        JobKind::Introspect => WorkKind::Schema,
    }
}

async fn shown(app: &App, db: &mut Db, actor: &Actor, row: ListedJob, now: Timestamp) -> Result<Job> {
    let job = row.job;
    let role = row.role.map(|role| role.in_project(row.owner == actor.account));
    let may_see = role.is_some_and(|role| role.may(Right::ViewConnections));
    let stage = match job.state {
        JobState::Queued if job.lease_until > now => Stage::Running,
        JobState::Queued => Stage::Waiting,
        JobState::Failed => Stage::Failed,
        JobState::Done => Stage::Done,
    };
    let failure = match job.kind {
        JobKind::Validate => Failure::Validation,
        JobKind::Introspect => Failure::Introspection,
    };
    let error = match stage == Stage::Failed && may_see {
        true => store::connections::get(db, &job.connection_id).await?.and_then(|row| sealed::reason(app, &row, failure)),
        false => None,
    };
    Ok(Job {
        kind: kind(job.kind),
        stage,
        team: row.team,
        about: may_see.then(|| format!("{} · {}", row.project, row.connection)),
        queued_at: row.created_at,
        running_since: app.memory.under_way.since(&job.id).filter(|_| stage == Stage::Running),
        ended_at: row.finished_at,
        tries: u32::try_from(job.attempts).unwrap_or_default(),
        error,
        can_retry: stage == Stage::Failed && row.is_current,
        id: job.id,
    })
}

/// Each kind of work as a whole.
async fn work(app: &App) -> Result<Vec<Work>> {
    let backups = backup::state(app).await?;
    let now = Timestamp::now();
    let mut db = app.store.read().await?;
    let jobs = store::job_list::counts(&mut db, now).await?;
    let [checked, schema_read] = store::job_list::last_successes(&mut db).await?;
    let mails = store::mails::counts(&mut db, now).await?;
    let sent = mail::last_sent(&mut db).await?;
    let of = |job: JobKind, last_success: Option<Timestamp>| {
        let found = jobs.iter().find(|counts| counts.kind == job);
        let [waiting, running, failed] = found.map_or([0; 3], |counts| [counts.waiting, counts.running, counts.failed]);
        Work { waiting, running, failed, last_success, ..nothing(kind(job)) }
    };
    let (rechecks, next_recheck) = app.memory.rechecks.ahead();
    let (waiting_pictures, pictures) = app.memory.easels.under_way();
    let (last, good) = (backups.last, backups.good);
    let error = last.and_then(|last| last.error);
    Ok(vec![
        of(JobKind::Validate, checked),
        of(JobKind::Introspect, schema_read),
        Work { waiting: rechecks, next_at: next_recheck, ..nothing(WorkKind::Recheck) },
        Work { waiting: mails[0], running: mails[1], failed: mails[2], last_success: sent, ..nothing(WorkKind::Mail) },
        Work { waiting: waiting_pictures, running: pictures, ..nothing(WorkKind::Picture) },
        Work {
            running: u32::from(app.memory.backups.progress().is_some()),
            failed: u32::from(error.is_some()),
            last_success: good.map(|good| good.at),
            next_at: backup::next(app).await,
            error,
            ..nothing(WorkKind::Backup)
        },
    ])
}

fn nothing(kind: WorkKind) -> Work {
    Work { kind, waiting: 0, running: 0, failed: 0, last_success: None, next_at: None, error: None }
}

fn job_of(actor: &Actor, input: &JobInput) -> Result<JobId> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    JobId::parse(input.job_id.as_deref().unwrap_or_default()).ok_or_else(missing)
}

fn missing() -> AppError {
    AppError::not_found("This job is not there any more: it ended, or its connection was changed or deleted.")
}

/// `retryJob`: does one failed job again.
///
/// # Errors
/// `NotFound` when it did not fail, or is about what its connection is no longer.
pub async fn retry(app: &App, actor: &Actor, input: JobInput) -> Result<Message> {
    let id = job_of(actor, &input)?;
    let mut tx = app.store.begin().await?;
    if store::jobs::queue_failed(&mut tx, Some(&id)).await? == 0 {
        return Err(missing());
    }
    audit::done(&mut tx, actor, Verb::Retried, &Object::new(Kind::Job, id.as_str(), "")).await?;
    tx.commit().await?;
    app.memory.bell.work_was_queued();
    Ok(Message { message: "It is done again now.".into() })
}

/// `cancelJob`: stops a job that waits or is being worked on, by whichever server.
///
/// # Errors
/// `NotFound` when it has ended, `Conflict` when somebody takes it up at this moment.
pub async fn cancel(app: &App, actor: &Actor, input: JobInput) -> Result<Message> {
    let id = job_of(actor, &input)?;
    let job = store::jobs::get(&mut *app.store.read().await?, &id).await?.filter(|job| job.state == JobState::Queued);
    let job = job.ok_or_else(missing)?;
    if !outcome::stop(app, &job, actor).await? {
        return Err(AppError::conflict("A worker takes this job up at this moment. Stop it again."));
    }
    Ok(Message { message: "It is stopped. What was known of the connection stays.".into() })
}
