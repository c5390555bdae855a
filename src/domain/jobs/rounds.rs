//! What is looked after from time to time, besides the jobs themselves.

use super::{
    outcome, recheck,
    worker::{ATTEMPTS, LEASE, LOOK, pause},
};
use crate::{
    domain::{App, audit, keys, sharing::views},
    error::{AppError, Result},
    model::time::Timestamp,
    store,
};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Ended jobs are kept for those who wait for them.
const KEEP: Duration = Duration::from_secs(3600);
/// How often old secret keys are named in the log, besides at the start.
const NAMING: Duration = Duration::from_secs(3600);

/// How often the store is told how many links were opened.
const COUNTING: Duration = Duration::from_secs(10);

/// Makes rounds until `stop` is cancelled.
pub(super) async fn run(app: &App, stop: &CancellationToken) {
    let mut remembered = false;
    let (mut abandoned, mut finished, mut counted, mut named) = (Instant::now(), Instant::now(), Instant::now(), None::<Instant>);
    let mut swept = None::<Instant>;
    while !stop.is_cancelled() {
        let round = async {
            if !remembered {
                recheck::remember(app).await?;
                remembered = true;
            }
            if named.is_none_or(|at| at.elapsed() > NAMING) {
                named = Some(Instant::now());
                keys::name_old_keys(app).await?;
            }
            if swept.is_none_or(|at| at.elapsed() > KEEP) {
                swept = Some(Instant::now());
                audit::sweep(app).await?;
            }
            recheck::recheck(app, Instant::now()).await?;
            if counted.elapsed() > COUNTING {
                counted = Instant::now();
                views::save(app).await?;
            }
            if abandoned.elapsed() > LEASE {
                abandoned = Instant::now();
                give_up_abandoned(app).await?;
            }
            if finished.elapsed() > KEEP {
                finished = Instant::now();
                forget_finished(app).await?;
            }
            Ok::<(), AppError>(())
        };
        if let Err(error) = round.await {
            tracing::warn!("a round of the background worker failed: {error}");
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
