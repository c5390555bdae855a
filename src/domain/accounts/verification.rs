//! Showing that an address is one's own: a link is sent there, and its page has a button, because programs open links in
//! mail by themselves.

use super::links;
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, By, Object},
        mail::{self, Letter},
    },
    error::{AppError, Result},
    model::{
        account_link::{EmailStatus, LinkKind, VerifyInput},
        audit::Verb,
        id::AccountId,
        outcome::Message,
        time::Timestamp,
    },
    store::{self, Db, accounts::AccountRow},
};

/// Sends the link for an address of the account; nothing when this server sends no mail.
pub(super) async fn begin(tx: &mut Db, app: &App, account: &AccountId, username: &str, email: &str) -> Result<()> {
    if !mail::is_sent(app) {
        return Ok(());
    }
    let letter = letter(tx, app, account, username, email).await?;
    mail::tell(tx, app, email, letter).await
}

async fn letter(tx: &mut Db, app: &App, account: &AccountId, username: &str, email: &str) -> Result<Letter> {
    let kind = LinkKind::Verify;
    let link = links::make(tx, app, kind, account.as_str(), email).await?;
    Ok(Letter::of_link(kind, "Confirm your address")
        .line(format!("This address was given for the account {username}. If that is yours, confirm it."))
        .button("Confirm address", &link)
        .end("The link works once and for three days. If the account is not yours, do nothing."))
}

/// `updateUserEmail`, once the password was confirmed. With a mail server the new address counts when its link was used,
/// and the old one is told; without one it counts at once.
///
/// # Errors
/// `Conflict` for an address that another account has.
pub(super) async fn change(app: &App, actor: &Actor, row: &AccountRow, email: &str) -> Result<Message> {
    let taken = || AppError { field: Some("email".into()), ..AppError::conflict("This email is already registered.") };
    mail::prepare(app).await?;
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    if store::accounts::by_login(&mut tx, email).await?.is_some_and(|other| other.id != row.id) {
        return Err(taken());
    }
    let message = if row.email == email {
        // Whoever saves the present address takes back the change that waits.
        store::emails::set_pending(&mut tx, &row.id, None, now).await?;
        if store::emails::get(&mut tx, &row.id).await?.verified_at.is_some() {
            store::account_links::end(&mut tx, LinkKind::Verify.name(), row.id.as_str()).await?;
        }
        "Email updated successfully".to_owned()
    } else if mail::is_sent(app) {
        store::emails::set_pending(&mut tx, &row.id, Some(email), now).await?;
        let confirm = letter(&mut tx, app, &row.id, &row.username, email).await?;
        mail::queue_for(&mut tx, app, &actor.account, email, confirm).await?;
        mail::tell(&mut tx, app, &row.email, changed(row, "is to be changed. Until its owner confirms the new one, it stays this one."))
            .await?;
        format!("A link was sent to {email}. Once it is used, that is your address.")
    } else {
        store::emails::set(&mut tx, &row.id, email, None, now)
            .await
            .map_err(|error| AppError { field: Some("email".into()), ..error.taken("This email is already registered.") })?;
        store::account_links::end(&mut tx, LinkKind::Reset.name(), row.id.as_str()).await?;
        "Email updated successfully".to_owned()
    };
    audit::done(&mut tx, actor, Verb::EmailChanged, &Object::account(&row.id, &row.username)).await?;
    tx.commit().await?;
    mail::ring(app);
    Ok(Message { message })
}

/// Tells the owner at the address that was theirs. The new one is not named: its owner may be somebody else.
fn changed(row: &AccountRow, how: &str) -> Letter {
    Letter::new("notice", "The address of your account", 24 * 3600)
        .line(format!("The e-mail address of your account {} {how}", row.username))
        .end("If it was not you, change your password at once, and tell the administrator of this server.")
}

/// Uses the link: the address is the owner's, and takes the place of the one before.
///
/// # Errors
/// `NotFound` for a link that does not work (any more), `Conflict` when another account has the address by now,
/// `RateLimited`.
pub async fn verify(app: &App, client: &Client, input: VerifyInput) -> Result<Message> {
    let kind = LinkKind::Verify;
    let token = input.key.unwrap_or_default();
    links::find(app, client, kind, &token).await?;
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    let link = links::consume(&mut tx, app, kind, &token).await?;
    let id = AccountId::parse(&link.subject).ok_or_else(|| links::dead(kind))?;
    let row = store::accounts::by_id(&mut tx, &id).await?.filter(|row| !row.is_suspended).ok_or_else(|| links::dead(kind))?;
    if row.email == link.email {
        store::emails::verified(&mut tx, &id, &link.email, now).await?;
    } else if store::emails::get(&mut tx, &id).await?.pending.as_ref() == Some(&link.email) {
        let taken = "This email is already registered.";
        store::emails::set(&mut tx, &id, &link.email, Some(now), now).await.map_err(|error| error.taken(taken))?;
        // Whoever reads the old address is not to choose a password any more.
        store::account_links::end(&mut tx, LinkKind::Reset.name(), id.as_str()).await?;
    } else {
        return Err(links::dead(kind));
    }
    audit::done(&mut tx, By::account(&id, client), Verb::Changed, &Object::account(&id, &row.username).saying("address confirmed")).await?;
    tx.commit().await?;
    tracing::info!(account = %id, "an address was confirmed");
    Ok(Message { message: format!("{} is confirmed.", link.email) })
}

/// `resendVerification`
pub async fn resend(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<Message> {
    actor.check_user_id(user_id)?;
    if !mail::is_sent(app) {
        return Err(AppError::invalid("This server sends no mail, so addresses need not be confirmed."));
    }
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = actor.stored(&mut tx).await?;
    let known = store::emails::get(&mut tx, &row.id).await?;
    let email = match (known.pending, known.verified_at) {
        (Some(pending), _) => pending,
        (None, None) => row.email,
        (None, Some(_)) => return Err(AppError::invalid("Your address is confirmed already.")),
    };
    let letter = letter(&mut tx, app, &row.id, &row.username, &email).await?;
    mail::queue_for(&mut tx, app, &actor.account, &email, letter).await?;
    audit::done(&mut tx, actor, Verb::Changed, &Object::account(&row.id, &row.username).saying("address to be confirmed")).await?;
    tx.commit().await?;
    mail::ring(app);
    Ok(Message { message: format!("A link was sent to {email}.") })
}

/// `getEmailStatus`
pub async fn status(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<EmailStatus> {
    actor.check_user_id(user_id)?;
    let mut db = app.store.read().await?;
    let row = actor.stored(&mut db).await?;
    let known = store::emails::get(&mut db, &row.id).await?;
    Ok(EmailStatus {
        has_password: row.password_hash.is_some(),
        email: row.email,
        verified_at: known.verified_at,
        pending_email: known.pending,
        sends_mail: mail::is_sent(app),
    })
}
