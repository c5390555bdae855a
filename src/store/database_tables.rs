//! Order and description of the tables of hosted databases, order of their columns, and the charts that name them:
//! what SQLite has no place for, and what follows when a table gets another name.

use super::{Db, Result};
use crate::model::ulid::{ChartId, DatabaseId};
use sqlx::{Row, any::AnyRow};

/// A table that was put in a place or described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    pub name: String,
    pub position: i64,
    pub description: Option<String>,
}

/// The tables of a database that are known here, in their order.
pub async fn tables(db: &mut Db, database: &DatabaseId) -> Result<Vec<TableRow>> {
    let rows = sqlx::query("select name, position, description from database_tables where database_id = $1 order by position, name")
        .bind(database.as_str())
        .fetch_all(db)
        .await?;
    let row = |row: &AnyRow| {
        let position: i64 = row.try_get("position")?;
        Ok::<_, sqlx::Error>(TableRow { name: row.try_get("name")?, position, description: row.try_get("description")? })
    };
    Ok(rows.iter().map(row).collect::<sqlx::Result<_>>()?)
}

/// Writes what is known of a table in the place of what was.
pub async fn put_table(db: &mut Db, database: &DatabaseId, row: &TableRow) -> Result<()> {
    sqlx::query(
        "insert into database_tables (database_id, name, position, description) values ($1, $2, $3, $4)
         on conflict (database_id, name) do update set position = excluded.position, description = excluded.description",
    )
    .bind(database.as_str())
    .bind(row.name.as_str())
    .bind(row.position)
    .bind(row.description.as_deref())
    .execute(db)
    .await?;
    Ok(())
}

/// Everything known of a table follows its new name.
pub async fn rename_table(db: &mut Db, database: &DatabaseId, name: &str, to: &str) -> Result<()> {
    if name == to {
        return Ok(());
    }
    forget_table(db, database, to).await?;
    for statement in [
        "update database_tables set name = $3 where database_id = $1 and name = $2",
        "update database_columns set table_name = $3 where database_id = $1 and table_name = $2",
        "update deleted_rows set table_name = $3 where database_id = $1 and table_name = $2",
    ] {
        sqlx::query(statement).bind(database.as_str()).bind(name).bind(to).execute(&mut *db).await?;
    }
    Ok(())
}

pub async fn forget_table(db: &mut Db, database: &DatabaseId, name: &str) -> Result<()> {
    for statement in [
        "delete from database_tables where database_id = $1 and name = $2",
        "delete from database_columns where database_id = $1 and table_name = $2",
        "delete from deleted_rows where database_id = $1 and table_name = $2",
    ] {
        sqlx::query(statement).bind(database.as_str()).bind(name).execute(&mut *db).await?;
    }
    Ok(())
}

/// A column in a place of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRow {
    pub table: String,
    pub name: String,
    pub position: i64,
}

/// The columns of a database that are in another order than their table defines, in that order.
pub async fn columns(db: &mut Db, database: &DatabaseId) -> Result<Vec<ColumnRow>> {
    let rows =
        sqlx::query("select table_name, name, position from database_columns where database_id = $1 order by table_name, position, name")
            .bind(database.as_str())
            .fetch_all(db)
            .await?;
    let row = |row: &AnyRow| {
        let position: i64 = row.try_get("position")?;
        Ok::<_, sqlx::Error>(ColumnRow { table: row.try_get("table_name")?, name: row.try_get("name")?, position })
    };
    Ok(rows.iter().map(row).collect::<sqlx::Result<_>>()?)
}

/// The order of all columns of a table from now on.
pub async fn order_columns(db: &mut Db, database: &DatabaseId, table: &str, names: &[String]) -> Result<()> {
    sqlx::query("delete from database_columns where database_id = $1 and table_name = $2")
        .bind(database.as_str())
        .bind(table)
        .execute(&mut *db)
        .await?;
    for (position, name) in (0_i64..).zip(names) {
        sqlx::query("insert into database_columns (database_id, table_name, name, position) values ($1, $2, $3, $4)")
            .bind(database.as_str())
            .bind(table)
            .bind(name.as_str())
            .bind(position)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

pub async fn rename_column(db: &mut Db, database: &DatabaseId, table: &str, name: &str, to: &str) -> Result<()> {
    if name == to {
        return Ok(());
    }
    forget_column(db, database, table, to).await?;
    sqlx::query("update database_columns set name = $4 where database_id = $1 and table_name = $2 and name = $3")
        .bind(database.as_str())
        .bind(table)
        .bind(name)
        .bind(to)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn forget_column(db: &mut Db, database: &DatabaseId, table: &str, name: &str) -> Result<()> {
    sqlx::query("delete from database_columns where database_id = $1 and table_name = $2 and name = $3")
        .bind(database.as_str())
        .bind(table)
        .bind(name)
        .execute(db)
        .await?;
    Ok(())
}

/// The charts of a database with what is documented of them, as JSON.
pub async fn charts(db: &mut Db, database: &DatabaseId) -> Result<Vec<(ChartId, String)>> {
    let rows = sqlx::query("select id, body from database_charts where database_id = $1").bind(database.as_str()).fetch_all(db).await?;
    let row = |row: &AnyRow| Ok::<_, sqlx::Error>((super::read::id(row, "id", ChartId::parse)?, row.try_get("body")?));
    Ok(rows.iter().map(row).collect::<sqlx::Result<_>>()?)
}

pub async fn change_chart(db: &mut Db, id: &ChartId, body: &str) -> Result<()> {
    sqlx::query("update database_charts set body = $2 where id = $1").bind(id.as_str()).bind(body).execute(db).await?;
    Ok(())
}
