//! Sessions: 30 days from their last use, ended by log-out, a new password, a newer log-in from the same browser and
//! suspension of the account, on the very next request.

use super::half::HalfLogIn;
use crate::{
    domain::{
        App,
        actor::{Actor, Client},
    },
    error::Result,
    model::{access::Secret, browser, id::AccountId, time::Timestamp},
    secrets::{is_random_token, random_token},
    store::{self, Db, sessions::NewRow},
};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a session lives after its last use, in seconds.
pub const LIFETIME_SECONDS: i64 = 30 * 24 * 3600;
/// The end of a session moves at most this often, so that reading does not write.
const TOUCH_AFTER_MS: i64 = 3600 * 1000;
/// What a session's token is hashed as.
const PURPOSE: &str = "session";

/// A session that was just made: the token for the cookie and how long it lives.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub token: Secret,
    pub max_age_seconds: i64,
    pub account: AccountId,
    /// Of its row.
    pub id: String,
}

/// A caller who was recognised by a token.
pub struct Recognised {
    pub actor: Actor,
    /// The end of the session moved: its cookie should live longer too.
    pub prolonged: bool,
}

/// Starts a session. The token is in the answer and nowhere else.
pub(super) async fn start(app: &App, db: &mut Db, account: &AccountId, client: &Client) -> Result<NewSession> {
    let token = random_token()?;
    let now = Timestamp::now();
    // The id is not the token: it may be in logs.
    let id = AccountId::new();
    let hash = app.tokens.hash(PURPOSE, token.expose());
    store::sessions::sweep(db, now).await?;
    let new = NewRow {
        id: id.as_str(),
        token_hash: &hash,
        account,
        browser: client.browser.as_deref(),
        network: &browser::network(client.address),
    };
    store::sessions::insert(db, &new, now, now.plus_seconds(LIFETIME_SECONDS)).await?;
    Ok(NewSession { token, max_age_seconds: LIFETIME_SECONDS, account: account.clone(), id: id.as_str().to_owned() })
}

/// Whether this has the form of a session token.
pub fn is_possible(token: &str) -> bool {
    is_random_token(token)
}

/// Who a session token stands for; nobody when it is unknown, expired, ended or its account is suspended.
pub async fn recognise(app: &App, token: &str) -> Result<Option<Recognised>> {
    if !is_possible(token) {
        return Ok(None);
    }
    let now = Timestamp::now();
    let hash = app.tokens.hash(PURPOSE, token);
    let mut db = app.store.read().await?;
    let Some(session) = store::sessions::find(&mut db, &hash, now).await? else { return Ok(None) };
    let prolonged = now.0 - session.seen_at.0 > TOUCH_AFTER_MS
        && match store::sessions::touch(&mut db, &session.id, session.seen_at, now, now.plus_seconds(LIFETIME_SECONDS)).await {
            // Who can be known may read while nothing can be saved.
            Err(store::Error::Unwritable(cause)) => {
                tracing::warn!("a session was not prolonged: {cause}");
                false
            }
            touched => touched?,
        };
    let lacks_factor = session.is_admin && app.settings.second_factor_for_admins && !store::factors::any(&mut db, &session.account).await?;
    let actor = Actor {
        account: session.account,
        is_admin: session.is_admin,
        lacks_factor,
        session: session.id,
        confirmed_at: session.confirmed_at,
        address: None,
        token: None,
    };
    Ok(Some(Recognised { actor, prolonged }))
}

/// What a use case did to the session of the browser that called.
#[derive(Clone, Debug)]
pub enum SessionChange {
    Started(NewSession),
    /// The first half was shown; the session that the browser may have stays.
    Half(HalfLogIn),
    Ended,
}

/// Carries a [`SessionChange`] from wherever a request is answered to the layer that writes cookies.
#[derive(Clone, Debug, Default)]
pub struct SessionSlot(Arc<Mutex<Option<SessionChange>>>);

impl SessionSlot {
    pub fn put(&self, change: SessionChange) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(change);
    }

    pub fn take(&self) -> Option<SessionChange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
