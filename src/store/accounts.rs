//! Accounts.

use super::{Db, Result};
use crate::model::{
    access::Secret,
    id::{AccountId, TeamId},
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// One account with its personal team.
#[derive(Clone, Debug)]
pub struct AccountRow {
    pub id: AccountId,
    pub username: String,
    pub email: String,
    /// The argon2id text; absent for an account that signs in another way.
    pub password_hash: Option<Secret>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub is_admin: bool,
    pub is_suspended: bool,
    pub team_id: TeamId,
}

/// What is stored of an account from its first moment.
#[derive(Debug)]
pub struct NewAccount<'a> {
    pub id: &'a AccountId,
    pub username: &'a str,
    pub email: &'a str,
    /// Absent for an account that signs in another way.
    pub password_hash: Option<&'a str>,
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
    pub is_admin: bool,
}

pub async fn insert(db: &mut Db, new: &NewAccount<'_>, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into accounts (id, username, email, password_hash, first_name, last_name, is_admin, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(new.id.as_str())
    .bind(new.username)
    .bind(new.email)
    .bind(new.password_hash)
    .bind(new.first_name)
    .bind(new.last_name)
    .bind(i64::from(new.is_admin))
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Whether there is any account at all.
pub async fn exist(db: &mut Db) -> Result<bool> {
    let found: Option<String> = sqlx::query_scalar("select id from accounts limit 1").fetch_optional(db).await?;
    Ok(found.is_some())
}

/// The administrator who was there first.
pub async fn first_admin(db: &mut Db) -> Result<Option<AccountId>> {
    let found: Option<String> =
        sqlx::query_scalar("select id from accounts where is_admin = 1 and suspended_at is null order by created_at, id limit 1")
            .fetch_optional(db)
            .await?;
    Ok(found.as_deref().and_then(AccountId::parse))
}

pub async fn by_id(db: &mut Db, id: &AccountId) -> Result<Option<AccountRow>> {
    let row = sqlx::query(
        "select a.id, a.username, a.email, a.password_hash, a.first_name, a.last_name, a.is_admin, a.suspended_at, t.id as team_id
         from accounts a join teams t on t.personal_of = a.id where a.id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| read(&row)).transpose()?)
}

/// By user name or e-mail, in lower case; a user name holds no `@`, so the two cannot be mistaken.
pub async fn by_login(db: &mut Db, login: &str) -> Result<Option<AccountRow>> {
    let row = sqlx::query(
        "select a.id, a.username, a.email, a.password_hash, a.first_name, a.last_name, a.is_admin, a.suspended_at, t.id as team_id
         from accounts a join teams t on t.personal_of = a.id where a.username = $1 or a.email = $1",
    )
    .bind(login)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| read(&row)).transpose()?)
}

/// Sets the names that are given (`Some(None)` removes one) and leaves the others, in one statement, so that two who
/// change one name each lose neither.
pub async fn set_names(db: &mut Db, id: &AccountId, first: Option<Option<&str>>, last: Option<Option<&str>>, now: Timestamp) -> Result<()> {
    sqlx::query(
        "update accounts set first_name = case when $1 = 1 then $2 else first_name end,
         last_name = case when $3 = 1 then $4 else last_name end, updated_at = $5 where id = $6",
    )
    .bind(i64::from(first.is_some()))
    .bind(first.flatten())
    .bind(i64::from(last.is_some()))
    .bind(last.flatten())
    .bind(now.0)
    .bind(id.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the password if it is still the one that was checked (`old`). False when it changed meanwhile.
pub async fn replace_password(db: &mut Db, id: &AccountId, old: &Secret, new: &str, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("update accounts set password_hash = $1, updated_at = $2 where id = $3 and password_hash = $4")
        .bind(new)
        .bind(now.0)
        .bind(id.as_str())
        .bind(old.expose())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds the account for the transaction of `db`. False when its password is another by now, or it is suspended.
pub async fn hold(db: &mut Db, id: &AccountId, password: &Secret) -> Result<bool> {
    let done = sqlx::query("update accounts set updated_at = updated_at where id = $1 and password_hash = $2 and suspended_at is null")
        .bind(id.as_str())
        .bind(password.expose())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds the account for the transaction of `db`, whatever its password is. False when it is suspended or gone.
pub async fn hold_active(db: &mut Db, id: &AccountId) -> Result<bool> {
    let done = sqlx::query("update accounts set updated_at = updated_at where id = $1 and suspended_at is null")
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Holds the account for the transaction of `db`. False unless this is its address and was shown to be its owner's.
pub async fn hold_with_address(db: &mut Db, id: &AccountId, email: &str) -> Result<bool> {
    let done = sqlx::query(
        "update accounts set updated_at = updated_at
         where id = $1 and email = $2 and email_verified_at is not null and suspended_at is null",
    )
    .bind(id.as_str())
    .bind(email)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives a password to an account that has none. False when it has one by now.
pub async fn set_first_password(db: &mut Db, id: &AccountId, new: &str, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("update accounts set password_hash = $1, updated_at = $2 where id = $3 and password_hash is null")
        .bind(new)
        .bind(now.0)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the password whatever it was: what an operator may do.
pub async fn set_password(db: &mut Db, id: &AccountId, new: &str, now: Timestamp) -> Result<()> {
    sqlx::query("update accounts set password_hash = $1, updated_at = $2 where id = $3")
        .bind(new)
        .bind(now.0)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(())
}

pub(super) fn account_id(row: &AnyRow, column: &str) -> sqlx::Result<AccountId> {
    AccountId::parse(row.try_get(column)?).ok_or_else(|| sqlx::Error::Decode(format!("{column} is not an id").into()))
}

fn read(row: &AnyRow) -> sqlx::Result<AccountRow> {
    Ok(AccountRow {
        id: account_id(row, "id")?,
        username: row.try_get("username")?,
        email: row.try_get("email")?,
        password_hash: row.try_get::<Option<String>, _>("password_hash")?.map(Secret::new),
        first_name: row.try_get("first_name")?,
        last_name: row.try_get("last_name")?,
        is_admin: row.try_get::<i64, _>("is_admin")? == 1,
        is_suspended: row.try_get::<Option<i64>, _>("suspended_at")?.is_some(),
        team_id: TeamId::parse(row.try_get("team_id")?).ok_or_else(|| sqlx::Error::Decode("team_id is not an id".into()))?,
    })
}
