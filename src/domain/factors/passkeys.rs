//! Passkeys: made, shown, renamed and taken away. One shows whose it is and, since its authenticator verified the person,
//! that they are there: both factors at once.

use super::{
    added,
    ceremony::{bytes, expected_site, take},
    removed,
};
use crate::{
    domain::{
        App,
        accounts::identities,
        actor::{Actor, Client},
        audit::{self, By, Object},
        limits::Area,
        mail,
    },
    error::{AppError, Kind, Result},
    model::{
        audit::{Kind as Of, Verb},
        factor::{AddPasskeyInput, FactorMade, LONGEST_NAME, PasskeyInput, PasskeyPurpose, ShownPasskey},
        id::{AccountId, PasskeyId},
        outcome::Message,
        time::Timestamp,
    },
    secrets,
    store::{self, Db, passkeys::PasskeyRow},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Most passkeys of one account.
const MOST: usize = 20;

/// A passkey that was shown: whose it is, and what its authenticator counts now.
pub(crate) struct Shown {
    pub(crate) account: AccountId,
    id: PasskeyId,
    before: u32,
    after: u32,
}

fn unknown() -> AppError {
    AppError::new(Kind::Unauthorized, "This passkey is not known here. Log in in another way, then look at the passkeys in your settings.")
}

fn missing() -> AppError {
    AppError::not_found("Passkey not found")
}

fn name(given: Option<String>) -> Result<String> {
    let name = given.unwrap_or_default().trim().to_owned();
    match () {
        () if name.is_empty() => Err(AppError::field("name", "Give the passkey a name, so that you know it again")),
        () if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) => {
            Err(AppError::field("name", format!("A name has at most {LONGEST_NAME} characters and no line breaks")))
        }
        () => Ok(name),
    }
}

/// `addPasskey`
///
/// # Errors
/// `Forbidden` to who did not show lately who they are, `Invalid` for a passkey that was not made here for this, `Conflict`
/// for one that is known.
pub async fn add(app: &App, actor: &Actor, client: &Client, input: AddPasskeyInput) -> Result<FactorMade> {
    actor.check_user_id(input.user_id.as_deref())?;
    let name = name(input.name)?;
    actor.must_be_fresh()?;
    let site = expected_site(app)?;
    let client_data = bytes("clientData", input.client_data.as_deref())?;
    let authenticator_data = bytes("authenticatorData", input.authenticator_data.as_deref())?;
    if take(app, client, PasskeyPurpose::Make, &client_data).await?.as_ref() != Some(&actor.account) {
        return Err(AppError::invalid("This passkey was begun by another account. Try again."));
    }
    let made = site.made(&client_data, &authenticator_data).map_err(|why| {
        tracing::info!(account = %actor.account, "a new passkey was refused: {why}");
        AppError::invalid("This passkey cannot be used here: its authenticator has to ask for a PIN, a finger or a face.")
    })?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let row = actor.stored(&mut tx).await?;
    if store::passkeys::of_account(&mut tx, &row.id).await?.len() >= MOST {
        return Err(AppError::invalid(format!("An account can have at most {MOST} passkeys. Remove one that you do not use.")));
    }
    let new = PasskeyRow {
        id: PasskeyId::new(),
        account: row.id.clone(),
        credential_id: URL_SAFE_NO_PAD.encode(made.credential_id),
        public_key: URL_SAFE_NO_PAD.encode(made.public_key),
        name,
        sign_count: made.sign_count,
        created_at: Timestamp::now(),
        last_used_at: None,
    };
    store::passkeys::insert(&mut tx, &new).await.map_err(|error| error.taken("This passkey is known here already."))?;
    let made = added(app, &mut tx, actor, &row, Of::Passkey, &new.name, &format!("the passkey \"{}\"", new.name)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %row.id, passkey = %new.id, "a passkey was added");
    Ok(made)
}

/// A passkey that logs in; of this account, when one is half signed in to.
pub(crate) async fn log_in(app: &App, client: &Client, shown: ShownPasskey, account: Option<&AccountId>) -> Result<Shown> {
    check(app, client, PasskeyPurpose::LogIn, shown, account).await
}

/// A passkey by which somebody who is signed in shows again who they are.
///
/// # Errors
/// `Invalid` for one that is not theirs.
pub(crate) async fn confirm(app: &App, client: &Client, shown: ShownPasskey, account: &AccountId) -> Result<Shown> {
    let refused = |error: AppError| match error.kind {
        // They are signed in.
        Kind::Unauthorized => AppError::invalid("This is none of your passkeys. Use another one, or your password."),
        _ => error,
    };
    check(app, client, PasskeyPurpose::Confirm, shown, Some(account)).await.map_err(refused)
}

async fn check(app: &App, client: &Client, purpose: PasskeyPurpose, shown: ShownPasskey, account: Option<&AccountId>) -> Result<Shown> {
    let site = expected_site(app)?;
    app.limits.allowed(Area::Passkey, client)?;
    let client_data = bytes("clientData", shown.client_data.as_deref())?;
    let authenticator_data = bytes("authenticatorData", shown.authenticator_data.as_deref())?;
    let signature = bytes("signature", shown.signature.as_deref())?;
    let credential = bytes("id", shown.id.as_deref())?;
    let meant = take(app, client, purpose, &client_data).await?;
    let row = store::passkeys::by_credential(&mut *app.store.read().await?, &URL_SAFE_NO_PAD.encode(credential)).await?;
    let is_meant = |row: &PasskeyRow| {
        let handle = shown.user_handle.as_deref().filter(|handle| !handle.is_empty());
        meant.as_ref() == account
            && account.is_none_or(|account| *account == row.account)
            && handle.is_none_or(|handle| URL_SAFE_NO_PAD.encode(row.account.as_str()) == handle)
            // Without an account only what the authenticator says tells whose it is (WebAuthn, 7.2).
            && (account.is_some() || handle.is_some())
    };
    let Some(row) = row.filter(is_meant) else {
        app.limits.failed(Area::Passkey, client)?;
        audit::refused(app, By::nobody(client), Verb::SignedIn, &Object::session().saying("unknown passkey")).await?;
        return Err(unknown());
    };
    let key = URL_SAFE_NO_PAD.decode(&row.public_key).map_err(AppError::internal)?;
    let proof = secrets::ShownPasskey { client_data: &client_data, authenticator_data: &authenticator_data, signature: &signature };
    let counted = site.shown(&key, &proof).and_then(|count| {
        // Authenticators that do not count say 0; of all others the number grows (WebAuthn, 6.1.1).
        if (count, row.sign_count) == (0, 0) || count > row.sign_count {
            Ok(count)
        } else {
            Err("its counter went back: there may be a copy")
        }
    });
    match counted {
        Ok(after) => Ok(Shown { account: row.account, id: row.id, before: row.sign_count, after }),
        Err(why) => {
            app.limits.failed(Area::Passkey, client)?;
            tracing::warn!(passkey = %row.id, address = %client.address, "a passkey was refused: {why}");
            let object = Object::new(Of::Passkey, row.id.as_str(), &row.name).saying(why);
            audit::refused(app, By::account(&row.account, client), Verb::SignedIn, &object).await?;
            Err(unknown())
        }
    }
}

/// Notes that a passkey was used.
///
/// # Errors
/// `Unauthorized` when another use with the same count was quicker, or it was taken away meanwhile.
pub(crate) async fn used(tx: &mut Db, shown: &Shown) -> Result<()> {
    match store::passkeys::used(tx, &shown.id, shown.before, shown.after, Timestamp::now()).await? {
        true => Ok(()),
        false => Err(unknown()),
    }
}

/// `renamePasskey`
pub async fn rename(app: &App, actor: &Actor, input: PasskeyInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let name = name(input.name)?;
    let id = PasskeyId::parse(input.passkey_id.as_deref().unwrap_or_default()).ok_or_else(missing)?;
    let mut tx = app.store.begin().await?;
    if !store::passkeys::rename(&mut tx, &actor.account, &id, &name).await? {
        return Err(missing());
    }
    audit::done(&mut tx, actor, Verb::Changed, &Object::new(Of::Passkey, id.as_str(), &name).saying("name")).await?;
    tx.commit().await?;
    Ok(Message { message: format!("The passkey is called {name} now.") })
}

/// `removePasskey`
///
/// # Errors
/// `Forbidden` to who did not show lately who they are, `Invalid` for the last way in, `NotFound` for one of others.
pub async fn remove(app: &App, actor: &Actor, input: PasskeyInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let id = PasskeyId::parse(input.passkey_id.as_deref().unwrap_or_default()).ok_or_else(missing)?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    // Of two that are removed at once the second one sees that the first is gone.
    store::accounts::hold_active(&mut tx, &actor.account).await?;
    let row = actor.stored(&mut tx).await?;
    let all = store::passkeys::of_account(&mut tx, &row.id).await?;
    let one = all.iter().find(|passkey| passkey.id == id).ok_or_else(missing)?;
    actor.must_be_fresh()?;
    if row.password_hash.is_none() && all.len() == 1 && !identities::any_opens(app, &mut tx, &row.id).await? {
        return Err(AppError::invalid("This passkey is the only way into your account. Add another one first."));
    }
    store::passkeys::delete(&mut tx, &row.id, &id).await?;
    let object = Object::new(Of::Passkey, id.as_str(), &one.name);
    removed(app, &mut tx, actor, &row, &object, &format!("the passkey \"{}\"", one.name)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %row.id, passkey = %id, "a passkey was removed");
    Ok(Message { message: format!("The passkey {} is removed.", one.name) })
}
