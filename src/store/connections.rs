//! Connections: the sealed access object, the stored schema and what the last checks said.

use super::{
    Db, Result,
    read::{flag, id},
};
use crate::model::{
    engine::EngineKind,
    id::{AccountId, ConnectionId, ProjectId, TeamId},
    time::Timestamp,
    ulid::DatabaseId,
};
use sqlx::{Row, any::AnyRow};

/// One row of `connections` without its schema, which is read by [`schema`] because it may be large.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionRow {
    pub id: ConnectionId,
    pub project_id: ProjectId,
    /// The team of the project.
    pub team_id: TeamId,
    /// Place in the project, from 0.
    pub position: i64,
    pub title: String,
    pub kind: EngineKind,
    /// The access object, sealed with the row's id as associated data.
    pub access: String,
    /// The hosted database that it reads, under its present id; nothing for other kinds, and when it is gone.
    pub database_id: Option<DatabaseId>,
    /// The folder of that database, as long as it belongs to the team of the project.
    pub hosted_folder: Option<String>,
    pub has_schema: bool,
    pub table_count: Option<u32>,
    /// Nothing until validated.
    pub is_valid: Option<bool>,
    /// Why it failed, sealed like `access`.
    pub validation_error: Option<String>,
    pub introspection_error: Option<String>,
    pub last_validation: Option<Timestamp>,
    pub last_introspection: Option<Timestamp>,
    pub revision: i64,
    /// Whether rows of its database may be changed from here.
    pub writing: bool,
}

/// A stored schema and what tells its version.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSchema {
    pub json: String,
    pub taken_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, project_id, (select p.team_id from projects p where p.id = connections.project_id) as team_id, position, title, kind, access, database_id, \
         (select d.folder from databases d join projects h on h.id = connections.project_id \
         where d.id = connections.database_id and d.team_id = h.team_id) as hosted_folder, \
         case when schema_json is null then 0 else 1 end as has_schema, table_count, \
         is_valid, validation_error, introspection_error, last_validation, last_introspection, revision, writing"
    };
}

fn connection(row: &AnyRow) -> sqlx::Result<ConnectionRow> {
    let kind: String = row.try_get("kind")?;
    Ok(ConnectionRow {
        id: id(row, "id", ConnectionId::parse)?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        team_id: id(row, "team_id", TeamId::parse)?,
        position: row.try_get("position")?,
        title: row.try_get("title")?,
        kind: EngineKind::parse(&kind).ok_or_else(|| sqlx::Error::Decode(format!("no engine is called {kind}").into()))?,
        access: row.try_get("access")?,
        database_id: row.try_get::<Option<String>, _>("database_id")?.as_deref().and_then(DatabaseId::parse),
        hosted_folder: row.try_get("hosted_folder")?,
        has_schema: flag(row, "has_schema")?,
        table_count: row.try_get::<Option<i64>, _>("table_count")?.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
        is_valid: row.try_get::<Option<i64>, _>("is_valid")?.map(|n| n == 1),
        validation_error: row.try_get("validation_error")?,
        introspection_error: row.try_get("introspection_error")?,
        last_validation: row.try_get::<Option<i64>, _>("last_validation")?.map(Timestamp),
        last_introspection: row.try_get::<Option<i64>, _>("last_introspection")?.map(Timestamp),
        revision: row.try_get("revision")?,
        writing: flag(row, "writing")?,
    })
}

fn connections(rows: &[AnyRow]) -> Result<Vec<ConnectionRow>> {
    Ok(rows.iter().map(connection).collect::<sqlx::Result<_>>()?)
}

pub async fn get(db: &mut Db, id: &ConnectionId) -> Result<Option<ConnectionRow>> {
    let row =
        sqlx::query(concat!("select ", columns!(), " from connections where id = $1")).bind(id.as_str()).fetch_optional(&mut *db).await?;
    Ok(row.as_ref().map(connection).transpose()?)
}

/// The connections of a project, in order.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<ConnectionRow>> {
    let rows = sqlx::query(concat!("select ", columns!(), " from connections where project_id = $1 order by position, id"))
        .bind(project.as_str())
        .fetch_all(&mut *db)
        .await?;
    connections(&rows)
}

/// The connections of all projects of the teams of an account, by project and in order.
pub async fn of_member(db: &mut Db, account: &AccountId) -> Result<Vec<ConnectionRow>> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        " from connections where project_id in (select p.id from projects p join team_members m on m.team_id = p.team_id where m.account_id = $1) order by project_id, position, id"
    ))
    .bind(account.as_str())
    .fetch_all(&mut *db)
    .await?;
    connections(&rows)
}

/// The connections that do not work as they are, with their revisions: the last check failed, or it succeeded and the
/// schema could not be read.
pub async fn broken(db: &mut Db) -> Result<Vec<(ConnectionId, i64)>> {
    let rows = sqlx::query("select id, revision from connections where is_valid = 0 or (is_valid = 1 and schema_json is null)")
        .fetch_all(&mut *db)
        .await?;
    let one = |row: &AnyRow| -> sqlx::Result<_> { Ok((id(row, "id", ConnectionId::parse)?, row.try_get("revision")?)) };
    Ok(rows.iter().map(one).collect::<sqlx::Result<_>>()?)
}

/// The stored schema of a connection.
pub async fn schema(db: &mut Db, id: &ConnectionId) -> Result<Option<StoredSchema>> {
    let row = sqlx::query("select schema_json, last_introspection from connections where id = $1 and schema_json is not null")
        .bind(id.as_str())
        .fetch_optional(&mut *db)
        .await?;
    let stored = |row: &AnyRow| -> sqlx::Result<StoredSchema> {
        let taken_at = row.try_get::<Option<i64>, _>("last_introspection")?.unwrap_or_default();
        Ok(StoredSchema { json: row.try_get("schema_json")?, taken_at: Timestamp(taken_at) })
    };
    Ok(row.as_ref().map(stored).transpose()?)
}

/// Adds a connection that was never checked.
pub async fn insert(db: &mut Db, c: &ConnectionRow) -> Result<()> {
    sqlx::query(
        "insert into connections (id, project_id, position, title, kind, access, revision, database_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(c.id.as_str())
    .bind(c.project_id.as_str())
    .bind(c.position)
    .bind(&c.title)
    .bind(c.kind.name())
    .bind(&c.access)
    .bind(c.revision)
    .bind(c.database_id.as_ref().map(DatabaseId::as_str))
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Changes place and title, which say nothing about the database behind.
pub async fn rename(db: &mut Db, id: &ConnectionId, position: i64, title: &str) -> Result<()> {
    sqlx::query("update connections set position = $2, title = $3 where id = $1")
        .bind(id.as_str())
        .bind(position)
        .bind(title)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// Lets rows of its database be changed, or no more.
pub async fn set_writing(db: &mut Db, id: &ConnectionId, on: bool) -> Result<()> {
    sqlx::query("update connections set writing = $2 where id = $1").bind(id.as_str()).bind(i64::from(on)).execute(&mut *db).await?;
    Ok(())
}

/// Replaces the access object: the connection is unknown again, under a new revision, and nothing is written to it until
/// somebody allows it anew. A schema stays only
/// while `keep_schema` says that the same database is meant.
pub async fn replace_access(db: &mut Db, c: &ConnectionRow, keep_schema: bool) -> Result<()> {
    sqlx::query(
        "update connections set kind = $2, access = $3, revision = $4, database_id = $6, writing = 0, is_valid = null, validation_error = null, \
         introspection_error = null, last_validation = null, \
         schema_json = case when $5 = 1 then schema_json else null end, \
         table_count = case when $5 = 1 then table_count else null end, \
         last_introspection = case when $5 = 1 then last_introspection else null end where id = $1",
    )
    .bind(c.id.as_str())
    .bind(c.kind.name())
    .bind(&c.access)
    .bind(c.revision)
    .bind(i64::from(keep_schema))
    .bind(c.database_id.as_ref().map(DatabaseId::as_str))
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Writes what a validation found (`error` is sealed), unless the connection changed since it was asked for.
/// Returns whether it was written.
pub async fn save_validation(db: &mut Db, id: &ConnectionId, revision: i64, error: Option<&str>, at: Timestamp) -> Result<bool> {
    let done =
        sqlx::query("update connections set is_valid = $3, validation_error = $4, last_validation = $5 where id = $1 and revision = $2")
            .bind(id.as_str())
            .bind(revision)
            .bind(i64::from(error.is_none()))
            .bind(error)
            .bind(at.0)
            .execute(&mut *db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a schema that was read, unless the connection changed since. Returns whether it was written.
pub async fn save_schema(db: &mut Db, id: &ConnectionId, revision: i64, json: &str, tables: usize, at: Timestamp) -> Result<bool> {
    let done = sqlx::query(
        "update connections set schema_json = $3, table_count = $4, last_introspection = $5, introspection_error = null \
         where id = $1 and revision = $2",
    )
    .bind(id.as_str())
    .bind(revision)
    .bind(json)
    .bind(i64::try_from(tables).unwrap_or(i64::MAX))
    .bind(at.0)
    .execute(&mut *db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes why the schema could not be read; the stored one stays.
pub async fn save_introspection_error(db: &mut Db, id: &ConnectionId, revision: i64, error: &str) -> Result<()> {
    sqlx::query("update connections set introspection_error = $3 where id = $1 and revision = $2")
        .bind(id.as_str())
        .bind(revision)
        .bind(error)
        .execute(&mut *db)
        .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &ConnectionId) -> Result<()> {
    sqlx::query("delete from connections where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    Ok(())
}
