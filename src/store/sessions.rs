//! Sessions, and the addresses from which accounts signed in. Tokens and addresses are here as hashes only.

use super::{Db, Result};
use crate::model::{id::AccountId, time::Timestamp};
use sqlx::Row;

/// A session that works, with what its account is.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub id: String,
    pub account: AccountId,
    pub is_admin: bool,
    pub seen_at: Timestamp,
}

/// A session that begins `now`.
pub async fn insert(db: &mut Db, id: &str, token_hash: &str, account: &AccountId, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    sqlx::query("insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)")
        .bind(id)
        .bind(token_hash)
        .bind(account.as_str())
        .bind(now.0)
        .bind(expires_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The session of a token, unless it expired or its account is suspended.
pub async fn find(db: &mut Db, token_hash: &str, now: Timestamp) -> Result<Option<SessionRow>> {
    let row = sqlx::query(
        "select s.id, s.account_id, s.seen_at, a.is_admin
         from sessions s join accounts a on a.id = s.account_id
         where s.token_hash = $1 and s.expires_at > $2 and a.suspended_at is null",
    )
    .bind(token_hash)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(SessionRow {
            id: row.try_get("id")?,
            account: super::accounts::account_id(&row, "account_id")?,
            is_admin: row.try_get::<i64, _>("is_admin")? == 1,
            seen_at: Timestamp(row.try_get("seen_at")?),
        })
    })
    .transpose()
}

/// Moves the end of a session forward, unless another request did since `seen_at`. True when this one did.
pub async fn touch(db: &mut Db, id: &str, seen_at: Timestamp, now: Timestamp, expires_at: Timestamp) -> Result<bool> {
    let done = sqlx::query("update sessions set seen_at = $1, expires_at = $2 where id = $3 and seen_at = $4")
        .bind(now.0)
        .bind(expires_at.0)
        .bind(id)
        .bind(seen_at.0)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn delete(db: &mut Db, id: &str) -> Result<()> {
    sqlx::query("delete from sessions where id = $1").bind(id).execute(db).await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn delete_all(db: &mut Db, account: &AccountId) -> Result<()> {
    sqlx::query("delete from sessions where account_id = $1").bind(account.as_str()).execute(db).await?;
    Ok(())
}

/// Removes what expired.
pub async fn sweep(db: &mut Db, now: Timestamp) -> Result<()> {
    sqlx::query("delete from sessions where expires_at <= $1").bind(now.0).execute(db).await?;
    Ok(())
}

/// Whether the account signed in from this address since `since`.
pub async fn knows_address(db: &mut Db, account: &AccountId, address_hash: &str, since: Timestamp) -> Result<bool> {
    let found: Option<i64> =
        sqlx::query_scalar("select seen_at from known_addresses where account_id = $1 and address_hash = $2 and seen_at > $3")
            .bind(account.as_str())
            .bind(address_hash)
            .bind(since.0)
            .fetch_optional(db)
            .await?;
    Ok(found.is_some())
}

/// Remembers an address of an account, and forgets those that were last seen before `since`.
pub async fn remember_address(db: &mut Db, account: &AccountId, address_hash: &str, now: Timestamp, since: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into known_addresses (account_id, address_hash, seen_at) values ($1, $2, $3)
         on conflict (account_id, address_hash) do update set seen_at = $3",
    )
    .bind(account.as_str())
    .bind(address_hash)
    .bind(now.0)
    .execute(&mut *db)
    .await?;
    sqlx::query("delete from known_addresses where account_id = $1 and seen_at <= $2")
        .bind(account.as_str())
        .bind(since.0)
        .execute(db)
        .await?;
    Ok(())
}
