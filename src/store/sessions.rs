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
    /// When whoever has it showed last whose it is.
    pub confirmed_at: Timestamp,
}

/// A session to be made.
#[derive(Debug)]
pub struct NewRow<'a> {
    pub id: &'a str,
    pub token_hash: &'a str,
    pub account: &'a AccountId,
    /// What the browser calls itself.
    pub browser: Option<&'a str>,
    /// Where it begins, without the last part of the address.
    pub network: &'a str,
}

/// A session that begins `now`, by whoever just showed who they are.
pub async fn insert(db: &mut Db, new: &NewRow<'_>, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into sessions (id, token_hash, account_id, created_at, seen_at, expires_at, browser, network, confirmed_at)
         values ($1, $2, $3, $4, $4, $5, $6, $7, $4)",
    )
    .bind(new.id)
    .bind(new.token_hash)
    .bind(new.account.as_str())
    .bind(now.0)
    .bind(expires_at.0)
    .bind(new.browser)
    .bind(new.network)
    .execute(db)
    .await?;
    Ok(())
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct OwnRow {
    pub id: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub browser: Option<String>,
    pub network: Option<String>,
}

/// The sessions of an account that work, the one that was used last first.
pub async fn of_account(db: &mut Db, account: &AccountId, now: Timestamp) -> Result<Vec<OwnRow>> {
    let rows = sqlx::query(
        "select id, created_at, seen_at, browser, network from sessions where account_id = $1 and expires_at > $2
         order by seen_at desc, created_at desc, id limit 200",
    )
    .bind(account.as_str())
    .bind(now.0)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(OwnRow {
                id: row.try_get("id")?,
                created_at: Timestamp(row.try_get("created_at")?),
                seen_at: Timestamp(row.try_get("seen_at")?),
                browser: row.try_get("browser")?,
                network: row.try_get("network")?,
            })
        })
        .collect()
}

/// Ends a session if it is the account's. Answers whether it was.
pub async fn delete_own(db: &mut Db, account: &AccountId, id: &str) -> Result<bool> {
    let done = sqlx::query("delete from sessions where id = $1 and account_id = $2").bind(id).bind(account.as_str()).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of an account but one. Answers how many.
pub async fn delete_others(db: &mut Db, account: &AccountId, keep: &str) -> Result<u64> {
    let done = sqlx::query("delete from sessions where account_id = $1 and id <> $2").bind(account.as_str()).bind(keep).execute(db).await?;
    Ok(done.rows_affected())
}

/// The session of a token, unless it expired or its account is suspended.
pub async fn find(db: &mut Db, token_hash: &str, now: Timestamp) -> Result<Option<SessionRow>> {
    let row = sqlx::query(
        "select s.id, s.account_id, s.seen_at, s.confirmed_at, a.is_admin
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
            confirmed_at: Timestamp(row.try_get("confirmed_at")?),
        })
    })
    .transpose()
}

/// Whoever has the session showed again whose it is.
pub async fn confirm(db: &mut Db, id: &str, now: Timestamp) -> Result<()> {
    sqlx::query("update sessions set confirmed_at = $1 where id = $2").bind(now.0).bind(id).execute(db).await?;
    Ok(())
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

/// Whether a session of the account is there, which it is until the transaction of `db` ends.
pub async fn hold(db: &mut Db, id: &str, account: &AccountId) -> Result<bool> {
    let text = "update sessions set seen_at = seen_at where id = $1 and account_id = $2";
    Ok(sqlx::query(text).bind(id).bind(account.as_str()).execute(db).await?.rows_affected() == 1)
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
