//! Databases as they are shown.

use super::{
    access::{self, Asking, Found, Key},
    life, shape, work,
};
use crate::{
    domain::{
        App,
        actor::{Actor, accounts_only},
    },
    engines::hosted,
    error::Result,
    model::{
        database::{Database, FileFormat},
        database_right::{DatabaseRight, DatabaseRole},
        plan::Plan,
        value::Value,
    },
    store::{self, databases::DatabaseRow},
};
use futures::future::join_all;

/// Databases that are looked at side by side.
const AT_ONCE: usize = 8;

/// `GET /api/dbs/{dbId}`.
///
/// # Errors
/// As [`access::find`], and `Unavailable` when its file cannot be opened.
pub async fn one(app: &App, asking: Asking<'_>, key: &Key) -> Result<Database> {
    let found = access::open(app, asking, key, DatabaseRight::Read).await?;
    let mut shown = head(app, &found.row).await;
    looked_at(app, &found, &mut shown).await?;
    Ok(shown)
}

/// `GET /api/dbs`: those of the caller's teams. One whose file cannot be opened is shown without its tables.
///
/// # Errors
/// `Forbidden` to API tokens.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Database>> {
    if actor.token.is_some() {
        return Err(accounts_only());
    }
    let rows = store::databases::of_member(&mut *app.store.read().await?, &actor.account).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        shown.extend(join_all(some.iter().map(|row| listed(app, row))).await);
    }
    Ok(shown)
}

async fn listed(app: &App, row: &DatabaseRow) -> Database {
    let found = Found { row: row.clone(), role: DatabaseRole::Viewer, by_readonly_id: false };
    let mut shown = head(app, row).await;
    if let Err(error) = looked_at(app, &found, &mut shown).await {
        tracing::warn!(database = %row.folder, "a database in a list could not be looked at: {error}");
    }
    shown
}

async fn looked_at(app: &App, found: &Found, shown: &mut Database) -> Result<()> {
    shown.tables = shape::tables(app, found).await?;
    (shown.schema_version, shown.user_version) = versions(app, found).await?;
    Ok(())
}

/// What is known without opening it.
async fn head(app: &App, row: &DatabaseRow) -> Database {
    let (size, last_modified_utc) = life::measure(app, row).await;
    Database {
        auditing: row.auditing,
        created_utc: row.created_at,
        description: row.description.clone(),
        environment: row.environment.clone(),
        file_format: row.file_format,
        file_name: file_name(row),
        id: row.id.clone(),
        last_modified_utc,
        location: row.location.clone(),
        owner: row.team_name.clone(),
        readonly_id: row.readonly_id.clone(),
        schema_locked: row.schema_locked,
        schema_version: 0,
        size,
        tables: Vec::new(),
        user_version: 0,
        views_tab: row.views_tab,
        visibility: row.visibility,
        expires_utc: row.expires_at,
    }
}

/// The name with an ending: `database.sqlite`, or `database.csv` for one that was made of such a file.
fn file_name(row: &DatabaseRow) -> String {
    let ending = match row.file_format {
        FileFormat::Sqlite => "sqlite",
        FileFormat::Csv => "csv",
    };
    format!("{}.{ending}", row.name)
}

/// SQLite's counter of changes of the structure, and `user_version`.
async fn versions(app: &App, found: &Found) -> Result<(i64, i64)> {
    let mut stream = work::read(app, found, Plan::Statement(hosted::versions()), work::read_limits()).await?;
    let mut versions = (0, 0);
    while let Some(batch) = stream.batches.recv().await {
        let batch = batch.map_err(|error| work::failed(&error))?;
        if let Some([Value::Int(schema), Value::Int(user)]) = batch.rows.first().map(|row| row.as_slice()) {
            versions = (*schema, *user);
        }
    }
    Ok(versions)
}
