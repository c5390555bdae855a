//! Charts: grouped by the database, never by loading a table.

use super::{
    reading::{self, Outcome},
    sources::Source,
};
use crate::{
    domain::{Reader, plan},
    model::{
        drawing::Drawing,
        engine::ReadLimits,
        plan::{Grain, Plan},
        schema::Table,
        time::Timestamp,
        value::Value,
        widget::Configs,
    },
    widgets::{self, ChartData, ChartRequest, Subtype},
};

/// `paint` draws the picture too, which only a page that is being rendered uses.
pub(super) async fn draw(app: &Reader, source: &Source, subtype: &'static Subtype, configs: &Configs, paint: bool) -> Outcome<Drawing> {
    let table = source.table(configs.table_name.as_deref().unwrap_or_default())?;
    let request = widgets::chart_request(subtype, configs, table)?;
    let grain = grain(app, source, table, &request).await?;
    let groups = plan::chart(table, &request, grain)?;
    let used = groups.group.grain;
    let limits = ReadLimits { max_rows: groups.limit, max_bytes: reading::TILE_BYTES, ..ReadLimits::default() };
    let answer = reading::read(app, &source.row, Plan::Aggregate(groups), limits).await?;

    let mut rows = answer.rows;
    let most = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let truncated = rows.len() > most || answer.cut;
    rows.truncate(most);
    let data = ChartData { request, grain: used, columns: answer.columns, rows, truncated };
    let mut drawing = widgets::draw_chart(subtype, &data);
    if let Drawing::Chart(chart) = &mut drawing {
        if paint {
            let (width, height) = widgets::drawing_size(configs);
            chart.svg = app.painter.svg(&chart.option, width, height).await;
        }
        chart.as_of = Timestamp::now();
    }
    Ok(drawing)
}

/// The grain of an x column that holds time: the chosen one, else what suits the range of the data.
async fn grain(app: &Reader, source: &Source, table: &Table, request: &ChartRequest) -> Outcome<Option<Grain>> {
    let holds_time = table.column(&request.x).is_some_and(|column| column.kind.is_temporal());
    if request.grain.is_some() || !holds_time {
        return Ok(request.grain);
    }
    let range = plan::range(table, &request.x)?;
    let answer = reading::read(app, &source.row, Plan::Range(range), reading::page_limits(1)).await?;
    Ok(match answer.rows.first().map(Vec::as_slice) {
        Some([min, max, ..]) => Some(plan::grain_for(min, max)),
        _ => Some(plan::grain_for(&Value::Null, &Value::Null)),
    })
}
