//! New ids of a database: the old ones stop working at once.

use super::{
    access::{self, Asking, Key},
    fresh, variables,
};
use crate::{
    domain::{
        App,
        actor::Actor,
        audit::{self, Object},
        keys,
    },
    error::Result,
    model::{audit::Verb, database_right::DatabaseRight, ulid::DatabaseId},
    store,
};

/// `/dbs/{dbId}/regenerate-db-id`. Everything that belongs to it comes along, permissions of tokens too.
///
/// # Errors
/// As [`access::find`].
pub async fn regenerate_id(app: &App, actor: &Actor, key: &Key) -> Result<DatabaseId> {
    keys::count_uses(&app.store, &app.keys).await?;
    let mut tx = app.store.begin().await?;
    let mut found = access::locked(&mut tx, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    let old = std::mem::replace(&mut found.row.id, DatabaseId::new());
    store::databases::change_id(&mut tx, &old, &found.row.id).await?;
    variables::rebind(app, &mut tx, &old, &found.row.id).await?;
    audit::done(&mut tx, actor, Verb::Rotated, &Object::database(&found.row).saying("id")).await?;
    tx.commit().await?;
    Ok(found.row.id)
}

/// `/dbs/{dbId}/regenerate-readonly-id`.
///
/// # Errors
/// As [`access::find`].
pub async fn regenerate_readonly_id(app: &App, actor: &Actor, key: &Key) -> Result<DatabaseId> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    store::databases::change_readonly_id(&mut tx, &found.row.id, &fresh::readonly_id()).await?;
    audit::done(&mut tx, actor, Verb::Rotated, &Object::database(&found.row).saying("read-only id")).await?;
    tx.commit().await?;
    Ok(found.row.id)
}
