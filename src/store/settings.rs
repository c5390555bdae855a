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
