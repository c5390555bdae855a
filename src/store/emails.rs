//! The addresses of accounts: which one is shown to be its owner's, and which one waits to take its place.

use super::{Db, Result};
use crate::model::{id::AccountId, time::Timestamp};
use sqlx::Row;

/// What is known of an account's address.
#[derive(Clone, Debug, Default)]
pub struct EmailRow {
    pub verified_at: Option<Timestamp>,
    pub pending: Option<String>,
}

pub async fn get(db: &mut Db, account: &AccountId) -> Result<EmailRow> {
    let row = sqlx::query("select email_verified_at, pending_email from accounts where id = $1")
        .bind(account.as_str())
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(EmailRow::default()) };
    let verified_at = row.try_get::<Option<i64>, _>("email_verified_at")?.map(Timestamp);
    Ok(EmailRow { verified_at, pending: row.try_get("pending_email")? })
}

/// Sets the address that waits, or none.
pub async fn set_pending(db: &mut Db, account: &AccountId, email: Option<&str>, now: Timestamp) -> Result<()> {
    sqlx::query("update accounts set pending_email = $1, updated_at = $2 where id = $3")
        .bind(email)
        .bind(now.0)
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Makes `email` the address, shown to be the owner's at `verified_at` or not shown; nothing waits any more.
pub async fn set(db: &mut Db, account: &AccountId, email: &str, verified_at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    sqlx::query("update accounts set email = $1, email_verified_at = $2, pending_email = null, updated_at = $3 where id = $4")
        .bind(email)
        .bind(verified_at.map(|at| at.0))
        .bind(now.0)
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// The present address is shown to be the owner's.
pub async fn verified(db: &mut Db, account: &AccountId, email: &str, at: Timestamp) -> Result<()> {
    sqlx::query("update accounts set email_verified_at = $1 where id = $2 and email = $3")
        .bind(at.0)
        .bind(account.as_str())
        .bind(email)
        .execute(db)
        .await?;
    Ok(())
}
