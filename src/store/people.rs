//! Accounts as administrators of the server list and change them.

use super::{
    Db, Result,
    accounts::account_id,
    read::{count, flag},
};
use crate::model::{id::AccountId, time::Timestamp};
use sqlx::{Row, any::AnyRow};

/// One line of the list.
#[derive(Clone, Debug)]
pub struct PersonRow {
    pub id: AccountId,
    pub username: String,
    pub email: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub is_admin: bool,
    pub is_suspended: bool,
    pub has_second_factor: bool,
    pub email_verified_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub seen_at: Option<Timestamp>,
}

macro_rules! matching {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from accounts a where a.username like $1 escape '\\' or a.email like $1 escape '\\' \
             or lower(coalesce(a.first_name, '') || ' ' || coalesce(a.last_name, '')) like $1 escape '\\' ",
            $rest
        )
    };
}

/// A pattern for texts that hold `part`, whatever stands in it.
pub(super) fn pattern(part: &str) -> String {
    let plain = part.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

/// How many accounts have `part` in a name or an address.
pub async fn how_many(db: &mut Db, part: &str) -> Result<u32> {
    let row = sqlx::query(matching!("count(*) as n", "")).bind(pattern(part)).fetch_one(db).await?;
    Ok(count(&row, "n")?)
}

/// Some of them, by user name.
pub async fn list(db: &mut Db, part: &str, limit: u32, offset: u32) -> Result<Vec<PersonRow>> {
    let rows = sqlx::query(matching!(
        "a.id, a.username, a.email, a.first_name, a.last_name, a.is_admin, a.suspended_at, a.email_verified_at, a.created_at, \
         (select max(s.seen_at) from sessions s where s.account_id = a.id) as session_seen, \
         (select max(k.seen_at) from known_addresses k where k.account_id = a.id) as place_seen, \
         (select count(*) from authenticators f where f.account_id = a.id and f.confirmed_at is not null) as apps, \
         (select count(*) from passkeys p where p.account_id = a.id) as passkeys",
        "order by a.username limit $2 offset $3"
    ))
    .bind(pattern(part))
    .bind(i64::from(limit))
    .bind(i64::from(offset))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(person).collect::<sqlx::Result<_>>()?)
}

fn person(row: &AnyRow) -> sqlx::Result<PersonRow> {
    let time = |column: &str| row.try_get::<Option<i64>, _>(column).map(|at| at.map(Timestamp));
    Ok(PersonRow {
        id: account_id(row, "id")?,
        username: row.try_get("username")?,
        email: row.try_get("email")?,
        first_name: row.try_get("first_name")?,
        last_name: row.try_get("last_name")?,
        is_admin: flag(row, "is_admin")?,
        is_suspended: time("suspended_at")?.is_some(),
        has_second_factor: count(row, "apps")? + count(row, "passkeys")? > 0,
        email_verified_at: time("email_verified_at")?,
        created_at: Timestamp(row.try_get("created_at")?),
        seen_at: time("session_seen")?.max(time("place_seen")?),
    })
}

/// Suspends an account, or lifts that.
pub async fn set_suspended(db: &mut Db, id: &AccountId, at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    sqlx::query("update accounts set suspended_at = $1, updated_at = $2 where id = $3")
        .bind(at.map(|at| at.0))
        .bind(now.0)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// Gives or takes the server role `admin`.
pub async fn set_admin(db: &mut Db, id: &AccountId, is_admin: bool, now: Timestamp) -> Result<()> {
    sqlx::query("update accounts set is_admin = $1, updated_at = $2 where id = $3")
        .bind(i64::from(is_admin))
        .bind(now.0)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// How many administrators there are that can sign in. Their rows are held until the transaction ends, so that two
/// changes at once do not each leave the other's.
pub async fn hold_administrators(db: &mut Db) -> Result<u64> {
    let held = sqlx::query("update accounts set is_admin = 1 where is_admin = 1 and suspended_at is null").execute(db).await?;
    Ok(held.rows_affected())
}
