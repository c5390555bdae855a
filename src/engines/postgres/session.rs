//! How a read begins and ends, and a transaction that writes.

use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::time::Duration;

/// Begins a read-only transaction that the server ends after `limit`; answers the server's process.
pub async fn begin(connection: &mut PgConnection, limit: Duration) -> sqlx::Result<i64> {
    begun(connection, "REPEATABLE READ READ ONLY", limit).await
}

/// Begins a transaction that may write. A row that somebody else changes meanwhile is waited for and seen as it is then.
pub async fn begin_writing(connection: &mut PgConnection, limit: Duration) -> sqlx::Result<i64> {
    begun(connection, "READ COMMITTED READ WRITE", limit).await
}

async fn begun(connection: &mut PgConnection, manner: &str, limit: Duration) -> sqlx::Result<i64> {
    let row = sqlx::raw_sql(AssertSqlSafe(beginning(manner, limit))).fetch_one(connection).await?;
    row.try_get::<i32, _>("pid").map(i64::from)
}

pub async fn commit(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("COMMIT").execute(connection).await.map(drop)
}

/// What a function of theirs may have set goes with the rollback; only locks of the session would stay.
pub async fn end(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("ROLLBACK; SELECT pg_catalog.pg_advisory_unlock_all()").execute(connection).await.map(drop)
}

/// Bare names lead where they lead for everybody who logs in as this role.
pub async fn hand_over(connection: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("SET LOCAL search_path TO DEFAULT").execute(connection).await.map(drop)
}

pub async fn cancel(connection: &mut PgConnection, pid: i64) -> sqlx::Result<()> {
    sqlx::query("select pg_catalog.pg_cancel_backend($1::integer)").persistent(false).bind(pid).execute(connection).await.map(drop)
}

/// One round trip. The text forms are those of a server with default settings, whatever this one's are. A database with
/// the encoding SQL_ASCII holds any bytes and would refuse to send those that are not UTF-8: `decode` shows them.
fn beginning(manner: &str, limit: Duration) -> String {
    format!(
        "BEGIN TRANSACTION ISOLATION LEVEL {manner}; \
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
