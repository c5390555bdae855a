//! What is sealed in the store, under which keys, and how it gets under a new one.

mod check;
mod rotation;
mod usage;

pub(crate) use check::{is_set_up, make_if_absent, token_key};
pub use rotation::{Outcome, Rotation};
pub(crate) use usage::name_old_keys;

use crate::{
    error::Result,
    secrets::{KeyRing, Place, USES_BLOCK},
    store::{self, Store, sealed::SealedColumn},
};

/// Where a sealed text stands, as it is bound to it.
pub(crate) fn place<'a>(column: &SealedColumn, row: &'a str) -> Place<'a> {
    Place { table: column.table, column: column.column, row }
}

/// Counts the next uses of the newest key in the store, before the first of them. Called before something is sealed and
/// with no connection to the store in hand. It is also the moment at which a new key of the key file is seen: from then
/// on it seals.
pub(crate) async fn count_uses(store: &Store, keys: &KeyRing) -> Result<()> {
    if let Some(id) = keys.wants_uses() {
        let mut tx = store.begin().await?;
        let from = store::settings::count(&mut tx, &format!("key_uses.{id}"), USES_BLOCK).await?;
        tx.commit().await?;
        keys.grant_uses(&id, from);
    }
    Ok(())
}
