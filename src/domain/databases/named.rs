//! The hosted databases of a person and what their tables are called, for finding them by name.

use super::{access::Found, schema};
use crate::{
    domain::{App, actor::Actor},
    error::Result,
    model::{database_right::DatabaseRole, ulid::DatabaseId},
    store::{self, databases::DatabaseRow},
};
use futures::{StreamExt, stream};
use std::{cmp::Reverse, time::Duration};
use tokio::time::{Instant, timeout_at};

/// Databases whose tables are looked at; those that were changed last.
const MOST_READ: usize = 30;
/// Structures that are read side by side, where they are not kept already.
const AT_ONCE: usize = 4;
/// How long structures that are not kept yet are waited for, all together: a database that is busy or cannot be opened is
/// found by its own name alone.
const PATIENCE: Duration = Duration::from_secs(1);

/// A database by its names.
pub struct Named {
    pub id: DatabaseId,
    pub name: String,
    /// The team that owns it.
    pub team: String,
    /// Names of its tables and views, as far as they were looked at.
    pub tables: Vec<String>,
}

/// The databases of the caller's teams, those that were changed last first.
pub async fn of_member(app: &App, actor: &Actor) -> Result<Vec<Named>> {
    let mut rows = store::databases::of_member(&mut *app.store.read().await?, &actor.account).await?;
    rows.sort_by_key(|row| Reverse(row.modified_at.0));
    let until = Instant::now() + PATIENCE;
    let named = rows.into_iter().enumerate().map(|(place, row)| async move {
        let tables = if place < MOST_READ { tables(app, row.clone(), until).await } else { Vec::new() };
        Named { id: row.id, name: row.name, team: row.team_name.unwrap_or_default(), tables }
    });
    Ok(stream::iter(named).buffered(AT_ONCE).collect().await)
}

async fn tables(app: &App, row: DatabaseRow, until: Instant) -> Vec<String> {
    // Members may at least read, and nothing else is done here.
    let found = Found { row, role: DatabaseRole::Viewer, by_readonly_id: false };
    match timeout_at(until, schema::of(app, &found)).await {
        Ok(Ok(schema)) => schema.tables.iter().map(|table| table.at.name.clone()).collect(),
        _ => Vec::new(),
    }
}
