//! What only PostgreSQL has: its types, its catalogue, its sessions, its refusals.

mod catalogue;
mod pooler;
mod refusals;
mod replica;
mod sessions;
mod shapes;
mod statements;
mod trojans;
mod types;
mod writes;

use super::{access, draft, postgres_engine, read, rows_plan};
use crate::harness::postgres::{fresh_database, superuser};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{sync::Arc, time::Duration};
use vizboard::{
    engines::{Engine, PoolKey, Target},
    model::{
        engine::EngineError,
        id::{ConnectionId, TeamId},
        plan::Plan,
        schema::Schema,
        value::Row,
    },
};

/// A database of its own with an engine that looks at it.
struct Base {
    url: String,
    engine: Arc<dyn Engine>,
}

impl Base {
    async fn with(script: &str) -> Self {
        Self::at(fresh_database().await, script).await
    }

    /// A database whose `create database` has these words at its end.
    async fn created(words: &str, script: &str) -> Self {
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        execute(superuser().as_str(), &format!("create database {name} {words}")).await;
        let mut url = superuser();
        url.set_path(&name);
        Self::at(url.into(), script).await
    }

    async fn at(url: String, script: &str) -> Self {
        execute(&url, script).await;
        Self { url, engine: postgres_engine() }
    }

    /// A log-in role of this test with a password that needs care; roles belong to the whole server.
    async fn role(&self) -> (String, Target) {
        let name = format!("reader_{}", uuid::Uuid::new_v4().simple());
        execute(&self.url, &format!("create role {name} login password 'p@ss/w:o?r#d%20\"''\\'")).await;
        let mut access = access(&self.url);
        access.user.clone_from(&name);
        access.password = vizboard::model::access::Secret::new("p@ss/w:o?r#d%20\"'\\");
        (name, draft(access))
    }

    fn target(&self) -> Target {
        draft(access(&self.url))
    }

    fn stored(&self, id: &ConnectionId, revision: i64) -> Target {
        Target { team: TeamId::new(), connection: Some(PoolKey { connection: id.clone(), revision }), access: access(&self.url) }
    }

    async fn schema(&self) -> Schema {
        self.engine.introspect(&self.target()).await.expect("the schema is read")
    }

    async fn table(&self, target: &Target, name: &str) -> Result<Vec<Row>, EngineError> {
        let schema = self.schema().await;
        read(self.engine.as_ref(), target, Plan::Rows(rows_plan(schema.table(name).expect("introspected")))).await
    }

    /// What the sessions of the engine in this database do now: their states, without this question's own session.
    async fn sessions(&self) -> Vec<String> {
        let mut server = PgConnection::connect(&self.url).await.expect("the server answers");
        sqlx::query_scalar(
            "select coalesce(state, '') from pg_stat_activity where datname = current_database() and application_name = 'VizBoard'",
        )
        .fetch_all(&mut server)
        .await
        .expect("an answer")
    }

    /// Waits at most two seconds until the sessions are as `wanted`.
    async fn sessions_become(&self, wanted: impl Fn(&[String]) -> bool) {
        let mut seen = Vec::new();
        // Slack for a busy machine; what is waited for would otherwise last half a minute.
        for _ in 0..100 {
            seen = self.sessions().await;
            if wanted(&seen) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("after ten seconds: {seen:?}");
    }
}

async fn execute(url: &str, script: &str) {
    let mut owner = PgConnection::connect(url).await.expect("the server answers");
    sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut owner).await.unwrap_or_else(|error| panic!("{error} in {script}"));
}
