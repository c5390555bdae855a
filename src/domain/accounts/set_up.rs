//! First start: the administrator from the configuration, or a link that works once.

use super::{
    arrival::enter,
    new_account::{Draft, Fields},
    sessions::NewSession,
};
use crate::{
    domain::{
        App,
        actor::Client,
        audit::{self, By, Object},
        limits::Area,
        settings::FirstAdmin,
    },
    error::{AppError, Kind, Result},
    model::{access::Secret, account::SetUpInput, audit::Verb, time::Timestamp},
    secrets::{is_random_token, random_token},
    store,
};
use std::sync::atomic::Ordering;

/// How long the set-up link works, in seconds.
const LINK_SECONDS: i64 = 3600;
const PURPOSE: &str = "setup";

/// Without any account: makes the configured administrator, or answers the token of a fresh set-up link. A restart
/// replaces a link that was not used.
///
/// # Errors
/// `Unavailable` when the configured administrator breaks a rule, for the operator to read.
pub async fn first_start(app: &App, admin: Option<FirstAdmin>) -> Result<Option<Secret>> {
    if store::accounts::exist(&mut *app.store.read().await?).await? {
        return Ok(None);
    }
    let Some(admin) = admin else {
        let token = random_token()?;
        let mut tx = app.store.begin().await?;
        let expires = Timestamp::now().plus_seconds(LINK_SECONDS);
        store::links::replace(&mut tx, PURPOSE, &app.tokens.hash(PURPOSE, token.expose()), expires).await?;
        tx.commit().await?;
        app.awaits_set_up.store(true, Ordering::Release);
        return Ok(Some(token));
    };
    let fields = Fields {
        username: Some(&admin.username),
        email: Some(&admin.email),
        password: Some(&admin.password),
        first_name: None,
        last_name: None,
    };
    let draft = Draft::check(app, fields).await.map_err(|error| {
        let variable = match error.field.as_deref() {
            Some("username") => "VIZBOARD_ADMIN_USERNAME",
            Some("email") => "VIZBOARD_ADMIN_EMAIL",
            _ => "VIZBOARD_ADMIN_PASSWORD",
        };
        AppError::unavailable(format!("{variable}: {}", error.text))
    })?;
    let mut tx = app.store.begin().await?;
    match draft.administrator().insert(&mut tx).await {
        Ok(id) => {
            audit::done(&mut tx, By::operator(), Verb::Created, &Object::account(&id, &admin.username)).await?;
            tx.commit().await?;
            tracing::info!(account = %id, "the first administrator was made from the configuration");
        }
        // Another server of the same store started at the same moment and made it.
        Err(error) if error.kind == Kind::Conflict => {}
        Err(error) => return Err(error),
    }
    Ok(None)
}

/// Whether the set-up link is still to be used. Another server or the command line may have made an account meanwhile.
pub async fn awaits_set_up(app: &App) -> Result<bool> {
    if !app.awaits_set_up.load(Ordering::Acquire) {
        return Ok(false);
    }
    let waits = !store::accounts::exist(&mut *app.store.read().await?).await?;
    app.awaits_set_up.store(waits, Ordering::Release);
    Ok(waits)
}

/// Uses the set-up link: makes the first administrator and signs in.
///
/// # Errors
/// `NotFound` for a link that does not work (any more), `Invalid` for a broken rule (the link stays), `RateLimited`.
pub async fn set_up(app: &App, client: &Client, input: SetUpInput) -> Result<NewSession> {
    let gone = || AppError::not_found("This set-up link does not work any more. Restart the server: it prints a new one.");
    app.limits.allowed(Area::SetUp, client)?;
    let token = input.token.unwrap_or_default();
    let hash = app.tokens.hash(PURPOSE, token.expose());
    let works = is_random_token(token.expose())
        && awaits_set_up(app).await?
        && store::links::works(&mut *app.store.read().await?, PURPOSE, &hash, Timestamp::now()).await?;
    if !works {
        app.limits.failed(Area::SetUp, client)?;
        return Err(gone());
    }
    if input.username.as_deref().is_none_or(|name| name.trim().is_empty()) {
        return Err(AppError::field("username", "User name is required"));
    }
    let fields = Fields {
        username: input.username.as_deref(),
        email: input.email.as_deref(),
        password: input.password.as_ref(),
        first_name: None,
        last_name: None,
    };
    let draft = Draft::check(app, fields).await?.administrator();
    let mut tx = app.store.begin().await?;
    if !store::links::consume(&mut tx, PURPOSE, &hash, Timestamp::now()).await? || store::accounts::exist(&mut tx).await? {
        return Err(gone());
    }
    let account = draft.insert(&mut tx).await?;
    let session = enter(app, &mut tx, &account, client, Verb::SignedUp, "").await?;
    tx.commit().await?;
    app.awaits_set_up.store(false, Ordering::Release);
    tracing::info!(account = %account, "set up: the first administrator was made");
    Ok(session)
}
