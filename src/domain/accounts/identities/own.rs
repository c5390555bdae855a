//! One's own identities: which providers open one's account, and a password for an account that has none.

use super::attempt::link_mark;
use crate::{
    domain::{
        App,
        accounts::{
            notices,
            password_rules::{self, Owner},
            reset,
            sessions::{self, NewSession},
        },
        actor::{Actor, Client},
        audit::{self, Object},
        mail,
    },
    error::{AppError, Result},
    model::{
        audit::{Kind, Verb},
        id::{AccountId, IdentityId},
        identity::{FirstPasswordInput, IdentitiesAnswer, IdentityInput, LinkableProvider, OwnIdentity},
        outcome::Message,
        time::Timestamp,
    },
    providers::Providers,
    store::{self, Db, identities::IdentityRow},
};

/// `listIdentities`
pub async fn list(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<IdentitiesAnswer> {
    actor.check_user_id(user_id)?;
    let mut db = app.store.read().await?;
    let account = actor.stored(&mut db).await?;
    let rows = store::identities::of_account(&mut db, &account.id).await?;
    let has_password = account.password_hash.is_some();
    let providers = app.providers.all().iter().map(|provider| LinkableProvider {
        key: provider.key().to_owned(),
        name: provider.name().to_owned(),
        link_path: format!("/auth/{}?link={}", provider.key(), link_mark(app, actor, provider)),
    });
    let providers = providers.collect();
    let identities = rows.iter().map(|row| OwnIdentity {
        id: row.id.clone(),
        provider: name_of(&app.providers, row),
        email: row.email.clone(),
        created_at: row.created_at,
        used_at: row.used_at,
        is_last_way_in: !stays_open(&app.providers, has_password, &rows, &row.id),
    });
    Ok(IdentitiesAnswer { identities: identities.collect(), providers, has_password })
}

/// `unlinkIdentity`
///
/// # Errors
/// `Invalid` when nothing else would open the account, `Forbidden` to who did not show lately who they are.
pub async fn unlink(app: &App, actor: &Actor, input: IdentityInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    let missing = || AppError::not_found("Identity not found");
    let id = input.identity_id.as_deref().and_then(IdentityId::parse).ok_or_else(missing)?;
    if !store::identities::of_account(&mut *app.store.read().await?, &actor.account).await?.iter().any(|row| row.id == id) {
        return Err(missing());
    }
    actor.must_be_fresh()?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    // Held first, so that two who take off one each do not leave none.
    if !store::accounts::hold_active(&mut tx, &actor.account).await? {
        return Err(AppError::unauthorized());
    }
    let account = actor.stored(&mut tx).await?;
    let rows = store::identities::of_account(&mut tx, &account.id).await?;
    let row = rows.iter().find(|row| row.id == id).ok_or_else(missing)?;
    let name = name_of(&app.providers, row);
    if !stays_open(&app.providers, account.password_hash.is_some(), &rows, &id) {
        return Err(AppError::invalid(format!(
            "{name} is the only way into your account. Set a password first, or link another provider."
        )));
    }
    store::identities::delete(&mut tx, &account.id, &id).await?;
    audit::done(&mut tx, actor, Verb::Unlinked, &Object::new(Kind::Identity, "", &name)).await?;
    notices::tell(&mut tx, app, &account, &format!("{name} opens it no more.")).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account.id, "an identity was taken off");
    Ok(Message { message: format!("{name} does not open your account any more.") })
}

/// `setUserPassword`: the first password of an account that signs in by a provider. Ends every other session.
///
/// # Errors
/// `Invalid` for an account that has a password, `Forbidden` to who did not show lately who they are.
pub async fn set_first_password(app: &App, actor: &Actor, client: &Client, input: FirstPasswordInput) -> Result<(Message, NewSession)> {
    actor.check_user_id(input.user_id.as_deref())?;
    let account = actor.stored(&mut *app.store.read().await?).await?;
    let taken = || AppError::invalid("Your account has a password. Change it with the current one.");
    if account.password_hash.is_some() {
        return Err(taken());
    }
    actor.must_be_fresh()?;
    let new = input.new_password.unwrap_or_default();
    password_rules::check(app, "newPassword", &new, &Owner { username: &account.username, email: &account.email })?;
    let hash = app.passwords.hash(&new).await?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    if !store::accounts::set_first_password(&mut tx, &account.id, &hash, Timestamp::now()).await? {
        return Err(taken());
    }
    reset::password_changed(&mut tx, app, &account).await?;
    let session = sessions::start(app, &mut tx, &account.id, client).await?;
    let object = Object::account(&account.id, &account.username).saying("the first one");
    audit::done(&mut tx, actor, Verb::PasswordChanged, &object).await?;
    tx.commit().await?;
    mail::ring(app);
    tracing::info!(account = %account.id, "a first password was set, sessions ended");
    Ok((Message { message: "You can log in with your password from now on.".into() }, session))
}

/// Whether the account can be opened without this identity: by its password, or by another provider that is still here. A
/// passkey is not enough: recovery codes end only what one of these began, and whoever lost it would have nothing left.
fn stays_open(providers: &Providers, has_password: bool, rows: &[IdentityRow], without: &IdentityId) -> bool {
    has_password || rows.iter().any(|row| row.id != *without && providers.of_issuer(&row.issuer).is_some())
}

/// Whether a provider that is still here opens the account.
pub(crate) async fn any_opens(app: &App, db: &mut Db, account: &AccountId) -> Result<bool> {
    let rows = store::identities::of_account(db, account).await?;
    Ok(rows.iter().any(|row| app.providers.of_issuer(&row.issuer).is_some()))
}

/// What the provider is called here; one that the operator took away by its address.
fn name_of(providers: &Providers, row: &IdentityRow) -> String {
    providers.of_issuer(&row.issuer).map_or_else(|| row.issuer.clone(), |provider| provider.name().to_owned())
}
