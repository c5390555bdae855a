//! What only MySQL and MariaDB have: their types, their catalogue, their sessions, their refusals.

mod catalogue;
pub mod lies;
mod refusals;
mod sessions;
mod statements;
mod types;

use super::{access, draft, mysql_engine, read, rows_plan};
use crate::harness::mysql::{fresh_database, superuser};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection};
use std::{sync::Arc, time::Duration};
use vizboard::{
    engines::{Engine, PoolKey, Target},
    model::{
        access::Secret,
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
        let url = fresh_database().await;
        execute(&url, script).await;
        Self { url, engine: mysql_engine() }
    }

    fn name(&self) -> &str {
        self.url.rsplit('/').next().expect("a database")
    }

    /// A user of this test with a password that needs care and with no rights; users belong to the whole server.
    async fn user(&self, words: &str) -> (String, Target) {
        self.user_named("reader", words).await
    }

    async fn user_named(&self, beginning: &str, words: &str) -> (String, Target) {
        let name = format!("{beginning}_{}", &uuid::Uuid::new_v4().simple().to_string()[..12]);
        execute(&self.url, &format!("create user {name}@'%' identified {words}")).await;
        let mut access = access(&self.url);
        access.user.clone_from(&name);
        access.password = Secret::new("p@ss/w:o?r#d%20\"'\\");
        (name, draft(access))
    }

    /// One who may read some of it.
    async fn reader(&self, granted: &str) -> Target {
        self.reader_named("reader", granted).await
    }

    async fn reader_named(&self, beginning: &str, granted: &str) -> Target {
        let (name, target) = self.user_named(beginning, "by 'p@ss/w:o?r#d%20\"''\\\\'").await;
        for grant in granted.split(';') {
            execute(&self.url, &format!("grant {grant} to {name}@'%'")).await;
        }
        target
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

    /// What the sessions in this database do now: their commands, without this question's own session.
    async fn sessions(&self) -> Vec<String> {
        let mut server = MySqlConnection::connect(superuser().as_str()).await.expect("the server answers");
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as("select cast(command as binary) from information_schema.processlist where db = ?")
            .bind(self.name())
            .fetch_all(&mut server)
            .await
            .expect("an answer");
        rows.into_iter().map(|(command,)| String::from_utf8(command).expect("letters")).collect()
    }

    /// Waits until the sessions are as `wanted`.
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
    if script.is_empty() {
        return;
    }
    let mut owner = MySqlConnection::connect(url).await.expect("the server answers");
    sqlx::raw_sql(AssertSqlSafe(script.to_owned())).execute(&mut owner).await.unwrap_or_else(|error| panic!("{error} in {script}"));
}
