//! Stored schemas, read once: a schema of a thousand tables is megabytes of JSON, and every tile needs one.

use crate::{
    domain::Reader,
    error::{AppError, Result},
    model::{id::ConnectionId, schema::Schema, time::Timestamp},
    store::{self, connections::ConnectionRow},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Most schemas that are remembered.
const MOST: usize = 32;

/// What tells one stored schema from a later one of the same connection.
type Version = (i64, Option<Timestamp>);

#[derive(Default)]
pub struct Schemas {
    known: Mutex<HashMap<ConnectionId, (Version, Arc<Schema>)>>,
}

/// The stored schema of a connection; nothing when there is none yet.
pub(crate) async fn of(app: &Reader, row: &ConnectionRow) -> Result<Option<Arc<Schema>>> {
    if !row.has_schema {
        return Ok(None);
    }
    let version = (row.revision, row.last_introspection);
    if let Some(schema) = app.memory.schemas.find(&row.id, version) {
        return Ok(Some(schema));
    }
    let stored = store::connections::schema(&mut *app.records.read().await?, &row.id).await?;
    let Some(stored) = stored else { return Ok(None) };
    let schema: Schema = serde_json::from_str(&stored.json).map_err(AppError::internal)?;
    let schema = Arc::new(schema);
    // A schema that was replaced since the row was read is used, but not remembered under the older version.
    if Some(stored.taken_at) == row.last_introspection {
        app.memory.schemas.remember(&row.id, version, &schema);
    }
    Ok(Some(schema))
}

impl Schemas {
    fn find(&self, id: &ConnectionId, version: Version) -> Option<Arc<Schema>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(id).filter(|(its, _)| *its == version).map(|(_, schema)| Arc::clone(schema))
    }

    fn remember(&self, id: &ConnectionId, version: Version, schema: &Arc<Schema>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST && !known.contains_key(id) {
            let oldest = known.iter().min_by_key(|(_, ((_, taken), _))| *taken).map(|(id, _)| id.clone());
            if let Some(oldest) = oldest {
                known.remove(&oldest);
            }
        }
        known.insert(id.clone(), (version, Arc::clone(schema)));
    }
}
