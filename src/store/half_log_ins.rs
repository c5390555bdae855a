//! Log-ins that wait for a second factor. Only hashes of their tokens are here.

use super::{Db, Result, accounts::account_id};
use crate::model::{id::AccountId, time::Timestamp};
use sqlx::{Row, any::AnyRow};

/// One that still waits.
#[derive(Clone, Debug)]
pub struct HalfRow {
    pub account: AccountId,
    /// How its first half went.
    pub how: String,
    /// Codes that were tried.
    pub tries: i64,
}

fn half(row: &AnyRow) -> sqlx::Result<HalfRow> {
    Ok(HalfRow { account: account_id(row, "account_id")?, how: row.try_get("how")?, tries: row.try_get("tries")? })
}

/// Makes one, and forgets those that expired.
pub async fn insert(db: &mut Db, token_hash: &str, account: &AccountId, how: &str, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    sqlx::query("delete from half_log_ins where expires_at <= $1").bind(now.0).execute(&mut *db).await?;
    sqlx::query("insert into half_log_ins (token_hash, account_id, how, created_at, expires_at) values ($1, $2, $3, $4, $5)")
        .bind(token_hash)
        .bind(account.as_str())
        .bind(how)
        .bind(now.0)
        .bind(expires_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The one of a token, while it waits and its account may sign in.
pub async fn find(db: &mut Db, token_hash: &str, now: Timestamp) -> Result<Option<HalfRow>> {
    let row = sqlx::query(
        "select h.account_id, h.how, h.tries from half_log_ins h join accounts a on a.id = h.account_id
         where h.token_hash = $1 and h.expires_at > $2 and a.suspended_at is null",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(half).transpose()?)
}

/// Counts a try, of which `most` are possible. Nothing when there are none left, or it does not wait any more; of several
/// who try at once each takes one.
pub async fn count_try(db: &mut Db, token_hash: &str, most: i64, now: Timestamp) -> Result<Option<HalfRow>> {
    let row = sqlx::query(
        "update half_log_ins set tries = tries + 1 where token_hash = $1 and expires_at > $2 and tries < $3
         returning account_id, how, tries",
    )
    .bind(token_hash)
    .bind(now.0)
    .bind(most)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(half).transpose()?)
}

/// Ends one. False when somebody else did meanwhile.
pub async fn delete(db: &mut Db, token_hash: &str) -> Result<bool> {
    let done = sqlx::query("delete from half_log_ins where token_hash = $1").bind(token_hash).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every one of an account.
pub async fn delete_all(db: &mut Db, account: &AccountId) -> Result<()> {
    sqlx::query("delete from half_log_ins where account_id = $1").bind(account.as_str()).execute(db).await?;
    Ok(())
}
