//! A transaction in which nothing can be written and every text form is defined, on a borrowed connection that goes
//! back to the pool only when it is known to be clean.

use super::link::{Link, give_back};
use crate::model::engine::EngineError;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Row, pool::PoolConnection};
use std::{sync::Arc, time::Duration};
use tokio::runtime::Handle;

/// How long a server may take to end a transaction in which nothing was written.
const ROLLBACK: Duration = Duration::from_secs(2);

pub struct Session {
    link: Arc<Link>,
    connection: Option<PoolConnection<Postgres>>,
    /// The server's process, for cancelling; nothing while the transaction begins.
    pid: Option<i32>,
}

impl Session {
    /// Begins a read-only transaction that the server ends after `limit`.
    pub async fn begin(link: &Arc<Link>, limit: Duration) -> Result<Self, EngineError> {
        let mut session = Self { link: link.clone(), connection: Some(link.acquire().await?), pid: None };
        let text = beginning(limit);
        let row = sqlx::raw_sql(AssertSqlSafe(text)).fetch_one(session.connection()).await.map_err(|error| link.explain(&error))?;
        session.pid = Some(row.try_get("pid").map_err(|error| link.explain(&error))?);
        Ok(session)
    }

    pub fn connection(&mut self) -> &mut PgConnection {
        self.connection.as_mut().expect("it is taken only by `finish` and `drop`, which end the session")
    }

    /// Ends the transaction and gives the connection back. What a function of theirs may have set goes with the
    /// rollback; only locks of the session would stay.
    pub async fn finish(mut self) {
        let end = sqlx::raw_sql("ROLLBACK; SELECT pg_catalog.pg_advisory_unlock_all()").execute(self.connection());
        let ended = tokio::time::timeout(ROLLBACK, end).await;
        if !matches!(ended, Ok(Ok(_))) {
            return;
        }
        if let Some(connection) = self.connection.take() {
            give_back(connection).await;
        }
    }
}

impl Drop for Session {
    /// Not finished: something may still be under way on it, so the server is told to stop that, and the connection is
    /// closed and never pooled again. A server notices a closed connection only when it has something to send.
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let connection = connection.detach();
        let (Some(pid), Ok(runtime)) = (self.pid, Handle::try_current()) else { return };
        let link = self.link.clone();
        let order = async move {
            link.cancel(pid).await;
            // Held so long: the number of its process stands for nobody else's until then.
            drop(connection);
        };
        self.link.work().spawn_on(order, &runtime);
    }
}

/// One round trip. The text forms are those of a server with default settings, whatever this one's are. A database with
/// the encoding SQL_ASCII holds any bytes and would refuse to send those that are not UTF-8: `decode` shows them.
pub fn beginning(limit: Duration) -> String {
    format!(
        "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; \
         SET LOCAL statement_timeout = {limit}; \
         SET LOCAL search_path = ''; \
         SET LOCAL DateStyle = 'ISO, MDY'; \
         SET LOCAL IntervalStyle = 'postgres'; \
         SET LOCAL TimeZone = 'UTC'; \
         SET LOCAL extra_float_digits = 1; \
         SET LOCAL bytea_output = 'hex'; \
         SET LOCAL xmloption = 'content'; \
         SET LOCAL standard_conforming_strings = on; \
         SET LOCAL client_min_messages = error; \
         SELECT pg_catalog.pg_backend_pid() AS pid, pg_catalog.set_config('client_encoding', \
         CASE WHEN pg_catalog.getdatabaseencoding() = 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END, true)",
        limit = limit.as_millis().clamp(1, i32::MAX as u128)
    )
}
