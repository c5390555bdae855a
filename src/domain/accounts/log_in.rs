//! Log-in and log-out.

use super::{
    arrival::{Arrival, arrive},
    half, known_places,
};
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, By, Object},
        teams,
    },
    error::{AppError, Kind, Result},
    model::{access::Secret, account::LogInInput, audit::Verb, id::AccountId, rules, team::TeamShort},
    store::{self, accounts::AccountRow},
};

/// Signs in with user name or e-mail, and a code where the account asks for one. The browser's earlier session ends.
///
/// # Errors
/// `Unauthorized` for a wrong name or password, which look alike and cost the same; `Forbidden` for a suspended account;
/// `RateLimited`; `Invalid` without one of the two, or for a code that is wrong.
pub async fn log_in(app: &App, client: &Client, input: LogInInput) -> Result<Arrival> {
    let login = input.username.unwrap_or_default().trim().to_lowercase();
    let password = input.password.unwrap_or_default();
    if login.is_empty() {
        return Err(AppError::field("username", "User name or e-mail is required"));
    }
    if password.is_empty() {
        return Err(AppError::field("password", "Password is required"));
    }
    let (account, is_known) = find(app, client, &login).await?;
    // Unknown names are counted like accounts.
    let counted_as = account.as_ref().map_or(login.as_str(), |account| account.id.as_str());
    let attempt = app.limits.sign_in(client, counted_as, is_known)?;
    // The same work for a known and an unknown name, and nothing of what was typed.
    let by = account.as_ref().map_or_else(|| By::nobody(client), |account| By::account(&account.id, client));
    let object = Object::session();
    if !is_possible(&password) {
        attempt.keep(app).await?;
        audit::refused(app, by, Verb::SignedIn, &object).await?;
        return Err(wrong_credentials());
    }
    let stored = account.as_ref().and_then(|account| account.password_hash.as_ref()).map(Secret::expose);
    let matches = match app.passwords.verify(stored, &password).await {
        Ok(matches) => matches,
        Err(error) => {
            attempt.forgive();
            return Err(error);
        }
    };
    let Some(account) = account.filter(|_| matches) else {
        attempt.keep(app).await?;
        audit::refused(app, by, Verb::SignedIn, &object).await?;
        tracing::info!(address = %client.address, "log-in failed");
        return Err(wrong_credentials());
    };
    attempt.forgive();
    if account.is_suspended {
        audit::refused(app, by, Verb::SignedIn, &object.saying("suspended")).await?;
        return Err(AppError::forbidden("This account is suspended. Ask the administrator of this server."));
    }
    let mut tx = app.store.begin().await?;
    // While the password was checked it may have been changed, which ended every session: none begins with the old one.
    let is_current = match &account.password_hash {
        Some(hash) => store::accounts::hold(&mut tx, &account.id, hash).await?,
        None => false,
    };
    if !is_current {
        return Err(wrong_credentials());
    }
    let arrival = arrive(app, &mut tx, &account.id, client, "").await?;
    tx.commit().await?;
    tracing::info!(account = %account.id, address = %client.address, "the password was right");
    match (arrival, input.code.filter(|code| !code.expose().trim().is_empty())) {
        (Arrival::Half(begun), Some(code)) => half::finish_at_once(app, client, &begun, &account.id, &code).await.map(Arrival::Session),
        (arrival, _) => Ok(arrival),
    }
}

/// Ends the caller's session.
pub async fn log_out(app: &App, actor: &Actor) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::sessions::delete(&mut tx, &actor.session).await?;
    audit::done(&mut tx, actor, Verb::SignedOut, &Object::session()).await?;
    Ok(tx.commit().await?)
}

/// User name and teams of an account, for the answer of `POST /api/login`.
pub async fn teams_of(app: &App, account: &AccountId) -> Result<(String, Vec<TeamShort>)> {
    let row = store::accounts::by_id(&mut *app.store.read().await?, account).await?.ok_or_else(AppError::unauthorized)?;
    Ok((row.username, teams::short(app, account).await?))
}

async fn find(app: &App, client: &Client, login: &str) -> Result<(Option<AccountRow>, bool)> {
    // Longer than any name or e-mail, or with a character that the store does not take.
    if login.len() > 320 || login.contains('\0') {
        return Ok((None, false));
    }
    let mut db = app.store.read().await?;
    let account = store::accounts::by_login(&mut db, login).await?;
    let is_known = match &account {
        Some(account) => known_places::is_known(app, &mut db, &account.id, client).await?,
        None => false,
    };
    Ok((account, is_known))
}

/// Whether any account could have this password; a megabyte is not hashed to find out.
fn is_possible(password: &Secret) -> bool {
    rules::password("password", password.expose(), 0).is_ok()
}

fn wrong_credentials() -> AppError {
    AppError::new(Kind::Unauthorized, "User name or password is not correct")
}
