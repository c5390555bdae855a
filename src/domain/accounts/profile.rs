//! One's own account: who it is, name, e-mail, password.

use super::{
    confirm,
    new_account::person_name,
    password_rules::{self, Owner},
    reset,
    sessions::{self, NewSession},
    verification,
};
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
        audit::{self, Object},
        mail,
    },
    error::{AppError, Result},
    model::{
        account::{EmailInput, User, UserAnswer, UserEmailInput, UserNameInput, UserPasswordInput, full_name},
        audit::Verb,
        outcome::Message,
        rules,
        time::Timestamp,
    },
    store::{self, accounts::AccountRow},
};

/// The signed-in account.
pub async fn current(app: &App, actor: &Actor) -> Result<UserAnswer> {
    let user = user(actor.stored(&mut *app.store.read().await?).await?);
    Ok(UserAnswer { user: Some(User { lacks_second_factor: actor.lacks_factor, ..user }) })
}

/// The account with this e-mail: the caller's own, or any for a server administrator; nothing else exists here.
pub async fn by_email(app: &App, actor: &Actor, input: EmailInput) -> Result<UserAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let email = input.email.unwrap_or_default().trim().to_lowercase();
    rules::email(&email)?;
    let row = store::accounts::by_login(&mut *app.store.read().await?, &email).await?;
    let visible = row.filter(|row| actor.administers() || row.id == actor.account);
    Ok(UserAnswer { user: visible.map(user) })
}

/// Changes first and last name; what is not given stays, what is empty is removed.
pub async fn update_name(app: &App, actor: &Actor, input: UserNameInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let checked = |field, label, given: Option<String>| given.map(|name| person_name(field, label, Some(&name))).transpose();
    let first = checked("firstName", "First name", input.first_name)?;
    let last = checked("lastName", "Last name", input.last_name)?;
    let (first, last) = (first.as_ref().map(Option::as_deref), last.as_ref().map(Option::as_deref));
    let mut tx = app.store.begin().await?;
    let row = actor.stored(&mut tx).await?;
    store::accounts::set_names(&mut tx, &actor.account, first, last, Timestamp::now()).await?;
    audit::done(&mut tx, actor, Verb::Changed, &Object::account(&row.id, &row.username).saying("name")).await?;
    tx.commit().await?;
    Ok(Message { message: "Name updated successfully".into() })
}

/// Changes the e-mail. Asks for the current password, because the e-mail is what resets it; whoever has none must have shown
/// lately who they are.
pub async fn update_email(app: &App, actor: &Actor, client: &Client, input: UserEmailInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let email = input.email.unwrap_or_default().trim().to_lowercase();
    rules::email(&email)?;
    let row = actor.stored(&mut *app.store.read().await?).await?;
    if row.password_hash.is_none() {
        actor.must_be_fresh()?;
    } else {
        let password = input.password.unwrap_or_default();
        if password.is_empty() {
            return Err(AppError::field("password", "Enter your current password to change the e-mail"));
        }
        confirm::password(app, client, &row, ("password", Verb::EmailChanged), &password).await?;
    }
    verification::change(app, actor, &row, &email).await
}

/// Changes the password, ends every session of the account and starts a new one for the caller.
pub async fn update_password(app: &App, actor: &Actor, client: &Client, input: UserPasswordInput) -> Result<(Message, NewSession)> {
    actor.check_user_id(input.user_id.as_deref())?;
    let row = actor.stored(&mut *app.store.read().await?).await?;
    let current = input.current_password.unwrap_or_default();
    let new = input.new_password.unwrap_or_default();
    let Some(stored) = &row.password_hash else { return Err(AppError::invalid("You are connected with a social account")) };
    if current.is_empty() {
        return Err(AppError::field("currentPassword", "Enter your current password"));
    }
    password_rules::check(app, "newPassword", &new, &Owner { username: &row.username, email: &row.email })?;
    confirm::password(app, client, &row, ("currentPassword", Verb::PasswordChanged), &current).await?;
    if new == current {
        return Err(AppError::field("newPassword", "New password must be different from current password"));
    }
    let hash = app.passwords.hash(&new).await?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    if !store::accounts::replace_password(&mut tx, &row.id, stored, &hash, Timestamp::now()).await? {
        return Err(AppError::conflict("The password was changed meanwhile. Log in again."));
    }
    reset::password_changed(&mut tx, app, &row).await?;
    let session = sessions::start(app, &mut tx, &row.id, client).await?;
    audit::done(&mut tx, actor, Verb::PasswordChanged, &Object::account(&row.id, &row.username)).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %row.id, "password changed, sessions ended");
    Ok((Message { message: "Password updated successfully".into() }, session))
}

fn user(row: AccountRow) -> User {
    User {
        name: full_name(row.first_name.as_deref(), row.last_name.as_deref()).unwrap_or_else(|| row.username.clone()),
        id: row.id,
        username: row.username,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        is_admin: row.is_admin,
        team_id: row.team_id,
        lacks_second_factor: false,
    }
}
