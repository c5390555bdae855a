//! Addresses from which an account signed in lately: there its owner is not locked out by the failures of others
//! (`domain::limits`).

use crate::{
    domain::{App, actor::Client, limits},
    error::Result,
    model::{id::AccountId, time::Timestamp},
    store::{self, Db},
};

/// How long an address is remembered after a log-in, in seconds.
const REMEMBERED_SECONDS: i64 = 90 * 24 * 3600;
const PURPOSE: &str = "address";

fn hash(app: &App, client: &Client) -> String {
    app.tokens.hash(PURPOSE, &limits::place(client.address).to_string())
}

pub(crate) async fn is_known(app: &App, db: &mut Db, account: &AccountId, client: &Client) -> Result<bool> {
    let since = Timestamp::now().plus_seconds(-REMEMBERED_SECONDS);
    Ok(store::sessions::knows_address(db, account, &hash(app, client), since).await?)
}

pub(super) async fn remember(app: &App, db: &mut Db, account: &AccountId, client: &Client) -> Result<()> {
    let now = Timestamp::now();
    Ok(store::sessions::remember_address(db, account, &hash(app, client), now, now.plus_seconds(-REMEMBERED_SECONDS)).await?)
}
