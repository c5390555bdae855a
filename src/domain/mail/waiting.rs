//! Waiting mail, as administrators see it.

use super::{is_sent, opened, reason};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::MailId,
        outcome::Message,
        people::{MailInput, OpenedMail, WaitingMail},
        time::Timestamp,
    },
    store::{self, mails::MailRow},
};

/// Most letters that a list shows.
const MOST: i64 = 100;

/// Everything that was not sent yet, newest first.
pub(crate) async fn list(app: &App) -> Result<Vec<WaitingMail>> {
    let rows = store::mails::all(&mut *app.store.read().await?, MOST).await?;
    let now = Timestamp::now();
    Ok(rows.into_iter().map(|row| shown(app, row, now)).collect())
}

fn shown(app: &App, row: MailRow, now: Timestamp) -> WaitingMail {
    let error = reason(app, &row);
    WaitingMail {
        next_try_at: (is_sent(app) && row.failed_at.is_none()).then_some(row.try_at),
        is_expired: row.useful_until <= now,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        id: row.id,
        kind: row.kind,
        recipient: row.recipient,
        created_at: row.created_at,
        error,
    }
}

/// Has a letter tried again at once.
///
/// # Errors
/// `NotFound` when it was sent meanwhile, `Invalid` when its link has ended.
pub async fn retry(app: &App, actor: &Actor, input: MailInput) -> Result<Message> {
    let id = letter_of(actor, &input)?;
    if !is_sent(app) {
        return Err(AppError::invalid("This server sends no mail. Show the link once and hand it on."));
    }
    let mut tx = app.store.begin().await?;
    if !store::mails::retry(&mut tx, &id, Timestamp::now()).await? {
        return Err(AppError::not_found("This mail is gone, is being sent at this moment, or its link has ended. Make a new one."));
    }
    audit::done(&mut tx, actor, Verb::Retried, &Object::new(Kind::Mail, id.as_str(), "")).await?;
    tx.commit().await?;
    super::ring(app);
    Ok(Message { message: "The mail is tried again now.".into() })
}

/// Takes a letter out and answers the link in it, once. Only where letters do not leave by themselves: else a link is for
/// whoever reads the mail of its address, and for nobody else.
///
/// # Errors
/// `NotFound` when it was shown already, `Forbidden` to who did not show lately who they are.
pub async fn open(app: &App, actor: &Actor, input: MailInput) -> Result<OpenedMail> {
    let id = letter_of(actor, &input)?;
    if is_sent(app) {
        return Err(AppError::invalid("This server sends mail, so nobody but the receiver sees what is in it."));
    }
    actor.must_be_fresh()?;
    let mut tx = app.store.begin().await?;
    let row = store::mails::take(&mut tx, &id).await?.ok_or_else(missing)?;
    let letter = opened(app, &row)?;
    audit::done(&mut tx, actor, Verb::Unlocked, &Object::new(Kind::Mail, row.id.as_str(), &row.recipient)).await?;
    tx.commit().await?;
    tracing::info!(account = %actor.account, mail = %row.id, kind = %row.kind, "an administrator was shown a letter");
    let link = letter.address().map(str::to_owned);
    let message = match &link {
        Some(link) => format!("For {}, shown once: {link}", row.recipient),
        None => format!("For {}: {}", row.recipient, letter.subject),
    };
    Ok(OpenedMail { message, recipient: row.recipient, link })
}

/// Removes a letter.
pub async fn discard(app: &App, actor: &Actor, input: MailInput) -> Result<Message> {
    let id = letter_of(actor, &input)?;
    let mut tx = app.store.begin().await?;
    let row = store::mails::take(&mut tx, &id).await?.ok_or_else(missing)?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::new(Kind::Mail, row.id.as_str(), &row.recipient)).await?;
    tx.commit().await?;
    Ok(Message { message: "The mail is removed.".into() })
}

fn letter_of(actor: &Actor, input: &MailInput) -> Result<MailId> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    MailId::parse(input.mail_id.as_deref().unwrap_or_default()).ok_or_else(missing)
}

fn missing() -> AppError {
    AppError::not_found("This mail is gone: it was sent, shown or removed.")
}
