//! Saved queries of projects.

use super::{
    Db, Result,
    read::{id, json},
};
use crate::model::{
    id::{ConnectionId, ProjectId, QueryId},
    parameter::Parameter,
    query::Query,
    time::Timestamp,
};
use sqlx::{Row, any::AnyRow};

macro_rules! columns {
    () => {
        "id, project_id, connection_id, title, description, text, parameters, created_at, updated_at, version"
    };
}

fn query(row: &AnyRow) -> sqlx::Result<Query> {
    let connection: Option<String> = row.try_get("connection_id")?;
    Ok(Query {
        id: id(row, "id", QueryId::parse)?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        connection_id: connection.as_deref().and_then(ConnectionId::parse),
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        text: row.try_get("text")?,
        parameters: json(row, "parameters")?,
        created_at: Timestamp(row.try_get("created_at")?),
        updated_at: Timestamp(row.try_get("updated_at")?),
        version: row.try_get("version")?,
    })
}

fn parameters_json(parameters: &[Parameter]) -> String {
    serde_json::to_string(parameters).expect("parameters are plain data")
}

pub async fn get(db: &mut Db, id: &QueryId) -> Result<Option<Query>> {
    let row = sqlx::query(concat!("select ", columns!(), " from queries where id = $1")).bind(id.as_str()).fetch_optional(&mut *db).await?;
    Ok(row.as_ref().map(query).transpose()?)
}

/// The queries of a project by title.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<Query>> {
    let rows = sqlx::query(concat!("select ", columns!(), " from queries where project_id = $1 order by title, id"))
        .bind(project.as_str())
        .fetch_all(&mut *db)
        .await?;
    Ok(rows.iter().map(query).collect::<sqlx::Result<_>>()?)
}

pub async fn insert(db: &mut Db, q: &Query) -> Result<()> {
    sqlx::query(
        "insert into queries (id, project_id, connection_id, title, description, text, parameters, created_at, updated_at, version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(q.id.as_str())
    .bind(q.project_id.as_str())
    .bind(q.connection_id.as_ref().map(ConnectionId::as_str))
    .bind(&q.title)
    .bind(&q.description)
    .bind(&q.text)
    .bind(parameters_json(&q.parameters))
    .bind(q.created_at.0)
    .bind(q.updated_at.0)
    .bind(q.version)
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Saves a query that still has the version before its own. False when it was changed or deleted meanwhile.
pub async fn save(db: &mut Db, q: &Query) -> Result<bool> {
    let saved = sqlx::query(
        "update queries set connection_id = $2, title = $3, description = $4, text = $5, parameters = $6, updated_at = $7, version = $8 \
         where id = $1 and version = $8 - 1",
    )
    .bind(q.id.as_str())
    .bind(q.connection_id.as_ref().map(ConnectionId::as_str))
    .bind(&q.title)
    .bind(&q.description)
    .bind(&q.text)
    .bind(parameters_json(&q.parameters))
    .bind(q.updated_at.0)
    .bind(q.version)
    .execute(&mut *db)
    .await?;
    Ok(saved.rows_affected() == 1)
}

pub async fn delete(db: &mut Db, id: &QueryId) -> Result<()> {
    sqlx::query("delete from queries where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    Ok(())
}
