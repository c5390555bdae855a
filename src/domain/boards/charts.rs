//! Charts: grouped by the database, never by loading a table.

use super::{
    Tile,
    reading::{self, Outcome, Trouble},
    sources::Source,
};
use crate::{
    domain::{
        Reader,
        plan::{self, Ends},
    },
    error::AppError,
    model::{
        drawing::{ChartTable, Drawing},
        engine::ReadLimits,
        plan::{Plan, PlanCondition, RangePlan},
        question::GroupChoice,
        schema::Table,
        time::Timestamp,
        value::Value,
    },
    widgets::{self, ChartData, ChartRequest},
};

/// `paint` draws the picture too, which only a page that is being rendered uses.
pub(super) async fn draw(app: &Reader, source: &Source, tile: &Tile, paint: bool) -> Outcome<Drawing> {
    let (data, as_of) = match read(app, source, tile).await? {
        Ok(read) => read,
        Err(reason) => return Ok(Drawing::Empty { reason }),
    };
    let mut drawing = widgets::draw_chart(tile.subtype, &data);
    if let Drawing::Chart(chart) = &mut drawing
        && paint
    {
        let (width, height) = widgets::drawing_size(&tile.configs);
        chart.svg = app.painter.svg(&chart.option, width, height).await;
    }
    drawing.set_age(as_of);
    Ok(drawing)
}

/// Every figure of a chart.
///
/// # Errors
/// Also where there is nothing to draw, with the reason.
pub(super) async fn figures(app: &Reader, source: &Source, tile: &Tile) -> Outcome<ChartTable> {
    let data = read(app, source, tile).await?;
    let figures = data.and_then(|(data, _)| widgets::figures(tile.subtype, &data));
    figures.map_err(|reason| Trouble::Request(AppError::invalid(reason)))
}

/// What a chart asks for and when that was read; or the reason why nothing can be asked.
async fn read(app: &Reader, source: &Source, tile: &Tile) -> Outcome<Result<(ChartData, Timestamp), String>> {
    let Tile { subtype, configs, .. } = tile;
    let table = source.table(configs.label())?;
    let request = match widgets::chart_request(subtype, configs, table) {
        Err(_) if widgets::asks_unknown(configs, table) => {
            return Ok(Err("The saved query gives no values now, so nothing is known of its columns.".to_owned()));
        }
        request => request?,
    };
    let narrow = tile.narrow.on(table)?;
    let mut ends = Vec::with_capacity(request.groups.len());
    for group in &request.groups {
        ends.push(ends_of(app, source, table, &request, group, &narrow).await?);
    }
    let groups = plan::chart(table, &request, &ends)?;
    let (grains, bins) = (groups.groups.iter().map(|group| group.grain).collect(), groups.groups.iter().find_map(|group| group.bins));
    let limits = ReadLimits { max_rows: groups.limit, max_bytes: reading::TILE_BYTES, ..ReadLimits::default() };
    let answer = reading::read(app, source, Plan::Aggregate(groups).narrowed(&narrow), limits).await?;

    let as_of = answer.as_of;
    let mut rows = answer.rows.clone();
    let most = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let truncated = rows.len() > most || answer.cut;
    rows.truncate(most);
    let columns = answer.columns.clone();
    let format = configs.format.clone().unwrap_or_default();
    Ok(Ok((ChartData { request, grains, bins, columns, rows, truncated, format }, as_of)))
}

/// The ends of a group's column where the plan depends on them.
async fn ends_of(
    app: &Reader,
    source: &Source,
    table: &Table,
    request: &ChartRequest,
    group: &GroupChoice,
    narrow: &[PlanCondition],
) -> Outcome<Ends> {
    if !plan::needs_range(table, request, group) {
        return Ok(None);
    }
    let range = plan::range(table, request, &group.column)?;
    let ends = read_range(app, source, range.clone(), narrow).await?;
    let endless = |value: &Value| !value.is_null() && value.as_f64().is_none_or(|number| !number.is_finite());
    match &ends {
        Some((min, max)) if group.bins.is_some() && (endless(min) || endless(max)) => {
            read_range(app, source, plan::finite_range(range), narrow).await
        }
        _ => Ok(ends),
    }
}

async fn read_range(app: &Reader, source: &Source, range: RangePlan, narrow: &[PlanCondition]) -> Outcome<Ends> {
    let answer = reading::read(app, source, Plan::Range(range).narrowed(narrow), reading::page_limits(1)).await?;
    Ok(answer.rows.first().and_then(|row| Some((row.first()?.clone(), row.get(1)?.clone()))))
}
