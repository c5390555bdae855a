//! Teams and who belongs to them.

use super::{
    Db, Result,
    accounts::account_id,
    read::{count, id},
};
use crate::model::{
    id::{AccountId, ConnectionId, ProjectId, TeamId},
    team::Billing,
    team_role::TeamRole,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// One row of `teams`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRow {
    pub id: TeamId,
    pub name: String,
    /// The account whose personal team this is.
    pub personal_of: Option<AccountId>,
    /// Nothing while all of it is empty.
    pub billing: Option<Billing>,
    pub created_at: Timestamp,
}

/// A team of an account, with the figures that lists show.
#[derive(Clone, Debug)]
pub struct ListedTeam {
    pub team: TeamRow,
    pub role: TeamRole,
    pub members: u32,
    pub projects: u32,
}

/// A member with the names of its account.
#[derive(Clone, Debug)]
pub struct MemberRow {
    pub account: AccountId,
    pub username: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub role: TeamRole,
    /// Who is suspended does nothing for the team.
    pub is_suspended: bool,
}

macro_rules! columns {
    () => {
        "t.id, t.name, t.personal_of, t.billing_email, t.billing_plan, t.billing_subscription_id, t.created_at"
    };
}

pub(super) fn team(row: &AnyRow) -> sqlx::Result<TeamRow> {
    let billing = Billing {
        email_address: row.try_get("billing_email")?,
        plan: row.try_get("billing_plan")?,
        subscription_id: row.try_get("billing_subscription_id")?,
    };
    Ok(TeamRow {
        id: id(row, "id", TeamId::parse)?,
        name: row.try_get("name")?,
        personal_of: row.try_get::<Option<String>, _>("personal_of")?.as_deref().and_then(AccountId::parse),
        billing: (billing != Billing::default()).then_some(billing),
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

/// A role as it is stored; that of a newer version gives nothing here.
pub(super) fn stored_role(role: TeamRole) -> String {
    role.name().to_ascii_lowercase()
}

pub(super) fn role_of(row: &AnyRow, column: &str) -> sqlx::Result<TeamRole> {
    let name: String = row.try_get(column)?;
    TeamRole::parse(&name).ok_or_else(|| sqlx::Error::Decode(format!("no role is called {name}").into()))
}

/// Makes a team with the account as its administrator.
pub async fn insert(db: &mut Db, id: &TeamId, name: &str, account: &AccountId, is_personal: bool, now: Timestamp) -> Result<()> {
    sqlx::query("insert into teams (id, name, name_key, personal_of, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)")
        .bind(id.as_str())
        .bind(name)
        .bind(name.to_lowercase())
        .bind(is_personal.then(|| account.as_str()))
        .bind(now.0)
        .execute(&mut *db)
        .await?;
    add_member(db, id, account, TeamRole::Admin, now).await
}

/// Makes the personal team of an account.
pub async fn insert_personal(db: &mut Db, id: &TeamId, name: &str, account: &AccountId, now: Timestamp) -> Result<()> {
    insert(db, id, name, account, true, now).await
}

/// Whether a team has this name; names are compared without case.
pub async fn name_is_taken(db: &mut Db, name: &str) -> Result<bool> {
    Ok(by_name(db, name).await?.is_some())
}

pub async fn get(db: &mut Db, id: &TeamId) -> Result<Option<TeamRow>> {
    let row = sqlx::query(concat!("select ", columns!(), " from teams t where t.id = $1")).bind(id.as_str()).fetch_optional(db).await?;
    Ok(row.as_ref().map(team).transpose()?)
}

/// By name, without case.
pub async fn by_name(db: &mut Db, name: &str) -> Result<Option<TeamRow>> {
    let row = sqlx::query(concat!("select ", columns!(), " from teams t where t.name_key = $1"))
        .bind(name.to_lowercase())
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(team).transpose()?)
}

/// Holds a team against other writers until the transaction ends: every change of its members takes this lock first, so
/// that two administrators who leave at once do not leave it without one.
pub async fn lock(db: &mut Db, id: &TeamId) -> Result<()> {
    sqlx::query("update teams set updated_at = updated_at where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// Writes back name and billing.
pub async fn save(db: &mut Db, team: &TeamRow, now: Timestamp) -> Result<()> {
    let billing = team.billing.clone().unwrap_or_default();
    sqlx::query(
        "update teams set name = $2, name_key = $3, billing_email = $4, billing_plan = $5, billing_subscription_id = $6, updated_at = $7
         where id = $1",
    )
    .bind(team.id.as_str())
    .bind(&team.name)
    .bind(team.name.to_lowercase())
    .bind(billing.email_address)
    .bind(billing.plan)
    .bind(billing.subscription_id)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes a team; what it owns goes with it by the foreign keys.
pub async fn delete(db: &mut Db, id: &TeamId) -> Result<()> {
    sqlx::query("delete from teams where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(())
}

/// The teams of an account, the personal one first.
pub async fn of_account(db: &mut Db, account: &AccountId) -> Result<Vec<ListedTeam>> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        ", m.role, (select count(*) from team_members o where o.team_id = t.id) as member_count, \
         (select count(*) from projects p where p.team_id = t.id) as project_count \
         from teams t join team_members m on m.team_id = t.id where m.account_id = $1 \
         order by case when t.personal_of = $1 then 0 else 1 end, t.name_key"
    ))
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    let listed = |row: &AnyRow| {
        Ok(ListedTeam {
            team: team(row)?,
            role: role_of(row, "role")?,
            members: count(row, "member_count")?,
            projects: count(row, "project_count")?,
        })
    };
    Ok(rows.iter().map(listed).collect::<sqlx::Result<_>>()?)
}

/// Ids and names of the teams of an account, the personal one first.
pub async fn names(db: &mut Db, account: &AccountId) -> Result<Vec<(TeamId, String)>> {
    let rows = sqlx::query(
        "select t.id, t.name from teams t join team_members m on m.team_id = t.id where m.account_id = $1 \
         order by case when t.personal_of = $1 then 0 else 1 end, t.name_key",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    let named = |row: &AnyRow| Ok((id(row, "id", TeamId::parse)?, row.try_get("name")?));
    Ok(rows.iter().map(named).collect::<sqlx::Result<_>>()?)
}

/// The teams that both accounts are in, by name.
pub async fn in_common(db: &mut Db, one: &AccountId, other: &AccountId) -> Result<Vec<TeamRow>> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        " from teams t join team_members a on a.team_id = t.id and a.account_id = $1 \
         join team_members b on b.team_id = t.id and b.account_id = $2 order by t.name_key"
    ))
    .bind(one.as_str())
    .bind(other.as_str())
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(team).collect::<sqlx::Result<_>>()?)
}

/// What an account is in a team.
pub async fn role(db: &mut Db, team: &TeamId, account: &AccountId) -> Result<Option<TeamRole>> {
    let name: Option<String> = sqlx::query_scalar("select role from team_members where team_id = $1 and account_id = $2")
        .bind(team.as_str())
        .bind(account.as_str())
        .fetch_optional(db)
        .await?;
    // A role of a newer version gives nothing here.
    Ok(name.and_then(|name| TeamRole::parse(&name)))
}

/// The members of a team, those who joined first at the top.
pub async fn members(db: &mut Db, team: &TeamId) -> Result<Vec<MemberRow>> {
    let rows = sqlx::query(
        "select m.account_id, m.role, a.username, a.first_name, a.last_name, a.suspended_at
         from team_members m join accounts a on a.id = m.account_id where m.team_id = $1 order by m.created_at, a.username",
    )
    .bind(team.as_str())
    .fetch_all(db)
    .await?;
    let member = |row: &AnyRow| {
        Ok(MemberRow {
            account: account_id(row, "account_id")?,
            username: row.try_get("username")?,
            first_name: row.try_get("first_name")?,
            last_name: row.try_get("last_name")?,
            role: role_of(row, "role")?,
            is_suspended: row.try_get::<Option<i64>, _>("suspended_at")?.is_some(),
        })
    };
    Ok(rows.iter().map(member).collect::<sqlx::Result<_>>()?)
}

pub async fn add_member(db: &mut Db, team: &TeamId, account: &AccountId, role: TeamRole, now: Timestamp) -> Result<()> {
    sqlx::query("insert into team_members (team_id, account_id, role, created_at) values ($1, $2, $3, $4)")
        .bind(team.as_str())
        .bind(account.as_str())
        .bind(stored_role(role))
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn set_role(db: &mut Db, team: &TeamId, account: &AccountId, role: TeamRole) -> Result<()> {
    sqlx::query("update team_members set role = $3 where team_id = $1 and account_id = $2")
        .bind(team.as_str())
        .bind(account.as_str())
        .bind(stored_role(role))
        .execute(db)
        .await?;
    Ok(())
}

pub async fn remove_member(db: &mut Db, team: &TeamId, account: &AccountId) -> Result<()> {
    sqlx::query("delete from team_members where team_id = $1 and account_id = $2")
        .bind(team.as_str())
        .bind(account.as_str())
        .execute(db)
        .await?;
    Ok(())
}

/// The connections of all projects of a team.
pub async fn connections(db: &mut Db, team: &TeamId) -> Result<Vec<ConnectionId>> {
    let rows = sqlx::query("select c.id from connections c join projects p on p.id = c.project_id where p.team_id = $1")
        .bind(team.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(|row| id(row, "id", ConnectionId::parse)).collect::<sqlx::Result<_>>()?)
}

/// Id, title and owner of every project of a team, newest update first.
pub async fn projects(db: &mut Db, team: &TeamId) -> Result<Vec<(ProjectId, String, String)>> {
    let rows = sqlx::query(
        "select p.id, p.title, a.username from projects p join accounts a on a.id = p.owner_id where p.team_id = $1
         order by p.updated_at desc, p.id desc",
    )
    .bind(team.as_str())
    .fetch_all(db)
    .await?;
    let project = |row: &AnyRow| Ok((id(row, "id", ProjectId::parse)?, row.try_get("title")?, row.try_get("username")?));
    Ok(rows.iter().map(project).collect::<sqlx::Result<_>>()?)
}
