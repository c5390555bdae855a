//! Invitations to teams. Those of links are found by the hash of their token, which is all that is stored of it.
//!
//! Every question leaves out what does not work any more: an invitation ends with its time, and with the right of whoever
//! made it.

use super::{
    Db, Result,
    read::id,
    teams::{role_of, stored_role},
};
use crate::model::{
    id::{AccountId, InvitationId, TeamId},
    team_role::TeamRole,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

/// An invitation that works.
#[derive(Clone, Debug)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub team_id: TeamId,
    pub team_name: String,
    pub role: TeamRole,
    /// The user name that was asked; nothing for a link.
    pub username: Option<String>,
    /// Whom a link was made for, if that was said.
    pub email: Option<String>,
    /// User name of whoever invited.
    pub by: String,
    pub expires_at: Timestamp,
}

/// An invitation to be made: by name or as a link.
#[derive(Debug)]
pub struct NewInvitation<'a> {
    pub id: &'a InvitationId,
    pub team: &'a TeamId,
    pub role: TeamRole,
    pub username: Option<&'a str>,
    pub account: Option<&'a AccountId>,
    pub email: Option<&'a str>,
    pub token_hash: Option<&'a str>,
    pub by: &'a AccountId,
    pub expires_at: Timestamp,
}

macro_rules! alive {
    ($condition:literal) => {
        concat!(
            "select i.id, i.team_id, i.role, i.username, i.email, i.expires_at, t.name as team_name, a.username as inviter \
             from team_invitations i join teams t on t.id = i.team_id \
             join accounts a on a.id = i.invited_by and a.suspended_at is null \
             join team_members m on m.team_id = i.team_id and m.account_id = i.invited_by and m.role = 'admin' \
             where i.expires_at > $1 and ",
            $condition,
            " order by i.created_at, i.id"
        )
    };
}

fn invitation(row: &AnyRow) -> sqlx::Result<InvitationRow> {
    Ok(InvitationRow {
        id: id(row, "id", InvitationId::parse)?,
        team_id: id(row, "team_id", TeamId::parse)?,
        team_name: row.try_get("team_name")?,
        role: role_of(row, "role")?,
        username: row.try_get("username")?,
        email: row.try_get("email")?,
        by: row.try_get("inviter")?,
        expires_at: Timestamp(row.try_get("expires_at")?),
    })
}

fn all(rows: &[AnyRow]) -> Result<Vec<InvitationRow>> {
    Ok(rows.iter().map(invitation).collect::<sqlx::Result<_>>()?)
}

/// Those of a team.
pub async fn of_team(db: &mut Db, team: &TeamId, now: Timestamp) -> Result<Vec<InvitationRow>> {
    all(&sqlx::query(alive!("i.team_id = $2")).bind(now.0).bind(team.as_str()).fetch_all(db).await?)
}

/// Those that an account got by name.
pub async fn of_account(db: &mut Db, account: &AccountId, now: Timestamp) -> Result<Vec<InvitationRow>> {
    all(&sqlx::query(alive!("i.account_id = $2")).bind(now.0).bind(account.as_str()).fetch_all(db).await?)
}

/// The one of a link.
pub async fn by_token(db: &mut Db, token_hash: &str, now: Timestamp) -> Result<Option<InvitationRow>> {
    let row = sqlx::query(alive!("i.token_hash = $2")).bind(now.0).bind(token_hash).fetch_optional(db).await?;
    Ok(row.as_ref().map(invitation).transpose()?)
}

/// Makes an invitation in place of an earlier one for the same name or address, and forgets what expired.
pub async fn replace(db: &mut Db, new: &NewInvitation<'_>, now: Timestamp) -> Result<()> {
    sqlx::query("delete from team_invitations where expires_at <= $1 or (team_id = $2 and (username = $3 or email = $4))")
        .bind(now.0)
        .bind(new.team.as_str())
        .bind(new.username)
        .bind(new.email)
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "insert into team_invitations (id, team_id, role, username, account_id, email, token_hash, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new.id.as_str())
    .bind(new.team.as_str())
    .bind(stored_role(new.role))
    .bind(new.username)
    .bind(new.account.map(AccountId::as_str))
    .bind(new.email)
    .bind(new.token_hash)
    .bind(new.by.as_str())
    .bind(now.0)
    .bind(new.expires_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Uses an invitation up. False when it was used, replaced or taken back meanwhile.
pub async fn take(db: &mut Db, id: &InvitationId) -> Result<bool> {
    let done = sqlx::query("delete from team_invitations where id = $1").bind(id.as_str()).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes back every invitation of an administrator that an account made.
pub async fn withdraw_admins_by(db: &mut Db, account: &AccountId) -> Result<()> {
    sqlx::query("delete from team_invitations where invited_by = $1 and role = $2")
        .bind(account.as_str())
        .bind(stored_role(TeamRole::Admin))
        .execute(db)
        .await?;
    Ok(())
}

/// Takes back what asks an account, or this user name, into a team. False when nothing did.
pub async fn withdraw(db: &mut Db, team: &TeamId, username: &str) -> Result<bool> {
    let done = sqlx::query("delete from team_invitations where team_id = $1 and username = $2")
        .bind(team.as_str())
        .bind(username)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}
