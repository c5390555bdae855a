//! Charts of a database, drawn like those of boards: one column of names or times, figures of others put together by it.

use super::{key, rows::read};
use crate::{
    domain::{
        App,
        actor::Actor,
        databases::{
            Caller,
            access::{Asking, Found},
            charts, schema, work,
        },
        plan::{self, Ends},
    },
    error::{AppError, Result},
    model::{
        database_drawings::{Chart, ChartBody, ChartInput},
        database_right::DatabaseRight,
        desk::{ChartDesk, ChartFormInput, ChartIdInput, ChartsAnswer, DatabaseInput},
        drawing::Drawing,
        engine::{ReadLimits, ResultColumn},
        outcome::Message,
        plan::Plan,
        question::GroupChoice,
        schema::Table,
        time::Timestamp,
        widget::Configs,
    },
    widgets::{self, ChartData, ChartRequest},
};

/// Most charts that one page draws.
const MOST_DRAWN: usize = 24;

/// The subtype of a widget that draws a kind of chart.
fn subtype(chart_type: &str) -> &'static str {
    match chart_type {
        "LineChart" => "linear_line",
        "AreaChart" => "linear_area",
        "PieChart" => "basic_pie",
        "DonutChart" => "donut_pie",
        _ => "basic_bar",
    }
}

/// `listDatabaseCharts`
pub async fn list(app: &App, actor: Option<&Actor>, input: DatabaseInput) -> Result<ChartsAnswer> {
    let found = super::open(app, actor, input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Read).await?;
    let all = charts::list(app, Asking { actor }, &key(input.database_id.as_deref())).await?;
    Ok(ChartsAnswer { charts: drawn(app, &found, all).await })
}

/// Charts as a page shows them, as many as one page draws.
pub(super) async fn drawn(app: &App, found: &Found, charts: Vec<Chart>) -> Vec<ChartDesk> {
    let mut drawn = Vec::with_capacity(charts.len());
    for chart in charts.into_iter().take(MOST_DRAWN) {
        let drawing = match draw(app, found, &chart.body).await {
            Ok(drawing) => drawing,
            // Its own error; the others are drawn.
            Err(error) => Drawing::Failed { message: error.text, hint: String::new() },
        };
        drawn.push(ChartDesk { id: chart.ulid.to_string(), title: chart.body.title, drawing });
    }
    drawn
}

async fn draw(app: &App, found: &Found, body: &ChartBody) -> Result<Drawing> {
    let schema = schema::of(app, found).await?;
    let table = schema::table(&schema, &body.table)?;
    let (_, subtype) =
        widgets::propose::find(subtype(&body.chart_type)).ok_or_else(|| AppError::invalid("This kind of chart is not drawn here."))?;
    let mut headers = body.headers.iter().cloned();
    let configs = Configs {
        table_name: Some(table.name.clone()),
        x_axis_column: headers.next(),
        y_axis_columns: headers.collect(),
        ..Configs::default()
    };
    let request = widgets::chart_request(subtype, &configs, table)?;
    let mut ends = Vec::with_capacity(request.groups.len());
    for group in &request.groups {
        ends.push(ends_of(app, found, table, &request, group).await?);
    }
    let groups = plan::chart(table, &request, &ends)?;
    let (grains, bins) = (groups.groups.iter().map(|group| group.grain).collect(), groups.groups.iter().find_map(|group| group.bins));
    let limits = ReadLimits { max_rows: groups.limit, ..work::read_limits() };
    let (columns, mut rows) = whole(app, found, Plan::Aggregate(groups), limits).await?;
    let most = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let truncated = rows.len() > most;
    rows.truncate(most);
    if body.hide_null_values {
        rows.retain(|row| row.first().is_some_and(|name| !name.is_null()));
    }
    let data = ChartData { request, grains, bins, columns, rows, truncated, format: configs.format.clone().unwrap_or_default() };
    let mut drawing = widgets::draw_chart(subtype, &data);
    if let Drawing::Chart(chart) = &mut drawing {
        let (width, height) = widgets::drawing_size(&configs);
        chart.svg = app.painter.svg(&chart.option, width, height).await;
    }
    drawing.set_age(Timestamp::now());
    Ok(drawing)
}

async fn whole(app: &App, found: &Found, plan: Plan, limits: ReadLimits) -> Result<(Vec<ResultColumn>, Vec<crate::model::value::Row>)> {
    let mut stream = work::read(app, found, plan, limits).await?;
    let (columns, mut rows) = (std::mem::take(&mut stream.columns), Vec::new());
    while let Some(batch) = stream.batches.recv().await {
        rows.extend(batch.map_err(|error| work::failed(&error))?.rows);
    }
    Ok((columns, rows))
}

async fn ends_of(app: &App, found: &Found, table: &Table, request: &ChartRequest, group: &GroupChoice) -> Result<Ends> {
    if !plan::needs_range(table, request, group) {
        return Ok(None);
    }
    let range = plan::range(table, request, &group.column)?;
    let rows = read(app, found, Plan::Range(range), work::read_limits()).await?;
    Ok(rows.into_iter().next().and_then(|row| Some((row.first()?.clone(), row.get(1)?.clone()))))
}

/// `saveDatabaseChart`
pub async fn save(app: &App, caller: Caller<'_>, actor: &Actor, input: ChartFormInput) -> Result<Message> {
    let found = super::open(app, Some(actor), input.user_id.as_deref(), input.database_id.as_deref(), DatabaseRight::Structure).await?;
    let label = input.label.filter(|label| !label.is_empty()).ok_or_else(|| AppError::field("label", "Choose the column of names."))?;
    let figure = input.figure.filter(|figure| !figure.is_empty());
    let body = ChartBody {
        chart_type: input.chart_type.unwrap_or_default(),
        headers: std::iter::once(label).chain(figure).collect(),
        hide_null_values: input.hide_null_values,
        label_rotation: 0,
        table: input.table_name.unwrap_or_default(),
        title: input.title.unwrap_or_default(),
    };
    // What cannot be drawn is not kept.
    draw(app, &found, &body).await?;
    let ChartBody { chart_type, headers, hide_null_values, label_rotation, table, title } = body;
    let chart = ChartInput {
        chart_type: Some(chart_type),
        headers: Some(headers),
        hide_null_values: Some(hide_null_values),
        label_rotation: Some(label_rotation),
        table: Some(table),
        title: Some(title),
    };
    charts::create(app, caller, &key(input.database_id.as_deref()), chart).await?;
    Ok(Message { message: "The chart is there".into() })
}

/// `deleteDatabaseChart`
pub async fn delete(app: &App, caller: Caller<'_>, actor: &Actor, input: ChartIdInput) -> Result<Message> {
    actor.check_user_id(input.user_id.as_deref())?;
    charts::delete(app, caller, &key(input.database_id.as_deref()), input.chart_id.as_deref().unwrap_or_default()).await?;
    Ok(Message { message: "The chart is gone".into() })
}
