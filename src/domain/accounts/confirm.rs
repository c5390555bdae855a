//! Showing again who one is: with the password, by accounts without one with a code or a passkey. For ten minutes then what
//! gives lasting power may be done ([`Actor::must_be_fresh`]).

use super::known_places;
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, By, Object},
        factors, mail,
    },
    error::{AppError, Result},
    model::{access::Secret, audit::Verb, factor::ConfirmInput, outcome::Message, rules, time::Timestamp},
    store::{self, accounts::AccountRow},
};

/// `confirmIdentity`
///
/// # Errors
/// `Invalid` for a wrong password or code and for an account that has nothing to show, `RateLimited`.
pub async fn confirm(app: &App, actor: &Actor, client: &Client, input: ConfirmInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let row = actor.stored(&mut *app.store.read().await?).await?;
    let passkey = match input.passkey {
        Some(shown) => Some(factors::passkeys::confirm(app, client, shown, &row.id).await?),
        None if row.password_hash.is_some() => {
            let given = input.password.filter(|password| !password.is_empty());
            let given = given.ok_or_else(|| AppError::field("password", "Enter your password"))?;
            password(app, client, &row, ("password", Verb::Confirmed), &given).await?;
            None
        }
        None => {
            let given = input.code.filter(|code| !code.expose().trim().is_empty());
            let given = given.ok_or_else(|| AppError::field("code", "Enter the code of your app, or a recovery code"))?;
            factors::show(app, client, &row, ("code", Verb::Confirmed), &given).await?;
            None
        }
    };
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    if let Some(passkey) = &passkey {
        factors::passkeys::used(&mut tx, passkey).await?;
        store::factors::forgive_wrong(&mut tx, &row.id).await?;
    }
    store::sessions::confirm(&mut tx, &actor.session, Timestamp::now()).await?;
    audit::done(&mut tx, actor, Verb::Confirmed, &Object::session()).await?;
    tx.commit().await?;
    Ok(Message { message: "Thank you. For ten minutes you are not asked again.".into() })
}

/// The current password, counted like a log-in: a stolen session must not be a way to try them.
pub(crate) async fn password(app: &App, client: &Client, row: &AccountRow, (field, verb): (&str, Verb), password: &Secret) -> Result<()> {
    let wrong = || AppError::field(field, "Current password is not correct");
    let is_known = known_places::is_known(app, &mut *app.store.read().await?, &row.id, client).await?;
    let attempt = app.limits.sign_in(client, row.id.as_str(), is_known)?;
    if rules::password(field, password.expose(), 0).is_err() {
        attempt.keep(app).await?;
        return Err(wrong());
    }
    match app.passwords.verify(row.password_hash.as_ref().map(Secret::expose), password).await {
        Ok(false) => {
            attempt.keep(app).await?;
            audit::refused(app, By::account(&row.id, client), verb, &Object::account(&row.id, &row.username)).await?;
            Err(wrong())
        }
        Ok(true) => {
            attempt.forgive();
            Ok(())
        }
        Err(error) => {
            attempt.forgive();
            Err(error)
        }
    }
}
