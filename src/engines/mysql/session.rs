//! How a read begins and ends.

use sqlx::{AssertSqlSafe, MySqlConnection, Row};
use std::time::Duration;

/// Begins a read-only transaction that the server ends after `limit`; answers the session's number.
pub async fn begin(connection: &mut MySqlConnection, limit: Duration) -> sqlx::Result<i64> {
    let row = sqlx::raw_sql(AssertSqlSafe(beginning(limit))).fetch_one(connection).await?;
    row.try_get_unchecked::<i64, _>("session")
}

/// Locks that a function of theirs took would outlive the transaction.
pub async fn end(connection: &mut MySqlConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("ROLLBACK; DO 0 /*!50705 + RELEASE_ALL_LOCKS() */ /*M!100502 + RELEASE_ALL_LOCKS() */")
        .execute(connection)
        .await
        .map(drop)
}

pub async fn cancel(connection: &mut MySqlConnection, session: i64) -> sqlx::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(format!("KILL QUERY {session}"))).execute(connection).await.map(drop)
}

/// One round trip. Unlike a transaction's settings elsewhere these stay with the connection, so every one that a
/// function of theirs could have changed to our harm is set again: what text means, what is a valid date, which time
/// zone moments are shown in, how many rows come, how exact an average is. Should a statement end the transaction, the
/// next one may not write either. The limit of time is MySQL's in milliseconds
/// and MariaDB's in seconds.
fn beginning(limit: Duration) -> String {
    let limit = limit.as_millis().clamp(1, i32::MAX as u128);
    format!(
        "SET SESSION sql_mode = '', time_zone = '+00:00', sql_select_limit = DEFAULT, \
         sql_safe_updates = 0, sql_auto_is_null = 0, div_precision_increment = 10, autocommit = 1, \
         NAMES utf8mb4 COLLATE utf8mb4_general_ci \
         /*!50708 , max_execution_time = {limit} */ /*M!100101 , max_statement_time = {seconds} */; \
         SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
         START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY; \
         SELECT CONNECTION_ID() AS session",
        seconds = format_args!("{}.{:03}", limit / 1000, limit % 1000),
    )
}
