//! Which keys the sealed texts of the store name.

use crate::{
    domain::App,
    error::Result,
    secrets::{HEAD, SEALED, key_id},
    store::{self, Store, sealed::COLUMNS},
};
use std::collections::BTreeMap;

/// How many sealed texts name each key, by its id.
pub(super) async fn usage(store: &Store) -> Result<BTreeMap<String, u64>> {
    let mut usage = BTreeMap::new();
    for column in &COLUMNS {
        let mut after = String::new();
        loop {
            let heads = store::sealed::heads(&mut *store.read().await?, column, SEALED, &after, HEAD).await?;
            let Some(last) = heads.last() else { break };
            after.clone_from(&last.row);
            for id in heads.iter().filter_map(|head| key_id(&head.text)) {
                *usage.entry(id.to_owned()).or_default() += 1;
            }
        }
    }
    Ok(usage)
}

/// Says in the log which keys besides the newest are listed, and what still needs them.
pub(crate) async fn name_old_keys(app: &App) -> Result<()> {
    let ids = app.keys.ids();
    let Some((newest, old)) = ids.split_first().filter(|(_, old)| !old.is_empty()) else { return Ok(()) };
    let usage = usage(&app.store).await?;
    for id in old {
        match usage.get(id) {
            Some(secrets) => {
                tracing::warn!(old = id, newest, secrets, "an old secret key is still needed: `vizboard rotate-key` ends that")
            }
            None => tracing::info!(old = id, newest, "nothing is sealed with an old secret key any more: it can be taken out of the list"),
        }
    }
    Ok(())
}
