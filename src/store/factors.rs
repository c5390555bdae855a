//! Second factors of accounts: apps that show codes, and recovery codes. The secrets are sealed, of codes only hashes are
//! here.

use super::{Db, Result};
use crate::model::{id::AccountId, time::Timestamp};
use sqlx::Row;

/// The app of an account.
#[derive(Clone, Debug)]
pub struct AuthenticatorRow {
    /// Sealed.
    pub secret: String,
    /// Absent until a first code was shown.
    pub confirmed_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Whether the account has anything that is asked for besides its password.
pub async fn any(db: &mut Db, account: &AccountId) -> Result<bool> {
    let found: Option<String> = sqlx::query_scalar(
        "select account_id from authenticators where account_id = $1 and confirmed_at is not null
         union select account_id from passkeys where account_id = $1 limit 1",
    )
    .bind(account.as_str())
    .fetch_optional(db)
    .await?;
    Ok(found.is_some())
}

pub async fn authenticator(db: &mut Db, account: &AccountId) -> Result<Option<AuthenticatorRow>> {
    let row = sqlx::query("select secret, confirmed_at, created_at from authenticators where account_id = $1")
        .bind(account.as_str())
        .fetch_optional(db)
        .await?;
    row.map(|row| {
        Ok(AuthenticatorRow {
            secret: row.try_get("secret")?,
            confirmed_at: row.try_get::<Option<i64>, _>("confirmed_at")?.map(Timestamp),
            created_at: Timestamp(row.try_get("created_at")?),
        })
    })
    .transpose()
}

/// Keeps the secret of an app that is to show a first code, in place of one that never did. False when the account has
/// an app already.
pub async fn begin_authenticator(db: &mut Db, account: &AccountId, sealed: &str, now: Timestamp) -> Result<bool> {
    let done = sqlx::query(
        "insert into authenticators (account_id, secret, last_step, created_at) values ($1, $2, 0, $3)
         on conflict (account_id) do update set secret = excluded.secret, created_at = excluded.created_at
         where authenticators.confirmed_at is null",
    )
    .bind(account.as_str())
    .bind(sealed)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The app with this sealed secret showed a code of the half minute `step`, and counts from now on. False when it did already,
/// or another secret took its place.
pub async fn confirm_authenticator(db: &mut Db, account: &AccountId, sealed: &str, step: i64, now: Timestamp) -> Result<bool> {
    let text = "update authenticators set confirmed_at = $1, last_step = $2 where account_id = $3 and secret = $4 and confirmed_at is null";
    let done = sqlx::query(text).bind(now.0).bind(step).bind(account.as_str()).bind(sealed).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Uses the code of the half minute `step` up. False when it, or a later one, was used: of two who try at once one gets it.
pub async fn use_step(db: &mut Db, account: &AccountId, step: i64) -> Result<bool> {
    let done = sqlx::query("update authenticators set last_step = $1 where account_id = $2 and last_step < $1")
        .bind(step)
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the app away, also one that never showed a code. True when there was one.
pub async fn delete_authenticator(db: &mut Db, account: &AccountId) -> Result<bool> {
    let done = sqlx::query("delete from authenticators where account_id = $1").bind(account.as_str()).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Makes these the only recovery codes of the account.
pub async fn replace_codes(db: &mut Db, account: &AccountId, hashes: &[String], now: Timestamp) -> Result<()> {
    sqlx::query("delete from recovery_codes where account_id = $1").bind(account.as_str()).execute(&mut *db).await?;
    for hash in hashes {
        sqlx::query("insert into recovery_codes (code_hash, account_id, created_at) values ($1, $2, $3)")
            .bind(hash)
            .bind(account.as_str())
            .bind(now.0)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// Uses a recovery code up. False when the account has none like it: of two who try at once one gets it.
pub async fn use_code(db: &mut Db, account: &AccountId, hash: &str) -> Result<bool> {
    let done = sqlx::query("delete from recovery_codes where code_hash = $1 and account_id = $2")
        .bind(hash)
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(db: &mut Db, account: &AccountId) -> Result<u32> {
    let row = sqlx::query("select count(*) as n from recovery_codes where account_id = $1").bind(account.as_str()).fetch_one(db).await?;
    Ok(super::read::count(&row, "n")?)
}

/// Counts a wrong code. Answers how many there were since the last thing that was right.
pub async fn count_wrong(db: &mut Db, account: &AccountId) -> Result<i64> {
    let text = "update accounts set wrong_codes = wrong_codes + 1 where id = $1 returning wrong_codes";
    Ok(sqlx::query_scalar(text).bind(account.as_str()).fetch_one(db).await?)
}

pub async fn wrong(db: &mut Db, account: &AccountId) -> Result<i64> {
    Ok(sqlx::query_scalar("select wrong_codes from accounts where id = $1").bind(account.as_str()).fetch_one(db).await?)
}

/// Something was right: counting begins anew.
pub async fn forgive_wrong(db: &mut Db, account: &AccountId) -> Result<()> {
    sqlx::query("update accounts set wrong_codes = 0 where id = $1 and wrong_codes > 0").bind(account.as_str()).execute(db).await?;
    Ok(())
}
