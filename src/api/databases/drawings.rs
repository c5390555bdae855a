//! Charts and dashboards of a database.

use super::Asker;
use crate::{
    api::{
        family::{Errors, Listed},
        refusal::Strict,
    },
    domain::{
        App,
        actor::Client,
        databases::{
            Caller,
            access::{Asking, Key},
            charts, dashboards,
        },
    },
    model::{
        database_drawings::{Chart, ChartInput, Dashboard, DashboardInput},
        outcome::Nothing,
    },
};
use axum::{
    Extension, Json,
    extract::{Path, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_charts, create_chart))
        .routes(routes!(change_chart, delete_chart))
        .routes(routes!(list_dashboards, create_dashboard))
        .routes(routes!(change_dashboard, delete_dashboard))
}

/// Answer of `GET /api/dbs/{dbId}/charts`.
#[derive(Serialize, ToSchema)]
struct DatabaseCharts {
    charts: Vec<Chart>,
}

/// Answer of `GET /api/dbs/{dbId}/dashboards`.
#[derive(Serialize, ToSchema)]
struct DatabaseDashboards {
    dashboards: Vec<Dashboard>,
}

/// The charts of a database, the oldest first.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/charts",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The charts", body = DatabaseCharts),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn list_charts(State(app): State<App>, Asker(actor): Asker, Path(db_id): Path<String>) -> Result<Json<DatabaseCharts>, Listed> {
    Ok(Json(DatabaseCharts { charts: charts::list(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await? }))
}

/// Makes a chart of a table or view.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/charts",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = ChartInput,
    responses(
        (status = 200, description = "The chart", body = Chart),
        (status = 400, description = "A broken rule, or a table or column that is not there", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn create_chart(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    Strict(body): Strict<ChartInput>,
) -> Result<Json<Chart>, Listed> {
    Ok(Json(charts::create(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), body).await?))
}

/// Changes a chart.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/charts/{chartId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("chartId" = String, Path, description = "The chart")),
    request_body = ChartInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule, or a table or column that is not there", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such chart or database", body = Errors),
    )
)]
async fn change_chart(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, chart_id)): Path<(String, String)>,
    Strict(body): Strict<ChartInput>,
) -> Result<Json<Nothing>, Listed> {
    charts::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &chart_id, body).await?;
    Ok(Json(Nothing {}))
}

/// Deletes a chart. Dashboards show it no more.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/charts/{chartId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("chartId" = String, Path, description = "The chart")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such chart or database", body = Errors),
    )
)]
async fn delete_chart(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, chart_id)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    charts::delete(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &chart_id).await?;
    Ok(Json(Nothing {}))
}

/// The dashboards of a database, the oldest first.
#[utoipa::path(
    get,
    path = "/api/dbs/{dbId}/dashboards",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    responses(
        (status = 200, description = "The dashboards", body = DatabaseDashboards),
        (status = 403, description = "A token that may not read", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn list_dashboards(
    State(app): State<App>,
    Asker(actor): Asker,
    Path(db_id): Path<String>,
) -> Result<Json<DatabaseDashboards>, Listed> {
    let dashboards = dashboards::list(&app, Asking { actor: actor.as_ref() }, &Key::id(&db_id)).await?;
    Ok(Json(DatabaseDashboards { dashboards }))
}

/// Puts charts side by side.
#[utoipa::path(
    post,
    path = "/api/dbs/{dbId}/dashboards",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database")),
    request_body = DashboardInput,
    responses(
        (status = 200, description = "The dashboard", body = Dashboard),
        (status = 400, description = "A broken rule, or a chart that is not there", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "Unknown, or private and not the caller's", body = Errors),
    )
)]
async fn create_dashboard(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path(db_id): Path<String>,
    Strict(body): Strict<DashboardInput>,
) -> Result<Json<Dashboard>, Listed> {
    Ok(Json(dashboards::create(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), body).await?))
}

/// Changes a dashboard.
#[utoipa::path(
    patch,
    path = "/api/dbs/{dbId}/dashboards/{dashboardId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("dashboardId" = String, Path, description = "The dashboard")),
    request_body = DashboardInput,
    responses(
        (status = 200, description = "Changed", body = Nothing),
        (status = 400, description = "A broken rule, or a chart that is not there", body = Errors),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such dashboard or database", body = Errors),
    )
)]
async fn change_dashboard(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, dashboard_id)): Path<(String, String)>,
    Strict(body): Strict<DashboardInput>,
) -> Result<Json<Nothing>, Listed> {
    dashboards::change(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &dashboard_id, body).await?;
    Ok(Json(Nothing {}))
}

/// Deletes a dashboard. Its charts stay.
#[utoipa::path(
    delete,
    path = "/api/dbs/{dbId}/dashboards/{dashboardId}",
    tag = "Databases",
    params(("dbId" = String, Path, description = "The database"), ("dashboardId" = String, Path, description = "The dashboard")),
    responses(
        (status = 200, description = "Deleted", body = Nothing),
        (status = 403, description = "The caller may not", body = Errors),
        (status = 404, description = "No such dashboard or database", body = Errors),
    )
)]
async fn delete_dashboard(
    State(app): State<App>,
    Asker(actor): Asker,
    Extension(client): Extension<Client>,
    Path((db_id, dashboard_id)): Path<(String, String)>,
) -> Result<Json<Nothing>, Listed> {
    dashboards::delete(&app, Caller::new(actor.as_ref(), &client), &Key::id(&db_id), &dashboard_id).await?;
    Ok(Json(Nothing {}))
}
