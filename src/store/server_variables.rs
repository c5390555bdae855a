//! Named values of the server, sealed.

use super::{Db, Result};
use crate::model::time::Timestamp;
use sqlx::{Row, any::AnyRow};

/// One row of `server_variables`.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableRow {
    pub name: String,
    /// Sealed.
    pub value: String,
    pub created_at: Timestamp,
}

fn variable(row: &AnyRow) -> sqlx::Result<VariableRow> {
    Ok(VariableRow { name: row.try_get("name")?, value: row.try_get("value")?, created_at: Timestamp(row.try_get("created_at")?) })
}

/// All of them, by name.
pub async fn all(db: &mut Db) -> Result<Vec<VariableRow>> {
    let rows = sqlx::query("select name, value, created_at from server_variables order by name").fetch_all(db).await?;
    Ok(rows.iter().map(variable).collect::<sqlx::Result<_>>()?)
}

pub async fn get(db: &mut Db, name: &str) -> Result<Option<VariableRow>> {
    let row = sqlx::query("select name, value, created_at from server_variables where name = $1").bind(name).fetch_optional(db).await?;
    Ok(row.as_ref().map(variable).transpose()?)
}

/// Adds one that is not there yet.
pub async fn insert(db: &mut Db, row: &VariableRow) -> Result<()> {
    sqlx::query("insert into server_variables (name, value, created_at) values ($1, $2, $3)")
        .bind(&row.name)
        .bind(&row.value)
        .bind(row.created_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds one, or replaces the value of the one of this name.
pub async fn save(db: &mut Db, row: &VariableRow) -> Result<()> {
    sqlx::query(
        "insert into server_variables (name, value, created_at) values ($1, $2, $3)
         on conflict (name) do update set value = excluded.value",
    )
    .bind(&row.name)
    .bind(&row.value)
    .bind(row.created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// False when there was none.
pub async fn delete(db: &mut Db, name: &str) -> Result<bool> {
    let done = sqlx::query("delete from server_variables where name = $1").bind(name).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
