//! Identities at providers of sign-in, and which accounts they open.

use super::{Db, Result, accounts::account_id, read::id};
use crate::model::{
    id::{AccountId, IdentityId},
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// One row of `identities`.
#[derive(Clone, Debug)]
pub struct IdentityRow {
    pub id: IdentityId,
    pub account: AccountId,
    pub issuer: String,
    pub email: Option<String>,
    pub created_at: Timestamp,
    pub used_at: Timestamp,
}

/// An identity to be linked.
#[derive(Debug)]
pub struct NewIdentity<'a> {
    pub id: &'a IdentityId,
    pub account: &'a AccountId,
    pub issuer: &'a str,
    pub subject: &'a str,
    pub email: Option<&'a str>,
}

fn identity(row: &AnyRow) -> sqlx::Result<IdentityRow> {
    Ok(IdentityRow {
        id: id(row, "id", IdentityId::parse)?,
        account: account_id(row, "account_id")?,
        issuer: row.try_get("issuer")?,
        email: row.try_get("email")?,
        created_at: Timestamp(row.try_get("created_at")?),
        used_at: Timestamp(row.try_get("used_at")?),
    })
}

pub async fn find(db: &mut Db, issuer: &str, subject: &str) -> Result<Option<IdentityRow>> {
    let row = sqlx::query("select id, account_id, issuer, email, created_at, used_at from identities where issuer = $1 and subject = $2")
        .bind(issuer)
        .bind(subject)
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(identity).transpose()?)
}

/// The identities of an account, the first one first.
pub async fn of_account(db: &mut Db, account: &AccountId) -> Result<Vec<IdentityRow>> {
    let rows = sqlx::query(
        "select id, account_id, issuer, email, created_at, used_at from identities where account_id = $1 order by created_at, id",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(identity).collect::<sqlx::Result<_>>()?)
}

pub async fn insert(db: &mut Db, new: &NewIdentity<'_>, now: Timestamp) -> Result<()> {
    sqlx::query("insert into identities (id, account_id, issuer, subject, email, created_at, used_at) values ($1, $2, $3, $4, $5, $6, $6)")
        .bind(new.id.as_str())
        .bind(new.account.as_str())
        .bind(new.issuer)
        .bind(new.subject)
        .bind(new.email)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Notes a sign-in, and the address that was told. False when the identity is linked no more.
pub async fn touch(db: &mut Db, id: &IdentityId, email: Option<&str>, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("update identities set used_at = $1, email = coalesce($2, email) where id = $3")
        .bind(now.0)
        .bind(email)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes every identity off an account. Answers how many.
pub async fn delete_all(db: &mut Db, account: &AccountId) -> Result<u64> {
    let done = sqlx::query("delete from identities where account_id = $1").bind(account.as_str()).execute(db).await?;
    Ok(done.rows_affected())
}

/// Takes an identity off its account. False when it is none of the account's.
pub async fn delete(db: &mut Db, account: &AccountId, id: &IdentityId) -> Result<bool> {
    let done = sqlx::query("delete from identities where id = $1 and account_id = $2")
        .bind(id.as_str())
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
