//! Charts, dashboards and apps of hosted databases.

use super::{Db, Error, Result, read::id};
use crate::model::{
    database_drawings::{Chart, ChartBody, Dashboard, DatabaseApp},
    time::Timestamp,
    ulid::{AppId, ChartId, DashboardId, DatabaseId},
};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row, any::AnyRow};

fn json<T: DeserializeOwned>(row: &AnyRow, column: &str) -> sqlx::Result<T> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(error.into()))
}

fn text<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::from(sqlx::Error::Encode(error.into())))
}

fn chart(row: &AnyRow) -> sqlx::Result<Chart> {
    Ok(Chart { body: json::<ChartBody>(row, "body")?, ulid: id(row, "id", ChartId::parse)? })
}

/// The charts of a database, the oldest first.
pub async fn charts(db: &mut Db, database: &DatabaseId) -> Result<Vec<Chart>> {
    let rows = sqlx::query("select id, body from database_charts where database_id = $1 order by created_at, id")
        .bind(database.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(chart).collect::<sqlx::Result<_>>()?)
}

/// Adds a chart or writes it anew.
pub async fn save_chart(db: &mut Db, database: &DatabaseId, chart: &Chart, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into database_charts (id, database_id, body, created_at) values ($1, $2, $3, $4)
         on conflict (id) do update set body = excluded.body",
    )
    .bind(chart.ulid.as_str())
    .bind(database.as_str())
    .bind(text(&chart.body)?)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete_chart(db: &mut Db, chart: &ChartId) -> Result<()> {
    sqlx::query("delete from database_charts where id = $1").bind(chart.as_str()).execute(db).await?;
    Ok(())
}

fn dashboard(row: &AnyRow) -> sqlx::Result<Dashboard> {
    Ok(Dashboard { charts: json(row, "charts")?, title: row.try_get("title")?, ulid: id(row, "id", DashboardId::parse)? })
}

/// The dashboards of a database, the oldest first.
pub async fn dashboards(db: &mut Db, database: &DatabaseId) -> Result<Vec<Dashboard>> {
    let rows = sqlx::query("select id, title, charts from database_dashboards where database_id = $1 order by created_at, id")
        .bind(database.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(dashboard).collect::<sqlx::Result<_>>()?)
}

/// Adds a dashboard or writes it anew.
pub async fn save_dashboard(db: &mut Db, database: &DatabaseId, dashboard: &Dashboard, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into database_dashboards (id, database_id, title, charts, created_at) values ($1, $2, $3, $4, $5)
         on conflict (id) do update set title = excluded.title, charts = excluded.charts",
    )
    .bind(dashboard.ulid.as_str())
    .bind(database.as_str())
    .bind(dashboard.title.as_str())
    .bind(text(&dashboard.charts)?)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete_dashboard(db: &mut Db, dashboard: &DashboardId) -> Result<()> {
    sqlx::query("delete from database_dashboards where id = $1").bind(dashboard.as_str()).execute(db).await?;
    Ok(())
}

fn app(row: &AnyRow) -> sqlx::Result<DatabaseApp> {
    Ok(DatabaseApp {
        created_utc: Timestamp(row.try_get("created_at")?),
        name: row.try_get("name")?,
        ulid: id(row, "id", AppId::parse)?,
        updated_utc: Timestamp(row.try_get("updated_at")?),
    })
}

/// The apps of a database, the oldest first, without their documents.
pub async fn apps(db: &mut Db, database: &DatabaseId) -> Result<Vec<DatabaseApp>> {
    let rows = sqlx::query("select id, name, created_at, updated_at from database_apps where database_id = $1 order by created_at, id")
        .bind(database.as_str())
        .fetch_all(db)
        .await?;
    Ok(rows.iter().map(app).collect::<sqlx::Result<_>>()?)
}

/// The document of an app.
pub async fn document(db: &mut Db, database: &DatabaseId, app: &AppId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("select content from database_apps where database_id = $1 and id = $2")
        .bind(database.as_str())
        .bind(app.as_str())
        .fetch_optional(db)
        .await?)
}

/// Adds an app or writes it anew; the document stays when there is none.
pub async fn save_app(db: &mut Db, database: &DatabaseId, app: &DatabaseApp, content: Option<&str>) -> Result<()> {
    sqlx::query(
        "insert into database_apps (id, database_id, name, content, created_at, updated_at) values ($1, $2, $3, coalesce($4, ''), $5, $6)
         on conflict (id) do update set name = excluded.name, updated_at = excluded.updated_at,
         content = coalesce($4, database_apps.content)",
    )
    .bind(app.ulid.as_str())
    .bind(database.as_str())
    .bind(app.name.as_str())
    .bind(content)
    .bind(app.created_utc.0)
    .bind(app.updated_utc.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn delete_app(db: &mut Db, app: &AppId) -> Result<()> {
    sqlx::query("delete from database_apps where id = $1").bind(app.as_str()).execute(db).await?;
    Ok(())
}

/// Gives `to` the charts, dashboards and apps of `from`, under ids of their own.
pub async fn copy(db: &mut Db, from: &DatabaseId, to: &DatabaseId) -> Result<()> {
    let now = Timestamp::now();
    let mut ids = Vec::new();
    for old in charts(db, from).await? {
        let new = Chart { body: old.body, ulid: ChartId::new() };
        save_chart(db, to, &new, now).await?;
        ids.push((old.ulid, new.ulid));
    }
    for old in dashboards(db, from).await? {
        let same = |chart: &ChartId| ids.iter().find(|(old, _)| old == chart).map(|(_, new)| new.clone());
        let new = Dashboard { charts: old.charts.iter().filter_map(same).collect(), title: old.title, ulid: DashboardId::new() };
        save_dashboard(db, to, &new, now).await?;
    }
    for old in apps(db, from).await? {
        let content = document(db, from, &old.ulid).await?;
        let new = DatabaseApp { created_utc: now, name: old.name, ulid: AppId::new(), updated_utc: now };
        save_app(db, to, &new, content.as_deref()).await?;
    }
    Ok(())
}
