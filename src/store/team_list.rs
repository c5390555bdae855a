//! Teams as administrators of the server list them.

use super::{
    Db, Result,
    read::count,
    teams::{TeamRow, team},
};
use sqlx::{Row, any::AnyRow};

/// One line of the list.
#[derive(Clone, Debug)]
pub struct TeamLine {
    pub team: TeamRow,
    /// User name of the account whose personal team it is.
    pub person: Option<String>,
    pub members: u32,
    pub projects: u32,
}

macro_rules! matching {
    ($columns:literal, $rest:literal) => {
        concat!(
            "select ",
            $columns,
            " from teams t left join accounts a on a.id = t.personal_of where t.name_key like $1 escape '\\' ",
            $rest
        )
    };
}

/// How many teams have `part` in their names.
pub async fn how_many(db: &mut Db, part: &str) -> Result<u32> {
    let row = sqlx::query(matching!("count(*) as n", "")).bind(super::people::pattern(part)).fetch_one(db).await?;
    Ok(count(&row, "n")?)
}

/// Some of them, by name.
pub async fn list(db: &mut Db, part: &str, limit: u32, offset: u32) -> Result<Vec<TeamLine>> {
    let rows = sqlx::query(matching!(
        "t.id, t.name, t.personal_of, t.billing_email, t.billing_plan, t.billing_subscription_id, t.created_at, a.username, \
         (select count(*) from team_members o where o.team_id = t.id) as member_count, \
         (select count(*) from projects p where p.team_id = t.id) as project_count",
        "order by t.name_key, t.id limit $2 offset $3"
    ))
    .bind(super::people::pattern(part))
    .bind(i64::from(limit))
    .bind(i64::from(offset))
    .fetch_all(db)
    .await?;
    let line = |row: &AnyRow| {
        Ok(TeamLine {
            team: team(row)?,
            person: row.try_get("username")?,
            members: count(row, "member_count")?,
            projects: count(row, "project_count")?,
        })
    };
    Ok(rows.iter().map(line).collect::<sqlx::Result<_>>()?)
}
