//! The Postgres engine.

use super::{Engine, EngineSettings, RowStream, Target};
use crate::model::{
    engine::{EngineError, EngineKind, ReadRequest, ServerFacts},
    id::ConnectionId,
    schema::Schema,
};
use async_trait::async_trait;

pub struct Postgres {}

impl Postgres {
    pub fn new(_settings: &EngineSettings) -> Self {
        Self {}
    }
}

#[async_trait]
impl Engine for Postgres {
    fn kind(&self) -> EngineKind {
        EngineKind::Postgres
    }

    async fn validate(&self, _target: &Target) -> Result<ServerFacts, EngineError> {
        todo!()
    }

    async fn introspect(&self, _target: &Target) -> Result<Schema, EngineError> {
        todo!()
    }

    async fn read(&self, _target: &Target, _request: ReadRequest) -> Result<RowStream, EngineError> {
        todo!()
    }

    async fn cancel(&self, _request_id: &str) {}

    async fn forget(&self, _connection: &ConnectionId) {}
}
