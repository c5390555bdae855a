//! Charts of a database: a table, some of its columns, and how they are drawn.

use super::{
    access::{self, Asking, Found, Key},
    caller::Caller,
    schema,
};
use crate::{
    domain::{
        App,
        audit::{self, Object},
    },
    error::{AppError, Result},
    model::{
        audit::Verb,
        database_drawings::{CHART_TYPES, Chart, ChartBody, ChartInput},
        database_right::DatabaseRight,
        rules,
        time::Timestamp,
        ulid::ChartId,
    },
    store::{self, Db},
};

/// Most charts of a database.
const MOST: usize = 500;
/// Most columns of a chart.
const MOST_HEADERS: usize = 50;

/// `GET /api/dbs/{dbId}/charts`, the oldest first.
pub async fn list(app: &App, asking: Asking<'_>, key: &Key) -> Result<Vec<Chart>> {
    let mut db = app.store.read().await?;
    let found = access::find(&mut db, asking, key, DatabaseRight::Read).await?;
    Ok(store::database_drawings::charts(&mut db, &found.row.id).await?)
}

/// `POST /api/dbs/{dbId}/charts`.
///
/// # Errors
/// `Invalid` for a table or column that the database does not have.
pub async fn create(app: &App, caller: Caller<'_>, key: &Key, input: ChartInput) -> Result<Chart> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    let empty = ChartBody {
        chart_type: String::new(),
        headers: Vec::new(),
        hide_null_values: false,
        label_rotation: 0,
        table: String::new(),
        title: String::new(),
    };
    let body = checked(app, &found, empty, input).await?;
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    if store::database_drawings::charts(&mut tx, &found.row.id).await?.len() >= MOST {
        return Err(AppError::invalid(format!("A database can have at most {MOST} charts")));
    }
    let chart = Chart { body, ulid: ChartId::new() };
    store::database_drawings::save_chart(&mut tx, &found.row.id, &chart, Timestamp::now()).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "chart made", &chart)).await?;
    tx.commit().await?;
    Ok(chart)
}

/// `PATCH /api/dbs/{dbId}/charts/{chartId}`.
pub async fn change(app: &App, caller: Caller<'_>, key: &Key, id: &str, input: ChartInput) -> Result<()> {
    let found = access::open(app, caller.asking(), key, DatabaseRight::Structure).await?;
    let before = one(&mut *app.store.read().await?, &found, id).await?;
    let body = checked(app, &found, before.body, input).await?;
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    let chart = Chart { body, ..one(&mut tx, &found, id).await? };
    store::database_drawings::save_chart(&mut tx, &found.row.id, &chart, Timestamp::now()).await?;
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "chart changed", &chart)).await?;
    Ok(tx.commit().await?)
}

/// `DELETE /api/dbs/{dbId}/charts/{chartId}`: dashboards show it no more.
pub async fn delete(app: &App, caller: Caller<'_>, key: &Key, id: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let found = access::locked(&mut tx, caller.asking(), key, DatabaseRight::Structure).await?;
    let chart = one(&mut tx, &found, id).await?;
    store::database_drawings::delete_chart(&mut tx, &chart.ulid).await?;
    for mut dashboard in store::database_drawings::dashboards(&mut tx, &found.row.id).await? {
        let count = dashboard.charts.len();
        dashboard.charts.retain(|shown| *shown != chart.ulid);
        if dashboard.charts.len() != count {
            store::database_drawings::save_dashboard(&mut tx, &found.row.id, &dashboard, Timestamp::now()).await?;
        }
    }
    audit::done(&mut tx, caller.by(), Verb::Changed, &said(&found, "chart deleted", &chart)).await?;
    Ok(tx.commit().await?)
}

async fn one(db: &mut Db, found: &Found, id: &str) -> Result<Chart> {
    let id = ChartId::parse(id);
    let all = store::database_drawings::charts(db, &found.row.id).await?;
    all.into_iter().find(|chart| Some(&chart.ulid) == id.as_ref()).ok_or_else(|| AppError::not_found("Chart not found"))
}

fn said(found: &Found, what: &str, chart: &Chart) -> Object {
    Object::database(&found.row).saying(format!("{what}: {}", chart.body.title))
}

async fn checked(app: &App, found: &Found, before: ChartBody, input: ChartInput) -> Result<ChartBody> {
    let names_columns = input.table.is_some() || input.headers.is_some();
    let mut body = ChartBody {
        chart_type: input.chart_type.unwrap_or(before.chart_type),
        headers: input.headers.unwrap_or(before.headers),
        hide_null_values: input.hide_null_values.unwrap_or(before.hide_null_values),
        label_rotation: input.label_rotation.unwrap_or(before.label_rotation),
        table: input.table.unwrap_or(before.table),
        title: input.title.map_or(before.title, |title| title.trim().to_owned()),
    };
    if !CHART_TYPES.contains(&body.chart_type.as_str()) {
        return Err(AppError::field("chartType", format!("chartType must be one of {}", CHART_TYPES.join(", "))));
    }
    rules::text("title", "Title", &body.title, 100)?;
    if !(-180..=180).contains(&body.label_rotation) {
        return Err(AppError::field("labelRotation", "labelRotation must be between -180 and 180 degrees"));
    }
    if body.headers.len() > MOST_HEADERS {
        return Err(AppError::field("headers", format!("A chart can have at most {MOST_HEADERS} columns")));
    }
    // A chart whose table went meanwhile can still be renamed.
    if !names_columns && !body.table.is_empty() {
        return Ok(body);
    }
    let schema = schema::of(app, found).await?;
    let missing = || AppError::field("table", "There is no such table or view in this database");
    let table = schema::table(&schema, &body.table).map_err(|_| missing())?;
    body.table.clone_from(&table.at.name);
    if let Some(unknown) = body.headers.iter().find(|header| !table.columns.iter().any(|column| column.name == **header)) {
        let shown: String = unknown.chars().take(100).collect();
        return Err(AppError::field("headers", format!("The table {} has no column {shown}", table.at.name)));
    }
    Ok(body)
}
