//! Failed log-ins that still count, so that a restart does not forgive them. Whose they are is in a keyed hash only.

use super::{Db, Result};
use crate::model::time::Timestamp;
use sqlx::Row;

/// The tries of one account, address or pair of both are spent until this moment.
#[derive(Clone, Copy, Debug)]
pub struct SpentRow {
    pub key: i64,
    pub until: Timestamp,
}

/// What still counts.
pub async fn after(db: &mut Db, now: Timestamp) -> Result<Vec<SpentRow>> {
    let rows = sqlx::query("select spent_key, spent_until from attempts where spent_until > $1").bind(now.0).fetch_all(db).await?;
    rows.iter().map(|row| Ok(SpentRow { key: row.try_get("spent_key")?, until: Timestamp(row.try_get("spent_until")?) })).collect()
}

/// Keeps what was just spent and forgets what no longer counts. Of two servers the later moment stands.
pub async fn save(db: &mut Db, spent: &[SpentRow], now: Timestamp) -> Result<()> {
    sqlx::query("delete from attempts where spent_until <= $1").bind(now.0).execute(&mut *db).await?;
    for row in spent {
        sqlx::query(
            "insert into attempts (spent_key, spent_until) values ($1, $2)
             on conflict (spent_key) do update set spent_until = excluded.spent_until where excluded.spent_until > attempts.spent_until",
        )
        .bind(row.key)
        .bind(row.until.0)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
