//! A transaction in which nothing can be written and every text form is defined, on a borrowed connection that goes
//! back to the pool only when it is known to be clean.

use super::link::Link;
use crate::model::engine::EngineError;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Row, pool::PoolConnection};
use std::time::Duration;

pub struct Session {
    connection: Option<PoolConnection<Postgres>>,
    /// The server's process, for cancelling.
    pub pid: i32,
}

impl Session {
    /// Begins a read-only transaction that the server ends after `limit`.
    pub async fn begin(link: &Link, limit: Duration) -> Result<Self, EngineError> {
        let mut session = Self { connection: Some(link.acquire().await?), pid: 0 };
        let text = beginning(limit);
        let row = sqlx::raw_sql(AssertSqlSafe(text)).fetch_one(session.connection()).await.map_err(|error| link.explain(&error))?;
        session.pid = row.try_get("pid").map_err(|error| link.explain(&error))?;
        Ok(session)
    }

    pub fn connection(&mut self) -> &mut PgConnection {
        self.connection.as_mut().expect("it is taken only by `finish` and `drop`, which end the session")
    }

    /// Ends the transaction and gives the connection back. What a function of theirs may have set goes with the
    /// rollback; only locks of the session would stay.
    pub async fn finish(mut self) {
        let ended = sqlx::raw_sql("ROLLBACK; SELECT pg_catalog.pg_advisory_unlock_all()").execute(self.connection()).await;
        if let (Ok(_), Some(connection)) = (ended, self.connection.take()) {
            drop(connection);
        }
    }
}

impl Drop for Session {
    /// Not finished: something may still be under way on it, so it is closed and never pooled again.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(connection.detach());
        }
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
