//! Dashboards of a database: some of its charts, in order.

use super::{
    access::{self, Asking, Found, Key},
    caller::Caller,
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_drawings::{Dashboard, DashboardInput},
        database_right::DatabaseRight,
        rules,
        time::Timestamp,
        ulid::{ChartId, DashboardId},
    },
    store::{self, Db},
};

/// Most dashboards of a database, and most charts of a dashboard.
const MOST: usize = 100;

/// `GET /api/dbs/{dbId}/dashboards`, the oldest first.
pub async fn list(app: &App, asking: Asking<'_>, key: &Key) -> Result<Vec<Dashboard>> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, asking, key, DatabaseRight::Read).await?;
    Ok(store::database_drawings::dashboards(&mut db, &found.row.id).await?)
}

/// `POST /api/dbs/{dbId}/dashboards`.
///
/// # Errors
/// `Invalid` for charts that the database does not have.
pub async fn create(app: &App, caller: Caller<'_>, key: &Key, input: DashboardInput) -> Result<Dashboard> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    if store::database_drawings::dashboards(&mut tx, &found.row.id).await?.len() >= MOST {
        return Err(AppError::invalid(format!("A database can have at most {MOST} dashboards")));
    }
    let empty = Dashboard { charts: Vec::new(), title: String::new(), ulid: DashboardId::new() };
    let dashboard = checked(&mut tx, &found, empty, input).await?;
    store::database_drawings::save_dashboard(&mut tx, &found.row.id, &dashboard, Timestamp::now()).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "dashboard made", &dashboard)).await?;
    tx.commit().await?;
    Ok(dashboard)
}

/// `PATCH /api/dbs/{dbId}/dashboards/{dashboardId}`.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, id: &str, input: DashboardInput) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    let before = one(&mut tx, &found, id).await?;
    let dashboard = checked(&mut tx, &found, before, input).await?;
    store::database_drawings::save_dashboard(&mut tx, &found.row.id, &dashboard, Timestamp::now()).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "dashboard changed", &dashboard)).await?;
    Ok(tx.commit().await?)
}

/// `DELETE /api/dbs/{dbId}/dashboards/{dashboardId}`.
pub async fn delete(app: &App, caller: Caller<'_>, key: &Key, id: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    let dashboard = one(&mut tx, &found, id).await?;
    store::database_drawings::delete_dashboard(&mut tx, &dashboard.ulid).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "dashboard deleted", &dashboard)).await?;
    Ok(tx.commit().await?)
}

async fn one(db: &mut Db, found: &Found, id: &str) -> Result<Dashboard> {
    let id = DashboardId::parse(id);
    let all = store::database_drawings::dashboards(db, &found.row.id).await?;
    all.into_iter().find(|one| Some(&one.ulid) == id.as_ref()).ok_or_else(|| AppError::not_found("Dashboard not found"))
}

fn said(found: &Found, what: &str, dashboard: &Dashboard) -> Object {
    Object::database(&found.row).saying(format!("{what}: {}", dashboard.title))
}

async fn checked(db: &mut Db, found: &Found, mut dashboard: Dashboard, input: DashboardInput) -> Result<Dashboard> {
    if let Some(title) = input.title {
        dashboard.title = title.trim().to_owned();
    }
    rules::text("title", "Title", &dashboard.title, 100)?;
    if let Some(charts) = input.charts {
        if charts.len() > MOST {
            return Err(AppError::field("charts", format!("A dashboard can have at most {MOST} charts")));
        }
        let known = store::database_drawings::charts(db, &found.row.id).await?;
        let find = |id: &String| ChartId::parse(id).filter(|id| known.iter().any(|chart| chart.ulid == *id));
        let charts: Option<Vec<ChartId>> = charts.iter().map(find).collect();
        dashboard.charts = charts.ok_or_else(|| AppError::field("charts", "The database has no such chart"))?;
    }
    Ok(dashboard)
}
