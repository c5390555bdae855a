//! Boards inside other sites: what their addresses are signed with, and which sites may show them.

use super::{
    Db, Result,
    read::{id, json},
};
use crate::model::{id::ProjectId, time::Timestamp};
use sqlx::{Row, any::AnyRow};

/// One row of `embeddings`.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbeddingRow {
    pub project_id: ProjectId,
    pub embed_id: String,
    /// Sealed.
    pub secret: String,
    pub sites: Vec<String>,
    pub created_at: Timestamp,
}

fn embedding(row: &AnyRow) -> sqlx::Result<EmbeddingRow> {
    Ok(EmbeddingRow {
        project_id: id(row, "project_id", ProjectId::parse)?,
        embed_id: row.try_get("embed_id")?,
        secret: row.try_get("secret")?,
        sites: json(row, "sites")?,
        created_at: Timestamp(row.try_get("created_at")?),
    })
}

pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Option<EmbeddingRow>> {
    let row = sqlx::query("select project_id, embed_id, secret, sites, created_at from embeddings where project_id = $1")
        .bind(project.as_str())
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(embedding).transpose()?)
}

pub async fn by_id(db: &mut Db, embed_id: &str) -> Result<Option<EmbeddingRow>> {
    let row = sqlx::query("select project_id, embed_id, secret, sites, created_at from embeddings where embed_id = $1")
        .bind(embed_id)
        .fetch_optional(db)
        .await?;
    Ok(row.as_ref().map(embedding).transpose()?)
}

/// Makes or replaces that of a locked project.
pub async fn save(db: &mut Db, e: &EmbeddingRow) -> Result<()> {
    sqlx::query(
        "insert into embeddings (project_id, embed_id, secret, sites, created_at) values ($1, $2, $3, $4, $5)
         on conflict (project_id) do update set embed_id = excluded.embed_id, secret = excluded.secret, sites = excluded.sites",
    )
    .bind(e.project_id.as_str())
    .bind(&e.embed_id)
    .bind(&e.secret)
    .bind(serde_json::to_string(&e.sites).expect("texts serialise"))
    .bind(e.created_at.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, project: &ProjectId) -> Result<()> {
    sqlx::query("delete from embeddings where project_id = $1").bind(project.as_str()).execute(db).await?;
    Ok(())
}
