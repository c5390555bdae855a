//! A database goes for good.

use super::{
    access::{self, Key},
    life,
};
use crate::{
    domain::{
        App,
        actor::{Actor, accounts_only},
        audit::{self, Object},
    },
    error::Result,
    model::{audit::Verb, database_right::DatabaseRight},
    store,
};

/// Deletes it with its copies, charts, apps and variables. The row goes first: a file that is left over is swept.
///
/// # Errors
/// As [`access::find`]; `Forbidden` to API tokens.
pub async fn delete(app: &App, actor: &Actor, key: &Key) -> Result<()> {
    let asking = access::Asking { actor: Some(actor) };
    let mut tx = app.store.begin().await?;
    if actor.token.is_some() {
        access::find(&mut tx, asking, key, DatabaseRight::Read).await?;
        return Err(accounts_only());
    }
    let found = access::locked(&mut tx, asking, key, DatabaseRight::Own).await?;
    store::databases::delete(&mut tx, &found.row.id).await?;
    audit::done(&mut tx, actor, Verb::Deleted, &Object::database(&found.row)).await?;
    tx.commit().await?;
    life::remove_file(app, &found.row).await;
    tracing::info!(database = %found.row.folder, account = %actor.account, "a database was deleted");
    Ok(())
}
