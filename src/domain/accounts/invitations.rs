//! Invitations to make an account: a link to an address, the only way in under `VIZBOARD_SIGNUP=invite`.

use super::{
    arrival::enter,
    links,
    new_account::{Draft, Fields},
    sessions::NewSession,
};
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, Object},
        mail::{self, Letter},
        settings::SignUpMode,
    },
    error::{AppError, Result},
    model::{
        account::EmailInput,
        account_link::{AcceptInput, LinkKind},
        audit::{Kind, Verb},
        outcome::Message,
        people::Invitation,
        rules,
        time::Timestamp,
    },
    store,
};

/// Why nobody can be invited; nothing when that is possible.
pub(crate) fn closed(app: &App) -> Option<&'static str> {
    (app.settings.sign_up == SignUpMode::Closed)
        .then_some("Sign-up is closed on this server (VIZBOARD_SIGNUP=closed), also for people who are invited.")
}

/// Invites an address; an earlier invitation of it ends.
///
/// # Errors
/// `Forbidden` to all but administrators and when sign-up is closed, `Conflict` for an address that has an account,
/// `RateLimited`.
pub async fn invite(app: &App, actor: &Actor, input: EmailInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let email = input.email.unwrap_or_default().trim().to_lowercase();
    rules::email(&email)?;
    actor.must_administer()?;
    if let Some(reason) = closed(app) {
        return Err(AppError::forbidden(reason));
    }
    mail::prepare(app).await?;
    let kind = LinkKind::Invite;
    let mut tx = app.store.begin().await?;
    if store::accounts::by_login(&mut tx, &email).await?.is_some() {
        return Err(AppError { field: Some("email".into()), ..AppError::conflict("An account has this address already.") });
    }
    let host = actor.stored(&mut tx).await?;
    let link = links::make(&mut tx, app, kind, &email, &email).await?;
    let letter = Letter::of_link(kind, "You are invited to VizBoard")
        .line(format!("{} invites you to VizBoard, where databases become boards, tables and charts.", host.username))
        .button("Make an account", &link)
        .end("The link works once and for seven days. If you expected no invitation, do nothing.");
    mail::queue_for(&mut tx, app, &actor.account, &email, letter).await?;
    audit::done(&mut tx, actor, Verb::Invited, &Object::new(Kind::Account, "", &email)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %actor.account, "somebody was invited");
    Ok(Message { message: mail::said(app, &format!("An invitation was sent to {email}.")) })
}

/// Makes the account of an invitation and signs it in.
///
/// # Errors
/// `NotFound` for an invitation that does not work (any more), `Invalid` for a broken rule (it stays), `Conflict` for a name
/// that is taken, `RateLimited`.
pub async fn accept(app: &App, client: &Client, input: AcceptInput) -> Result<NewSession> {
    let kind = LinkKind::Invite;
    let token = input.key.unwrap_or_default();
    let link = links::find(app, client, kind, &token).await?;
    if let Some(reason) = closed(app) {
        return Err(AppError::forbidden(reason));
    }
    let fields = Fields {
        username: input.username.as_deref(),
        email: Some(&link.email),
        password: input.password.as_ref(),
        first_name: input.first_name.as_deref(),
        last_name: input.last_name.as_deref(),
    };
    let draft = Draft::check(app, fields).await?;
    let mut tx = app.store.begin().await?;
    links::consume(&mut tx, app, kind, &token).await?;
    let account = draft.insert(&mut tx).await?;
    if mail::is_sent(app) {
        // Only whoever reads its mail has the link.
        store::emails::verified(&mut tx, &account, &link.email, Timestamp::now()).await?;
    }
    let session = enter(app, &mut tx, &account, client, Verb::SignedUp, "by invitation").await?;
    tx.commit().await?;
    tracing::info!(account = %account, "signed up by invitation");
    Ok(session)
}

/// `withdrawInvitation`
pub async fn withdraw(app: &App, actor: &Actor, input: EmailInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_administer()?;
    let email = input.email.unwrap_or_default().trim().to_lowercase();
    rules::email(&email)?;
    let mut tx = app.store.begin().await?;
    if !store::account_links::end(&mut tx, LinkKind::Invite.name(), &email).await? {
        return Err(AppError::not_found("Nobody is invited at this address"));
    }
    store::mails::replace(&mut tx, LinkKind::Invite.name(), &email).await?;
    audit::done(&mut tx, actor, Verb::Revoked, &Object::new(Kind::Invitation, "", &email)).await?;
    tx.commit().await?;
    Ok(Message { message: format!("The invitation of {email} is taken back.") })
}

/// The invitations that work, newest first.
pub(crate) async fn list(db: &mut store::Db) -> Result<Vec<Invitation>> {
    let links = store::account_links::of_purpose(db, LinkKind::Invite.name(), Timestamp::now()).await?;
    Ok(links.into_iter().map(|link| Invitation { email: link.email, expires_at: link.expires_at }).collect())
}
