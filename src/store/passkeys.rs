//! Passkeys of accounts, and the challenges that they are to sign.

use super::{
    Db, Result,
    accounts::account_id,
    read::{count, id},
};
use crate::model::{
    id::{AccountId, PasskeyId},
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// A passkey.
#[derive(Clone, Debug)]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub account: AccountId,
    /// What the authenticator calls it, base64url.
    pub credential_id: String,
    /// A COSE key, base64url.
    pub public_key: String,
    pub name: String,
    pub sign_count: u32,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

macro_rules! passkeys {
    ($rest:literal) => {
        concat!("select id, account_id, credential_id, public_key, name, sign_count, created_at, last_used_at from passkeys ", $rest)
    };
}

fn passkey(row: &AnyRow) -> sqlx::Result<PasskeyRow> {
    Ok(PasskeyRow {
        id: id(row, "id", PasskeyId::parse)?,
        account: account_id(row, "account_id")?,
        credential_id: row.try_get("credential_id")?,
        public_key: row.try_get("public_key")?,
        name: row.try_get("name")?,
        sign_count: count(row, "sign_count")?,
        created_at: Timestamp(row.try_get("created_at")?),
        last_used_at: row.try_get::<Option<i64>, _>("last_used_at")?.map(Timestamp),
    })
}

pub async fn insert(db: &mut Db, new: &PasskeyRow) -> Result<()> {
    sqlx::query(
        "insert into passkeys (id, account_id, credential_id, public_key, name, sign_count, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id.as_str())
    .bind(new.account.as_str())
    .bind(&new.credential_id)
    .bind(&new.public_key)
    .bind(&new.name)
    .bind(i64::from(new.sign_count))
    .bind(new.created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Those of an account, the oldest first.
pub async fn of_account(db: &mut Db, account: &AccountId) -> Result<Vec<PasskeyRow>> {
    let rows = sqlx::query(passkeys!("where account_id = $1 order by created_at, id")).bind(account.as_str()).fetch_all(db).await?;
    Ok(rows.iter().map(passkey).collect::<sqlx::Result<_>>()?)
}

/// The one that an authenticator calls so, whose account may sign in.
pub async fn by_credential(db: &mut Db, credential_id: &str) -> Result<Option<PasskeyRow>> {
    let row =
        sqlx::query(passkeys!("where credential_id = $1 and account_id in (select a.id from accounts a where a.suspended_at is null)"))
            .bind(credential_id)
            .fetch_optional(db)
            .await?;
    Ok(row.as_ref().map(passkey).transpose()?)
}

/// Notes a use, if the counter is still what was compared with it. False when another use was quicker.
pub async fn used(db: &mut Db, id: &PasskeyId, before: u32, after: u32, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("update passkeys set sign_count = $1, last_used_at = $2 where id = $3 and sign_count = $4")
        .bind(i64::from(after))
        .bind(now.0)
        .bind(id.as_str())
        .bind(i64::from(before))
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives one of the account's another name. False when it is none of theirs.
pub async fn rename(db: &mut Db, account: &AccountId, id: &PasskeyId, name: &str) -> Result<bool> {
    let done = sqlx::query("update passkeys set name = $1 where id = $2 and account_id = $3")
        .bind(name)
        .bind(id.as_str())
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes one of the account's away. False when it is none of theirs.
pub async fn delete(db: &mut Db, account: &AccountId, id: &PasskeyId) -> Result<bool> {
    let done =
        sqlx::query("delete from passkeys where id = $1 and account_id = $2").bind(id.as_str()).bind(account.as_str()).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes every one of an account away. Answers how many.
pub async fn delete_all(db: &mut Db, account: &AccountId) -> Result<u64> {
    let done = sqlx::query("delete from passkeys where account_id = $1").bind(account.as_str()).execute(db).await?;
    Ok(done.rows_affected())
}

/// Keeps the hash of a challenge, and forgets those that expired.
pub async fn keep_challenge(
    db: &mut Db,
    hash: &str,
    purpose: &str,
    account: Option<&AccountId>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    sqlx::query("delete from passkey_challenges where expires_at <= $1").bind(now.0).execute(&mut *db).await?;
    sqlx::query("insert into passkey_challenges (token_hash, purpose, account_id, expires_at) values ($1, $2, $3, $4)")
        .bind(hash)
        .bind(purpose)
        .bind(account.map(AccountId::as_str))
        .bind(expires_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Uses a challenge up. Answers whose it is, nobody's when it was not known; nothing when it was used, is for something
/// else or expired.
pub async fn take_challenge(db: &mut Db, hash: &str, purpose: &str, now: Timestamp) -> Result<Option<Option<AccountId>>> {
    let row = sqlx::query("delete from passkey_challenges where token_hash = $1 and purpose = $2 and expires_at > $3 returning account_id")
        .bind(hash)
        .bind(purpose)
        .bind(now.0)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let account: Option<String> = row.try_get("account_id")?;
    Ok(Some(account.as_deref().and_then(AccountId::parse)))
}
