//! What the operator does on the command line, where having the machine is the right.

use super::{
    new_account::{Draft, Fields},
    reset,
};
use crate::{
    domain::{
        App,
        audit::{self, By, Object},
        factors, mail,
    },
    error::{AppError, Result},
    model::{access::Secret, audit::Verb, id::AccountId, time::Timestamp},
    secrets::random_token,
    store::{self, Db, accounts::AccountRow},
};

/// Characters of a password that is made here: 119 bits.
const PASSWORD_LENGTH: usize = 20;

/// Makes a server administrator with a random password, which is printed once. Without a user name one is made from
/// the e-mail.
///
/// # Errors
/// `Invalid` for a broken rule, `Conflict` for a name or e-mail that is taken.
pub async fn create(app: &App, username: Option<&str>, email: &str) -> Result<(AccountId, Secret)> {
    let password = one_time_password()?;
    let fields = Fields { username, email: Some(email), password: Some(&password), first_name: None, last_name: None };
    let draft = Draft::check(app, fields).await?.administrator();
    let mut tx = app.store.begin().await?;
    let id = draft.insert(&mut tx).await?;
    audit::done(&mut tx, By::operator(), Verb::Created, &Object::account(&id, username.unwrap_or(email))).await?;
    tx.commit().await?;
    Ok((id, password))
}

/// Gives an account a random password, which is printed once, and ends its sessions.
///
/// # Errors
/// `NotFound` for an unknown user name or e-mail.
pub async fn reset_password(app: &App, login: &str) -> Result<Secret> {
    let account = known(&mut *app.store.read().await?, login).await?;
    let password = one_time_password()?;
    let hash = app.passwords.hash(&password).await?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    store::accounts::set_password(&mut tx, &account.id, &hash, Timestamp::now()).await?;
    reset::password_changed(&mut tx, app, &account).await?;
    audit::done(&mut tx, By::operator(), Verb::PasswordReset, &Object::account(&account.id, &account.username)).await?;
    tx.commit().await?;
    Ok(password)
}

/// Takes the second factors of an account away, for an operator who lost theirs.
///
/// # Errors
/// `NotFound` for an unknown user name or e-mail, `Invalid` for an account without one.
pub async fn remove_factors(app: &App, login: &str) -> Result<()> {
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    let account = known(&mut tx, login).await?;
    if !factors::remove_all(app, &mut tx, By::operator(), &account).await? {
        return Err(AppError::invalid(format!("{} has no second factor", account.username)));
    }
    Ok(tx.commit().await?)
}

async fn known(db: &mut Db, login: &str) -> Result<AccountRow> {
    let login = login.trim().to_lowercase();
    let account = store::accounts::by_login(db, &login).await?;
    account.ok_or_else(|| AppError::not_found(format!("No account has the user name or e-mail {login}")))
}

fn one_time_password() -> Result<Secret> {
    Ok(Secret::new(&random_token()?.expose()[..PASSWORD_LENGTH]))
}
