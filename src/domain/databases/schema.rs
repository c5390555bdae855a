//! The structure of hosted databases, read once and kept until it changes.

use super::{access::Found, definitions, work::failed};
use crate::{
    domain::App,
    error::{AppError, Result},
    model::{
        engine::EngineKind,
        schema::{Schema, Table},
        sqlite_definition::Definition,
    },
};
use moka::sync::Cache;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Structures of databases by folder.
pub struct Kept {
    by_folder: Cache<String, Arc<Schema>>,
    /// The statements that made it.
    definitions: Cache<String, Arc<Vec<Definition>>>,
    /// Counts what was forgotten: a structure that was being read meanwhile may be the one of before, and is not kept.
    forgotten: AtomicU64,
}

impl Default for Kept {
    /// A thousand databases; each is read again after an hour at the latest.
    fn default() -> Self {
        let hour = Duration::from_secs(3_600);
        Self {
            by_folder: Cache::builder().max_capacity(1_000).time_to_idle(hour).build(),
            definitions: Cache::builder().max_capacity(1_000).time_to_idle(hour).build(),
            forgotten: AtomicU64::new(0),
        }
    }
}

/// The structure of a database.
///
/// # Errors
/// `Unavailable` when it cannot be opened.
pub async fn of(app: &App, found: &Found) -> Result<Arc<Schema>> {
    let (kept, folder) = (&app.memory.structures, &found.row.folder);
    if let Some(schema) = kept.by_folder.get(folder) {
        return Ok(schema);
    }
    let forgotten = kept.forgotten.load(Ordering::Acquire);
    let schema = app.engines.of(EngineKind::Hosted).introspect(&found.target()).await.map_err(|error| failed(&error))?;
    let schema = Arc::new(schema);
    if kept.forgotten.load(Ordering::Acquire) == forgotten {
        kept.by_folder.insert(folder.clone(), schema.clone());
    }
    Ok(schema)
}

/// The statements that made it, in the order in which its parts were made.
///
/// # Errors
/// `Unavailable` when it cannot be opened.
pub async fn definitions(app: &App, found: &Found) -> Result<Arc<Vec<Definition>>> {
    let (kept, folder) = (&app.memory.structures, &found.row.folder);
    if let Some(definitions) = kept.definitions.get(folder) {
        return Ok(definitions);
    }
    let forgotten = kept.forgotten.load(Ordering::Acquire);
    let definitions = Arc::new(definitions::read(app, found).await?);
    if kept.forgotten.load(Ordering::Acquire) == forgotten {
        kept.definitions.insert(folder.clone(), definitions.clone());
    }
    Ok(definitions)
}

/// The structure is another now.
pub fn forget(app: &App, folder: &str) {
    app.memory.structures.forgotten.fetch_add(1, Ordering::AcqRel);
    app.memory.structures.by_folder.invalidate(folder);
    app.memory.structures.definitions.invalidate(folder);
}

/// A table or view by its name; SQLite's names are alike in whatever case.
///
/// # Errors
/// `NotFound`.
pub fn table<'s>(schema: &'s Schema, name: &str) -> Result<&'s Table> {
    let exact = schema.tables.iter().find(|table| table.at.name == name);
    exact
        .or_else(|| schema.tables.iter().find(|table| table.at.name.eq_ignore_ascii_case(name)))
        .ok_or_else(|| AppError::not_found("Table not found"))
}
