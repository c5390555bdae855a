//! The app of an account: set up with a secret that both know, and counting once it showed a code.

use super::{added, qr, removed, show};
use crate::{
    domain::{
        App, accounts,
        actor::{Actor, Client},
        audit::{self, Object},
        keys, mail,
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        factor::{AuthenticatorSetUp, CodeInput, FactorMade, RemoveAuthenticatorInput},
        id::AccountId,
        outcome::Message,
        time::Timestamp,
    },
    secrets::TotpSecret,
    store::{self, factors::AuthenticatorRow, sealed::AUTHENTICATOR},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// How long a secret waits for its first code, in seconds.
const SET_UP_SECONDS: i64 = 3600;
/// Name of the app in the audit log.
const APP: &str = "app";

pub(super) fn opened(app: &App, account: &AccountId, row: &AuthenticatorRow) -> Result<TotpSecret> {
    let text = app.keys.open(&row.secret, &keys::place(&AUTHENTICATOR, account.as_str()))?;
    TotpSecret::parse(&text).ok_or_else(|| AppError::internal("a stored secret of an app has no known form"))
}

fn exists() -> AppError {
    AppError::conflict("Your account has an app already. Remove it first, then set up another one.")
}

/// `beginAuthenticator`: makes a secret. It counts for nothing until a code of it was shown.
///
/// # Errors
/// `Forbidden` to who did not show lately who they are, `Conflict` when there is an app.
pub async fn begin(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<Message> {
    actor.check_user_id(user_id)?;
    actor.must_be_fresh()?;
    keys::count_uses(&app.store, &app.keys).await?;
    let secret = TotpSecret::fresh()?;
    let sealed = app.keys.seal(secret.text().expose(), &keys::place(&AUTHENTICATOR, actor.account.as_str()))?;
    let mut tx = app.store.begin().await?;
    if !store::factors::begin_authenticator(&mut tx, &actor.account, &sealed, Timestamp::now()).await? {
        return Err(exists());
    }
    audit::done(&mut tx, actor, Verb::Changed, &Object::new(Kind::Factor, actor.account.as_str(), APP).saying("set-up begun")).await?;
    tx.commit().await?;
    Ok(Message { message: "Scan the picture with your app, then enter the code that it shows.".into() })
}

async fn set_up(app: &App, actor: &Actor) -> Result<(AuthenticatorRow, TotpSecret)> {
    let since = Timestamp::now().plus_seconds(-SET_UP_SECONDS);
    let row = store::factors::authenticator(&mut *app.store.read().await?, &actor.account).await?;
    match row.filter(|row| row.confirmed_at.is_some() || row.created_at > since) {
        None => Err(AppError::not_found("No app is being set up. Begin again in your settings.")),
        Some(row) if row.confirmed_at.is_some() => Err(exists()),
        Some(row) => opened(app, &actor.account, &row).map(|secret| (row, secret)),
    }
}

/// `getAuthenticator`: the secret of an app that is being set up.
///
/// # Errors
/// `NotFound` when none is, `Conflict` when it is set up, `Forbidden` to who did not show lately who they are.
pub async fn waiting(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<AuthenticatorSetUp> {
    actor.check_user_id(user_id)?;
    actor.must_be_fresh()?;
    let (_, secret) = set_up(app, actor).await?;
    let owner = actor.stored(&mut *app.store.read().await?).await?;
    let host = app.settings.base_url.parse::<url::Url>().ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let plain = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let secret = secret.text().expose().to_owned();
    let issuer = plain(&format!("VizBoard {host}"));
    let address = format!("otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}", plain(&owner.username));
    Ok(AuthenticatorSetUp { picture: qr::code(&address)?, secret, address })
}

/// `confirmAuthenticator`: a first code shows that the app has the secret. From then on it is asked for.
///
/// # Errors
/// As [`waiting`], and `Invalid` for a wrong code.
pub async fn confirm(app: &App, actor: &Actor, client: &Client, input: CodeInput) -> Result<FactorMade> {
    actor.check_user_id(input.user_id.as_deref())?;
    actor.must_be_fresh()?;
    let code = input.code.unwrap_or_default();
    let code: String = code.expose().chars().filter(|c| !c.is_whitespace()).take(64).collect();
    if code.is_empty() {
        return Err(AppError::field("code", "Enter the six digits that your app shows"));
    }
    let (waits, secret) = set_up(app, actor).await?;
    let attempt = app.limits.sign_in(client, actor.account.as_str(), true)?;
    let now = Timestamp::now();
    let Some(step) = secret.step_of(&code, now.0 / 1000) else {
        attempt.keep(app).await?;
        return Err(AppError::field("code", "This is not the code that the app shows now. See that the clock of its device is right."));
    };
    attempt.forgive();
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = actor.stored(&mut tx).await?;
    if !store::factors::confirm_authenticator(&mut tx, &row.id, &waits.secret, step, now).await? {
        return Err(exists());
    }
    let made = added(app, &mut tx, actor, &row, Kind::Factor, APP, "an app that shows codes").await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %row.id, "an app was set up as second factor");
    Ok(made)
}

/// `removeAuthenticator`: with the password and a code.
///
/// # Errors
/// `Invalid` when one of them is wrong, `NotFound` without an app.
pub async fn remove(app: &App, actor: &Actor, client: &Client, input: RemoveAuthenticatorInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (row, has_app) = {
        let mut db = app.store.read().await?;
        let known = store::factors::authenticator(&mut db, &actor.account).await?;
        (actor.stored(&mut db).await?, known.is_some_and(|row| row.confirmed_at.is_some()))
    };
    if !has_app {
        return Err(AppError::not_found("Your account has no app"));
    }
    if row.password_hash.is_some() {
        let password = input.password.filter(|password| !password.is_empty());
        let password = password.ok_or_else(|| AppError::field("password", "Enter your current password"))?;
        accounts::password_is(app, client, &row, ("password", Verb::Deleted), &password).await?;
    }
    let code = input.code.filter(|code| !code.expose().trim().is_empty());
    let code = code.ok_or_else(|| AppError::field("code", "Enter a code of the app, or a recovery code"))?;
    show(app, client, &row, ("code", Verb::Deleted), &code).await?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    store::factors::delete_authenticator(&mut tx, &row.id).await?;
    removed(app, &mut tx, actor, &row, &Object::new(Kind::Factor, row.id.as_str(), APP), "the app that shows codes").await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %row.id, "an app was removed as second factor");
    Ok(Message { message: "The app is removed.".into() })
}
