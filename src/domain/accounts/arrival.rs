//! Arriving: whoever showed the first thing by which an account is known, a password or an account elsewhere, is signed in,
//! or has to show a second factor first.

use super::{
    half::{self, HalfLogIn},
    known_places,
    sessions::{self, NewSession},
};
use crate::{
    domain::{
        App,
        actor::Client,
        audit::{self, By, Object},
    },
    error::Result,
    model::{audit::Verb, id::AccountId, time::Timestamp},
    store::{self, Db},
};

/// How far somebody came.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// In.
    Session(NewSession),
    /// To the second factor: what the browser keeps meanwhile.
    Half(HalfLogIn),
}

/// Signs in to an account that may be signed in to (it is not suspended, which is for the caller to see), or begins a
/// log-in that waits for its second factor. `how` says in the audit log what was shown; nothing for a password.
///
/// To be called in the transaction in which was seen who it is, and committed whatever is answered.
pub async fn arrive(app: &App, tx: &mut Db, account: &AccountId, client: &Client, how: &str) -> Result<Arrival> {
    if store::factors::any(tx, account).await? {
        return half::begin(app, tx, account, client, how).await.map(Arrival::Half);
    }
    let session = enter(app, tx, account, client, Verb::SignedIn, how).await?;
    // A provider lets through whoever has the browser in which somebody is signed in there: who has a password is asked for it
    // before anything that gives lasting power.
    if !how.is_empty() && store::accounts::by_id(tx, account).await?.is_some_and(|account| account.password_hash.is_some()) {
        store::sessions::confirm(tx, &session.id, Timestamp(0)).await?;
    }
    Ok(Arrival::Session(session))
}

/// The session of somebody who showed all that is asked for. What this browser had before ends: its session, and a log-in
/// that waited.
pub(super) async fn enter(app: &App, tx: &mut Db, account: &AccountId, client: &Client, verb: Verb, how: &str) -> Result<NewSession> {
    if let Some(previous) = &client.session {
        store::sessions::delete(tx, previous).await?;
    }
    half::drop_of(app, tx, client).await?;
    let session = sessions::start(app, tx, account, client).await?;
    known_places::remember(app, tx, account, client).await?;
    let object = match how {
        "" => Object::session(),
        how => Object::session().saying(how),
    };
    audit::done(tx, By::account(account, client), verb, &object).await?;
    Ok(session)
}
