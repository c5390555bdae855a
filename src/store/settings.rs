//! Settings that belong to the store itself: named texts.

use super::{Db, Result};
use crate::model::time::Timestamp;

/// The text stored under `name`.
pub async fn get(db: &mut Db, name: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("select value from settings where name = $1").bind(name).fetch_optional(db).await?)
}

/// Stores `value` under `name` unless something is there already; another server may start at the same moment.
pub async fn insert_if_absent(db: &mut Db, name: &str, value: &str) -> Result<()> {
    sqlx::query("insert into settings (name, value, updated_at) values ($1, $2, $3) on conflict (name) do nothing")
        .bind(name)
        .bind(value)
        .bind(Timestamp::now().0)
        .execute(db)
        .await?;
    Ok(())
}

/// Stores `value` under `name`, whatever was there.
pub async fn set(db: &mut Db, name: &str, value: &str) -> Result<()> {
    sqlx::query(
        "insert into settings (name, value, updated_at) values ($1, $2, $3)
         on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at",
    )
    .bind(name)
    .bind(value)
    .bind(Timestamp::now().0)
    .execute(db)
    .await?;
    Ok(())
}

/// Adds to the number under `name` and answers what it was before. Of two servers each gets numbers of its own.
pub async fn count(db: &mut Db, name: &str, more: u64) -> Result<u64> {
    insert_if_absent(db, name, "0").await?;
    loop {
        let text = get(db, name).await?.unwrap_or_default();
        let before: u64 = text.parse().unwrap_or_default();
        let done = sqlx::query("update settings set value = $1, updated_at = $2 where name = $3 and value = $4")
            .bind(before.saturating_add(more).to_string())
            .bind(Timestamp::now().0)
            .bind(name)
            .bind(&text)
            .execute(&mut *db)
            .await?;
        if done.rows_affected() == 1 {
            return Ok(before);
        }
    }
}
