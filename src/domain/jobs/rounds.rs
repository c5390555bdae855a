//! What is looked after from time to time, besides the jobs themselves.

use super::{
    outcome, recheck,
    worker::{ATTEMPTS, LEASE, LOOK, pause},
};
use crate::{
    domain::{App, audit, databases::sweep, keys, sharing::views},
    error::Result,
    model::{jobs::Round, time::Timestamp},
    store,
};
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// Ended jobs are kept for those who wait for them.
const KEEP: Duration = Duration::from_secs(3600);
/// How often old secret keys are named in the log, besides at the start.
const NAMING: Duration = Duration::from_secs(3600);
/// How often hosted databases are looked after.
const HOSTED: Duration = Duration::from_secs(3600);
/// How often the store is told how many links were opened.
const COUNTING: Duration = Duration::from_secs(10);

/// One thing that is looked after in a rhythm of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chore {
    OldKeys,
    AuditLog,
    Rechecks,
    Views,
    Abandoned,
    Finished,
    Expired,
    LeftOver,
}

/// When a chore was done last, and what went wrong.
#[derive(Clone, Debug, Default)]
struct Visit {
    at: Option<Timestamp>,
    error: Option<String>,
}

/// The last visits of this process, in the order of [`Chore::ALL`].
#[derive(Default)]
pub struct Rounds(Mutex<[Visit; Chore::ALL.len()]>);

impl Chore {
    const ALL: [Self; 8] =
        [Self::OldKeys, Self::AuditLog, Self::Rechecks, Self::Views, Self::Abandoned, Self::Finished, Self::Expired, Self::LeftOver];

    fn every(self) -> Duration {
        match self {
            Self::OldKeys => NAMING,
            Self::AuditLog | Self::Finished => KEEP,
            Self::Expired | Self::LeftOver => HOSTED,
            Self::Rechecks => LOOK,
            Self::Views => COUNTING,
            Self::Abandoned => LEASE,
        }
    }

    /// Whether it is done when the process starts, and not only after its first interval.
    fn begins_at_once(self) -> bool {
        matches!(self, Self::OldKeys | Self::AuditLog | Self::Rechecks | Self::Expired | Self::LeftOver)
    }

    fn label(self) -> &'static str {
        match self {
            Self::OldKeys => "Old secret keys are named in the log",
            Self::AuditLog => "Old entries leave the audit log",
            Self::Rechecks => "Connections that do not work are queued again",
            Self::Views => "Views of links are counted",
            Self::Abandoned => "Work that was interrupted again and again is given up",
            Self::Finished => "Ended work is forgotten",
            Self::Expired => "Databases without an owner go after their last day",
            Self::LeftOver => "Files that belong to no database are removed, and rows deleted long ago",
        }
    }

    async fn run(self, app: &App, remembered: &mut bool) -> Result<()> {
        match self {
            Self::OldKeys => keys::name_old_keys(app).await,
            Self::AuditLog => audit::sweep(app).await,
            Self::Rechecks => {
                if !*remembered {
                    recheck::remember(app).await?;
                    *remembered = true;
                }
                recheck::recheck(app, Instant::now()).await
            }
            Self::Views => views::save(app).await,
            Self::Abandoned => give_up_abandoned(app).await,
            Self::Finished => forget_finished(app).await,
            Self::Expired => sweep::expire(app).await,
            Self::LeftOver => sweep::sweep(app).await,
        }
    }
}

impl Rounds {
    fn note(&self, index: usize, error: Option<String>) {
        if let Some(visit) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(index) {
            *visit = Visit { at: Some(Timestamp::now()), error };
        }
    }

    /// For administrators of the server.
    pub(super) fn shown(&self) -> Vec<Round> {
        let visits = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let round = |(chore, visit): (Chore, Visit)| Round {
            name: chore.label().to_owned(),
            every_seconds: chore.every().as_secs(),
            last_at: visit.at,
            error: visit.error,
        };
        Chore::ALL.into_iter().zip(visits).map(round).collect()
    }
}

/// Makes rounds until `stop` is cancelled.
pub(super) async fn run(app: &App, stop: &CancellationToken) {
    let mut remembered = false;
    let mut last = Chore::ALL.map(|chore| (!chore.begins_at_once()).then(Instant::now));
    while !stop.is_cancelled() {
        for (index, chore) in Chore::ALL.into_iter().enumerate() {
            if last[index].is_some_and(|at| at.elapsed() < chore.every()) {
                continue;
            }
            last[index] = Some(Instant::now());
            let done = chore.run(app, &mut remembered).await;
            if let Err(error) = &done {
                tracing::warn!(?chore, "a round of the background worker failed: {error}");
            }
            app.memory.rounds.note(index, done.err().map(|error| error.text));
        }
        pause(stop, LOOK).await;
    }
    if let Err(error) = views::save(app).await {
        tracing::warn!("the last views of links were not counted: {error}");
    }
}

/// Jobs whose workers died again and again.
async fn give_up_abandoned(app: &App) -> Result<()> {
    let abandoned = store::jobs::abandoned(&mut *app.store.read().await?, Timestamp::now(), ATTEMPTS).await?;
    for job in abandoned {
        tracing::error!(job = %job.id, connection = %job.connection_id, "a job was given up: its worker stopped {ATTEMPTS} times");
        outcome::give_up(app, &job, "The check was interrupted several times. Try again.").await?;
    }
    Ok(())
}

async fn forget_finished(app: &App) -> Result<()> {
    let keep = i64::try_from(KEEP.as_secs()).unwrap_or_default();
    let mut tx = app.store.begin().await?;
    store::jobs::forget_finished(&mut tx, Timestamp::now().plus_seconds(-keep)).await?;
    tx.commit().await?;
    Ok(())
}
