//! Links that work once. Only the hash of their token is here.

use super::{Db, Result};
use crate::model::time::Timestamp;

/// Makes `token_hash` the only link for `purpose`.
pub async fn replace(db: &mut Db, purpose: &str, token_hash: &str, expires_at: Timestamp) -> Result<()> {
    sqlx::query("delete from one_time_links where purpose = $1").bind(purpose).execute(&mut *db).await?;
    sqlx::query("insert into one_time_links (token_hash, purpose, created_at, expires_at) values ($1, $2, $3, $4)")
        .bind(token_hash)
        .bind(purpose)
        .bind(Timestamp::now().0)
        .bind(expires_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether the link would still work.
pub async fn works(db: &mut Db, purpose: &str, token_hash: &str, now: Timestamp) -> Result<bool> {
    let found: Option<String> =
        sqlx::query_scalar("select token_hash from one_time_links where token_hash = $1 and purpose = $2 and expires_at > $3")
            .bind(token_hash)
            .bind(purpose)
            .bind(now.0)
            .fetch_optional(db)
            .await?;
    Ok(found.is_some())
}

/// Uses the link up. False when it was used, replaced or expired.
pub async fn consume(db: &mut Db, purpose: &str, token_hash: &str, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("delete from one_time_links where token_hash = $1 and purpose = $2 and expires_at > $3")
        .bind(token_hash)
        .bind(purpose)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
