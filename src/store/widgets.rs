//! Widgets. Their order is part of the project's row.

use super::{
    Db, Result,
    read::{id, json},
};
use crate::model::{
    id::{AccountId, ProjectId, QueryId, WidgetId},
    time::Timestamp,
    widget::{Configs, WidgetName},
};
use sqlx::{Row, any::AnyRow};

/// One row of `widgets`.
#[derive(Clone, Debug, PartialEq)]
pub struct WidgetRow {
    pub id: WidgetId,
    pub project_id: ProjectId,
    pub kind: String,
    pub subtype: String,
    pub title: String,
    pub description: Option<String>,
    pub configs: Configs,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl WidgetRow {
    pub fn name(&self) -> WidgetName {
        WidgetName { id: self.id.clone(), title: self.title.clone() }
    }

    /// Whether it shows this saved query.
    pub fn shows(&self, query: &QueryId) -> bool {
        self.configs.query_id().as_ref() == Some(query)
    }
}

macro_rules! columns {
    () => {
        "id, project_id, kind, subtype, title, description, configs, created_at, updated_at"
    };
}

fn widget(row: &AnyRow) -> sqlx::Result<WidgetRow> {
    Ok(WidgetRow {
        id: id(row, "id", WidgetId::parse)?,
        project_id: id(row, "project_id", ProjectId::parse)?,
        kind: row.try_get("kind")?,
        subtype: row.try_get("subtype")?,
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        configs: json(row, "configs")?,
        created_at: Timestamp(row.try_get("created_at")?),
        updated_at: Timestamp(row.try_get("updated_at")?),
    })
}

fn configs_json(configs: &Configs) -> String {
    serde_json::to_string(configs).expect("settings are plain data")
}

pub async fn get(db: &mut Db, id: &WidgetId) -> Result<Option<WidgetRow>> {
    let row = sqlx::query(concat!("select ", columns!(), " from widgets where id = $1")).bind(id.as_str()).fetch_optional(&mut *db).await?;
    Ok(row.as_ref().map(widget).transpose()?)
}

/// The widgets of a project, in no particular order.
pub async fn of_project(db: &mut Db, project: &ProjectId) -> Result<Vec<WidgetRow>> {
    let rows = sqlx::query(concat!("select ", columns!(), " from widgets where project_id = $1"))
        .bind(project.as_str())
        .fetch_all(&mut *db)
        .await?;
    Ok(rows.iter().map(widget).collect::<sqlx::Result<_>>()?)
}

/// The widgets of every project of the teams of an account, in no particular order.
pub async fn of_member(db: &mut Db, account: &AccountId) -> Result<Vec<WidgetRow>> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        " from widgets where project_id in (select p.id from projects p join team_members m on m.team_id = p.team_id where m.account_id = $1)"
    ))
    .bind(account.as_str())
    .fetch_all(&mut *db)
    .await?;
    Ok(rows.iter().map(widget).collect::<sqlx::Result<_>>()?)
}

pub async fn insert(db: &mut Db, w: &WidgetRow) -> Result<()> {
    sqlx::query(
        "insert into widgets (id, project_id, kind, subtype, title, description, configs, created_at, updated_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(w.id.as_str())
    .bind(w.project_id.as_str())
    .bind(&w.kind)
    .bind(&w.subtype)
    .bind(&w.title)
    .bind(&w.description)
    .bind(configs_json(&w.configs))
    .bind(w.created_at.0)
    .bind(w.updated_at.0)
    .execute(&mut *db)
    .await?;
    Ok(())
}

pub async fn save(db: &mut Db, w: &WidgetRow) -> Result<()> {
    sqlx::query("update widgets set kind = $2, subtype = $3, title = $4, description = $5, configs = $6, updated_at = $7 where id = $1")
        .bind(w.id.as_str())
        .bind(&w.kind)
        .bind(&w.subtype)
        .bind(&w.title)
        .bind(&w.description)
        .bind(configs_json(&w.configs))
        .bind(w.updated_at.0)
        .execute(&mut *db)
        .await?;
    Ok(())
}

pub async fn delete(db: &mut Db, id: &WidgetId) -> Result<()> {
    sqlx::query("delete from widgets where id = $1").bind(id.as_str()).execute(&mut *db).await?;
    Ok(())
}
