//! The log of a database whose owner switched auditing on.

use super::access::{self, Asking, Key};
use crate::{
    domain::{App, actor::Actor, days},
    error::Result,
    model::{database_copies::DatabaseChangeLine, database_right::DatabaseRight, time::Timestamp},
    store,
};

/// Most lines of an answer.
pub const MOST: i64 = 1_000;

/// `GET /api/dbs/{dbId}/changes`: the newest first, before `before`.
pub async fn changes(app: &App, actor: &Actor, key: &Key, before: Option<&str>, limit: i64) -> Result<Vec<DatabaseChangeLine>> {
    let before = before.map(|text| days::moment("before", text)).transpose()?.unwrap_or(Timestamp(i64::MAX));
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, Asking { actor: Some(actor) }, key, DatabaseRight::Settings).await?;
    let rows = store::database_parts::changes(&mut db, &found.row.id, before, limit.clamp(1, MOST)).await?;
    let line = |row: store::database_parts::ChangeRow| DatabaseChangeLine {
        changed_utc: row.made_at,
        changed_by: row.made_by,
        kind: row.kind,
        num_changes: row.changes,
        statement: row.statement,
    };
    Ok(rows.into_iter().map(line).collect())
}
