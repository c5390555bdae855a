//! Hosted SQLite databases: one file each below `databases/` in the data directory, written by one connection and read by
//! several.

mod questions;

pub use questions::versions;

use super::{Engine, EngineSettings, RowStream, Target, sqlite::Sqlite};
use crate::model::{
    engine::{EngineError, EngineKind, ReadRequest, ServerFacts},
    id::ConnectionId,
    schema::Schema,
};
use async_trait::async_trait;

pub struct Hosted {
    reader: Sqlite,
}

impl Hosted {
    pub fn new(settings: &EngineSettings) -> Self {
        Self { reader: Sqlite::new(settings) }
    }
}

#[async_trait]
impl Engine for Hosted {
    fn kind(&self) -> EngineKind {
        EngineKind::Hosted
    }

    async fn validate(&self, target: &Target) -> Result<ServerFacts, EngineError> {
        self.reader.validate(target).await
    }

    async fn introspect(&self, target: &Target) -> Result<Schema, EngineError> {
        self.reader.introspect(target).await
    }

    async fn read(&self, target: &Target, request: ReadRequest) -> Result<RowStream, EngineError> {
        self.reader.read(target, request).await
    }

    async fn cancel(&self, request_id: &str) {
        self.reader.cancel(request_id).await;
    }

    async fn forget(&self, connection: &ConnectionId) {
        self.reader.forget(connection).await;
    }

    async fn stop(&self) {
        self.reader.stop().await;
    }
}
