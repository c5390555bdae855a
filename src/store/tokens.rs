//! API tokens and what they may. Only the hash of a token is here.

use super::{Db, Result, read::id};
use crate::model::{
    id::{AccountId, ProjectId, TeamId},
    time::Timestamp,
    token::Permission,
};
use sqlx::{Row, any::AnyRow};

/// One row of `api_tokens`, with the names of its team and of who made it.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenRow {
    pub id: i64,
    pub team_id: TeamId,
    pub team_name: String,
    pub prefix: String,
    pub name: String,
    pub description: Option<String>,
    pub created_by: AccountId,
    pub author: String,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
}

impl TokenRow {
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// What a token may do with a project.
#[derive(Clone, Debug, PartialEq)]
pub struct PermissionRow {
    pub token_id: i64,
    pub project_id: ProjectId,
    pub project_title: String,
    pub permission: Permission,
}

macro_rules! tokens {
    ($condition:literal) => {
        concat!(
            "select t.id, t.team_id, g.name as team_name, t.prefix, t.name, t.description, t.created_by, a.username, \
             t.created_at, t.expires_at, t.last_used_at \
             from api_tokens t join teams g on g.id = t.team_id join accounts a on a.id = t.created_by where ",
            $condition
        )
    };
}

fn token(row: &AnyRow) -> sqlx::Result<TokenRow> {
    let time = |column: &str| Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp));
    Ok(TokenRow {
        id: row.try_get("id")?,
        team_id: id(row, "team_id", TeamId::parse)?,
        team_name: row.try_get("team_name")?,
        prefix: row.try_get("prefix")?,
        name: row.try_get("name")?,
        description: row.try_get("description")?,
        created_by: id(row, "created_by", AccountId::parse)?,
        author: row.try_get("username")?,
        created_at: Timestamp(row.try_get("created_at")?),
        expires_at: time("expires_at")?,
        last_used_at: time("last_used_at")?,
    })
}

/// The token with this hash, while who made it is neither suspended nor gone from its team.
pub async fn find(db: &mut Db, token_hash: &str) -> Result<Option<TokenRow>> {
    let row = sqlx::query(tokens!(
        "t.token_hash = $1 and a.suspended_at is null and exists \
         (select 1 from team_members m where m.team_id = t.team_id and m.account_id = t.created_by)"
    ))
    .bind(token_hash)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(token).transpose()?)
}

/// Whether who made a token is neither suspended nor gone from its team: whether [`find`] finds it.
pub async fn author_is_in(db: &mut Db, id: i64) -> Result<bool> {
    let hash: Option<String> =
        sqlx::query_scalar("select token_hash from api_tokens where id = $1").bind(id).fetch_optional(&mut *db).await?;
    match hash {
        Some(hash) => Ok(find(db, &hash).await?.is_some()),
        None => Ok(false),
    }
}

pub async fn get(db: &mut Db, id: i64) -> Result<Option<TokenRow>> {
    let row = sqlx::query(tokens!("t.id = $1")).bind(id).fetch_optional(db).await?;
    Ok(row.as_ref().map(token).transpose()?)
}

/// How many tokens of an account work.
pub async fn count_by_author(db: &mut Db, account: &AccountId, now: Timestamp) -> Result<u32> {
    let row = sqlx::query("select count(*) as n from api_tokens where created_by = $1 and (expires_at is null or expires_at > $2)")
        .bind(account.as_str())
        .bind(now.0)
        .fetch_one(db)
        .await?;
    Ok(super::read::count(&row, "n")?)
}

/// The tokens of a team, newest first.
pub async fn of_team(db: &mut Db, team: &TeamId) -> Result<Vec<TokenRow>> {
    let rows = sqlx::query(tokens!("t.team_id = $1 order by t.created_at desc, t.id desc")).bind(team.as_str()).fetch_all(db).await?;
    Ok(rows.iter().map(token).collect::<sqlx::Result<_>>()?)
}

pub async fn insert(db: &mut Db, token: &TokenRow, token_hash: &str) -> Result<()> {
    sqlx::query(
        "insert into api_tokens (id, team_id, token_hash, prefix, name, description, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(token.id)
    .bind(token.team_id.as_str())
    .bind(token_hash)
    .bind(&token.prefix)
    .bind(&token.name)
    .bind(&token.description)
    .bind(token.created_by.as_str())
    .bind(token.created_at.0)
    .bind(token.expires_at.map(|at| at.0))
    .execute(db)
    .await?;
    Ok(())
}

/// Changes name, description and end.
pub async fn save(db: &mut Db, token: &TokenRow) -> Result<()> {
    sqlx::query("update api_tokens set name = $1, description = $2, expires_at = $3 where id = $4")
        .bind(&token.name)
        .bind(&token.description)
        .bind(token.expires_at.map(|at| at.0))
        .bind(token.id)
        .execute(db)
        .await?;
    Ok(())
}

/// Notes a use, unless one was noted after `since`.
pub async fn touch(db: &mut Db, id: i64, since: Timestamp, now: Timestamp) -> Result<()> {
    sqlx::query("update api_tokens set last_used_at = $1 where id = $2 and (last_used_at is null or last_used_at <= $3)")
        .bind(now.0)
        .bind(id)
        .bind(since.0)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: i64) -> Result<()> {
    sqlx::query("delete from api_tokens where id = $1").bind(id).execute(db).await?;
    Ok(())
}

pub async fn permit(db: &mut Db, token: i64, project: &ProjectId, permission: Permission) -> Result<()> {
    sqlx::query("insert into token_permissions (token_id, project_id, name) values ($1, $2, $3)")
        .bind(token)
        .bind(project.as_str())
        .bind(permission.name())
        .execute(db)
        .await?;
    Ok(())
}

/// What a token may do with a project. A permission of a newer version gives nothing here.
pub async fn permissions(db: &mut Db, token: i64, project: &ProjectId) -> Result<Vec<Permission>> {
    let names: Vec<String> = sqlx::query_scalar("select name from token_permissions where token_id = $1 and project_id = $2 order by name")
        .bind(token)
        .bind(project.as_str())
        .fetch_all(db)
        .await?;
    Ok(names.iter().filter_map(|name| Permission::parse(name)).collect())
}

macro_rules! permissions {
    ($condition:literal) => {
        concat!(
            "select s.token_id, s.project_id, p.title, s.name from token_permissions s join projects p on p.id = s.project_id \
             join api_tokens t on t.id = s.token_id where ",
            $condition,
            " order by p.title, p.id, s.name"
        )
    };
}

fn permission(row: &AnyRow) -> sqlx::Result<Option<PermissionRow>> {
    let Some(permission) = Permission::parse(row.try_get("name")?) else { return Ok(None) };
    Ok(Some(PermissionRow {
        token_id: row.try_get("token_id")?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        project_title: row.try_get("title")?,
        permission,
    }))
}

/// What the tokens of a team may.
pub async fn permissions_of_team(db: &mut Db, team: &TeamId) -> Result<Vec<PermissionRow>> {
    let rows = sqlx::query(permissions!("t.team_id = $1")).bind(team.as_str()).fetch_all(db).await?;
    Ok(rows.iter().filter_map(|row| permission(row).transpose()).collect::<sqlx::Result<_>>()?)
}

/// What one token may.
pub async fn permissions_of(db: &mut Db, token: i64) -> Result<Vec<PermissionRow>> {
    let rows = sqlx::query(permissions!("t.id = $1")).bind(token).fetch_all(db).await?;
    Ok(rows.iter().filter_map(|row| permission(row).transpose()).collect::<sqlx::Result<_>>()?)
}
