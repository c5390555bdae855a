//! Links that belong to an account or an address and work once: one of a purpose for each. Only hashes of their tokens
//! are here.

use super::{Db, Result};
use crate::model::time::Timestamp;
use sqlx::{Row, any::AnyRow};

/// A link that works.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The account's id, for an invitation the address.
    pub subject: String,
    /// The address that it was sent to.
    pub email: String,
    pub expires_at: Timestamp,
}

fn link(row: &AnyRow) -> sqlx::Result<LinkRow> {
    Ok(LinkRow { subject: row.try_get("subject")?, email: row.try_get("email")?, expires_at: Timestamp(row.try_get("expires_at")?) })
}

/// Makes `token_hash` the only link for this purpose and subject.
pub async fn replace(db: &mut Db, purpose: &str, new: &LinkRow, token_hash: &str, now: Timestamp) -> Result<()> {
    sqlx::query("delete from account_links where expires_at <= $1").bind(now.0).execute(&mut *db).await?;
    sqlx::query(
        "insert into account_links (token_hash, purpose, subject, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (purpose, subject) do update set token_hash = excluded.token_hash, email = excluded.email,
         created_at = excluded.created_at, expires_at = excluded.expires_at",
    )
    .bind(token_hash)
    .bind(purpose)
    .bind(&new.subject)
    .bind(&new.email)
    .bind(now.0)
    .bind(new.expires_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The link of a token, if it still works.
pub async fn find(db: &mut Db, purpose: &str, token_hash: &str, now: Timestamp) -> Result<Option<LinkRow>> {
    let row =
        sqlx::query("select subject, email, expires_at from account_links where token_hash = $1 and purpose = $2 and expires_at > $3")
            .bind(token_hash)
            .bind(purpose)
            .bind(now.0)
            .fetch_optional(db)
            .await?;
    Ok(row.as_ref().map(link).transpose()?)
}

/// Uses a link up. Nothing when it was used, replaced or expired: of two who try at once one gets it.
pub async fn consume(db: &mut Db, purpose: &str, token_hash: &str, now: Timestamp) -> Result<Option<LinkRow>> {
    let row = sqlx::query(
        "delete from account_links where token_hash = $1 and purpose = $2 and expires_at > $3 returning subject, email, expires_at",
    )
    .bind(token_hash)
    .bind(purpose)
    .bind(now.0)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(link).transpose()?)
}

/// Whether a link of a subject works, wherever it is.
pub async fn waits(db: &mut Db, purpose: &str, subject: &str, now: Timestamp) -> Result<bool> {
    let found: Option<String> =
        sqlx::query_scalar("select token_hash from account_links where purpose = $1 and subject = $2 and expires_at > $3")
            .bind(purpose)
            .bind(subject)
            .bind(now.0)
            .fetch_optional(db)
            .await?;
    Ok(found.is_some())
}

/// Ends the link of a subject. True when there was one.
pub async fn end(db: &mut Db, purpose: &str, subject: &str) -> Result<bool> {
    let done = sqlx::query("delete from account_links where purpose = $1 and subject = $2").bind(purpose).bind(subject).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// The links of a purpose that work, newest first.
pub async fn of_purpose(db: &mut Db, purpose: &str, now: Timestamp) -> Result<Vec<LinkRow>> {
    let rows = sqlx::query(
        "select subject, email, expires_at from account_links where purpose = $1 and expires_at > $2 order by created_at desc limit 200",
    )
    .bind(purpose)
    .bind(now.0)
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(link).collect::<sqlx::Result<_>>()?)
}
