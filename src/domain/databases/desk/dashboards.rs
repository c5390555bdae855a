//! Dashboards of a database: some of its charts side by side, drawn like those of its page of charts.

use super::{charts::drawn, key};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{
            Caller,
            access::{self, Asking, Key},
            charts, dashboards,
        },
    },
    error::{AppError, Result},
    model::{
        database_drawings::{Chart, Dashboard, DashboardInput},
        database_right::DatabaseRight,
        desk::{
            ChartName, DashboardDesk, DashboardFormInput, DashboardIdInput, DashboardName, DashboardsAnswer, DatabaseInput, SavedDashboard,
        },
        outcome::Message,
        ulid::{ChartId, DashboardId},
    },
};

fn names(charts: &[Chart]) -> Vec<ChartName> {
    charts.iter().map(|chart| ChartName { id: chart.ulid.to_string(), title: chart.body.title.clone() }).collect()
}

fn missing() -> AppError {
    AppError::not_found("Dashboard not found")
}

async fn both(app: &App, actor: &Actor, key: &Key) -> Result<(Vec<Dashboard>, Vec<Chart>)> {
    let asking = Asking { actor: Some(actor) };
    Ok((dashboards::list(app, asking, key).await?, charts::list(app, asking, key).await?))
}

/// `listDatabaseDashboards`
pub async fn list(app: &App, actor: &Actor, input: DatabaseInput) -> Result<DashboardsAnswer> {
    actor.check_user_id(input.user_id.as_deref())?;
    let (dashboards, charts) = both(app, actor, &key(input.database_id.as_deref())).await?;
    let title = |id: &ChartId| charts.iter().find(|chart| chart.ulid == *id).map(|chart| chart.body.title.clone());
    let named = dashboards.iter().map(|dashboard| DashboardName {
        id: dashboard.ulid.to_string(),
        title: dashboard.title.clone(),
        charts: dashboard.charts.iter().filter_map(title).collect(),
    });
    Ok(DashboardsAnswer { dashboards: named.collect(), choices: names(&charts) })
}

/// `getDatabaseDashboard`
pub async fn one(app: &App, actor: &Actor, input: DashboardIdInput) -> Result<DashboardDesk> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let (dashboards, charts) = both(app, actor, &key(input.database_id.as_deref())).await?;
    let id = input.dashboard_id.as_deref().and_then(DashboardId::parse);
    let dashboard = dashboards.into_iter().find(|one| Some(&one.ulid) == id.as_ref()).ok_or_else(missing)?;
    let shown = dashboard.charts.iter().filter_map(|id| charts.iter().find(|chart| chart.ulid == *id).cloned()).collect();
    Ok(DashboardDesk {
        id: dashboard.ulid.to_string(),
        title: dashboard.title,
        charts: drawn(app, &found, shown).await,
        order: dashboard.charts.iter().map(ToString::to_string).collect(),
        choices: names(&charts),
    })
}

/// `saveDatabaseDashboard`
pub async fn save(app: &App, caller: Caller<'_>, actor: &Actor, input: DashboardFormInput) -> Result<SavedDashboard> {
    actor.check_user_id(input.user_id.as_deref())?;
    let key = key(input.database_id.as_deref());
    let title = input.title.unwrap_or_default();
    // Whether the caller may comes before what is wrong with the form.
    access::open(app, caller.asking(), &key, DatabaseRight::Structure).await?;
    if title.trim().is_empty() {
        return Err(AppError::field("title", "Give the dashboard a title."));
    }
    let charts = input.charts.into_iter().filter(|id| !id.is_empty()).collect();
    let body = DashboardInput { charts: Some(charts), title: Some(title) };
    let dashboard_id = match input.dashboard_id.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => {
            dashboards::change(app, caller, &key, id, body).await?;
            DashboardId::parse(id).ok_or_else(missing)?
        }
        None => dashboards::create(app, caller, &key, body).await?.ulid,
    };
    Ok(SavedDashboard { dashboard_id, message: "The dashboard is saved".into() })
}

/// `deleteDatabaseDashboard`: its charts stay.
pub async fn delete(app: &App, caller: Caller<'_>, actor: &Actor, input: DashboardIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    dashboards::delete(app, caller, &key(input.database_id.as_deref()), input.dashboard_id.as_deref().unwrap_or_default()).await?;
    Ok(Message { message: "The dashboard is gone".into() })
}
