//! Named values of hosted databases, sealed.

use super::{Db, Result, server_variables::VariableRow};
use crate::model::{time::Timestamp, ulid::DatabaseId};
use sqlx::{Row, any::AnyRow};

fn variable(row: &AnyRow) -> sqlx::Result<VariableRow> {
    Ok(VariableRow { name: row.try_get("name")?, value: row.try_get("value")?, created_at: Timestamp(row.try_get("created_at")?) })
}

/// All of a database, by name.
pub async fn all(db: &mut Db, database: &DatabaseId) -> Result<Vec<VariableRow>> {
    let rows = sqlx::query("select name, value, created_at from database_variables where database_id = $1 order by name")
        .bind(database.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(variable).collect::<sqlx::Result<_>>()?)
}

pub async fn get(db: &mut Db, database: &DatabaseId, name: &str) -> Result<Option<VariableRow>> {
    let row = sqlx::query("select name, value, created_at from database_variables where database_id = $1 and name = $2")
        .bind(database.as_str())
        .bind(name)
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(variable).transpose()?)
}

/// Adds one that is not there yet.
pub async fn insert(db: &mut Db, database: &DatabaseId, row: &VariableRow) -> Result<()> {
    sqlx::query("insert into database_variables (database_id, name, value, created_at) values ($1, $2, $3, $4)")
        .bind(database.as_str())
        .bind(&row.name)
        .bind(&row.value)
        .bind(row.created_at.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds one, or replaces the value of the one of this name.
pub async fn save(db: &mut Db, database: &DatabaseId, row: &VariableRow) -> Result<()> {
    sqlx::query(
        "insert into database_variables (database_id, name, value, created_at) values ($1, $2, $3, $4)
         on conflict (database_id, name) do update set value = excluded.value",
    )
    .bind(database.as_str())
    .bind(&row.name)
    .bind(&row.value)
    .bind(row.created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// False when there was none.
pub async fn delete(db: &mut Db, database: &DatabaseId, name: &str) -> Result<bool> {
    let done = sqlx::query("delete from database_variables where database_id = $1 and name = $2")
        .bind(database.as_str())
        .bind(name)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
