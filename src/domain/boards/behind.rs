//! The rows behind a chart: those of its table that its own conditions and the filters of the board leave.

use super::{
    Tile,
    narrowing::Narrow,
    reading::{Outcome, Trouble},
    sources::Source,
    tables,
};
use crate::{
    domain::{Reader, plan},
    error::AppError,
    model::{drawing::Drawing, filter::TableView, plan::Plan, widget::Configs},
    store::{self, connections::ConnectionRow},
    widgets::{self, Shape},
};

struct Behind {
    source: Source,
    /// Of a data table over the chart's table.
    configs: Configs,
    narrow: Narrow,
}

async fn behind(app: &Reader, tile: &Tile, anew: bool) -> Outcome<Behind> {
    if !matches!(tile.subtype.shape, Shape::Chart(_)) {
        return Err(Trouble::Request(AppError::field("rows", "Only charts have rows behind them. Other widgets show their own.")));
    }
    widgets::check(tile.subtype, &tile.configs)?;
    let connections = store::connections::of_project(&mut *app.records.read().await?, &tile.project).await?;
    let source = Source::of_widget(app, &connections, &tile.configs, anew, &tile.sight).await?.kept(&tile.configs, anew);
    let configs = Configs {
        tables: vec![tile.configs.label().to_owned()],
        columns: Vec::new(),
        pagination: None,
        page_size: None,
        format: None,
        ..tile.configs.clone()
    };
    Ok(Behind { source, configs, narrow: tile.narrow.clone().and(widgets::question(&tile.configs).filters) })
}

pub(super) async fn draw(app: &Reader, tile: &Tile, view: &TableView) -> Outcome<Drawing> {
    let Behind { source, configs, narrow } = behind(app, tile, view.fresh).await?;
    tables::draw(app, &source, &configs, view, &narrow).await
}

/// All of them in the order of the view, and where they are read.
pub(super) async fn all(app: &Reader, tile: &Tile, view: &TableView) -> Outcome<(ConnectionRow, Plan)> {
    let Behind { source, configs, narrow } = behind(app, tile, false).await?;
    let table = source.table(configs.tables.first().map(String::as_str).unwrap_or_default())?;
    let mut plan = plan::rows(table, view, &[]).map_err(Trouble::Request)?;
    (plan.limit, plan.offset) = (None, 0);
    Ok((source.row.clone(), source.placed(Plan::Rows(plan).narrowed(&narrow.on(table)?))))
}
