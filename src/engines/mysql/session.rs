//! How a read begins and ends, and a transaction that writes.

use crate::model::schema::TableRef;
use sqlx::{AssertSqlSafe, MySqlConnection, Row};
use std::time::Duration;

const READING: &str = "";
const WRITING: &str = "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";
const READ_ONLY: &str = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
     START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;";
/// What comes after this transaction may not write.
const READ_WRITE: &str = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; START TRANSACTION READ WRITE;";

/// Begins a read-only transaction that the server ends after `limit`; answers the session's number.
pub async fn begin(connection: &mut MySqlConnection, limit: Duration) -> sqlx::Result<i64> {
    begun(connection, &beginning(READING, limit, READ_ONLY)).await
}

/// Begins a transaction that may write. What does not fit a column is refused and not cut. A row that somebody else
/// changes meanwhile is waited for and seen as it is then.
pub async fn begin_writing(connection: &mut MySqlConnection, limit: Duration) -> sqlx::Result<i64> {
    begun(connection, &beginning(WRITING, limit, READ_WRITE)).await
}

async fn begun(connection: &mut MySqlConnection, text: &str) -> sqlx::Result<i64> {
    let row = sqlx::raw_sql(AssertSqlSafe(text.to_owned())).fetch_one(connection).await?;
    row.try_get_unchecked::<i64, _>("session")
}

pub async fn commit(connection: &mut MySqlConnection) -> sqlx::Result<()> {
    sqlx::raw_sql("COMMIT").execute(connection).await.map(drop)
}

/// Some storage engines know no transactions: a change there stays, whatever becomes of those after it.
pub async fn takes_back(connection: &mut MySqlConnection, table: &TableRef) -> sqlx::Result<bool> {
    let kept: Option<i64> = sqlx::query_scalar(
        "SELECT CAST(e.TRANSACTIONS = 'YES' AS SIGNED) FROM information_schema.TABLES t \
         JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE \
         WHERE t.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND t.TABLE_NAME = ?",
    )
    .persistent(false)
    .bind(table.schema.clone())
    .bind(table.name.clone())
    .fetch_optional(connection)
    .await?;
    Ok(kept == Some(1))
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
fn beginning(mode: &str, limit: Duration, transaction: &str) -> String {
    let limit = limit.as_millis().clamp(1, i32::MAX as u128);
    format!(
        "SET SESSION sql_mode = '{mode}', time_zone = '+00:00', sql_select_limit = DEFAULT, \
         sql_safe_updates = 0, sql_auto_is_null = 0, div_precision_increment = 10, autocommit = 1, \
         NAMES utf8mb4 COLLATE utf8mb4_general_ci \
         /*!50708 , max_execution_time = {limit} */ /*M!100101 , max_statement_time = {seconds} */; \
         {transaction} \
         SELECT CONNECTION_ID() AS session",
        seconds = format_args!("{}.{:03}", limit / 1000, limit % 1000),
    )
}
