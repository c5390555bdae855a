//! Log-ins that wait for a second factor: ten minutes, five codes, in the browser that began them.

use super::{arrival, known_places, sessions::NewSession};
use crate::{
    domain::{
        App,
        actor::Client,
        audit::{self, By, Object},
        factors,
        limits::Area,
        mail,
    },
    error::{AppError, Kind, Result},
    model::{
        access::Secret,
        audit::{Outcome, Verb},
        factor::{SECOND_FACTOR_REQUIRED, SecondFactorInput, SecondStep, ShownPasskey},
        id::AccountId,
        time::Timestamp,
    },
    secrets::{is_random_token, random_token},
    store::{self, Db},
};

/// How long one waits, in seconds.
const LIFETIME_SECONDS: i64 = 600;
/// Codes that may be tried; then the first half is to be shown again.
const MOST_TRIES: i64 = 5;
/// What its token is hashed as.
const PURPOSE: &str = "half log-in";

/// A log-in that waits: the token for the cookie and how long it lives.
#[derive(Clone, Debug)]
pub struct HalfLogIn {
    pub token: Secret,
    pub max_age_seconds: i64,
}

/// What whoever logs in is told who has shown only the first half. Programs know it by its code, and may send a `code` along
/// with the password.
pub fn second_factor_required() -> AppError {
    AppError {
        code: Some(SECOND_FACTOR_REQUIRED.to_owned()),
        field: Some("code".to_owned()),
        ..AppError::new(Kind::Unauthorized, "This account asks for a second factor: a code of its app, a recovery code or a passkey.")
    }
}

fn gone() -> AppError {
    AppError::not_found("This log-in waits no more. Log in again, then you are asked for the second factor.")
}

fn hash(app: &App, token: &Secret) -> String {
    app.tokens.hash(PURPOSE, token.expose())
}

/// The hash of what the browser holds.
fn held(app: &App, client: &Client) -> Option<String> {
    client.half.as_ref().filter(|token| is_random_token(token.expose())).map(|token| hash(app, token))
}

pub(super) async fn begin(app: &App, tx: &mut Db, account: &AccountId, client: &Client, how: &str) -> Result<HalfLogIn> {
    drop_of(app, tx, client).await?;
    let (token, now) = (random_token()?, Timestamp::now());
    store::half_log_ins::insert(tx, &hash(app, &token), account, how, now, now.plus_seconds(LIFETIME_SECONDS)).await?;
    let object = Object::session();
    let object = if how.is_empty() { object } else { object.saying(how) };
    audit::done(tx, By::account(account, client), Verb::HalfSignedIn, &object).await?;
    Ok(HalfLogIn { token, max_age_seconds: LIFETIME_SECONDS })
}

/// Ends what this browser waits with.
pub(super) async fn drop_of(app: &App, tx: &mut Db, client: &Client) -> Result<()> {
    if let Some(hash) = held(app, client) {
        store::half_log_ins::delete(tx, &hash).await?;
    }
    Ok(())
}

/// The account that this browser is half signed in to.
pub(crate) async fn account(app: &App, db: &mut Db, client: &Client) -> Result<Option<AccountId>> {
    let Some(hash) = held(app, client) else { return Ok(None) };
    Ok(store::half_log_ins::find(db, &hash, Timestamp::now()).await?.map(|row| row.account))
}

/// `getSecondStep`: what is asked for next.
///
/// # Errors
/// `NotFound` when nothing waits here.
pub async fn look(app: &App, client: &Client) -> Result<SecondStep> {
    let mut db = app.store.read().await?;
    let account = account(app, &mut db, client).await?.ok_or_else(gone)?;
    factors::step(app, &mut db, &account).await
}

/// `logInWithCode`: ends a log-in that waits, by a code of the app or a recovery code.
///
/// # Errors
/// `NotFound` when nothing waits here (any more), `Invalid` for a wrong code, `RateLimited`.
pub async fn finish(app: &App, client: &Client, input: SecondFactorInput) -> Result<NewSession> {
    let code = input.code.filter(|code| !code.expose().trim().is_empty());
    let code = code.ok_or_else(|| AppError::field("code", "Enter the code of your app, or a recovery code"))?;
    let hash = held(app, client).ok_or_else(gone)?;
    let account = account(app, &mut *app.store.read().await?, client).await?.ok_or_else(gone)?;
    finish_with(app, client, &hash, &account, &code).await
}

async fn finish_with(app: &App, client: &Client, hash: &str, account: &AccountId, code: &Secret) -> Result<NewSession> {
    let is_known = known_places::is_known(app, &mut *app.store.read().await?, account, client).await?;
    let attempt = app.limits.sign_in(client, account.as_str(), is_known)?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    // The account first, as whoever changes a password does: the other order would make each wait for the other.
    store::accounts::hold_active(&mut tx, account).await?;
    let row = store::half_log_ins::count_try(&mut tx, hash, MOST_TRIES, Timestamp::now()).await?.ok_or_else(gone)?;
    if let Some(by) = factors::accepts(app, &mut tx, account, code).await? {
        let session = complete(app, &mut tx, client, hash, account, &said(&row.how, by)).await?;
        tx.commit().await?;
        mail::ring(app);
        attempt.forgive();
        tracing::info!(account = %account, address = %client.address, "logged in with a second factor");
        return Ok(session);
    }
    let object = Object::session().saying("wrong code");
    audit::note(&mut tx, &By::account(account, client), Verb::SignedIn, &object, Outcome::Refused).await?;
    // Counted for the account, however many log-ins were begun for it.
    let owner = store::accounts::by_id(&mut tx, account).await?.ok_or_else(gone)?;
    let refused = factors::wrong(app, &mut tx, &owner, "code").await?;
    let is_last = row.tries >= MOST_TRIES;
    if is_last {
        store::half_log_ins::delete(&mut tx, hash).await?;
    }
    tx.commit().await?;
    mail::ring(app);
    attempt.keep(app).await?;
    tracing::info!(address = %client.address, "a second factor was wrong");
    Err(if is_last { gone() } else { refused })
}

/// The same with a code that came along with the password, in one request.
pub(super) async fn finish_at_once(app: &App, client: &Client, half: &HalfLogIn, account: &AccountId, code: &Secret) -> Result<NewSession> {
    finish_with(app, client, &hash(app, &half.token), account, code).await
}

/// `logInWithPasskey`: a passkey shows both whose it is and that they are there. It ends a log-in that waits, when it is of
/// its account, and signs in without one.
///
/// # Errors
/// `Unauthorized` for a passkey that is not known here or signed something else; `RateLimited`.
pub async fn finish_with_passkey(app: &App, client: &Client, shown: ShownPasskey) -> Result<NewSession> {
    let waiting = match held(app, client) {
        Some(hash) => store::half_log_ins::find(&mut *app.store.read().await?, &hash, Timestamp::now()).await?.map(|row| (hash, row)),
        None => None,
    };
    let passkey = factors::passkeys::log_in(app, client, shown, waiting.as_ref().map(|(_, row)| &row.account)).await?;
    let (account, waited) = (passkey.account.clone(), waiting.is_some());
    let mut tx = app.store.begin().await?;
    store::accounts::hold_active(&mut tx, &account).await?;
    factors::passkeys::used(&mut tx, &passkey).await?;
    store::factors::forgive_wrong(&mut tx, &account).await?;
    let session = match waiting {
        Some((hash, row)) => complete(app, &mut tx, client, &hash, &account, &said(&row.how, "with a passkey")).await?,
        None => arrival::enter(app, &mut tx, &account, client, Verb::SignedIn, "with a passkey").await?,
    };
    tx.commit().await?;
    if !waited {
        app.limits.succeeded(Area::PasskeyBegun, client);
    }
    tracing::info!(account = %account, address = %client.address, "logged in with a passkey");
    Ok(session)
}

fn said(how: &str, by: &str) -> String {
    if how.is_empty() { by.to_owned() } else { format!("{how}, {by}") }
}

/// # Errors
/// `NotFound` when it ended meanwhile, by another request or a new password.
async fn complete(app: &App, tx: &mut Db, client: &Client, hash: &str, account: &AccountId, how: &str) -> Result<NewSession> {
    let owner = store::accounts::by_id(tx, account).await?.filter(|owner| !owner.is_suspended);
    if owner.is_none() || !store::half_log_ins::delete(tx, hash).await? {
        return Err(gone());
    }
    arrival::enter(app, tx, account, client, Verb::SignedIn, how).await
}
