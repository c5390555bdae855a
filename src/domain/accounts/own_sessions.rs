//! One's own sessions: where one is signed in, and ending that.

use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        account_link::{OwnSession, SessionInput, SessionsAnswer},
        audit::Verb,
        outcome::Message,
        time::Timestamp,
    },
    store,
};

/// `listSessions`
pub async fn list(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<SessionsAnswer> {
    actor.check_user_id(user_id)?;
    let rows = store::sessions::of_account(&mut *app.store.read().await?, &actor.account, Timestamp::now()).await?;
    let mut sessions: Vec<OwnSession> = rows
        .into_iter()
        .map(|row| OwnSession {
            is_current: row.id == actor.session,
            id: row.id,
            created_at: row.created_at,
            seen_at: row.seen_at,
            browser: row.browser,
            network: row.network,
        })
        .collect();
    sessions.sort_by_key(|session| !session.is_current);
    Ok(SessionsAnswer { sessions })
}

/// `endSession`: one of one's own; a session of others is not found. Answers whether it was the caller's.
pub async fn end(app: &App, actor: &Actor, input: SessionInput) -> Result<(Message, bool)> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = input.session_id.unwrap_or_default();
    let mut tx = app.store.begin().await?;
    if id.contains('\0') || !store::sessions::delete_own(&mut tx, &actor.account, &id).await? {
        return Err(AppError::not_found("Session not found"));
    }
    audit::done(&mut tx, actor, Verb::Revoked, &Object::session()).await?;
    tx.commit().await?;
    tracing::info!(account = %actor.account, "a session was ended by its owner");
    Ok((Message { message: "The session is ended.".into() }, id == actor.session))
}

/// `endOtherSessions`: all but the one that asks.
pub async fn end_others(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<Message> {
    actor.check_user_id(user_id)?;
    let mut tx = app.store.begin().await?;
    let ended = store::sessions::delete_others(&mut tx, &actor.account, &actor.session).await?;
    audit::done(&mut tx, actor, Verb::Revoked, &Object::session().saying("all others")).await?;
    tx.commit().await?;
    tracing::info!(account = %actor.account, ended, "other sessions were ended by their owner");
    let message = match ended {
        0 => "There was no other session.".to_owned(),
        1 => "One other session is ended.".to_owned(),
        n => format!("{n} other sessions are ended."),
    };
    Ok(Message { message })
}
