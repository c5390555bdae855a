//! What an administrator does to an account.

use crate::{
    domain::{
        App, accounts,
        actor::Actor,
        audit::{self, Object},
        factors, mail,
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        id::AccountId,
        outcome::Message,
        people::{PersonInput, ServerAdminInput},
        time::Timestamp,
    },
    store::{self, Db, accounts::AccountRow},
};

/// Suspends an account: its sessions end at once and it cannot sign in.
///
/// # Errors
/// `Invalid` for oneself and for the last administrator.
pub async fn suspend(app: &App, actor: &Actor, input: PersonInput) -> Result<Message> {
    let id = account_of(actor, input.user_id.as_deref(), input.account_id.as_deref())?;
    if id == actor.account {
        return Err(AppError::invalid("You cannot suspend yourself. Ask another administrator."));
    }
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    let administrators = store::people::hold_administrators(&mut tx).await?;
    let row = stored(&mut tx, &id).await?;
    if row.is_admin && !row.is_suspended && administrators < 2 {
        return Err(last());
    }
    store::people::set_suspended(&mut tx, &id, Some(now), now).await?;
    store::sessions::delete_all(&mut tx, &id).await?;
    noted(&mut tx, actor, &row, "suspended").await?;
    tx.commit().await?;
    tracing::info!(by = %actor.account, account = %id, "suspended");
    Ok(Message { message: format!("{} is suspended.", row.username) })
}

/// Lets a suspended account sign in again.
pub async fn reinstate(app: &App, actor: &Actor, input: PersonInput) -> Result<Message> {
    let id = account_of(actor, input.user_id.as_deref(), input.account_id.as_deref())?;
    let mut tx = app.store.begin().await?;
    let row = stored(&mut tx, &id).await?;
    store::people::set_suspended(&mut tx, &id, None, Timestamp::now()).await?;
    noted(&mut tx, actor, &row, "reinstated").await?;
    tx.commit().await?;
    tracing::info!(by = %actor.account, account = %id, "reinstated");
    Ok(Message { message: format!("{} can sign in again.", row.username) })
}

/// Gives or takes the server role `admin`. Sessions of the account end, as with every change of a role.
///
/// # Errors
/// `Invalid` for the last administrator, `Forbidden` to who gives it and did not show lately who they are.
pub async fn set_admin(app: &App, actor: &Actor, input: ServerAdminInput) -> Result<Message> {
    let id = account_of(actor, input.user_id.as_deref(), input.account_id.as_deref())?;
    let is_admin = input.admin.ok_or_else(|| AppError::field("admin", "admin is required: true or false"))?;
    if is_admin {
        actor.must_be_fresh()?;
    }
    let mut tx = app.store.begin().await?;
    let administrators = store::people::hold_administrators(&mut tx).await?;
    let row = stored(&mut tx, &id).await?;
    if !is_admin && row.is_admin && !row.is_suspended && administrators < 2 {
        return Err(last());
    }
    if row.is_admin != is_admin {
        store::people::set_admin(&mut tx, &id, is_admin, Timestamp::now()).await?;
        store::sessions::delete_all(&mut tx, &id).await?;
        noted(&mut tx, actor, &row, if is_admin { "server role admin given" } else { "server role admin taken" }).await?;
    }
    tx.commit().await?;
    tracing::info!(by = %actor.account, account = %id, is_admin, "server role set");
    let what = if is_admin { "administers this server now" } else { "does not administer this server any more" };
    Ok(Message { message: format!("{} {what}.", row.username) })
}

/// Takes the second factors of an account away, for somebody who lost them: its password alone signs in again.
///
/// # Errors
/// `Invalid` when it has none, `Forbidden` to who did not show lately who they are.
pub async fn remove_factors(app: &App, actor: &Actor, input: PersonInput) -> Result<Message> {
    let id = account_of(actor, input.user_id.as_deref(), input.account_id.as_deref())?;
    if id == actor.account {
        return Err(AppError::invalid("Your own second factor is removed in your settings, where it is asked for once more."));
    }
    actor.must_be_fresh()?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = stored(&mut tx, &id).await?;
    if !factors::remove_all(app, &mut tx, actor, &row).await? {
        return Err(AppError::invalid(format!("{} has no second factor.", row.username)));
    }
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(by = %actor.account, account = %id, "second factors removed by an administrator");
    Ok(Message { message: format!("{} signs in without a second factor now, and was told so.", row.username) })
}

/// Has a link for a new password sent to an account's address.
///
/// # Errors
/// `Invalid` for an account that is suspended or signs in without a password, `RateLimited`.
pub async fn reset_link(app: &App, actor: &Actor, input: PersonInput) -> Result<Message> {
    let id = account_of(actor, input.user_id.as_deref(), input.account_id.as_deref())?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = stored(&mut tx, &id).await?;
    if row.is_suspended {
        return Err(AppError::invalid(format!("{} is suspended. Reinstate the account first.", row.username)));
    }
    if row.password_hash.is_none() {
        return Err(AppError::invalid(format!("{} signs in without a password.", row.username)));
    }
    accounts::send_reset(&mut tx, app, &row).await?;
    noted(&mut tx, actor, &row, "link for a new password").await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(by = %actor.account, account = %id, "a link for a new password was made by an administrator");
    Ok(Message { message: mail::said(app, &format!("A link for a new password was sent to {}.", row.email)) })
}

async fn noted(tx: &mut Db, actor: &Actor, row: &AccountRow, what: &str) -> Result<()> {
    audit::done(tx, actor, Verb::Changed, &Object::account(&row.id, &row.username).saying(what)).await
}

fn account_of(actor: &Actor, user_id: Option<&str>, account: Option<&str>) -> Result<AccountId> {
    actor.check_user_id(user_id)?;
    actor.must_administer()?;
    AccountId::parse(account.unwrap_or_default()).ok_or_else(missing)
}

async fn stored(db: &mut Db, id: &AccountId) -> Result<AccountRow> {
    store::accounts::by_id(db, id).await?.ok_or_else(missing)
}

fn missing() -> AppError {
    AppError::not_found("Account not found")
}

fn last() -> AppError {
    AppError::invalid("This is the last administrator who can sign in. Make somebody else one first.")
}
