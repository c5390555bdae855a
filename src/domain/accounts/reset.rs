//! A new password for somebody who forgot theirs, by a link to their address.

use super::{
    links,
    password_rules::{self, Owner},
};
use crate::{
    domain::{
        App,
        actor::Client,
        audit::{self, By, Object},
        limits::Area,
        mail::{self, Letter},
    },
    error::{AppError, Result},
    model::{
        account_link::{ForgottenInput, LinkKind, ResetInput},
        audit::{Kind, Verb},
        id::AccountId,
        outcome::Message,
        rules,
        time::Timestamp,
    },
    store::{self, Db, accounts::AccountRow},
};

/// Asks for a link. Whoever asks learns nothing of the account: not from the answer, and not from its time, because the
/// work is done after it.
///
/// # Errors
/// `Invalid` for what is no address, `RateLimited` for an address that asks too often.
pub async fn request(app: &App, client: &Client, input: ForgottenInput) -> Result<Message> {
    let email = input.email.unwrap_or_default().trim().to_lowercase();
    rules::email(&email)?;
    app.limits.failed(Area::Reset, client)?;
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = answer(&app, &email).await {
            tracing::warn!("a link for a new password was not made: {error}");
        }
    });
    Ok(Message { message: "If an account has this address, a link to choose a new password is on its way.".into() })
}

async fn answer(app: &App, email: &str) -> Result<()> {
    let account = store::accounts::by_login(&mut *app.store.read().await?, email).await?;
    let Some(account) = account.filter(|account| !account.is_suspended) else { return Ok(()) };
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    send(&mut tx, app, &account).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account.id, "a link for a new password was made");
    Ok(())
}

/// Makes the link and queues its letter. An account that signs in without a password gets none by the way: its owner is
/// told so.
pub(crate) async fn send(tx: &mut Db, app: &App, account: &AccountRow) -> Result<()> {
    let kind = LinkKind::Reset;
    let letter = Letter::of_link(kind, "Choose a new password");
    let letter = if account.password_hash.is_none() {
        letter
            .line(format!("A new password was asked for {}, which has none: it signs in in another way.", account.username))
            .line("Log in as you always do. In your settings you can then choose a password too.")
    } else {
        let link = links::make(tx, app, kind, account.id.as_str(), &account.email).await?;
        letter
            .line(format!("Somebody, probably you, asked for a new password for your account {}.", account.username))
            .button("Choose a new password", &link)
            .end("The link works once and for an hour. Choosing a password ends every session of the account.")
            .end("If it was not you, do nothing: your password stays as it is.")
    };
    mail::queue(tx, app, &account.email, letter).await
}

/// Uses the link: sets the password, and ends every session of the account.
///
/// # Errors
/// `NotFound` for a link that does not work (any more), `Invalid` for a broken rule (the link stays), `RateLimited`.
pub async fn submit(app: &App, client: &Client, input: ResetInput) -> Result<Message> {
    let kind = LinkKind::Reset;
    let token = input.reset_key.ok_or_else(|| AppError::field("resetKey", "resetKey is required: the last part of the link"))?;
    let password = input.password.ok_or_else(|| AppError::field("password", "Password is required"))?;
    let link = links::find(app, client, kind, &token).await?;
    let account = match AccountId::parse(&link.subject) {
        Some(id) => store::accounts::by_id(&mut *app.store.read().await?, &id).await?,
        None => None,
    };
    // The address may have changed since, and with it who reads its mail.
    let account = account.filter(|account| !account.is_suspended && account.email == link.email).ok_or_else(|| links::dead(kind))?;
    let old = account.password_hash.as_ref().ok_or_else(|| links::dead(kind))?;
    password_rules::check(app, "password", &password, &Owner { username: &account.username, email: &account.email })?;
    let hash = app.passwords.hash(&password).await?;
    mail::prepare(app).await?;
    let now = Timestamp::now();
    let mut tx = app.store.begin().await?;
    links::consume(&mut tx, app, kind, &token).await?;
    if !store::accounts::replace_password(&mut tx, &account.id, old, &hash, now).await? {
        return Err(links::dead(kind));
    }
    // Until now nobody had shown that the address is theirs: whoever made the account may be somebody else, and have linked
    // what would go on opening it.
    if mail::is_sent(app)
        && store::emails::get(&mut tx, &account.id).await?.verified_at.is_none()
        && store::identities::delete_all(&mut tx, &account.id).await? > 0
    {
        let object = Object::new(Kind::Identity, "", "all, with the first proof of the address");
        audit::done(&mut tx, By::account(&account.id, client), Verb::Unlinked, &object).await?;
    }
    if mail::is_sent(app) {
        store::emails::verified(&mut tx, &account.id, &account.email, now).await?;
    }
    password_changed(&mut tx, app, &account).await?;
    audit::done(&mut tx, By::account(&account.id, client), Verb::PasswordReset, &Object::account(&account.id, &account.username)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account.id, "a new password was chosen through a link, sessions ended");
    Ok(Message { message: "Your password is changed. Log in with the new one.".into() })
}

/// What every change of a password brings with it: sessions, older links, log-ins that wait and invitations of
/// administrators end, a change of the address that waits is dropped, since whoever knew the old password may have asked for
/// it, and the owner is told. API tokens and second factors stay.
pub(super) async fn password_changed(tx: &mut Db, app: &App, account: &AccountRow) -> Result<()> {
    // Log-ins that wait first: one that is being finished holds its row, and has its session in the store when it lets go.
    store::half_log_ins::delete_all(tx, &account.id).await?;
    store::sessions::delete_all(tx, &account.id).await?;
    store::factors::forgive_wrong(tx, &account.id).await?;
    store::account_links::end(tx, LinkKind::Reset.name(), account.id.as_str()).await?;
    // Whoever knew the old password may have made a way back into its teams.
    store::invitations::withdraw_admins_by(tx, &account.id).await?;
    let kept = [
        (store::tokens::count_by_author(tx, &account.id, Timestamp::now()).await? as usize, "API token", "API tokens"),
        (store::identities::of_account(tx, &account.id).await?.len(), "linked provider", "linked providers"),
        (store::passkeys::of_account(tx, &account.id).await?.len(), "passkey", "passkeys"),
    ];
    let kept: Vec<String> = kept
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| if count == 1 { format!("1 {one}") } else { format!("{count} {many}") })
        .collect();
    if store::emails::get(tx, &account.id).await?.pending.is_some() {
        store::emails::set_pending(tx, &account.id, None, Timestamp::now()).await?;
        store::account_links::end(tx, LinkKind::Verify.name(), account.id.as_str()).await?;
    }
    let letter = Letter::new("notice", "Your password was changed", 24 * 3600)
        .line(format!("The password of your account {} was changed just now, and its sessions ended.", account.username));
    let letter = match kept.is_empty() {
        true => letter,
        false => letter.line(format!(
            "What still works as before: {}. Take off in your settings, and revoke on the pages of your teams, what you do not know.",
            kept.join(", ")
        )),
    };
    let letter =
        letter.end("If it was not you, ask for a new password on the log-in page at once, and tell the administrator of this server.");
    mail::tell(tx, app, &account.email, letter).await
}
