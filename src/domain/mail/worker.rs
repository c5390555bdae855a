//! Sends what waits: a few letters at once, each under a lease, and tries again later and later.

use super::{DAY, LAST_SENT, is_sent, opened};
use crate::{
    domain::{App, keys},
    error::Result,
    mailer::{Envelope, Failure},
    model::time::Timestamp,
    store::{self, mails::MailRow, sealed::MAIL_ERROR},
};
use std::time::{Duration, Instant};
use tokio::{task::JoinSet, time::sleep};
use tokio_util::sync::CancellationToken;

/// Letters that one process sends at once.
const AT_ONCE: usize = 4;
/// Longer than one letter may take, in seconds: after a crash the letter is free when it ends.
const LEASE: i64 = 60;
/// How often the worker looks for letters that other servers queued or left behind.
const LOOK: Duration = Duration::from_secs(2);
/// Waits after each failed try, in seconds; after the last one a letter is given up.
const WAITS: [i64; 9] = [30, 60, 120, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600];
/// Letters that could not be sent are kept for the administrator, in seconds beyond their use.
const KEEP: i64 = 7 * 24 * 3600;
const SWEEPING: Duration = Duration::from_secs(3600);

/// Sends until `stop` is cancelled, then waits for what is under way.
pub async fn run(app: &App, stop: &CancellationToken) {
    let mut bell = app.memory.mail.0.subscribe();
    let mut sending = JoinSet::new();
    let mut swept: Option<Instant> = None;
    while !stop.is_cancelled() {
        if swept.is_none_or(|at| at.elapsed() > SWEEPING) {
            swept = Some(Instant::now());
            if let Err(error) = sweep(app).await {
                tracing::warn!("old mail was not removed: {error}");
            }
        }
        while sending.try_join_next().is_some() {}
        bell.mark_unchanged();
        let claimed = if sending.len() < AT_ONCE { claim(app).await } else { Ok(None) };
        match claimed {
            Ok(Some(mail)) => {
                let app = app.clone();
                sending.spawn(async move { work(&app, mail).await });
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!("mail cannot be taken: {error}"),
        }
        tokio::select! {
            _ = bell.changed() => {}
            () = sleep(LOOK) => {}
            () = stop.cancelled() => {}
            Some(_) = sending.join_next() => {}
        }
    }
    while sending.join_next().await.is_some() {}
}

async fn sweep(app: &App) -> Result<()> {
    // Without a mail server nobody is interested in why a letter was not sent.
    let keep = if is_sent(app) { KEEP } else { 0 };
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    store::mails::sweep(&mut tx, now.plus_seconds(-keep), now.plus_seconds(-DAY)).await?;
    Ok(tx.commit().await?)
}

async fn claim(app: &App) -> Result<Option<MailRow>> {
    let now = Timestamp::now();
    // A look costs a read; only a letter that is there costs a write.
    if !is_sent(app) || !store::mails::any_due(&mut *app.store.read().await?, now).await? {
        return Ok(None);
    }
    let mut tx = app.store.begin().await?;
    let claimed = store::mails::claim(&mut tx, now, now.plus_seconds(LEASE)).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Sends one letter. A fault of ours leaves it to the end of its lease.
async fn work(app: &App, mail: MailRow) {
    let outcome = send(app, &mail).await;
    match &outcome {
        Ok(()) => tracing::info!(mail = %mail.id, kind = %mail.kind, "a mail was sent"),
        // Neither the address nor the words of the mail server, which may repeat it.
        Err(failure) => {
            tracing::warn!(mail = %mail.id, kind = %mail.kind, attempts = mail.attempts, again = failure.again, "a mail was not sent")
        }
    }
    if let Err(error) = keep(app, &mail, outcome).await {
        tracing::warn!(mail = %mail.id, "what became of a mail was not kept: {error}");
    }
}

async fn send(app: &App, mail: &MailRow) -> std::result::Result<(), Failure> {
    let lost = |reason: &str| Failure { reason: reason.to_owned(), again: false };
    let Some(mailer) = &app.mailer else { return Err(lost("No mail server is set up.")) };
    if mail.useful_until <= Timestamp::now() {
        return Err(lost("It was not sent before its link ended."));
    }
    let letter = opened(app, mail).map_err(|_| lost("It cannot be read: it was sealed with another key."))?;
    let own = &app.settings.base_url;
    mailer.send(Envelope { to: &mail.recipient, subject: &letter.subject, text: letter.text(own), html: letter.html(own) }).await
}

async fn keep(app: &App, mail: &MailRow, outcome: std::result::Result<(), Failure>) -> Result<()> {
    keys::count_uses(&app.store, &app.keys).await?;
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    match outcome {
        Ok(()) => {
            store::mails::sent(&mut tx, mail).await?;
            store::settings::set(&mut tx, LAST_SENT, &now.0.to_string()).await?;
        }
        Err(Failure { reason, again }) => {
            let sealed = app.keys.seal(&reason, &keys::place(&MAIL_ERROR, mail.id.as_str()))?;
            let next = next_try(mail.attempts, now).filter(|next| again && *next < mail.useful_until);
            store::mails::failed(&mut tx, mail, &sealed, next, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// When to try again after so many tries; nothing when those were all.
fn next_try(attempts: i64, now: Timestamp) -> Option<Timestamp> {
    let wait = usize::try_from(attempts - 1).ok().and_then(|index| WAITS.get(index))?;
    Some(now.plus_seconds(*wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_later_and_later_and_end() {
        let waits: Vec<_> = (1..=11).map(|n| next_try(n, Timestamp(0)).map(|at| at.0 / 1000)).collect();
        assert_eq!(waits[0], Some(30));
        assert!(waits.windows(2).take(8).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!(waits[9..], [None, None]);
    }
}
