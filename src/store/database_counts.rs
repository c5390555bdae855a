//! How many hosted databases there are.

use super::{Db, Result, read::id};
use crate::model::id::{AccountId, TeamId};
use sqlx::Row;

/// Those of a team, or those that nobody owns.
pub async fn of(db: &mut Db, team: Option<&TeamId>) -> Result<i64> {
    Ok(match team {
        Some(team) => sqlx::query_scalar("select count(*) from databases where team_id = $1").bind(team.as_str()).fetch_one(db).await?,
        None => sqlx::query_scalar("select count(*) from databases where team_id is null").fetch_one(db).await?,
    })
}

/// Those of each team of an account that has any.
pub async fn of_teams(db: &mut Db, account: &AccountId) -> Result<Vec<(TeamId, i64)>> {
    let rows = sqlx::query(
        "select d.team_id, count(*) as databases from databases d join team_members m on m.team_id = d.team_id
         where m.account_id = $1 group by d.team_id",
    )
    .bind(account.as_str())
    .fetch_all(db)
    .await?;
    let counted = rows.iter().map(|row| Ok((id(row, "team_id", TeamId::parse)?, row.try_get("databases")?)));
    Ok(counted.collect::<sqlx::Result<_>>()?)
}
