//! Teams and who belongs to them.

use super::{Db, Result};
use crate::model::{
    id::{AccountId, TeamId},
    role::Role,
    time::Timestamp,
};

/// Makes the personal team of an account, with the account as its administrator.
pub async fn insert_personal(db: &mut Db, id: &TeamId, name: &str, account: &AccountId, now: Timestamp) -> Result<()> {
    sqlx::query("insert into teams (id, name, name_key, personal_of, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)")
        .bind(id.as_str())
        .bind(name)
        .bind(name.to_lowercase())
        .bind(account.as_str())
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    sqlx::query("insert into team_members (team_id, account_id, role, created_at) values ($1, $2, 'admin', $3)")
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a team has this name; names are compared without case.
pub async fn name_is_taken(db: &mut Db, name: &str) -> Result<bool> {
    let found: Option<String> =
        sqlx::query_scalar("select id from teams where name_key = $1").bind(name.to_lowercase()).fetch_optional(db).await?;
    Ok(found.is_some())
}

/// What an account is in a team.
pub async fn role(db: &mut Db, team: &TeamId, account: &AccountId) -> Result<Option<Role>> {
    let name: Option<String> = sqlx::query_scalar("select role from team_members where team_id = $1 and account_id = $2")
        .bind(team.as_str())
        .bind(account.as_str())
        .fetch_optional(db)
        .await?;
    Ok(name.and_then(|name| match name.as_str() {
        "admin" => Some(Role::TeamAdmin),
        "editor" => Some(Role::Editor),
        "viewer" => Some(Role::Viewer),
        // A role of a newer version gives nothing here.
        _ => None,
    }))
}

/// Names of the teams of an account, the personal one first.
pub async fn names_of(db: &mut Db, account: &AccountId) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select t.name from teams t join team_members m on m.team_id = t.id where m.account_id = $1
         order by case when t.personal_of = $1 then 0 else 1 end, t.name_key",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?)
}
