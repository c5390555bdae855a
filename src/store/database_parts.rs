//! What hangs on a hosted database beside its content: permissions of tokens, order and description of tables.

use super::{Db, Result, read::id};
use crate::model::{id::TeamId, time::Timestamp, token::Permission, ulid::DatabaseId};
use sqlx::{Row, any::AnyRow};

/// What a token may do with a database.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabasePermissionRow {
    pub token_id: i64,
    pub database_id: DatabaseId,
    pub database_name: String,
    pub permission: Permission,
}

fn permission_name(row: &AnyRow) -> sqlx::Result<Permission> {
    let name: String = row.try_get("name")?;
    Permission::parse(&name).ok_or_else(|| sqlx::Error::Decode(format!("no permission is called {name}").into()))
}

/// What a token may do with one database.
pub async fn permissions(db: &mut Db, token: i64, database: &DatabaseId) -> Result<Vec<Permission>> {
    let rows = sqlx::query("select name from token_database_permissions where token_id = $1 and database_id = $2")
        .bind(token)
        .bind(database.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(permission_name).collect::<sqlx::Result<_>>()?)
}

macro_rules! granted {
    ($condition:literal) => {
        concat!(
            "select p.token_id, p.database_id, d.name as database_name, p.name from token_database_permissions p \
             join databases d on d.id = p.database_id join api_tokens t on t.id = p.token_id where ",
            $condition,
            " order by lower(d.name), d.id, p.name"
        )
    };
}

fn granted(row: &AnyRow) -> sqlx::Result<DatabasePermissionRow> {
    Ok(DatabasePermissionRow {
        token_id: row.try_get("token_id")?,
        database_id: id(row, "database_id", DatabaseId::parse)?,
        database_name: row.try_get("database_name")?,
        permission: permission_name(row)?,
    })
}

/// What a token may do with databases, by their names.
pub async fn permissions_of(db: &mut Db, token: i64) -> Result<Vec<DatabasePermissionRow>> {
    let rows = sqlx::query(granted!("t.id = $1")).bind(token).fetch_all(db).await?;
    Ok(rows.iter().map(granted).collect::<sqlx::Result<_>>()?)
}

/// What the tokens of a team may do with databases.
pub async fn permissions_of_team(db: &mut Db, team: &TeamId) -> Result<Vec<DatabasePermissionRow>> {
    let rows = sqlx::query(granted!("t.team_id = $1")).bind(team.as_str()).fetch_all(db).await?;
    Ok(rows.iter().map(granted).collect::<sqlx::Result<_>>()?)
}

pub async fn permit(db: &mut Db, token: i64, database: &DatabaseId, permission: Permission) -> Result<()> {
    sqlx::query("insert into token_database_permissions (token_id, database_id, name) values ($1, $2, $3)")
        .bind(token)
        .bind(database.as_str())
        .bind(permission.name())
        .execute(db)
        .await?;
    Ok(())
}

/// Takes every permission for a database from every token.
pub async fn forbid_all(db: &mut Db, database: &DatabaseId) -> Result<()> {
    sqlx::query("delete from token_database_permissions where database_id = $1").bind(database.as_str()).execute(db).await?;
    Ok(())
}

/// Gives `to` the order and the descriptions of tables and columns of `from`.
pub async fn copy_tables(db: &mut Db, from: &DatabaseId, to: &DatabaseId) -> Result<()> {
    for statement in [
        "insert into database_tables (database_id, name, position, description)
         select $2, name, position, description from database_tables where database_id = $1",
        "insert into database_columns (database_id, table_name, name, position)
         select $2, table_name, name, position from database_columns where database_id = $1",
    ] {
        sqlx::query(statement).bind(from.as_str()).bind(to.as_str()).execute(&mut *db).await?;
    }
    Ok(())
}

/// One line in the log of a database whose owner switched auditing on.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRow {
    pub made_at: Timestamp,
    pub made_by: String,
    /// sql, rows, structure or file.
    pub kind: String,
    pub statement: String,
    pub changes: i64,
}

pub async fn note_change(db: &mut Db, database: &DatabaseId, row: &ChangeRow) -> Result<()> {
    sqlx::query(
        "insert into database_changes (id, database_id, made_at, made_by, kind, statement, changes) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(ulid::Ulid::generate().to_string())
    .bind(database.as_str())
    .bind(row.made_at.0)
    .bind(row.made_by.as_str())
    .bind(row.kind.as_str())
    .bind(row.statement.as_str())
    .bind(row.changes)
    .execute(db)
    .await?;
    Ok(())
}

/// The log of a database, the newest first: at most `limit` lines before `before`.
pub async fn changes(db: &mut Db, database: &DatabaseId, before: Timestamp, limit: i64) -> Result<Vec<ChangeRow>> {
    let rows = sqlx::query(
        "select made_at, made_by, kind, statement, changes from database_changes where database_id = $1 and made_at < $2
         order by made_at desc, id desc limit $3",
    )
    .bind(database.as_str())
    .bind(before.0)
    .bind(limit)
    .fetch_all(db)
    .await?;
    let row = |row: &AnyRow| {
        Ok::<_, sqlx::Error>(ChangeRow {
            made_at: Timestamp(row.try_get("made_at")?),
            made_by: row.try_get("made_by")?,
            kind: row.try_get("kind")?,
            statement: row.try_get("statement")?,
            changes: row.try_get("changes")?,
        })
    };
    Ok(rows.iter().map(row).collect::<sqlx::Result<_>>()?)
}
