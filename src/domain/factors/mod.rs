//! Second factors: an app that shows codes, recovery codes, passkeys. An account that has an app or a passkey is not signed
//! in to with its password alone.
//!
//! Whoever has one has recovery codes too; with the last one they go. A new password leaves all of them as they are.

mod authenticator;
mod ceremony;
mod codes;
pub mod passkeys;
mod qr;

pub use authenticator::{begin as begin_authenticator, confirm as confirm_authenticator, remove as remove_authenticator, waiting};
pub use ceremony::{CEREMONY_COOKIE, CEREMONY_SECONDS, begin as begin_passkey};
pub use codes::renew as renew_codes;

use super::{
    App,
    accounts::{known_places, notices},
    actor::{Actor, Client},
    audit::{self, By, Object},
    mail,
};
use crate::{
    error::{AppError, Result},
    model::{
        access::Secret,
        audit::{Kind, Outcome, Verb},
        factor::{FactorMade, Factors, Passkey, SecondStep},
        id::AccountId,
        time::Timestamp,
    },
    store::{self, Db, accounts::AccountRow},
};

/// Whether passkeys can be made and shown here: browsers want HTTPS and a name.
pub fn passkeys_possible(app: &App) -> bool {
    ceremony::site(app).is_some()
}

/// `getFactors`
pub async fn of_caller(app: &App, actor: &Actor, user_id: Option<&str>) -> Result<Factors> {
    actor.check_user_id(user_id)?;
    let mut db = app.store.read().await?;
    let row = actor.stored(&mut db).await?;
    let app_since = store::factors::authenticator(&mut db, &row.id).await?.and_then(|row| row.confirmed_at);
    let passkeys = store::passkeys::of_account(&mut db, &row.id).await?.into_iter().map(|row| Passkey {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(Factors {
        has_password: row.password_hash.is_some(),
        app_since,
        codes_left: store::factors::codes_left(&mut db, &row.id).await?,
        passkeys: passkeys.collect(),
        passkeys_possible: passkeys_possible(app),
        is_wanted: actor.lacks_factor,
    })
}

/// What ends a log-in to this account that waits.
pub(crate) async fn step(app: &App, db: &mut Db, account: &AccountId) -> Result<SecondStep> {
    Ok(SecondStep {
        app: store::factors::authenticator(db, account).await?.is_some_and(|row| row.confirmed_at.is_some()),
        passkey: passkeys_possible(app) && !store::passkeys::of_account(db, account).await?.is_empty(),
    })
}

/// Wrong codes of an account, over all its log-ins and servers, after which its app is not asked any more: guessing ends far
/// below a likely hit. A recovery code, a passkey or a new password begins anew (security.md, checks 4 and 23).
pub(crate) const MOST_WRONG: i64 = 50;
/// After so many the owner is told.
pub(crate) const TELL_EVERY: i64 = 5;

/// Uses a code up: of the app, which takes none twice, or a recovery code. Answers in words what it was; nothing when it is
/// neither.
pub(crate) async fn accepts(app: &App, tx: &mut Db, account: &AccountId, code: &Secret) -> Result<Option<&'static str>> {
    let code = code.expose();
    if code.len() > 64 {
        return Ok(None);
    }
    let plain: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_lowercase();
    if plain.len() == 6 && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        let Some(row) = store::factors::authenticator(tx, account).await?.filter(|row| row.confirmed_at.is_some()) else {
            return Ok(None);
        };
        if store::factors::wrong(tx, account).await? >= MOST_WRONG {
            return Ok(None);
        }
        let seconds = Timestamp::now().0 / 1000;
        return match authenticator::opened(app, account, &row)?.step_of(&plain, seconds) {
            Some(step) if store::factors::use_step(tx, account, step).await? => {
                store::factors::forgive_wrong(tx, account).await?;
                Ok(Some("with a code of the app"))
            }
            _ => Ok(None),
        };
    }
    if !store::factors::use_code(tx, account, &codes::hash(app, account, &plain)).await? {
        return Ok(None);
    }
    store::factors::forgive_wrong(tx, account).await?;
    Ok(Some("with a recovery code"))
}

/// Counts a wrong code, tells the owner of every fifth, and answers what whoever showed it is told.
pub(crate) async fn wrong(app: &App, tx: &mut Db, row: &AccountRow, field: &str) -> Result<AppError> {
    let count = store::factors::count_wrong(tx, &row.id).await?;
    if count % TELL_EVERY == 0 {
        let what = "somebody who knows your password, or has a session of yours, showed five wrong codes. None was taken.";
        notices::tell(tx, app, row, what).await?;
    }
    Ok(AppError::field(
        field,
        match count {
            MOST_WRONG.. => "There were too many wrong codes. Use a recovery code or a passkey, or choose a new password.",
            _ => "This code is not right, or was used already. Wait for the next one, or use a recovery code.",
        },
    ))
}

/// A code that somebody who is signed in shows, counted like a log-in.
///
/// # Errors
/// `Invalid` for a wrong one, `RateLimited`.
pub(crate) async fn show(app: &App, client: &Client, row: &AccountRow, (field, verb): (&str, Verb), code: &Secret) -> Result<()> {
    let is_known = known_places::is_known(app, &mut *app.store.read().await?, &row.id, client).await?;
    let attempt = app.limits.sign_in(client, row.id.as_str(), is_known)?;
    mail::prepare(app).await?;
    let mut tx = app.store.begin().await?;
    if accepts(app, &mut tx, &row.id, code).await?.is_some() {
        tx.commit().await?;
        attempt.forgive();
        return Ok(());
    }
    let refused = wrong(app, &mut tx, row, field).await?;
    let by = By::account(&row.id, client);
    audit::note(&mut tx, &by, verb, &Object::account(&row.id, &row.username), Outcome::Refused).await?;
    tx.commit().await?;
    mail::ring(app);
    attempt.keep(app).await?;
    Err(refused)
}

/// What every new factor brings with it: recovery codes, when the account has none, an entry and a letter.
async fn added(app: &App, tx: &mut Db, actor: &Actor, row: &AccountRow, kind: Kind, name: &str, what: &str) -> Result<FactorMade> {
    let shown_once = match store::factors::codes_left(tx, &row.id).await? {
        0 => Some(codes::make(app, tx, &row.id).await?),
        _ => None,
    };
    audit::done(tx, actor, Verb::Created, &Object::new(kind, row.id.as_str(), name)).await?;
    notices::tell(tx, app, row, &format!("{what} was added.")).await?;
    Ok(FactorMade { message: "It counts from your next log-in on.".into(), shown_once })
}

/// What taking one away brings with it: recovery codes of whoever has no other go too.
async fn removed(app: &App, tx: &mut Db, by: impl Into<By>, row: &AccountRow, object: &Object, what: &str) -> Result<()> {
    if !store::factors::any(tx, &row.id).await? {
        store::factors::replace_codes(tx, &row.id, &[], Timestamp::now()).await?;
    }
    audit::done(tx, by, Verb::Deleted, object).await?;
    notices::tell(tx, app, row, &format!("{what} was removed.")).await
}

/// Takes away everything that is asked for besides the password, for somebody who lost it. False when there was nothing.
pub(crate) async fn remove_all(app: &App, tx: &mut Db, by: impl Into<By>, row: &AccountRow) -> Result<bool> {
    // The account before its log-ins that wait, as everywhere.
    store::accounts::hold_active(tx, &row.id).await?;
    let had_app = store::factors::delete_authenticator(tx, &row.id).await?;
    let passkeys = store::passkeys::delete_all(tx, &row.id).await?;
    if !had_app && passkeys == 0 {
        return Ok(false);
    }
    store::half_log_ins::delete_all(tx, &row.id).await?;
    store::factors::forgive_wrong(tx, &row.id).await?;
    let object = Object::new(Kind::Factor, row.id.as_str(), &row.username).saying("everything besides the password");
    removed(app, tx, by, row, &object, "everything that is asked for besides your password (the app, the passkeys and the recovery codes)")
        .await?;
    Ok(true)
}
